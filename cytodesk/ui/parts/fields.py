"""Fields are frames: an icon, a line edit without border, a unit, buttons; 30 high."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from cytodesk.ui.look import Look
from cytodesk.ui.parts.buttons import IconButton
from cytodesk.ui.parts.layouts import be_shown, row
from cytodesk.ui.parts.painting import icon as paint_icon
from cytodesk.ui.parts.painting import rounded
from cytodesk.ui.parts.standing import standing_of


class FieldFrame(QWidget):
    """The frame around what is typed; `set_problem` and the focus tell in its border.

    The sentence of a problem stands below the field, in a ProblemLine of the form.
    """

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._problem = ""
        self._watched: QWidget | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        look.theme.changed.connect(self.update)

    def problem(self) -> str:
        return self._problem

    def set_problem(self, sentence: str | None) -> None:
        """Say what is wrong with the value, or None for nothing."""
        self._problem = sentence or ""
        self.setAccessibleDescription(self._problem)
        if self._watched is not None:
            self._watched.setAccessibleDescription(self._problem)
        self.update()

    def _watch(self, inner: QWidget) -> None:
        """Ring the frame while `inner` has the focus, which the frame hands on to it."""
        self._watched = inner
        self.setFocusProxy(inner)
        inner.installEventFilter(self)

    def _has_focus(self) -> bool:
        return self._watched is not None and self._watched.hasFocus()

    # Qt calls these

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.EnabledChange:
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._look.theme
        ground, edge, width = "surface", "field-line", 1
        standing = standing_of(self)
        if standing.is_off:
            ground, edge = "off-ground", "line"
        elif self._problem:
            edge, width = "bad", 2
        elif standing.has_focus or self._has_focus():
            edge, width = "accent", 2
        rounded(QPainter(self), self.rect(), theme.color(ground), theme.color(edge), width=width)


class ClearLine(QLineEdit):
    """A line edit without border or ground of its own; the frame around it has them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrame(False)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        self.setPalette(palette)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(60, 26)

    def minimumSizeHint(self) -> QSize:
        return QSize(24, 26)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.selectAll()


class LineField(FieldFrame):
    """A frame with one line to type in; what stands around it is added by its kinds."""

    changed = Signal()
    entered = Signal()

    def __init__(
        self, look: Look, *, icon: str = "", placeholder: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(look, parent)
        self._icon = icon
        self.edit = ClearLine()
        self.edit.setPlaceholderText(placeholder)
        self.edit.setAccessibleName(placeholder)
        left = 31 if icon else 8  # the line edit keeps 2 px of its own
        self._line = row(self.edit, spacing=4, margins=(left, 2, 8, 2), align=None)
        self.setLayout(self._line)
        self.setFixedHeight(30)
        self._watch(self.edit)
        self.edit.textEdited.connect(self._edited)
        self.edit.returnPressed.connect(self.entered)

    def text(self) -> str:
        return self.edit.text()

    def set_text(self, text: str) -> None:
        """Fill the field; that is silent."""
        self.edit.setText(text)

    def add_trailing(self, widget: QWidget) -> None:
        """Put `widget` at the right end, inside the frame."""
        margins = self._line.contentsMargins()
        margins.setRight(3)
        self._line.setContentsMargins(margins)
        self._line.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def _edited(self) -> None:
        self.changed.emit()

    # Qt calls these

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.edit.setAccessibleName(name)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.edit.setFocus(Qt.FocusReason.MouseFocusReason)

    def sizeHint(self) -> QSize:
        return QSize(200, 30)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._icon:
            token = "ink-soft" if self.isEnabled() else "ink-faint"
            middle = self.height() // 2
            paint_icon(QPainter(self), self._look.theme, self._icon, token, 9, middle)


class TextField(LineField):
    """One line of text; `secret` hides what is typed."""

    def __init__(
        self,
        look: Look,
        placeholder: str = "",
        *,
        icon: str = "",
        secret: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, icon=icon, placeholder=placeholder, parent=parent)
        if secret:
            self.edit.setEchoMode(QLineEdit.EchoMode.Password)

    def value(self) -> str:
        return self.text()

    def set_value(self, value: str) -> None:
        self.set_text(value)


class SearchField(LineField):
    """A magnifier, words, and × once there are some; `searched` after 120 ms of quiet."""

    searched = Signal(str)

    def __init__(self, look: Look, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(look, icon="magnifying-glass", placeholder=placeholder, parent=parent)
        self._clear = IconButton(look, "x", look.words("Clear"), size=24)
        self._clear.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._clear.hide()
        self.add_trailing(self._clear)
        self._clear.clicked.connect(self.clear)
        self._quiet = QTimer(self, singleShot=True, interval=120)
        self._quiet.timeout.connect(lambda: self.searched.emit(self.text()))
        self.edit.textChanged.connect(lambda text: be_shown(self._clear, bool(text)))

    def value(self) -> str:
        return self.text()

    def set_value(self, value: str) -> None:
        self.set_text(value)

    def clear(self) -> None:
        """Empty the field as the user's hand would."""
        self.edit.clear()
        self._edited()
        self._quiet.stop()
        self.searched.emit("")

    def _edited(self) -> None:
        self._quiet.start()
        super()._edited()
