"""What comes while a form is open: lists are asked for anew, once all of it is there."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from cytodesk.ui.form.offers import Offers
from cytodesk.ui.here import Here

_SETTLES = 500
"""Milliseconds after an image was added until the lists are asked for anew."""
_THINGS = {
    **dict.fromkeys(("image added", "image changed"), ""),
    **dict.fromkeys(("run created", "run moved", "run renamed"), "job"),
}
"""Which lists may say something else, after what happened; "" is all of them."""


class News(QObject):
    """Hears of images and analyses; nothing is asked for before `begin`."""

    def __init__(self, here: Here, offers: Offers, parent: QObject) -> None:
        super().__init__(parent)
        self._offers = offers
        self._is_begun = False
        self._heard = ""
        self._settling = QTimer(self, singleShot=True, interval=_SETTLES)
        self._settling.timeout.connect(lambda: offers.refresh(self._heard))
        here.remote.news.happened.connect(self._hear)

    def begin(self) -> None:
        """Refresh what is offered from now on."""
        self._is_begun = True

    def _hear(self, event: dict[str, object]) -> None:
        things = _THINGS.get(str(event.get("kind")))
        if things is not None and self._is_begun:
            self._heard = things
            self._settling.start()
