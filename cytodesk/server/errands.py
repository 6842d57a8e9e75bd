"""Errands: what takes longer than an answer may, such as writing a whole project to a file."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from cytodesk.errors import N_, Cancelled, CytoDeskError, NotFound

Noted = Callable[[str, dict[str, object]], None]
_KEPT = 100


class Report(Protocol):
    """Told the share that is done, 0 to 1, and what is done just now."""

    def __call__(self, share: float, doing: str = "") -> None: ...


@dataclass(slots=True)
class Errand:
    """One piece of work in a thread of its own; `answer` or `trouble` once it `has_ended`."""

    id: str = field(default_factory=lambda: uuid.uuid4().hex)
    share: float = 0.0
    doing: str = ""
    answer: dict[str, Any] | None = None
    trouble: CytoDeskError | None = None
    cancelled: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)

    def report(self, share: float, doing: str = "") -> None:
        """Hear how much is done; raises Cancelled where nobody wants the rest."""
        if self.cancelled.is_set():
            raise Cancelled(N_("Stopped as you wished."))
        self.share, self.doing = share, doing


class Errands:
    """All errands since the station opened; the oldest ended ones are forgotten."""

    def __init__(self) -> None:
        self._by_id: dict[str, Errand] = {}
        self._lock = threading.Lock()

    def start(self, work: Callable[[Report], dict[str, Any]], noted: Noted) -> Errand:
        errand = Errand()
        with self._lock:
            ended = [id_ for id_, one in self._by_id.items() if one.ended.is_set()]
            for id_ in ended[: max(0, len(self._by_id) - _KEPT)]:
                del self._by_id[id_]
            self._by_id[errand.id] = errand
        name = f"errand {errand.id[:8]}"
        threading.Thread(target=_do, args=(errand, work, noted), name=name, daemon=True).start()
        return errand

    def errand(self, id: str) -> Errand:
        with self._lock:
            if id not in self._by_id:
                raise NotFound("{thing} not found with id : {id}", thing="Errand", id=id)
            return self._by_id[id]


def _do(errand: Errand, work: Callable[[Report], dict[str, Any]], noted: Noted) -> None:
    try:
        errand.answer = work(errand.report)
    except CytoDeskError as error:
        errand.trouble = error
    except Exception as error:
        noted("mistake", {"errand": errand.id, "error": error})
        errand.trouble = CytoDeskError(
            N_("A mistake of the station, noted in its log as {number}."), number=errand.id[:8]
        )
    finally:
        errand.ended.set()
