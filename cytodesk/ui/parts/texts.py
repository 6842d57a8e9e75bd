"""Words on a page: labels of every style, names that elide, the sentence a view begins with."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from cytodesk.ui.look import Look
from cytodesk.ui.parts.layouts import row
from cytodesk.ui.parts.painting import icon as paint_icon
from cytodesk.ui.parts.painting import rounded, sized, write
from cytodesk.ui.theme.theme import mono_font, repolish

_FONTS = {
    "page-title": (20, 600, "ink"),
    "dialog-title": (15, 600, "ink"),
    "title": (13, 600, "ink"),
    "label": (13, 500, "ink"),
    "soft": (13, 400, "ink-soft"),
    "caption": (12, 400, "ink-soft"),
    "column": (12, 500, "ink-soft"),
    "bad": (12, 400, "bad"),
    "warn": (12, 400, "warn"),
    "good": (12, 400, "good"),
    "": (13, 400, "ink"),
}


class Text(QLabel):
    """Words in one of the styles of the theme: page-title, title, label, soft, caption, ..."""

    def __init__(
        self,
        look: Look,
        text: str = "",
        style: str = "",
        *,
        wraps: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.setProperty("letters", style)  # `text` is the words' own property
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wraps)
        if style == "mono":
            self.setFont(mono_font())

    def set_style(self, style: str) -> None:
        self.setProperty("letters", style)
        repolish(self)

    def be_selectable(self) -> Text:
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        return self


class Elided(QWidget):
    """One line that gives way: names in the middle, sentences at the end."""

    def __init__(
        self,
        look: Look,
        text: str = "",
        style: str = "",
        *,
        middle: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._style = style
        self._mode = Qt.TextElideMode.ElideMiddle if middle else Qt.TextElideMode.ElideRight
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        look.theme.changed.connect(self.update)
        self._text = ""
        self.set_text(text)

    def text(self) -> str:
        return self._text

    def set_text(self, text: str) -> None:
        self._text = text
        self.setAccessibleName(text)
        self._tell()
        self.updateGeometry()
        self.update()

    def _metrics(self) -> QFontMetrics:
        pixels, weight, _ = _FONTS[self._style]
        return QFontMetrics(sized(self.font(), pixels, weight))

    def _tell(self) -> None:
        is_cut = self._metrics().horizontalAdvance(self._text) > self.width()
        self.setToolTip(self._text if is_cut else "")

    # Qt calls these

    def sizeHint(self) -> QSize:
        metrics = self._metrics()
        return QSize(metrics.horizontalAdvance(self._text) + 1, metrics.height())

    def minimumSizeHint(self) -> QSize:
        metrics = self._metrics()
        return QSize(metrics.horizontalAdvance("n…n"), metrics.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._tell()

    def paintEvent(self, event: QPaintEvent) -> None:
        pixels, weight, token = _FONTS[self._style]
        font = sized(self.font(), pixels, weight)
        write(
            QPainter(self),
            self.rect(),
            self._text,
            self._look.theme.color(token),
            font,
            elide=self._mode,
        )


class IconText(QWidget):
    """An icon and a word, such as the state of a run or the problem of a field."""

    def __init__(
        self,
        look: Look,
        icon: str,
        token: str,
        text: str,
        *,
        ink: str = "ink",
        pixels: int = 13,
        weight: int = 400,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look, self._icon, self._token = look, icon, token
        self._ink, self._pixels, self._weight = ink, pixels, weight
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        look.theme.changed.connect(self.update)
        self._text = ""
        self.set_text(text)

    def text(self) -> str:
        return self._text

    def set_text(self, text: str) -> None:
        self._text = text
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.updateGeometry()
        self.update()

    def set_icon(self, icon: str, token: str, ink: str = "ink") -> None:
        self._icon, self._token, self._ink = icon, token, ink
        self.update()

    # Qt calls these

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(sized(self.font(), self._pixels, self._weight))
        return QSize(24 + metrics.horizontalAdvance(self._text) + 1, 20)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = self._look.theme
        paint_icon(painter, theme, self._icon, self._token, 0, self.height() // 2)
        rect = QRect(24, 0, self.width() - 24, self.height())
        font = sized(self.font(), self._pixels, self._weight)
        write(painter, rect, self._text, theme.color(self._ink), font)


class SentenceBar(QFrame):
    """What a view says, before it shows why: an accent bar, at most two lines."""

    def __init__(self, look: Look, sentence: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._text = Text(look, sentence, wraps=True)
        self._text.setTextFormat(Qt.TextFormat.RichText)
        self.setLayout(row(self._text, spacing=0, margins=(18, 11, 16, 11), align=None))
        look.theme.changed.connect(self.update)

    def set_sentence(self, rich_sentence: str) -> None:
        """Show a sentence; what weighs more stands in `<span style="font-weight:600">`."""
        self._text.setText(rich_sentence)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = self._look.theme
        rounded(painter, self.rect(), theme.color("surface"), theme.color("line"))
        painter.fillRect(0, 0, 3, self.height(), theme.color("accent"))
