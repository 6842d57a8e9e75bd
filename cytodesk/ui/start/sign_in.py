"""SignInDialog: an address and two keys, tried at once; what is wrong is said beside its field."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cytodesk.client.station_keys import Keys
from cytodesk.desk import Desk, SignedIn
from cytodesk.errors import CytoDeskError, NotReached, NotSignedIn
from cytodesk.ui.asked import Asked
from cytodesk.ui.look import Look
from cytodesk.ui.parts.buttons import Button
from cytodesk.ui.parts.dialogs import Dialog
from cytodesk.ui.parts.fields import TextField
from cytodesk.ui.parts.texts import Text
from cytodesk.ui.progressing import Progressing
from cytodesk.ui.tasks import Tasks


class SignInDialog(Dialog):
    """Asks until a server takes the keys; `signed_in` then carries the desk's SignedIn."""

    signed_in = Signal(object)

    def __init__(
        self, look: Look, desk: Desk, *, url: str = "", parent: QWidget | None = None
    ) -> None:
        words = look.words
        super().__init__(look, words("Sign in to a Cytomine server"), parent)
        self.setMinimumWidth(540)
        self._desk = desk
        self._tasks = Tasks(owner=self, report=self._say)
        self.url = Asked(
            look, words("Address"), TextField(look, "https://cytomine.example.org"),
            words("As in your web browser."),
        )  # fmt: skip
        self.public = Asked(look, words("Public key"), TextField(look))
        self.private = Asked(
            look, words("Private key"), TextField(look, secret=True),
            words(
                "Both stand in Cytomine's web page: your name at the top right, Account, API keys."
            ),
        )  # fmt: skip
        self.url.field.set_value(url)
        self._kept = Text(look, words("The keys are kept in this computer's key ring."), "caption")
        self.progress = Progressing(look)
        for widget in (self.url, self.public, self.private, self._kept, self.progress):
            self.body.addWidget(widget)
        self._cancel = self.add_button(Button(look, words("Cancel")))
        self._cancel.clicked.connect(self.reject)
        self._act = self.add_button(Button(look, words("Sign in"), kind="primary"))
        self._act.clicked.connect(self.try_keys)
        self.progress.cancelled.connect(self._stop)
        for asked in (self.url, self.public, self.private):
            asked.field.changed.connect(lambda each=asked: each.say(None))
            asked.field.entered.connect(self.try_keys)
        (self.public if url else self.url).field.setFocus()

    def try_keys(self) -> None:
        """Try what was typed, off the window's thread."""
        if self._is_filled() and not self._tasks.is_running("trying"):
            self._tasks.start(self._try(), replacing="trying")

    async def _try(self) -> None:
        keys = Keys(self.public.field.value().strip(), self.private.field.value().strip())
        self._set_busy(True)
        try:
            signed_in = await asyncio.to_thread(
                self._desk.sign_in, self.url.field.value().strip(), keys
            )
        finally:
            self._set_busy(False)
        if signed_in.is_kept:
            self._finish(signed_in)
        else:
            self._say_not_kept(signed_in)

    def _is_filled(self) -> bool:
        """Say of each empty field that it is; whether there is none."""
        words = self._look.words
        missing = {
            self.url: words("Give the address of your server."),
            self.public: words("Give your public key."),
            self.private: words("Give your private key."),
        }
        empty = [asked for asked in missing if not asked.field.value().strip()]
        for asked in empty:
            asked.say(missing[asked])
        if empty:
            empty[0].field.setFocus()
        return not empty

    def _say(self, trouble: CytoDeskError) -> None:
        """Say what went wrong beside the field that can mend it."""
        if isinstance(trouble, NotSignedIn):
            asked = self.private
            asked.say(self._look.words("The server does not take these keys: check both of them."))
        else:
            asked = self.url
            asked.say(self._with_advice(trouble))
        asked.field.setFocus()

    def _with_advice(self, trouble: CytoDeskError) -> str:
        words, said = self._look.words, trouble.said(self._look.words)
        if not isinstance(trouble, NotReached):
            return said
        return words(
            "{said} Check the address, and that this computer is on its network.",
            said=said if said.endswith(".") else f"{said}.",
        )

    def _say_not_kept(self, signed_in: SignedIn) -> None:
        words = self._look.words
        self._kept.set_style("warn")
        self._kept.setText(
            words("You are signed in, but this computer has no key ring that keeps the keys: they "
                  "serve until CytoDesk is closed.")
        )  # fmt: skip
        for asked in (self.url, self.public, self.private):
            asked.setEnabled(False)
        self._cancel.hide()
        self._act.setText(words("Continue"))
        self._act.updateGeometry()
        self._act.clicked.disconnect(self.try_keys)
        self._act.clicked.connect(lambda: self._finish(signed_in))
        self._act.setFocus()

    def _finish(self, signed_in: SignedIn) -> None:
        self.signed_in.emit(signed_in)
        self.accept()

    def _set_busy(self, is_busy: bool) -> None:
        for asked in (self.url, self.public, self.private):
            asked.setEnabled(not is_busy)
            asked.say(None) if is_busy else None
        self._act.setEnabled(not is_busy)
        if is_busy:
            self.progress.begin(self._look.words("Asking the server…"))
        else:
            self.progress.end()

    def _stop(self) -> None:
        self._tasks.cancel("trying")
