"""Charts as widgets: every kind of mark, pointing, legend, theme, saving."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pyqtgraph import TextItem
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent, QWheelEvent
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from cytodesk.charts.drawing import Drawing, Target
from cytodesk.charts.looks import look_of
from cytodesk.ui.charts.chart import Chart
from cytodesk.ui.charts.map_scale import MapScale
from cytodesk.ui.charts.matrix import MatrixView
from cytodesk.ui.charts.plot import Plot
from cytodesk.ui.charts.shapes import Curves
from cytodesk.ui.look import Look
from cytodesk.ui.parts.buttons import IconButton
from cytodesk.ui.parts.menu import Menu
from cytodesk.ui.parts.row_list_view import RowList
from cytodesk.ui.parts.texts import Text
from tests.ui.charts import made


def shown(qtbot: QtBot, look: Look, drawing: Drawing) -> Chart:
    chart = Chart(look, drawing)
    qtbot.addWidget(chart)
    chart.resize(560, 340)
    with qtbot.waitExposed(chart):
        chart.show()
    plot = chart.picture
    if isinstance(plot, Plot):
        plot.draw()
    return chart


def plot_of(chart: Chart) -> Plot:
    assert isinstance(chart.picture, Plot)
    return chart.picture


def colors_in(image: QImage) -> set[str]:
    return {
        image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())
    }


@pytest.mark.parametrize("make", made.EVERY, ids=lambda make: make.__name__)
def test_every_kind_of_mark_is_painted_and_can_be_pointed_at(
    qtbot: QtBot, look: Look, make: Callable[[], Drawing]
) -> None:
    chart = shown(qtbot, look, make())
    plot = plot_of(chart)
    assert plot.spots()
    assert len(colors_in(plot.grab().toImage())) > 5


def test_a_bar_has_the_colour_of_its_run_and_a_missing_one_is_not_there(
    qtbot: QtBot, look: Look
) -> None:
    chart = shown(qtbot, look, made.bars())
    plot = plot_of(chart)
    colors = colors_in(plot.grab().toImage())
    assert {look.theme.run_color(place).name() for place in (0, 1)} <= colors
    assert len(plot.spots()) == 3


@pytest.mark.parametrize("count", [1, 2, 4, 6])
def test_every_median_is_written_whole_however_narrow_its_box_stands(
    qtbot: QtBot, look: Look, count: int
) -> None:
    chart = shown(qtbot, look, made.many_boxes(count))
    plot = plot_of(chart)
    labels = [item for item in plot.plotItem.items if isinstance(item, TextItem)]
    assert [label.toPlainText() for label in labels] == [plot.figure(100000.5)] * count
    plot.grab()  # texts find their places when they are painted
    seen = plot.plotItem.vb.sceneBoundingRect()
    places = [label.textItem.sceneBoundingRect() for label in labels]
    assert all(seen.contains(place) for place in places), (seen, places)


def test_below_a_box_stands_how_many_it_is_of_where_there_is_room(qtbot: QtBot, look: Look) -> None:
    said = []
    for count in (2, 12):
        chart = shown(qtbot, look, made.many_boxes(count))
        plot = plot_of(chart)
        ((_, first), *_) = plot._ticks(plot.drawing.x, *plot.ends[0], 9)
        said.append(first)
    assert said == ["#1   n = 12", "#1"]


def test_few_bars_stand_close_together(qtbot: QtBot, look: Look) -> None:
    chart = shown(qtbot, look, made.bars())
    chart.resize(1400, 340)
    plot = plot_of(chart)
    plot.draw()
    widths = {2 * spot.half_width * plot.scales[0] for spot in plot.spots()}
    assert max(widths) < 48


def test_what_the_legend_hides_is_gone_and_told(qtbot: QtBot, look: Look) -> None:
    chart = shown(qtbot, look, made.bars())
    assert chart.legend is not None
    with qtbot.waitSignal(chart.hidden) as told:
        qtbot.keyClick(chart.legend.entries[1], Qt.Key.Key_Return)
    assert told.args == [frozenset({"#2"})]
    colors = colors_in(plot_of(chart).grab().toImage())
    assert look.theme.run_color(1).name() not in colors
    assert look.theme.run_color(0).name() in colors


def test_arrows_point_and_enter_goes_there(qtbot: QtBot, look: Look) -> None:
    chart = shown(qtbot, look, made.bars())
    plot = plot_of(chart)
    qtbot.keyClick(plot, Qt.Key.Key_Right)
    assert plot.accessibleDescription() == "#1: 1,113"
    with qtbot.waitSignal(chart.wanted) as gone:
        qtbot.keyClick(plot, Qt.Key.Key_Return)
    assert gone.args == [Target(100)]


def test_a_click_on_a_dot_goes_to_its_annotation(qtbot: QtBot, look: Look) -> None:
    chart = shown(qtbot, look, made.boxes())
    plot = plot_of(chart)
    dot = next(spot for spot in plot.spots() if spot.y == 8)
    where = plot.plotItem.vb.mapViewToScene(plot.plotItem.vb.viewRect().center())
    at = plot.plotItem.vb.mapViewToScene(type(where)(dot.x, dot.y))
    place = plot.mapFromScene(at)
    with qtbot.waitSignal(chart.wanted) as gone:
        qtbot.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place))
    assert gone.args == [Target(100, 7, 70)]


def test_the_theme_changes_the_pens_of_a_chart_that_is_shown(qtbot: QtBot, look: Look) -> None:
    chart = shown(qtbot, look, made.bars())
    plot = plot_of(chart)
    try:
        look.theme.set_appearance("dark")
        dark = look.theme.color("surface")
        qtbot.waitUntil(lambda: _corner(plot) == dark)
    finally:
        look.theme.set_appearance("light")
    qtbot.waitUntil(lambda: _corner(plot) == look.theme.color("surface"))


def _corner(plot: Plot) -> QColor:
    return plot.grab().toImage().pixelColor(2, 2)


def test_pens_keep_their_width_at_every_pixel_ratio(
    qtbot: QtBot, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    chart = shown(qtbot, look, made.bars())
    plot = plot_of(chart)
    assert plot.pen(QColor("red"), 1.5).widthF() == 1.5
    monkeypatch.setattr(plot, "devicePixelRatioF", lambda: 2.0)
    pen = plot.pen(QColor("red"), 1.5)
    assert pen.widthF() == 3.0
    assert pen.isCosmetic()


def test_a_drawing_of_nothing_is_a_sentence_without_a_frame(qtbot: QtBot, look: Look) -> None:
    chart = shown(qtbot, look, made.drawing(made.of_run(0)))
    assert isinstance(chart.picture, Text)
    assert chart.picture.text() == "There are 3 nuclei."
    assert chart.accessibleName() == "Nuclei. There are 3 nuclei."


def test_values_that_have_no_room_are_not_written_over_each_other(qtbot: QtBot, look: Look) -> None:
    chart = shown(qtbot, look, made.bars())
    assert _written(plot_of(chart)) == 3
    chart.show_drawing(made.crowded())
    assert _written(plot_of(chart)) == 0


def _written(plot: Plot) -> int:
    return sum(type(item).__name__ == "TextItem" for item in plot.plotItem.items)


def test_the_wheel_is_left_to_the_page(qtbot: QtBot, look: Look) -> None:
    chart = shown(qtbot, look, made.lines())
    plot = plot_of(chart)
    before = plot.ends
    middle = QPointF(plot.rect().center())
    event = QWheelEvent(
        middle,
        middle,
        QPoint(0, 0),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    plot.wheelEvent(event)
    assert not event.isAccepted()
    assert plot.ends == before


def test_a_matrix_is_a_table_for_keyboard_and_screen_reader(
    qtbot: QtBot, look: Look, qtmodeltester: object
) -> None:
    chart = shown(qtbot, look, made.matrix())
    matrix = chart.picture
    assert isinstance(matrix, MatrixView)
    qtmodeltester.check(matrix.model())  # type: ignore[attr-defined]
    first = matrix.model().index(0, 0)
    assert first.data() == "73\n46 %"
    assert first.data(Qt.ItemDataRole.AccessibleTextRole) == "a a: 73"
    matrix.setCurrentIndex(first)
    qtbot.keyClick(matrix, Qt.Key.Key_Right)
    with qtbot.waitSignal(chart.wanted) as gone:
        qtbot.keyClick(matrix, Qt.Key.Key_Return)
    assert gone.args == [Target(cell=("a", "b"))]
    assert not matrix.tabKeyNavigation(), "Tab must leave the cells"


def test_a_matrix_fills_its_card_and_says_what_its_colours_are(qtbot: QtBot, look: Look) -> None:
    chart = shown(qtbot, look, made.matrix())
    matrix = chart.picture
    assert isinstance(matrix, MatrixView)
    cells = matrix.columnWidth(0) * 2 + matrix.left_of_cells
    assert matrix.width() - 4 <= cells <= matrix.width()
    scale = chart.findChild(MapScale)
    assert scale.texts() == ("0 %", "100 %")
    assert len(colors_in(scale.grab().toImage())) > 100


def test_the_export_button_offers_picture_drawing_and_figures(qtbot: QtBot, look: Look) -> None:
    chart = shown(qtbot, look, made.bars())
    (button,) = chart.findChildren(IconButton)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    menu = chart.findChild(Menu)
    rows = menu.findChild(RowList)
    assert [row.key for row in rows.model().rows] == ["png", "svg", "csv"]
    with qtbot.waitSignal(chart.export_wanted) as told:
        rows.take_current()
    assert told.args == ["png"]
    qtbot.waitUntil(lambda: not isValid(menu))


def test_dragging_along_an_axis_keeps_a_part_of_it(qtbot: QtBot, look: Look) -> None:
    chart = shown(qtbot, look, made.parallel())
    plot = plot_of(chart)

    def place(height: float) -> QPoint:
        return QPoint(plot.mapFromScene(plot.plotItem.vb.mapViewToScene(QPointF(1.0, height))))

    view, left = plot.viewport(), Qt.MouseButton.LeftButton
    for first, last, opacity in ((0.0, 0.4, 0.12), (0.6, 1.0, 1.0)):
        qtbot.mousePress(view, left, pos=place(first))
        move = QMouseEvent(
            QEvent.Type.MouseMove,
            QPointF(place(last)),
            QPointF(plot.mapToGlobal(place(last))),
            left,
            left,
            Qt.KeyboardModifier.NoModifier,
        )
        plot.mouseMoveEvent(move)
        qtbot.mouseRelease(view, left, pos=place(last))
        curves = [item for item in plot.plotItem.items if isinstance(item, Curves)]
        assert {round(item.opacity(), 2) for item in curves} == {opacity}


def test_32_runs_differ_by_colour_or_shape() -> None:
    assert len({(look_of(n).colour_slot, look_of(n).shape) for n in range(32)}) == 32
