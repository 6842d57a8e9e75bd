"""One parameter in the form: its editor, within all that is said of it.

All but the editor is painted, and an editor too while nobody is at it: a form of a thousand
fields opens as fast as one of ten.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QWidget

from cytodesk.algorithms.parameters import Parameter
from cytodesk.ui.form.editors.editor import Editor
from cytodesk.ui.form.editors.table import Supply, editor_for
from cytodesk.ui.form.faces import face_of
from cytodesk.ui.form.field_frame import FieldFrame
from cytodesk.ui.form.reason import Reason
from cytodesk.ui.look import Look
from cytodesk.ui.parts.tabbing import chain, stops_in


class Field(FieldFrame):
    """What it shows comes in by `show_...`; what the user enters goes out by `answered`."""

    answered = Signal(object)
    left = Signal()
    help_wanted = Signal()

    def __init__(self, look: Look, parameter: Parameter, supply: Supply) -> None:
        super().__init__(look, parameter)
        self._supply = supply
        self._answer: object = None
        if self._face is None:
            self._make()
        else:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def editor(self) -> Editor:
        """The editor; made when somebody comes to it first."""
        return self._made or self._make()

    def show_answer(self, answer: object, *, is_changed: bool) -> None:
        self._answer = answer
        if self._made is not None:
            self._made.show_answer(answer)
        else:
            self._face = face_of(self._look, self.parameter, answer)
            if self._face is None:
                self._make()
            else:
                self._hear_note(self._face.note)
        self._show_reset(is_changed and self._can_reset())
        self.update()

    def show_problem(self, sentence: str) -> None:
        if self._made is not None:
            self._made.set_problem(sentence)
        else:
            self.setAccessibleDescription(sentence)
        self._tell(problem=sentence)

    def show_off(self, sentence: str) -> None:
        """Say why nothing can be entered here now, "" if it can; the answer stays."""
        if sentence == self._off:
            return
        self._off = sentence
        self._tell(caption=sentence or self._caption)
        if self._made is not None:
            self._made.setEnabled(not sentence)
        else:
            policy = Qt.FocusPolicy.NoFocus if sentence else Qt.FocusPolicy.StrongFocus
            self.setFocusPolicy(policy)
            self.setAccessibleDescription(sentence)
        self.update()

    def focus(self) -> None:
        self.editor.setFocus(Qt.FocusReason.TabFocusReason)

    # the editor

    def _make(self) -> Editor:
        """Put the editor where its face was, in the order of Tab too."""
        made = self._made = editor_for(self._look, self.parameter, self._supply)
        self._face = None
        made.setParent(self)
        made.setAccessibleName(self.parameter.name)
        made.answered.connect(self._take)
        made.left.connect(self.left)
        made.noted.connect(self._hear_note)
        made.explained.connect(self._explain)
        made.installEventFilter(self)
        made.show_answer(self._answer)
        made.set_problem(self._told.problem)
        made.setEnabled(not self._off)
        if self.focusPolicy() != Qt.FocusPolicy.NoFocus:
            chain(self, stops_in(made))
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._arrange()
        made.show()
        return made

    def _take(self, answer: object) -> None:
        self._answer = answer
        self.answered.emit(answer)

    def _explain(self, sentence: str) -> None:
        if sentence and self._reason is None:
            self._reason = Reason(self._look, self)
            self._reason.retry.clicked.connect(self.editor.retry)
            chain(stops_in(self.editor)[-1], [self._reason.retry])
        if self._reason is not None:
            self._reason.say(sentence, can_retry=self.editor.can_retry())
            self._arrange()

    # Qt calls these

    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.HelpContents)
        ):
            event.accept()
            return True
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Make room before the editor lays itself out anew: else its end would be cut meanwhile."""
        if event.type() == QEvent.Type.LayoutRequest and watched is self._made:
            self._arrange()
            if (rows := self.parentWidget()) is not None:
                QCoreApplication.sendEvent(rows, QEvent(QEvent.Type.LayoutRequest))
        return super().eventFilter(watched, event)

    def enterEvent(self, event: QEnterEvent) -> None:
        if self._made is None and not self._off:
            self._make()
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.editor.setFocus(event.reason())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.HelpContents):
            self.help_wanted.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Hand on a press that came before the pointer did, as a finger's does."""
        place = event.position().toPoint()
        places = self._placed(self.width())
        if places.info.contains(place):
            self.help_wanted.emit()
        elif places.editor.contains(place) and self._made is None and not self._off:
            made = self._make()
            made.setFocus(Qt.FocusReason.MouseFocusReason)
            if (inner := self.childAt(place)) is not None:
                _press(inner, event)


def _press(inner: QWidget, event: QMouseEvent) -> None:
    place = QPointF(inner.mapFromGlobal(event.globalPosition().toPoint()))
    press = QMouseEvent(
        event.type(),
        place,
        event.globalPosition(),
        event.button(),
        event.buttons(),
        event.modifiers(),
    )
    QCoreApplication.sendEvent(inner, press)
