"""The left side of one analysis: what it was given, and how it ran."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, Signal
from PySide6.QtGui import QColor, QFontMetrics, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from cytodesk.assets import Words
from cytodesk.charts.parameters import ParameterValue, parameter_rows
from cytodesk.charts.results import RunResults
from cytodesk.client.run_details import Named, RunDetails
from cytodesk.errors import N_
from cytodesk.ui.amounts import bytes_said
from cytodesk.ui.look import Look
from cytodesk.ui.parts.buttons import Button
from cytodesk.ui.parts.cards import Card, Hairline
from cytodesk.ui.parts.layouts import column, row
from cytodesk.ui.parts.painting import dot, sized
from cytodesk.ui.parts.scrolling import scrolled
from cytodesk.ui.parts.texts import Elided, Text
from cytodesk.ui.runs.times import clock
from cytodesk.wire.runs import RunFile

WIDTH = 312
_LABEL, _ROOM = 132, 252
"""Pixels that labels have at least, and that they share with the values."""
_ROW = 32
_TRUTHS = {"true": N_("Yes"), "false": N_("No")}


@dataclass(frozen=True, slots=True)
class Fact:
    """A line: a label and what is said of it; `link` makes it act, `color` is that of a term."""

    label: str
    text: str
    is_strong: bool = False
    is_soft: bool = False
    color: str = ""
    link: str = ""


def parameter_facts(words: Words, details: RunDetails, names: Mapping[int, Named]) -> list[Fact]:
    """Return what the run was given, with names for ids; what is no default weighs more."""
    declared = details.installed.parameters if details.installed else ()
    results = RunResults(run=details.run, annotations=(), images={}, terms={}, declared=declared)
    said = {id_: named.text for id_, named in names.items()}
    defaults = {each.name: each.default for each in declared}
    facts = []
    for known in parameter_rows([results], said):
        value = known.values[0]
        if value is None:
            continue
        is_changed = known.name in defaults and not _same(value, defaults[known.name])
        facts.append(
            Fact(
                known.human_name,
                _said(words, known.type, value),
                is_strong=is_changed and defaults[known.name] is not None,
                is_soft=not (value.text or "").strip(),
                color=_color(known.type, value, names),
            )
        )
    return facts


def changed(facts: Sequence[Fact]) -> int:
    """Return how many values are not what the algorithm proposes."""
    return sum(fact.is_strong for fact in facts)


def running_facts(
    words: Words, details: RunDetails, place: str, files: Sequence[RunFile]
) -> list[Fact]:
    """Return how it ran, as far as its place tells."""
    run = details.row
    facts = [Fact(words("Where"), place)]
    if details.started is not None:
        facts.append(Fact(words("Started"), clock(details.started)))
    if run.state.has_ended:
        facts.append(Fact(words("Finished"), clock(details.finished)))
    if details.exit is not None:
        killed = words("ended by signal {number}", number=-details.exit)
        facts.append(Fact(words("Exit status"), killed if details.exit < 0 else str(details.exit)))
    if details.command:
        number = words.plural("{number} argument", "{number} arguments", len(details.command))
        facts.append(Fact(words("Command"), number, link="command"))
    if details.environment:
        facts.append(Fact(words("Environment"), details.environment[:12]))
    if details.memory:
        facts.append(Fact(words("Most memory"), bytes_said(details.memory)))
    written = sum(file.size or 0 for file in files)
    if written:
        facts.append(Fact(words("Data written"), bytes_said(written)))
    return [*facts, Fact(words("Id"), str(run.id))]


def as_text(facts: Sequence[Fact]) -> str:
    return "".join(f"{fact.label}: {fact.text}\n" for fact in facts)


class FactsCard(Card):
    """Parameters above, how it ran below; scrolls where it is too long."""

    link_pressed = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, padding=1, spacing=0, parent=parent)
        words = look.words
        self.setFixedWidth(WIDTH)
        self._changed = Text(look, "", "caption")
        self._copy = Button(look, words("Copy"), kind="link")
        self._copy.clicked.connect(self._copy_all)
        self._given, self._ran = column(spacing=0), column(spacing=0)
        self._facts: dict[str, list[Fact]] = {"given": [], "ran": []}
        self._label = _LABEL
        inner = QWidget()
        given = row(Text(look, words("Parameters"), "title"), None, self._changed)
        ran = row(Text(look, words("How it ran"), "title"), None, self._copy)
        for heading in (given, ran):
            heading.setContentsMargins(15, 9, 15, 5)
        inner.setLayout(column(given, self._given, ran, self._ran, None, spacing=0))
        area = scrolled(inner, by_keys=True)
        area.viewport().setAutoFillBackground(False)
        inner.setAutoFillBackground(False)
        self.add(area)

    def put(self, given: Sequence[Fact], ran: Sequence[Fact]) -> None:
        words, number = self._look.words, changed(given)
        metrics = QFontMetrics(sized(self.font()))
        both = (*given, *ran)
        labels = [metrics.horizontalAdvance(fact.label) + 2 for fact in both]
        values = [metrics.horizontalAdvance(fact.text) + 24 * bool(fact.color) for fact in both]
        room = max(_LABEL, _ROOM - max(values, default=0))
        label = min(max(_LABEL, *labels), room) if labels else _LABEL
        self._changed.setText(
            words.plural("{number} changed", "{number} changed", number) if number else ""
        )
        for name, facts, layout in (("given", given, self._given), ("ran", ran, self._ran)):
            if self._facts[name] == list(facts) and label == self._label:
                continue
            self._facts[name] = list(facts)
            while item := layout.takeAt(0):
                if widget := item.widget():
                    widget.hide()
                    widget.deleteLater()
            for place, fact in enumerate(facts):
                if place:
                    layout.addWidget(Hairline(self._look))
                layout.addWidget(self._row(fact, label))
        self._label = label

    def text(self) -> str:
        return as_text(self._facts["given"]) + "\n" + as_text(self._facts["ran"])

    def _row(self, fact: Fact, width: int) -> QWidget:
        line = QWidget()
        label = Elided(self._look, fact.label, "soft", middle=False)
        label.setFixedWidth(width)
        items: list[QWidget] = [label]
        if fact.color:
            items.append(Dot(self._look, fact.color))
        if fact.link:
            button = Button(self._look, fact.text, kind="link")
            button.clicked.connect(lambda: self.link_pressed.emit(fact.link))
            items.append(button)
        else:
            style = "title" if fact.is_strong else "soft" if fact.is_soft else ""
            items.append(Elided(self._look, fact.text, style))
        rest = [None] if fact.link else []
        line.setLayout(row(*items, *rest, spacing=8, margins=(15, 0, 15, 0)))
        line.setFixedHeight(_ROW - 1)
        line.setAccessibleName(f"{fact.label}: {fact.text}")
        return line

    def _copy_all(self) -> None:
        QGuiApplication.clipboard().setText(self.text())


class Dot(QWidget):
    """The round swatch of a term."""

    def __init__(self, look: Look, color: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._color = look, color
        self.setFixedSize(12, 12)
        look.theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        fill = QColor(self._color)
        dot(QPainter(self), QPointF(6, 6), 11, fill, self._look.theme.stroke(fill))


def _said(words: Words, type_: str, value: ParameterValue) -> str:
    if not (value.text or "").strip():
        return words("not set")
    if type_.lower() == "boolean" and value.shown.lower() in _TRUTHS:
        return words(_TRUTHS[value.shown.lower()])
    return value.shown


def _same(value: ParameterValue, default: str | None) -> bool:
    text, proposed = (value.text or "").strip(), (default or "").strip()
    if text == proposed:
        return True
    try:
        return float(text) == float(proposed)
    except ValueError:
        return text.casefold() == proposed.casefold()


def _color(type_: str, value: ParameterValue, names: Mapping[int, Named]) -> str:
    text = (value.text or "").strip()
    if type_.lower() != "domain" or not text.isdecimal():
        return ""
    named = names.get(int(text))
    return named.color if named else ""
