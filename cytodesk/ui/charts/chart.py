"""One chart with all that belongs to it, on a card or bare."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from cytodesk.charts.drawing import Drawing, Target
from cytodesk.charts.looks import Look as RunLook
from cytodesk.errors import N_
from cytodesk.ui.charts.heat_cells import is_matrix
from cytodesk.ui.charts.legend import Legend
from cytodesk.ui.charts.map_scale import MapScale
from cytodesk.ui.charts.matrix import MatrixView
from cytodesk.ui.look import Look
from cytodesk.ui.parts.buttons import IconButton
from cytodesk.ui.parts.layouts import column, row
from cytodesk.ui.parts.menu import Menu
from cytodesk.ui.parts.row_lists import ListRow
from cytodesk.ui.parts.texts import Elided, Text

if TYPE_CHECKING:
    from cytodesk.ui.charts.plot import Plot

_FORMS = {"png": N_("Picture (PNG)"), "svg": N_("Drawing (SVG)"), "csv": N_("Figures (CSV)")}
_BESIDE = 4
"""As many names stand beside the title; more stand below it, in as many lines as they need."""
_MOST_NAMES = 32
"""More looks would repeat: pointing at a mark names its run."""
_LEAST_HEIGHT = 260


class Chart(QWidget):
    """Title, caption, legend, picture; a sentence where there is nothing to paint.

    `wanted` carries the Target of what was clicked, `export_wanted` png, svg or csv,
    `hidden` the names that the legend hides.
    """

    wanted = Signal(Target)
    export_wanted = Signal(str)
    hidden = Signal(frozenset)

    def __init__(
        self,
        look: Look,
        drawing: Drawing,
        *,
        baseline: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._baseline = baseline
        self._hidden_names: frozenset[str] = frozenset()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._title = Elided(look, style="title", middle=False)
        self._caption = Text(look, style="caption", wraps=True)
        self._export = IconButton(look, "download-simple", look.words("Save this chart"), size=28)
        self._export.clicked.connect(self._offer_forms)
        self._beside = QVBoxLayout()
        self._below = QVBoxLayout()
        self._body = QVBoxLayout()
        self._legend: Legend | None = None
        self._picture: Plot | MatrixView | Text | None = None
        for layout in (self._beside, self._below, self._body):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)
        heads = QWidget()
        heads.setLayout(column(self._title, self._caption, spacing=1))
        heads.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        top = row(heads, self._beside, self._export, spacing=8)
        top.setAlignment(self._beside, Qt.AlignmentFlag.AlignTop)
        top.setAlignment(self._export, Qt.AlignmentFlag.AlignTop)
        whole = column(top, self._below, self._body, spacing=8, margins=(16, 10, 12, 10))
        whole.setStretchFactor(self._body, 1)
        self.setLayout(whole)
        self.show_drawing(drawing)

    @property
    def drawing(self) -> Drawing:
        return self._drawing

    @property
    def legend(self) -> Legend | None:
        return self._legend

    @property
    def picture(self) -> Plot | MatrixView | Text | None:
        """Return what paints the marks, or the sentence that stands in its place."""
        return self._picture

    def show_drawing(self, drawing: Drawing) -> None:
        words = self._look.words
        self._drawing = drawing
        self._title.set_text(self._titled())
        notes = (drawing.caption, *drawing.left_out, *((drawing.hint,) if drawing.hint else ()))
        caption = " ".join(note.said(words) for note in notes).strip()
        self._caption.setText(caption.replace(" = ", "\u00a0=\u00a0"))  # "n = 20" on one line
        self._caption.setVisible(not drawing.is_empty)
        self._export.setVisible(not drawing.is_empty)
        name = f"{drawing.title.said(words)}. {drawing.sentence.said(words)}"
        self.setAccessibleName(name)
        self._show_legend()
        self._show_picture(name)

    def _titled(self) -> str:
        """Return the title with the unit of what goes upward: that axis has no words of its own."""
        title, unit = self._drawing.title.said(self._look.words), self._drawing.y.unit
        return title if not unit or unit in title else f"{title}, {unit}"

    def hide_names(self, names: frozenset[str]) -> None:
        """Hide the series with these names, as the legend does; tells nobody."""
        self._hidden_names = names
        if self._legend is not None:
            self._legend.set_hidden_names(names)
        self._hide_series()

    def _show_legend(self) -> None:
        if self._legend is not None:
            self._legend.deleteLater()
            self._legend = None
        entries = self._entries()
        is_told = 2 <= len(entries) <= _MOST_NAMES
        if not is_told or self._drawing.is_empty or self._names_runs():
            return
        self._legend = Legend(self._look, entries)
        self._legend.set_hidden_names(self._hidden_names)
        self._legend.changed.connect(self._hide)
        if len(entries) <= _BESIDE:
            self._legend.stand_in_one_line()
            self._beside.addWidget(self._legend)
        else:
            self._below.addWidget(self._legend)

    def _entries(self) -> list[tuple[str, RunLook]]:
        return [(each.name, each.look) for each in self._drawing.legend if each.look is not None]

    def _names_runs(self) -> bool:
        """Say whether the runs stand below the marks by name, so that a legend says nothing."""
        return set(self._drawing.x.categories) >= {each.name for each in self._drawing.legend}

    def _show_picture(self, name: str) -> None:
        """Show the drawing on what is there, if it can paint it: to make a plot takes a while."""
        if self._can_stay():
            self._picture.show_drawing(self._drawing)  # type: ignore[union-attr]
            self._picture.setAccessibleName(name)  # type: ignore[union-attr]
            self._hide_series()
            return
        while (item := self._body.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self._picture = self._made()
        self._picture.setAccessibleName(name)
        self._body.addWidget(self._picture, 1)
        if isinstance(self._picture, MatrixView):
            self._body.addWidget(MapScale(self._look, self._picture))
        self._hide_series()

    def _can_stay(self) -> bool:
        if self._drawing.is_empty or isinstance(self._picture, Text | None):
            return False
        return isinstance(self._picture, MatrixView) is is_matrix(self._drawing)

    def _made(self) -> Plot | MatrixView | Text:
        drawing = self._drawing
        if drawing.is_empty:
            return Text(self._look, drawing.sentence.said(self._look.words), "soft", wraps=True)
        if is_matrix(drawing):
            matrix = MatrixView(self._look, drawing)
            matrix.wanted.connect(self.wanted)
            return matrix
        from cytodesk.ui.charts.plot import Plot  # pyqtgraph: with the first chart

        plot = Plot(self._look, drawing)
        plot.setMinimumHeight(_LEAST_HEIGHT - 80)
        plot.wanted.connect(self.wanted)
        return plot

    def _hide(self, names: frozenset[str]) -> None:
        self._hidden_names = names
        self._hide_series()
        self.hidden.emit(names)

    def _hide_series(self) -> None:
        if hide := getattr(self._picture, "hide_series", None):
            series = enumerate(self._drawing.series)
            hide([place for place, each in series if each.name in self._hidden_names])

    def _offer_forms(self) -> None:
        rows = [ListRow(form, self._look.words(title)) for form, title in _FORMS.items()]
        menu = Menu(self._look, rows, self)
        menu.chosen.connect(lambda form: self.export_wanted.emit(form))
        menu.open_below(self._export)
