"""Milliseconds until a form can be used, beside forms of the same fields made by others.

    python benchmarks/form.py [--peers PYTHON] [COUNT ...]

Ours is ParameterForm, styled, in a window of 500 x 700: first paint (what is seen is built), whole
(a field for every parameter, groups unfolded; an editor is painted until somebody comes to it) and
every editor (as if somebody had been at each). The longest slice is that of building what follows
while one looks on. Plain Qt is a QFormLayout of labels, line edits, check boxes and combo boxes
without a style sheet, whole, until its first paint. magicgui and pyqtgraph's ParameterTree are
measured by benchmarks/form_peers.py, in the environment of `--peers`. Prints the best of nine
turns, for a machine that others use too, and ratios to plain Qt.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import subprocess
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
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


def ours(
    look: Look, asked: tuple[Parameter, ...], *, whole: bool, editors: bool = False
) -> QWidget:
    algorithm = Algorithm("A", "", None, "run", asked)
    form = ParameterForm(look, Answers(algorithm), Supply(cast(Any, None), cast(Any, None)))
    form._building.stop()
    painted(form)
    if whole:
        form._sections[Group.DEFAULT].set_open(True)
        while form._build_next():
            pass
        if editors:
            for field in form.fields.values():
                assert field.editor
        painted(form)
    return form


def longest_slice(look: Look, asked: tuple[Parameter, ...]) -> float:
    """Return the milliseconds of the longest turn of building ahead, to the form's end."""
    form = cast(ParameterForm, ours(look, asked, whole=False))
    form._building.stop()
    form._sections[Group.DEFAULT].set_open(True)
    longest, bar = 0.0, form.verticalScrollBar()
    QApplication.processEvents()
    while bar.value() < bar.maximum():
        bar.setValue(bar.value() + form.viewport().height())
        form._building.stop()
        start = time.perf_counter()
        form._build_slice()
        longest = max(longest, (time.perf_counter() - start) * 1000)
        QApplication.processEvents()
    form.close()
    form.deleteLater()
    return longest


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


def peers(python: str, counts: list[int]) -> dict[str, dict[str, float]]:
    """Return what others take, by count and name; measured in an environment of their own."""
    script = Path(__file__).with_name("form_peers.py")
    told = subprocess.run(
        [python, str(script), *map(str, counts)], capture_output=True, text=True, check=True
    )
    return cast(dict[str, dict[str, float]], json.loads(told.stdout))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("counts", type=int, nargs="*", default=[10, 50, 200, 1000])
    parser.add_argument("--peers", help="a Python with PySide6, magicgui and pyqtgraph")
    asked_for = parser.parse_args()
    counts = asked_for.counts
    application = QApplication([])
    measured = {count: milliseconds(partial(plain, parameters(count))) for count in counts}
    others = peers(asked_for.peers, counts) if asked_for.peers else {}
    look = Look(Theme(application, "light"), Words())
    for count in counts:
        asked, base = parameters(count), measured[count]
        turns = {
            "first": milliseconds(partial(ours, look, asked, whole=False)),
            "whole": milliseconds(partial(ours, look, asked, whole=True)),
            "every editor": milliseconds(partial(ours, look, asked, whole=True, editors=True)),
            **others.get(str(count), {}),
        }
        said = [f"{name} {spent:.1f} ({spent / base:.2f}x)" for name, spent in turns.items()]
        slice_ = min(longest_slice(look, asked) for _ in range(3))
        print(f"{count:5} fields, ms: plain {base:.1f}, {', '.join(said)}; slice {slice_:.1f}")


if __name__ == "__main__":
    main()
