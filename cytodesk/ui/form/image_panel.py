"""The image that the analysis will run on, beside its form."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from cytodesk.client.choices import Choice
from cytodesk.ui.form.sizes import scale_of
from cytodesk.ui.form.thumbs import Thumbs
from cytodesk.ui.look import Look
from cytodesk.ui.parts.buttons import IconButton
from cytodesk.ui.parts.cards import Card
from cytodesk.ui.parts.layouts import row
from cytodesk.ui.parts.painting import clipped, dot, outline_of, rounded, sized, write
from cytodesk.ui.parts.scale_bar import paint_scale_bar
from cytodesk.ui.parts.texts import Elided, Text


class ImagePanel(Card):
    """Turns among the chosen images, or among all that can be chosen while none is."""

    def __init__(self, look: Look, thumbs: Thumbs) -> None:
        super().__init__(look, padding=0, spacing=0)
        self._thumbs = thumbs
        self._images: list[Choice] = []
        self._place = 0
        self._name = Elided(look, "", "title")
        self._scale = Text(look, "", "soft")
        self._which = Text(look, "", "soft")
        self._before = IconButton(look, "caret-left", look.words("Image before"))
        self._after = IconButton(look, "caret-right", look.words("Next image"))
        self._before.clicked.connect(lambda: self._turn(-1))
        self._after.clicked.connect(lambda: self._turn(1))
        self._stage = _Stage(look)
        head = row(
            self._name, self._scale, None, self._before, self._which, self._after,
            margins=(16, 5, 8, 5),
        )  # fmt: skip
        head.setSpacing(12)
        head.addStrut(30)
        self.add(head)
        self.body.addWidget(self._stage, 1)
        self.body.setContentsMargins(1, 1, 1, 1)
        thumbs.arrived.connect(self._arrived)
        self.show_images([], is_chosen=False, said="")

    def show_images(self, images: Sequence[Choice], *, is_chosen: bool, said: str) -> None:
        """Show one of `images`, the same as before if it is among them, or say why none is."""
        now = self._images[self._place].id if self._images else None
        self._images = list(images)
        self._is_chosen = is_chosen
        self._said = said
        places = [place for place, each in enumerate(self._images) if each.id == now]
        self._place = places[0] if places else 0
        self._show()

    def show_terms(self, terms: Sequence[Choice]) -> None:
        self._stage.terms = terms
        self._stage.update()

    def end(self) -> None:
        self._thumbs.end()

    def shown(self) -> Choice | None:
        return self._images[self._place] if self._images else None

    def _turn(self, steps: int) -> None:
        self._place = (self._place + steps) % len(self._images)
        self._show()

    def _show(self) -> None:
        choice, words, count = self.shown(), self._look.words, len(self._images)
        self._name.set_text(choice.text if choice else words("No image"))
        sizes = choice.sizes if choice else None
        scale = scale_of(words, sizes) if sizes else []
        if sizes and not sizes.pixel_size:
            scale.append(words("pixel size not known"))
        self._scale.setText("   ".join(scale))
        which = words("{place} of {number}", place=self._place + 1, number=count)
        if count and not self._is_chosen:
            which = words("none chosen, {which}", which=which)
        self._which.setText(which)
        for each in (self._which, self._before, self._after):
            each.setVisible(count > 1 or (each is self._which and count == 1))
        self._show_picture()

    def _show_picture(self) -> None:
        choice = self.shown()
        picture = self._thumbs.of(choice.thumb) if choice else None
        said = self._said
        if choice is not None and picture is None:
            failed = self._thumbs.has_failed(choice.thumb)
            words = self._look.words
            said = words("There is no picture of this image") if failed else ""
        self._stage.show_picture(
            picture,
            choice.sizes.width if choice and choice.sizes else 0,
            choice.sizes.pixel_size if choice and choice.sizes else None,
            said,
        )

    def _arrived(self, address: str) -> None:
        choice = self.shown()
        if choice is not None and choice.thumb == address:
            self._show_picture()


class _Stage(QWidget):
    """The picture on its stage, with a scale bar where the pixel size is known, and the terms."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._picture: QPixmap | None = None
        self._width = 0
        self._pixel_size: float | None = None
        self._said = ""
        self.terms: Sequence[Choice] = ()
        self.setAccessibleName(look.words("Picture of the image"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        look.theme.changed.connect(self.update)

    def show_picture(
        self, picture: QPixmap | None, width: int, pixel_size: float | None, said: str
    ) -> None:
        """`width` is that of the whole image in pixels, `pixel_size` in µm."""
        self._picture, self._width, self._pixel_size = picture, width, pixel_size
        self._said = said
        self.update()

    def _place(self) -> QRectF:
        """Return where the picture lies: whole, in the middle, not larger than twice itself."""
        assert self._picture is not None
        room = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        scale = min(
            room.width() / self._picture.width(), room.height() / self._picture.height(), 2.0
        )
        size = QSize(round(self._picture.width() * scale), round(self._picture.height() * scale))
        corner = room.center() - QPointF(size.width() / 2, size.height() / 2)
        return QRectF(round(corner.x()), round(corner.y()), size.width(), size.height())

    # Qt calls these

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 240)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._look.theme
        rounded(painter, self.rect(), theme.color("stage"), radius=6)
        if self._picture is None:
            painter.setPen(theme.color("ink-soft"))
            painter.setFont(sized(self.font()))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(24, 0, -24, 0), flags, self._said)
            return
        place = self._place()
        clipped(painter, place, 4, self._picture)
        self._paint_bar(painter, place)
        self._paint_terms(painter)

    def _paint_bar(self, painter: QPainter, place: QRectF) -> None:
        if not self._pixel_size or not self._width:
            return
        micrometres = self._pixel_size * self._width / place.width()
        corner = QPoint(12, self.height() - 12)
        theme, font = self._look.theme, self.font()
        paint_scale_bar(painter, corner, micrometres, most=160, theme=theme, font=font)

    def _paint_terms(self, painter: QPainter) -> None:
        if not self.terms:
            return
        theme, font = self._look.theme, sized(self.font(), 12)
        metrics = QFontMetrics(font)
        widths = [metrics.horizontalAdvance(term.text) + 18 for term in self.terms]
        whole = sum(widths) + 16 * (len(widths) - 1) + 24
        if whole > self.width() - 240:
            return
        box = QRect(self.width() - whole - 12, self.height() - 46, whole, 34)
        rounded(painter, box, theme.color("surface"), radius=6)
        x = box.left() + 12
        for term, width in zip(self.terms, widths, strict=True):
            fill = QColor(term.color) if term.color else theme.color("ink-faint")
            spot = QPointF(x + 5, box.center().y() + 0.5)
            dot(painter, spot, 10, fill, outline_of(theme, fill))
            place = QRect(x + 18, box.top(), width, box.height())
            write(painter, place, term.text, theme.color("ink"), font)
            x += width + 16
