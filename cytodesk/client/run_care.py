"""What a person does with a run that is there: marks it, deletes what it left, reads its log."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from cytodesk.client.connection import Connection
from cytodesk.errors import NotFound, Refused
from cytodesk.wire.runs import Run

_BREAKS = re.compile(r"<br\s*/?>|</p>\s*", re.IGNORECASE)
_TAGS = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """How much a run left; `reviewed` are annotations of it that somebody made their own."""

    annotations: int
    files: int
    reviewed: int

    @property
    def is_nothing(self) -> bool:
        return not (self.annotations or self.files)


@dataclass(frozen=True, slots=True)
class LogPiece:
    """More of a log; `offset` is where to go on reading, in bytes."""

    text: str
    offset: int
    has_ended: bool
    is_there: bool = True
    """False where the place shows no log, or none yet."""


def set_favourite(connection: Connection, run_id: int, is_favourite: bool) -> None:
    connection.post(f"job/{run_id}/favorite.json", {"favorite": is_favourite})


def left_behind(connection: Connection, run_id: int) -> LeftBehind:
    """Count what `delete_data` would delete."""
    answer = connection.get(f"job/{run_id}/alldata.json")
    counts = [int(answer.get(name) or 0) for name in ("annotations", "jobDatas", "reviewed")]
    return LeftBehind(*counts)


def delete_data(connection: Connection, run_id: int) -> None:
    """Delete the annotations and files of the run; some servers delete its record with them.

    Raises Refused where some of its annotations are reviewed.
    """
    connection.delete(f"job/{run_id}/alldata.json")


def log_piece(connection: Connection, run_id: int, offset: int = 0) -> LogPiece:
    """Return what the log says from `offset` on.

    A station shows it while it grows; other servers the whole of it, some time after the end.
    """
    if connection.is_station:
        answer = connection.get(f"/station/v1/runs/{run_id}/log", offset=offset)
        return LogPiece(str(answer["text"]), int(answer["offset"]), bool(answer["ended"]))
    try:
        text = str(connection.get(f"job/{run_id}/log.json").get("data") or "")
    except (NotFound, Refused):
        return LogPiece("", offset, has_ended=False, is_there=False)
    return LogPiece(text[offset:], len(text), has_ended=True)


def note_of(connection: Connection, run_id: int) -> str:
    """Return what somebody noted on the run, "" where nobody did; as plain text."""
    try:
        told = connection.get(_description(run_id))
    except (NotFound, Refused):
        return ""
    text = _TAGS.sub("", _BREAKS.sub("\n", str(told.get("data") or "")))
    return html.unescape(text).strip()


def set_note(connection: Connection, run_id: int, note: str) -> None:
    """Keep `note` as the run's description, which Cytomine has as HTML; "" takes it away."""
    path = _description(run_id)
    try:
        connection.get(path)
        is_new = False
    except NotFound:
        is_new = True
    if not note.strip():
        if not is_new:
            connection.delete(path)
        return
    data = "<br/>".join(html.escape(line) for line in note.strip().splitlines())
    body = {"data": data, "domainClassName": Run.wire_class, "domainIdent": run_id}
    (connection.post if is_new else connection.put)(path, body)


def _description(run_id: int) -> str:
    return f"domain/{Run.wire_class}/{run_id}/description.json"
