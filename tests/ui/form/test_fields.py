"""Fields of a form without a server: painted until somebody comes, greyed, explained, listed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, cast

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from cytodesk.algorithms.algorithm import Algorithm
from cytodesk.algorithms.parameters import Entries, Parameter, ParameterType
from cytodesk.algorithms.rule_kinds import Exclusive
from cytodesk.ui.form.answers import Answers
from cytodesk.ui.form.editors.table import Supply
from cytodesk.ui.form.field import Field
from cytodesk.ui.form.help import Help
from cytodesk.ui.form.offers import Source
from cytodesk.ui.form.parameter_form import ParameterForm
from cytodesk.ui.look import Look

TEXT = """{
  "name": "Frogs",
  "inputs": [
    {"id": "pond", "type": "String",
     "optional": true},
    {"id": "frogs", "type": "Number"}
  ]
}
"""


class Nobody(Source):
    """A server that has not answered yet."""

    def source(self, parameter: Parameter) -> Source:
        return self

    def offer(self) -> None:
        return None


NOWHERE = Supply(cast(Any, Nobody()), cast(Any, None))


def parameter(id: str, type: str = "String", **more: Any) -> Parameter:
    return Parameter(id=id, name=id.capitalize(), type=ParameterType(type), **more)


POND = parameter("pond", optional=True, description="Where the frogs are.")
FROGS = parameter("frogs", "Number", minimum=0, optional=True)
ENTRY = parameter("size", "Number", is_integer=True, minimum=1)
SIZES = parameter("sizes", "List", entries=Entries(ENTRY, most=3), optional=True)
PAIRS = parameter("pairs", "List", entries=Entries(replace(SIZES, id="pair")), optional=True)
ALL = Algorithm("Frogs", "", None, "run", (POND, FROGS, SIZES, PAIRS), descriptor_text=TEXT)
EITHER = replace(ALL, rules=(Exclusive(("pond", "frogs")),))


@pytest.fixture
def show(look: Look, qapp: QApplication) -> Iterator[Any]:
    shown: list[ParameterForm] = []

    def show(algorithm: Algorithm, **given: object) -> tuple[ParameterForm, Answers]:
        answers = Answers(algorithm, given)
        form = ParameterForm(look, answers, NOWHERE)
        shown.append(form)
        form.resize(500, 700)
        form.show()
        form.activateWindow()
        QTest.qWaitForWindowExposed(form)
        return form, answers

    qapp.setQuitOnLastWindowClosed(False)
    yield show
    for form in shown:
        form.close()
        form.deleteLater()


def is_painted(field: Field) -> bool:
    return field._made is None


def test_an_editor_is_made_where_somebody_comes_by_key_or_pointer(show: Any) -> None:
    form, answers = show(ALL)
    pond, frogs = form.fields["pond"], form.fields["frogs"]
    assert is_painted(pond)
    assert is_painted(frogs)
    pond.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClicks(QApplication.focusWidget(), "deep")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    QTest.keyClicks(QApplication.focusWidget(), "7")
    assert (answers.of("pond"), answers.of("frogs")) == ("deep", "7")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backtab)
    QTest.keyClicks(QApplication.focusWidget(), "est")
    assert answers.of("pond") == "est", "Tab selects what stands there"


def test_a_press_on_a_painted_field_reaches_its_editor(show: Any) -> None:
    form, answers = show(ALL, pond="deep")
    pond = form.fields["pond"]
    QTest.mousePress(pond, Qt.MouseButton.LeftButton, pos=QPoint(200, 40))
    QTest.keyClicks(QApplication.focusWidget(), "er")
    assert answers.of("pond") == "deeper"


def test_what_a_rule_puts_out_of_use_is_greyed_with_its_reason_and_its_value(show: Any) -> None:
    form, answers = show(EITHER)
    pond, frogs = form.fields["pond"], form.fields["frogs"]
    answers.put("frogs", "7")
    assert pond.is_off()
    assert "Frogs" in pond.caption()
    assert pond.focusPolicy() == Qt.FocusPolicy.NoFocus
    answers.put("frogs", "")
    assert (pond.is_off(), pond.caption()) == (False, "Where the frogs are.")
    answers.put_all({"pond": "deep", "frogs": "7"})
    assert frogs.is_off()
    assert not frogs.editor.isEnabled()
    assert frogs.editor._field.text() == "7"  # type: ignore[attr-defined]


def _begun(form: Any, qapp: QApplication, text: str) -> QLineEdit:
    """Go to the line of the pond, and type."""
    form.fields["pond"].focus()
    line = qapp.focusWidget()
    assert isinstance(line, QLineEdit)
    line.insert(text)
    return line


def test_a_line_that_becomes_an_area_goes_on_where_one_typed(show: Any, qapp: QApplication) -> None:
    form, answers = show(ALL)
    line = _begun(form, qapp, "🐸 two")
    QTest.keyClick(line, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert answers.of("pond") == "🐸 two\n", "it is told before the next key"
    QTest.keyClicks(qapp.focusWidget(), "lines")
    assert answers.of("pond") == "🐸 two\nlines"


def test_a_line_is_broken_where_the_cursor_stands(show: Any, qapp: QApplication) -> None:
    form, answers = show(ALL)
    line = _begun(form, qapp, "🐸 one two")
    line.setSelection(6, 1)
    QTest.keyClick(line, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(qapp.focusWidget(), "and ")
    assert answers.of("pond") == "🐸 one\nand two"


def test_help_shows_the_lines_of_the_descriptor(show: Any) -> None:
    form, _ = show(ALL)
    form.fields["pond"].focus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_F1)
    help = form.findChild(Help)
    assert help is not None
    QTest.keyClick(help.more, Qt.Key.Key_Return)
    lines = help.source.toPlainText().splitlines()
    assert lines == ['{"id": "pond", "type": "String",', ' "optional": true}']
    help.close()


def test_each_entry_of_a_list_has_an_editor_of_its_own(show: Any) -> None:
    form, answers = show(ALL, sizes=(4, 5))
    field = form.fields["sizes"]
    editor: Any = field.editor
    assert len(editor._rows) == 2
    editor._add.click()
    QTest.keyClicks(QApplication.focusWidget(), "0")
    assert answers.of("sizes") == (4, 5, "0")
    assert "too small" in field.problem()
    assert editor._rows[2].editor._field.problem()
    assert not editor._rows[0].editor._field.problem()
    assert not editor._add.isEnabled(), "three are the most"
    editor._rows[0].remove.click()
    assert answers.of("sizes") == (5, "0")
    assert field.note() == "2 of 0 to 3 entries"
    answers.put("sizes", "1, 2, 3")
    assert answers.values is not None
    assert answers.values["sizes"] == (1, 2, 3)
    assert [each.editor._field.text() for each in editor._rows] == ["1", "2", "3"]


def test_lists_in_lists_are_entered_one_in_the_other(show: Any) -> None:
    form, answers = show(ALL, pairs=((1, 2), (3,)))
    editor: Any = form.fields["pairs"].editor
    inner = editor._rows[1].editor
    inner._rows[0].remove.click()
    inner._add.click()
    QTest.keyClicks(QApplication.focusWidget(), "9")
    assert answers.values is not None
    assert answers.values["pairs"] == ((1, 2), (9,))
    assert answers.is_changed("pairs")


def test_a_list_that_is_too_long_offers_one_analysis_for_each_image(show: Any) -> None:
    images = parameter("images", "ListDomain", uri="/api/project/1/imageinstance.json")
    form, answers = show(replace(ALL, parameters=(images,)))
    field, asked = form.fields["images"], []
    form.split_wanted.connect(asked.append)
    ids = tuple(range(1_000_000, 1_030_000))
    answers.put("images", ids[:12_000])
    assert "more fit" in field.note()
    answers.put("images", ids)
    assert "too many at once" in field.problem()
    assert field._instead is not None
    field._instead.click()
    assert asked == ["images"]
    answers.split_by("images")
    assert (field.problem(), field._instead.isVisible()) == ("", False)


def test_tab_keeps_its_order_while_rows_are_built_below_an_editor(show: Any) -> None:
    many = tuple(parameter(f"p{number:02}", optional=True) for number in range(40))
    form, _ = show(replace(ALL, parameters=many))
    form.tab_after(form)
    form._building.stop()
    last = list(form.fields)[-1]
    form.fields[last].focus()
    while form._build_next():
        pass
    seen = []
    for _ in range(4):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget().accessibleName())
    first = int(last[1:]) + 1
    assert seen == [f"P{number:02}" for number in range(first, first + 4)]


def tabbed(count: int) -> list[str]:
    """Press Tab, and return the names of what is come to."""
    seen = []
    for _ in range(count):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        seen.append(now.accessibleName() or getattr(now, "text", str)())
    return seen


def test_tab_goes_on_from_a_text_of_several_lines(show: Any) -> None:
    form, _ = show(ALL)
    form.tab_after(form)
    form.fields["pond"].focus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert tabbed(1) == ["Frogs"]
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backtab)
    assert QApplication.focusWidget().accessibleName() == "Pond"


def test_tab_goes_through_entries_as_they_stand(show: Any) -> None:
    form, _ = show(ALL)
    form.tab_after(form)
    entries = form.fields["sizes"].editor
    for _ in range(2):
        entries._add.click()  # type: ignore[attr-defined]
        QTest.qWait(0)
    form.fields["frogs"].focus()
    names = [name for name in tabbed(9) if "entry" in name or "Add" in name]
    first = [f"Sizes, entry {number}" for number in (1, 2, 3)]
    assert [name for name in names if name in first] == first
    assert "Add an entry" not in names[: names.index(first[-1])]
