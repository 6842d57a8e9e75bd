"""Paint every part in every state, for looking at them beside the design.

python tests/ui/parts/gallery.py FOLDER          light and dark; QT_SCALE_FACTOR=2 for twice
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QLayout, QWidget

from cytodesk.assets import Words
from cytodesk.ui.look import Look
from cytodesk.ui.parts.buttons import Button, IconButton
from cytodesk.ui.parts.cards import Card
from cytodesk.ui.parts.chips import Chip
from cytodesk.ui.parts.fields import SearchField
from cytodesk.ui.parts.layouts import column, row
from cytodesk.ui.parts.numbers import NumberField
from cytodesk.ui.parts.painting import rounded
from cytodesk.ui.parts.picks import Pick
from cytodesk.ui.parts.problems import ProblemLine
from cytodesk.ui.parts.progress import ProgressLine
from cytodesk.ui.parts.standing import pose
from cytodesk.ui.parts.states import ListStates
from cytodesk.ui.parts.switches import Segmented, Switch, Tick
from cytodesk.ui.parts.texts import IconText, Text
from cytodesk.ui.theme.theme import Theme

_TOKENS = (
    *("ground", "surface", "raised", "hover", "stage"),
    *("line", "edge", "field-line", "track", "thumb"),
    *("ink", "ink-soft", "ink-faint", "accent", "accent-fill"),
    *("accent-ground", "good", "warn", "bad", "off-ground"),
)


class Page(QWidget):
    """The page `parts` of the design."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        upper = QGridLayout()
        upper.setSpacing(16)
        cards = (buttons(look), fields(look), marks(look), empty(look), loading(look), failed(look))
        for place, card in enumerate(cards):
            upper.addWidget(card, place // 3, place % 3)
        for at in range(3):
            upper.setColumnStretch(at, 1)
        upper.setRowMinimumHeight(0, 336)
        upper.setRowMinimumHeight(1, 192)
        lower = row(letters(look), colors(look), spacing=16, align=None)
        lower.setStretch(0, 1)
        lower.setStretch(1, 1)
        title = Text(look, "Parts and their states", "page-title")
        self.setLayout(column(title, 4, upper, lower, None, spacing=12, margins=(24, 15, 24, 15)))

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self._look.theme.color("ground"))


def _named(look: Look, name: str, *items: QWidget | QLayout | int | None) -> QLayout:
    caption = Text(look, name, "caption")
    caption.setFixedWidth(92)
    return row(caption, *items, None)


def buttons(look: Look) -> Card:
    card = Card(look, "Buttons", padding=20, spacing=10)
    for standing in ("normal", "pointed at", "pressed", "focus", "off"):
        four = [
            Button(look, "Launch", kind="primary"),
            Button(look, "Export..."),
            Button(look, "Clear", kind="quiet"),
            IconButton(look, "trash", "Delete"),
        ]
        for each in four:
            pose(each, standing)
        card.add(_named(look, standing, *four))
    pick = Pick(look, "State", [("done", "Done"), ("failed", "Failed")], several=True)
    pick.set_value(("done", "failed"))
    card.add(_named(look, "picks", pick, Segmented(look, [("all", "All"), ("w", "Warnings 2")])))
    card.body.setContentsMargins(20, 14, 20, 14)
    card.body.addStretch(1)
    return card


def fields(look: Look) -> Card:
    card = Card(look, "Fields", padding=20, spacing=10)
    for name in ("normal", "empty", "focus", "problem", "changed", "off"):
        field = SearchField(look, "Add images") if name == "empty" else _number(look, name)
        field.setFixedWidth(208)
        pose(field, name)
        reset = [IconButton(look, "arrow-counter-clockwise", "Reset")] if name == "changed" else []
        card.add(_named(look, name, field, *reset))
        if name == "problem":
            field.set_problem("Must be 0 or more")
            card.add(_named(look, "", ProblemLine(look, "Must be 0 or more")))
    card.body.setContentsMargins(20, 14, 20, 14)
    card.body.addStretch(1)
    return card


def _number(look: Look, name: str) -> NumberField:
    field = NumberField(look, unit="" if name == "changed" else "µm²")
    field.set_text({"problem": "-4", "changed": "0.60"}.get(name, "220"))
    field.setEnabled(name != "off")
    return field


def marks(look: Look) -> Card:
    card = Card(look, "Choices and marks", padding=20, spacing=6)
    on, switched = Tick(look, "on"), Switch(look)
    on.set_value(True)
    switched.set_value(True)
    card.add(_named(look, "tick", Tick(look, "off"), on))
    card.add(_named(look, "switch", Switch(look), switched))
    blue = look.theme.run_color(0).name()
    chips = (Chip(look, "KI67-0142"), Chip(look, "Nucleus", color=blue))
    card.add(_named(look, "chips", *chips, Chip(look, "sweep", outlined=True)))
    states = [
        IconText(look, *each)
        for each in (
            ("check-circle", "good", "Done"),
            ("circle-half", "accent", "62 %"),
            ("clock", "ink-soft", "Waiting, next"),
            ("x-circle", "bad", "notes.svs is not a slide"),
            ("prohibit", "ink-soft", "Cancelled"),
            ("question", "warn", "Lost sight of it, looking"),
        )
    ]
    for place, state in enumerate(states):
        card.add(_named(look, "" if place else "states", state))
    line = ProgressLine(look, 0.62)
    line.setFixedWidth(208)
    card.add(_named(look, "progress", line))
    card.body.setContentsMargins(20, 14, 20, 14)
    card.body.addStretch(1)
    return card


def _spaced(widgets: Sequence[QWidget]) -> Iterator[QWidget | int]:
    for widget in widgets:
        yield from (widget, 8)


def empty(look: Look) -> Card:
    states = ListStates(look, QWidget())
    action = ("plus", "New analysis", print)
    states.empty("No analyses yet", "Run an algorithm on a slide to see it here.", action)
    return _listed(look, "List, empty", states)


def loading(look: Look) -> Card:
    states = ListStates(look, QWidget())
    states.loading()
    return _listed(look, "List, loading (after 200 ms)", states)


def failed(look: Look) -> Card:
    states = ListStates(look, QWidget())
    sentence = "The images of this project could not be read."
    states.failed(sentence, print, print, help="The server did not answer in 10 s.")
    return _listed(look, "List, failed", states)


def _listed(look: Look, title: str, states: ListStates) -> Card:
    card = Card(look, title, padding=20)
    card.add(states)
    card.body.setContentsMargins(20, 14, 20, 14)
    return card


def letters(look: Look) -> Card:
    card = Card(look, "Type", padding=20, spacing=9)
    card.body.setContentsMargins(20, 14, 20, 14)
    for text, style in (
        ("Page title 20 / 600", "page-title"),
        ("Dialog title 15 / 600", "dialog-title"),
        ("Card and group title 13 / 600", "title"),
        ("Text 13 / 400, label 13 / 500", ""),
        ("Caption, help and unit 12 / 400, ink-soft", "caption"),
        ("1,113.00    0.50    −17 %", ""),
        ("14:02:12.480  monospace 12", "mono"),
    ):
        card.add(Text(look, text, style))
    return card


def colors(look: Look) -> Card:
    card = Card(look, "Colour", padding=20)
    card.body.setContentsMargins(20, 14, 20, 14)
    grid = QGridLayout()
    grid.setSpacing(10)
    for place, token in enumerate(_TOKENS):
        pair = column(_Patch(look, token), Text(look, token, "caption"), spacing=3)
        grid.addLayout(pair, place // 5, place % 5)
    card.add(row(grid, None))
    return card


class _Patch(QWidget):
    def __init__(self, look: Look, token: str) -> None:
        super().__init__()
        self._look, self._token = look, token
        self.setFixedSize(QSize(86, 28))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._look.theme
        ground, line = theme.color(self._token), theme.color("line")
        rounded(QPainter(self), QRectF(self.rect()), ground, line, radius=4)


def main(folder: Path) -> None:
    application = QApplication([])
    folder.mkdir(parents=True, exist_ok=True)
    theme = Theme(application, "light")
    look = Look(theme, Words())
    for appearance in ("light", "dark"):
        theme.set_appearance(appearance)
        page = Page(look)
        page.resize(1440, 900)
        page.show()
        ratio = "" if page.devicePixelRatioF() == 1 else "-2x"
        _wait(application, 300)
        page.grab().save(str(folder / f"parts-{appearance}{ratio}.png"))


def _wait(application: QApplication, milliseconds: int) -> None:
    from PySide6.QtTest import QTest

    QTest.qWait(milliseconds)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
