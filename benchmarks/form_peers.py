"""The forms of others, for benchmarks/form.py; runs where they are installed, prints JSON.

Needs PySide6, magicgui and pyqtgraph, and nothing of ours. Each form has the same fields, in a
window of 500 x 700, whole, until its first paint.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["QT_API"] = "pyside6"

from PySide6.QtWidgets import QApplication, QWidget

_TURNS = 9
_KINDS = ("number", "text", "number", "truth", "choice")


def magicgui(count: int) -> QWidget:
    from magicgui.widgets import CheckBox, ComboBox, Container, FloatSpinBox, LineEdit

    makers: dict[str, Callable[[str], Any]] = {
        "number": lambda name: FloatSpinBox(label=name, value=0.5),
        "text": lambda name: LineEdit(label=name, value="text"),
        "truth": lambda name: CheckBox(label=name),
        "choice": lambda name: ComboBox(label=name, choices=["a", "b", "c"]),
    }
    made = [makers[_KINDS[number % 5]](f"Parameter {number}") for number in range(count)]
    native: QWidget = Container(widgets=made, scrollable=True).native
    return native


def pyqtgraph(count: int) -> QWidget:
    from pyqtgraph.parametertree import Parameter, ParameterTree

    kinds: dict[str, dict[str, Any]] = {
        "number": {"type": "float", "value": 0.5},
        "text": {"type": "str", "value": "text"},
        "truth": {"type": "bool", "value": True},
        "choice": {"type": "list", "limits": ["a", "b", "c"]},
    }
    children = [
        {"name": f"Parameter {number}", **kinds[_KINDS[number % 5]]} for number in range(count)
    ]
    tree: QWidget = ParameterTree()
    tree.setParameters(Parameter.create(name="all", type="group", children=children))
    return tree


def milliseconds(make: Callable[[int], QWidget], count: int) -> float:
    turns = []
    for _ in range(_TURNS + 1):
        gc.collect()
        gc.disable()
        start = time.perf_counter()
        widget = make(count)
        widget.resize(500, 700)
        widget.show()
        QApplication.processEvents()
        widget.repaint()
        turns.append((time.perf_counter() - start) * 1000)
        gc.enable()
        widget.close()
        widget.deleteLater()
        QApplication.processEvents()
    return min(turns[1:])


def main(counts: list[int]) -> None:
    application = QApplication([])
    forms = {"magicgui": magicgui, "ParameterTree": pyqtgraph}
    told = {
        count: {name: milliseconds(make, count) for name, make in forms.items()} for count in counts
    }
    print(json.dumps(told))
    application.quit()


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]])
