"""Under which name values are kept, and for whom."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from cytodesk.client.project_presets import KeptPreset, Whose
from cytodesk.ui.asked import Asked
from cytodesk.ui.look import Look
from cytodesk.ui.parts.buttons import Button
from cytodesk.ui.parts.dialogs import Dialog
from cytodesk.ui.parts.fields import TextField
from cytodesk.ui.parts.layouts import column
from cytodesk.ui.parts.switches import Segmented, Tick
from cytodesk.ui.parts.texts import Text


class PresetDialog(Dialog):
    def __init__(
        self,
        look: Look,
        known: Sequence[KeptPreset],
        *,
        has_images: bool,
        parent: QWidget | None = None,
    ) -> None:
        words = look.words
        super().__init__(look, words("Save as a preset"), parent)
        self._known = known
        self.field = Asked(look, words("Name"), TextField(look, words("Ki-67 routine")))
        self.field.field.changed.connect(self._tell)
        self.field.field.entered.connect(self._save)
        whose = [(Whose.MINE, words("For me")), (Whose.PROJECT, words("For the project"))]
        self.segments = Segmented(look, whose, name=words("For whom"))
        self.segments.changed.connect(self._tell)
        self.images = Tick(look, words("Keep the chosen images too"))
        self.images.setVisible(has_images)
        self.said = Text(look, "", "caption", wraps=True)
        for_whom = column(Text(look, words("For whom"), "label"), self.segments, spacing=6)
        self.body.addWidget(self.field)
        self.body.addLayout(for_whom)
        self.body.addWidget(self.images)
        self.body.addWidget(self.said)
        self.add_button(Button(look, words("Cancel"))).clicked.connect(self.reject)
        self.save = self.add_button(Button(look, words("Save"), kind="primary"))
        self.save.clicked.connect(self._save)
        self._tell()
        self.field.field.setFocus()

    def name(self) -> str:
        return self.field.field.value().strip()

    def whose(self) -> Whose:
        return Whose(str(self.segments.value()))

    def with_images(self) -> bool:
        return self.images.value()

    def _save(self) -> None:
        if self.name():
            self.accept()
        else:
            self.field.say(self._look.words("Give the preset a name."))

    def _tell(self) -> None:
        words = self._look.words
        self.field.say(None)
        same = [(each.preset.name, each.whose) for each in self._known]
        said = words("Everybody of this project can take it.")
        if self.whose() is Whose.MINE:
            said = words("It serves you in every project and at every place.")
        if (self.name(), self.whose()) in same:
            said = words("It takes the place of the one that has this name.")
        self.said.setText(said)
