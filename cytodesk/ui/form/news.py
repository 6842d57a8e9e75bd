"""What comes while a form is open: lists are asked for anew, once all of it is there."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from cytodesk.ui.form.offers import Offers
from cytodesk.ui.here import Here

_SETTLES = 500
"""Milliseconds after an image was added until the lists are asked for anew."""
_RUNS = ("job", "annotation")
_THINGS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("image added", "image changed", "image removed"), ("",)),
    **dict.fromkeys(("term added", "term changed", "term removed"), ("term",)),
    **dict.fromkeys(("ontology added", "ontology changed", "ontology removed"), ("ontology",)),
    **dict.fromkeys(("project added", "project removed"), ("project.json",)),
    **dict.fromkeys(("run created", "run moved", "run renamed"), _RUNS),
    "run data deleted": _RUNS,
    **dict.fromkeys(("annotations drawn", "annotations removed"), ("annotation",)),
    **dict.fromkeys(("annotations reviewed", "reviews taken back"), ("annotation",)),
    "project imported": ("",),
}
"""Which lists may say something else, after what happened: words of their uris, "" of all."""


class News(QObject):
    """Hears of all that lists show; nothing is asked for before `begin`.

    Where a place does not tell what happens, its beat has the lists looked at that are open.
    """

    def __init__(self, here: Here, offers: Offers, parent: QObject) -> None:
        super().__init__(parent)
        self._offers = offers
        self._project = here.project.id
        self._is_begun = False
        self._heard: set[str] = set()
        self._settling = QTimer(self, singleShot=True, interval=_SETTLES)
        self._settling.timeout.connect(self._look_again)
        here.remote.news.happened.connect(self._hear)

    def begin(self) -> None:
        """Refresh what is offered from now on."""
        self._is_begun = True

    def _hear(self, event: dict[str, object]) -> None:
        kind = str(event.get("kind"))
        if not self._is_begun:
            return
        if kind == "poll":
            self._offers.look_again_if_old()
        elif kind == "project changed" and event.get("subject") == self._project:
            self._offers.look_at_project()
        elif things := _THINGS.get(kind):
            self._heard.update(things)
            self._settling.start()

    def _look_again(self) -> None:
        heard, self._heard = self._heard, set()
        self._offers.look_again(heard)
