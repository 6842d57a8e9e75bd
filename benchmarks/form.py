"""Milliseconds until a form can be used, beside a plain Qt form of the same fields.

    python benchmarks/form.py [COUNT ...]

Ours is ParameterForm, styled, in a window of 500 x 700: first paint (what is seen is built) and
whole (everything is built, groups unfolded). Plain Qt is a QFormLayout of labels, line edits,
check boxes and combo boxes without a style sheet, whole, until its first paint. magicgui is
measured too where it is installed. Prints the best of nine turns, for a machine that others use
too, and ratios to plain Qt.
"""

from __future__ import annotations

import gc
import importlib.util
import os
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any, cast

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QFormLayout,
    QLineEdit,
    QScrollArea,
    QWidget,
)

from cytodesk.algorithms.algorithm import Algorithm
from cytodesk.algorithms.parameters import Parameter, ParameterType
from cytodesk.assets import Words
from cytodesk.ui.form.answers import Answers
from cytodesk.ui.form.editors.table import Supply
from cytodesk.ui.form.groups import Group
from cytodesk.ui.form.parameter_form import ParameterForm
from cytodesk.ui.look import Look
from cytodesk.ui.theme.theme import Theme

_TURNS = 9
_SIZE = (500, 700)


def parameters(count: int) -> tuple[Parameter, ...]:
    """Return numbers, texts, switches and choices in turn; a third of each without a default."""
    kinds = (
        (ParameterType.NUMBER, 0.5, ()),
        (ParameterType.STRING, "text", ()),
        (ParameterType.NUMBER, 12, ()),
        (ParameterType.BOOLEAN, True, ()),
        (ParameterType.STRING, "a", ("a", "b", "c")),
    )
    return tuple(
        Parameter(
            id=f"p{number}",
            name=f"Parameter {number}",
            type=kinds[number % 5][0],
            description=f"What parameter {number} is for, in µm.",
            default=None if number % 3 == 0 else kinds[number % 5][1],
            choices=kinds[number % 5][2],
            optional=number % 2 == 0,
            minimum=0 if kinds[number % 5][0] is ParameterType.NUMBER else None,
        )
        for number in range(count)
    )


def painted(widget: QWidget) -> None:
    widget.resize(*_SIZE)
    widget.show()
    QApplication.processEvents()
    widget.repaint()


def ours(look: Look, asked: tuple[Parameter, ...], *, whole: bool) -> QWidget:
    algorithm = Algorithm("A", "", None, "run", asked)
    form = ParameterForm(look, Answers(algorithm), Supply(cast(Any, None), cast(Any, None)))
    form._building.stop()
    painted(form)
    if whole:
        form._sections[Group.DEFAULT].set_open(True)
        while form._build_next():
            pass
        painted(form)
    return form


def plain(asked: tuple[Parameter, ...]) -> QWidget:
    area = QScrollArea()
    inner = QWidget()
    layout = QFormLayout(inner)
    for parameter in asked:
        layout.addRow(parameter.name, _plain_editor(parameter))
    area.setWidget(inner)
    area.setWidgetResizable(True)
    painted(area)
    return area


def _plain_editor(parameter: Parameter) -> QWidget:
    if parameter.type is ParameterType.BOOLEAN:
        return QCheckBox()
    if parameter.choices:
        box = QComboBox()
        box.addItems([str(choice) for choice in parameter.choices])
        return box
    return QLineEdit(str(parameter.default or ""))


def magic(asked: tuple[Parameter, ...]) -> QWidget:
    from magicgui.widgets import CheckBox, ComboBox, Container, FloatSpinBox, LineEdit

    def editor(parameter: Parameter) -> Any:
        if parameter.type is ParameterType.BOOLEAN:
            return CheckBox(label=parameter.name)
        if parameter.choices:
            return ComboBox(label=parameter.name, choices=list(parameter.choices))
        if parameter.type is ParameterType.NUMBER:
            return FloatSpinBox(label=parameter.name, value=float(parameter.default or 0))
        return LineEdit(label=parameter.name, value=str(parameter.default or ""))

    widget = Container(widgets=[editor(each) for each in asked], scrollable=True).native
    painted(widget)
    return cast(QWidget, widget)


def milliseconds(make: Callable[[], QWidget]) -> float:
    turns = []
    for _ in range(_TURNS + 1):
        gc.collect()
        gc.disable()
        start = time.perf_counter()
        widget = make()
        turns.append((time.perf_counter() - start) * 1000)
        gc.enable()
        widget.close()
        widget.deleteLater()
        QApplication.processEvents()
    return min(turns[1:])


def main(counts: list[int]) -> None:
    application = QApplication([])
    measured = {count: milliseconds(partial(plain, parameters(count))) for count in counts}
    others: dict[int, float] = {}
    if importlib.util.find_spec("magicgui"):
        others = {count: milliseconds(partial(magic, parameters(count))) for count in counts}
    look = Look(Theme(application, "light"), Words())
    for count in counts:
        asked = parameters(count)
        base = measured[count]
        first = milliseconds(partial(ours, look, asked, whole=False))
        whole = milliseconds(partial(ours, look, asked, whole=True))
        said = f"{count:5} fields: plain {base:7.1f} ms, first {first:7.1f} ms"
        said += f" ({first / base:.2f}x), whole {whole:7.1f} ms ({whole / base:.2f}x)"
        if count in others:
            said += f", magicgui {others[count]:7.1f} ms ({others[count] / base:.2f}x)"
        print(said)


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]] or [10, 50, 200, 1000])
