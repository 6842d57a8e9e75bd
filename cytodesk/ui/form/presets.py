"""Presets in the head of the form: taken, kept under a name, brought in and written to a file."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QWidget

from cytodesk.algorithms.presets import Preset
from cytodesk.algorithms.values import as_text
from cytodesk.client.beginning import Beginning
from cytodesk.client.connection import Connection
from cytodesk.client.presets import Presets, exported, imported
from cytodesk.client.project_presets import KeptPreset, Whose
from cytodesk.errors import N_, BadInput
from cytodesk.ui.choosing import file_to_write, files_chosen
from cytodesk.ui.form.answers import Answers
from cytodesk.ui.form.images import image_parameter
from cytodesk.ui.form.preset_dialog import PresetDialog
from cytodesk.ui.here import Here
from cytodesk.ui.look import Look
from cytodesk.ui.parts.dialogs import Answer, ask, result_of
from cytodesk.ui.parts.menu import Menu
from cytodesk.ui.parts.picks import Pick
from cytodesk.ui.parts.row_lists import ListRow
from cytodesk.ui.tasks import Tasks
from cytodesk.wire.algorithms import InstalledAlgorithm

P = ParamSpec("P")
R = TypeVar("R")
_FILES = "*.json"
_WHOSE = {Whose.MINE: N_("mine"), Whose.PROJECT: N_("the project's")}
_ICONS = {Whose.MINE: "user", Whose.PROJECT: "users"}


class PresetPick(Pick):
    """Shows which preset was taken; what it opens is the menu of Presets."""

    wanted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look, look.words("Preset"), icon="bookmark-simple")
        self.setEnabled(False)

    def show_taken(self, name: str) -> None:
        self.set_choices([(name, name)] if name else [])
        self.set_value(name or None)

    def open(self) -> None:
        self.wanted.emit()


class PresetDesk:
    """What can be done with presets; the page hears what was taken by `take`."""

    def __init__(self, here: Here, page: QWidget, pick: PresetPick, tasks: Tasks) -> None:
        self._here, self._page, self.pick, self._tasks = here, page, pick, tasks
        self._words = here.look.words
        self._beginning: Beginning | None = None
        self._answers: Answers | None = None
        self._versions: Sequence[InstalledAlgorithm] = ()
        self._last: dict[str, object] = {}
        self._kept: list[KeptPreset] = []
        pick.wanted.connect(lambda: tasks.start(self._open(), replacing="presets"))

    def begin(
        self,
        beginning: Beginning,
        answers: Answers,
        versions: Sequence[InstalledAlgorithm],
        last: dict[str, object],
    ) -> None:
        """Serve another form; `versions` are all of its algorithm, `last` the last values."""
        self._beginning, self._answers = beginning, answers
        self._versions, self._last = versions, last
        self.pick.show_taken("")
        self.pick.setEnabled(True)

    async def _open(self) -> None:
        assert self._beginning is not None
        name = self._beginning.installed.name
        self._kept = await self._ask(Presets.of_algorithm, name, self._versions)
        words = self._words
        rows = [ListRow("last", words("Values of last time"), icon="clock-counter-clockwise")]
        rows = rows if self._last else []
        rows += [
            ListRow(f"take {at}", each.preset.name, words(_WHOSE[each.whose]), _ICONS[each.whose])
            for at, each in enumerate(self._kept)
        ]
        rows.append(ListRow("save", words("Save these values…"), icon="floppy-disk"))
        rows.append(ListRow("import", words("Bring in from a file…"), icon="download-simple"))
        if self._kept:
            rows.append(ListRow("export", words("Write to a file…"), icon="export"))
            rows.append(ListRow("remove", words("Delete a preset…"), icon="trash"))
        menu = Menu(self._here.look, rows, self._page)
        menu.chosen.connect(lambda key: self._do(str(key)))
        menu.open_below(self.pick)

    def _do(self, key: str) -> None:
        verb, _, at = key.partition(" ")
        match verb:
            case "last":
                assert self._answers is not None
                self._answers.put_all(self._last)
                self.pick.show_taken("")
            case "take":
                self._start(self._take(self._kept[int(at)].preset))
            case "save":
                self._start(self._save())
            case "import":
                self._start(self._import())
            case "export":
                self._start(self._export())
            case "remove":
                self._choose_removed()

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        self._tasks.start(work, replacing="preset")

    async def _take(self, preset: Preset) -> None:
        """Fill the form; what is not here is kept, and named beside its field."""
        assert self._beginning is not None
        assert self._answers is not None
        answers = self._answers
        taken = await self._ask(Presets.taken, preset, self._beginning.algorithm)
        images = image_parameter(answers)
        kept = {} if images is None else {images: answers.of(images)}
        answers.put_all({**kept, **taken.answers})
        for problem in taken.problems:
            answers.blame(problem.attribute, problem)
        if taken.gone:
            said = self._words("No longer asked for: {names}.", names=", ".join(taken.gone))
            self._here.notices.show(said, "warn")
        self.pick.show_taken(preset.name)

    async def _save(self) -> None:
        assert self._beginning is not None
        assert self._answers is not None
        answers, beginning = self._answers, self._beginning
        images = image_parameter(answers)
        has_images = images is not None and answers.is_changed(images)
        dialog = PresetDialog(self._here.look, self._kept, has_images=has_images, parent=self._page)
        if await result_of(dialog) != QDialog.DialogCode.Accepted:
            return
        name, whose, with_images = dialog.name(), dialog.whose(), dialog.with_images()
        texts = {id: as_text(answers.parameters[id], v) for id, v in answers.sound_values().items()}
        if images is not None and not with_images:
            texts.pop(images, None)
        algorithm, installed = beginning.algorithm, beginning.installed
        preset = await self._ask(Presets.made, name, installed, algorithm, texts)
        await self._ask(Presets.keep, preset, whose, installed)
        self.pick.show_taken(preset.name)

    async def _import(self) -> None:
        """Keep what a file holds for this algorithm as mine; take it where it is one."""
        assert self._beginning is not None
        title, name = self._words("Bring in presets"), self._beginning.installed.name
        for path in await files_chosen(self._page, title, f"JSON ({_FILES})"):
            await self.bring_in(path, name)

    async def bring_in(self, path: Path, name: str) -> None:
        assert self._beginning is not None
        found = await self._here.remote.ask(lambda _: imported(path))
        fitting = [preset for preset in found if preset.algorithm == name]
        if not fitting:
            others = ", ".join(sorted({each.algorithm for each in found})) or "–"
            template = N_("{path} has no preset for {algorithm}, only for: {others}.")
            raise BadInput(template, path=path.name, algorithm=name, others=others)
        for preset in fitting:
            await self._ask(Presets.keep, preset, Whose.MINE, self._beginning.installed)
        await self._take(fitting[0])

    async def _export(self) -> None:
        assert self._beginning is not None
        name = f"{self._beginning.installed.name} presets.json"
        path = await file_to_write(self._page, self._words("Write presets"), name, "JSON (*.json)")
        if path is not None:
            presets = [each.preset for each in self._kept]
            whole = [await self._ask(_with_things, each, self._beginning) for each in presets]
            await self._here.remote.ask(lambda _: exported(whole, path))

    def _choose_removed(self) -> None:
        rows = [
            ListRow(at, each.preset.name, self._words(_WHOSE[each.whose]), _ICONS[each.whose])
            for at, each in enumerate(self._kept)
        ]
        menu = Menu(self._here.look, rows, self._page)
        menu.chosen.connect(lambda at: self._start(self._remove(self._kept[at])))
        menu.open_below(self.pick)

    async def _remove(self, kept: KeptPreset) -> None:
        words = self._words
        title = words("Delete the preset {name}?", name=kept.preset.name)
        said = words("Analyses that were made with it stay as they are.")
        if kept.whose is Whose.PROJECT:
            said = words("It is gone for everybody of this project.")
        answers = (Answer("yes", words("Delete")), Answer("no", words("Keep"), "primary"))
        if await ask(self._here.look, self._page, title, said, answers) == "yes":
            await self._ask(Presets.remove, kept)
            self.pick.show_taken("")

    async def _ask(
        self,
        verb: Callable[Concatenate[Presets, P], R],
        *arguments: P.args,
        **named: P.kwargs,
    ) -> R:
        """Call a verb of Presets in a thread of the place."""
        project, folder = self._here.project, self._here.kept

        def asked(connection: Connection) -> R:
            return verb(Presets(connection, project, folder), *arguments, **named)

        return await self._here.remote.ask(asked)


def _with_things(presets: Presets, preset: Preset, beginning: Beginning) -> Preset:
    """Return the preset with what its ids stand for, so that another place finds its own."""
    if preset.things:
        return preset
    return presets.made(preset.name, beginning.installed, beginning.algorithm, preset.values)
