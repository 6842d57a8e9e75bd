"""One parameter of a sweep: which, how it goes, and from where to where."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from cytodesk.algorithms.batches.sweeps import Spacing, Sweep, points
from cytodesk.algorithms.parameters import Parameter, ParameterType
from cytodesk.algorithms.values import as_text
from cytodesk.errors import N_, BadInput
from cytodesk.ui.form.groups import label_of
from cytodesk.ui.look import Look
from cytodesk.ui.parts.buttons import IconButton
from cytodesk.ui.parts.fields import TextField
from cytodesk.ui.parts.layouts import column, row
from cytodesk.ui.parts.picks import Pick
from cytodesk.ui.parts.problems import ProblemLine
from cytodesk.ui.parts.switches import Segmented
from cytodesk.ui.parts.texts import Elided, Text

_PARTS = {
    Spacing.LIST: (N_("Values, with commas between them"),),
    Spacing.LINEAR: (N_("From"), N_("To"), N_("Step")),
    Spacing.LOG: (N_("From"), N_("To"), N_("How many")),
}
_SHOWN = 8


class SweepAxis(QWidget):
    changed = Signal()
    removed = Signal()

    def __init__(self, look: Look, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words = look.words
        self._words = words
        self._parameters: dict[str, Parameter] = {}
        self.pick = Pick(look, words("Choose a parameter"), as_field=True)
        self.pick.changed.connect(self._choose)
        spacings = [
            (Spacing.LIST, words("List")),
            (Spacing.LINEAR, words("Linear")),
            (Spacing.LOG, words("Logarithmic")),
        ]
        self.spacing = Segmented(look, spacings, name=words("How the values go"))
        self.spacing.changed.connect(self._respace)
        self.gone = IconButton(look, "x", words("Sweep over one parameter only"))
        self.gone.clicked.connect(self.removed)
        self.fields = {each: self._fields(look, names) for each, names in _PARTS.items()}
        self._stack = QStackedWidget()
        for names, fields in zip(_PARTS.values(), self.fields.values(), strict=True):
            pairs = [
                column(Text(look, words(name), "caption"), field, spacing=4)
                for name, field in zip(names, fields, strict=True)
            ]
            line = QWidget()
            line.setLayout(row(*pairs, spacing=12, align=None))
            self._stack.addWidget(line)
        self._stack.setFixedHeight(52)
        self.points = Elided(look, "", "caption", middle=False)
        self.problem = ProblemLine(look)
        head = row(Text(look, title, "label"), None, self.gone)
        what = row(self.pick, self.spacing, spacing=12)
        what.setStretch(0, 1)
        below = column(self.points, self.problem, spacing=2)
        self.setLayout(column(head, what, self._stack, below, spacing=8))
        self._show_fields()

    def offer(self, parameters: Sequence[Parameter]) -> None:
        self._parameters = {each.id: each for each in parameters}
        self.pick.set_choices([(each.id, label_of(each)) for each in parameters])

    def put(self, sweep: Sweep | None) -> None:
        """Show a sweep; that is silent."""
        sweep = sweep if sweep and sweep.parameter in self._parameters else None
        self.pick.set_value(sweep.parameter if sweep else None)
        if sweep is not None:
            self.spacing.set_value(sweep.spacing)
            texts = [", ".join(sweep.parts)] if sweep.spacing is Spacing.LIST else sweep.parts
            for field, text in zip(self.fields[sweep.spacing], texts, strict=False):
                field.set_value(text)
        self._show_fields()

    def value(self) -> Sweep | None:
        """Return the sweep as it stands here, None while no parameter is chosen."""
        id, spacing = self.pick.value(), self._spacing()
        if id is None:
            return None
        texts = [field.value().strip() for field in self.fields[spacing]]
        if spacing is Spacing.LIST:
            texts = [each.strip() for each in texts[0].replace(";", ",").split(",")]
        return Sweep(str(id), spacing, tuple(each for each in texts if each))

    def _spacing(self) -> Spacing:
        return Spacing(str(self.spacing.value()))

    def _fields(self, look: Look, names: Sequence[str]) -> list[TextField]:
        fields = [TextField(look) for _ in names]
        for name, field in zip(names, fields, strict=True):
            field.setAccessibleName(self._words(name))
            field.changed.connect(self._tell)
        return fields

    def _choose(self) -> None:
        """Begin with what suits the parameter: bounds for a number, choices for a text."""
        parameter = self._parameters[str(self.pick.value())]
        is_number = parameter.type is ParameterType.NUMBER
        self.spacing.set_value(Spacing.LINEAR if is_number else Spacing.LIST)
        least, most = parameter.minimum, parameter.maximum
        start, stop, step = self.fields[Spacing.LINEAR]
        start.set_value("" if least is None else str(least))
        stop.set_value("" if most is None else str(most))
        step.set_value("")
        listed = parameter.choices or ((parameter.default,) if parameter.default else ())
        self.fields[Spacing.LIST][0].set_value(
            ", ".join(as_text(parameter, each) for each in listed)
        )
        self._respace()

    def _respace(self) -> None:
        self._show_fields()
        self.changed.emit()

    def _show_fields(self) -> None:
        is_chosen = self.pick.value() is not None
        self.pick.set_caption("" if is_chosen else self._words("Choose a parameter"))
        self._stack.setCurrentIndex(list(_PARTS).index(self._spacing()))
        self._stack.setVisible(is_chosen)
        self.spacing.setVisible(is_chosen)
        self._tell_points()

    def _tell(self) -> None:
        self._tell_points()
        self.changed.emit()

    def _tell_points(self) -> None:
        """Say which values these are, or what is wrong; nothing while something is missing."""
        sweep = self.value()
        self.points.set_text("")
        self.problem.say(None)
        needed = len(_PARTS[self._spacing()])
        if sweep is None or len(sweep.parts) < needed:
            return
        parameter = self._parameters[sweep.parameter]
        try:
            found = points(parameter, sweep)
        except BadInput as wrong:
            self.problem.say(wrong.said(self._words))
            return
        texts = [as_text(parameter, each) for each in found]
        if len(texts) > _SHOWN:
            texts = [*texts[: _SHOWN - 2], "…", texts[-1]]
        said = self._words.plural("{number} value", "{number} values", len(found))
        self.points.set_text(self._words("{count}: {values}", count=said, values=", ".join(texts)))
