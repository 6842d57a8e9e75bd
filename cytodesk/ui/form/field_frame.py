"""What stands around an editor: label, note, help, problem, reset; painted, not made of widgets."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from cytodesk.algorithms.parameters import Parameter, ParameterType
from cytodesk.ui.form.editors.editor import Editor
from cytodesk.ui.form.faces import Face, face_of, paint_face
from cytodesk.ui.form.field_layout import SLIT, Letters, Places, Told, places_of
from cytodesk.ui.form.groups import caption_of, label_of
from cytodesk.ui.form.reason import Reason
from cytodesk.ui.look import Look
from cytodesk.ui.parts.buttons import Button, IconButton
from cytodesk.ui.parts.painting import icon as paint_icon
from cytodesk.ui.parts.painting import write
from cytodesk.ui.parts.tabbing import chain, stops_in

_NARROW = (ParameterType.NUMBER, ParameterType.DATE)
_ALIGNED = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap


class FieldFrame(QWidget):
    """Has room for an editor, or paints its face while there is none."""

    reset_wanted = Signal()
    split_wanted = Signal()
    """One analysis for each thing of this list, which is too long for one."""

    def __init__(self, look: Look, parameter: Parameter) -> None:
        super().__init__()
        self._look = look
        self.parameter = parameter
        self._face: Face | None = face_of(look, parameter, None)
        self._is_switch = self._face is not None and self._face.is_on is not None
        self._made: Editor | None = None
        self._reset: IconButton | None = None
        self._reason: Reason | None = None
        self._instead: Button | None = None
        self._places: Places | None = None
        self._caption = caption_of(look.words, parameter)
        self._told = Told(label_of(parameter), caption=self._caption)
        self._off = ""
        self._noted = self._fits = ""
        self._aligned = 0
        self._letters = Letters(self.font())
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(parameter.name)

    def problem(self) -> str:
        """Return the sentence that stands below, "" for none."""
        return self._told.problem

    def caption(self) -> str:
        """Return what stands below while there is no problem."""
        return self._told.caption

    def note(self) -> str:
        """Return the words beside the label."""
        return self._told.note

    def reason(self) -> str:
        """Return why there is no list to choose from, "" where there is one."""
        return self._reason.text() if self._reason is not None else ""

    def head(self, width: int) -> int:
        """Return how high the label stands above the editor, at this width."""
        return self._placed(width).label.height()

    def align_to(self, head: int) -> None:
        """Leave room for the highest label of a row, so that its editors stand side by side."""
        if head != self._aligned:
            self._aligned, self._places = head, None

    def is_off(self) -> bool:
        return bool(self._off)

    def show_room(self, sentence: str) -> None:
        """Say how much more fits into a list, beside what its editor says."""
        self._fits = sentence
        self._tell_note()

    def offer_split(self, sentence: str) -> None:
        """Offer to split a list that is too long; "" offers nothing."""
        if sentence and self._instead is None:
            self._instead = Button(self._look, sentence, kind="link", parent=self)
            self._instead.clicked.connect(self.split_wanted)
        if self._instead is not None and self._instead.isHidden() == bool(sentence):
            self._instead.setVisible(bool(sentence))
            self._arrange()

    # what is said

    def _tell(self, **told: str) -> None:
        news = self._told.but(**told)
        if news != self._told:
            self._told = news
            self._arrange()

    def _hear_note(self, note: str) -> None:
        self._noted = note
        self._tell_note()

    def _tell_note(self) -> None:
        self._tell(note=", ".join(filter(None, (self._noted, self._fits))))

    def _show_reset(self, is_changed: bool) -> None:
        if is_changed and self._reset is None:
            said = self._look.words("Reset to default")
            if self.parameter.default is None:
                said = self._look.words("Empty this field")
            self._reset = IconButton(self._look, "arrow-counter-clockwise", said, self, size=20)
            self._reset.clicked.connect(self.reset_wanted)
            stops = [self, *(stops_in(self._made) if self._made is not None else ())]
            chain(stops[-1], [self._reset])
            self._arrange()
        if self._reset is not None and self._reset.isHidden() == is_changed:
            self._reset.setVisible(is_changed)
            self._arrange()

    def _can_reset(self) -> bool:
        """Whether one button does what the keys do not: what has no default is simply emptied."""
        kinds = (ParameterType.LIST_DOMAIN, ParameterType.BOOLEAN)
        has_default = self.parameter.default is not None
        return has_default or self.parameter.type in kinds or self.parameter.entries is not None

    def _has_more(self) -> bool:
        """Whether there is more to read about the parameter than stands below it."""
        return self.parameter.description != self._caption

    def _extra(self) -> QWidget | None:
        """Return what stands below all else: why there is no list, or a way out."""
        shown = (each for each in (self._reason, self._instead) if each and not each.isHidden())
        return next(shown, None)

    def _arrange(self) -> None:
        """Lay out anew, after something was said or unsaid."""
        self._places = None
        self.updateGeometry()
        self._place()
        self.update()

    def _place(self) -> None:
        if self.width() < SLIT:
            return
        places = self._placed(self.width())
        for widget, place in (
            (self._made, places.editor),
            (self._reset, places.reset),
            (self._extra(), places.reason),
        ):
            if widget is not None and widget.geometry() != place:
                widget.setGeometry(place)

    def _placed(self, width: int) -> Places:
        if self._places is None or self._places.width != width:
            reset = self._reset if self._reset is not None and not self._reset.isHidden() else None
            self._places = places_of(
                self._letters,
                self._told,
                width,
                editor=self._made,
                is_switch=self._is_switch,
                is_narrow=self.parameter.type in _NARROW,
                has_reset=reset is not None,
                reason=self._extra(),
                head=self._aligned,
            )
        return self._places

    def _show_tip(self, event: QHelpEvent) -> None:
        places = self._placed(self.width())
        if places.label.contains(event.pos()):
            QToolTip.showText(event.globalPos(), self.parameter.id, self, places.label)
        elif places.info.contains(event.pos()):
            said = self.parameter.description or self._look.words("What it is for")
            QToolTip.showText(event.globalPos(), said, self, places.info)
        else:
            QToolTip.hideText()

    # Qt calls these

    def event(self, event: QEvent) -> bool:
        match event.type():
            case QEvent.Type.LayoutRequest:
                self._arrange()
            case QEvent.Type.ToolTip if isinstance(event, QHelpEvent):
                self._show_tip(event)
                return True
        return super().event(event)

    def sizeHint(self) -> QSize:
        return QSize(200, self.heightForWidth(max(self.width(), 200)))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, 20)

    def heightForWidth(self, width: int) -> int:
        return self._placed(max(width, SLIT)).height

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    def leaveEvent(self, event: QEvent) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._look.theme
        letters, places, told = self._letters, self._placed(self.width()), self._told
        ink = theme.color("ink-soft" if self._off else "ink")
        painter.setFont(letters.label)
        painter.setPen(ink)
        painter.drawText(places.label, _ALIGNED, told.label)
        if self._has_more() or self.underMouse():
            x, middle = places.info.left() + 2, places.info.center().y() + 1
            paint_icon(painter, theme, "info", "ink-soft", x, middle)
        if told.note:
            soft = theme.color("ink-soft")
            write(painter, places.note, told.note, soft, letters.caption, right=True)
        if self._face is not None:
            bad, off = bool(told.problem), bool(self._off)
            place = places.editor
            paint_face(painter, theme, self.font(), place, self._face, bad=bad, off=off)
        if told.below:
            token = "bad" if told.problem else "ink-soft"
            painter.setFont(letters.caption)
            painter.setPen(theme.color(token))
            painter.drawText(places.below, _ALIGNED, told.below)
        if told.problem:
            paint_icon(painter, theme, "warning-circle", "bad", 1, places.below.top() + 8)
