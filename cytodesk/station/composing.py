"""The station's long-lived objects, each built once and handed on."""

from __future__ import annotations

import getpass
import logging
import socket
import traceback
from contextlib import ExitStack, closing

from cytodesk import __version__
from cytodesk.client.station_keys import KeyFile
from cytodesk.journal import Journal
from cytodesk.runs.folders import is_lived_in
from cytodesk.runs.guests.keys import GuestKeys
from cytodesk.runs.place import Place
from cytodesk.runs.queue import RunQueue
from cytodesk.server.serving import KeyBook, Serving
from cytodesk.settings import Folders, read_settings
from cytodesk.station.order import StationOrder
from cytodesk.watchdog import Watchdog
from cytodesk.workspace import people
from cytodesk.workspace.files import FileStore
from cytodesk.workspace.pixels import SlideCache
from cytodesk.workspace.store import Workspace
from cytodesk.workspace.sweeping import sweep

SLOW_REQUEST = 0.2
"""Seconds; a request that takes longer is noted with its stack."""


def composed(
    order: StationOrder, sock: socket.socket, folders: Folders, journal: Journal, house: ExitStack
) -> Serving:
    """Open the workspace and return what its requests are answered with; `house` closes it all."""
    workspace = house.enter_context(closing(Workspace(order.workspace)))
    people.ensure_human(workspace, _login())
    watchdog = house.enter_context(closing(Watchdog(SLOW_REQUEST)))
    secret = KeyFile(folders.station_keys_file).secret_made_for(workspace.id)
    files = FileStore(workspace.folder / "files")
    sweep(workspace, files, is_lived_in)
    slides = house.enter_context(closing(SlideCache()))
    book = KeyBook(secret, workspace, journal.masks.add)
    address = f"http://127.0.0.1:{sock.getsockname()[1]}"
    place = Place(
        workspace=workspace,
        files=files,
        address=lambda: address,
        keys=book.keys,
        guest_keys=GuestKeys(folders.private / "guests" / workspace.id, journal.masks.add),
        cache=folders.cache,
        limit=read_settings(folders.settings_file).runs_at_a_time,
        noted=_noted,
        engine=lambda: read_settings(folders.settings_file).container_engine,
    )
    return Serving(
        workspace=workspace,
        files=files,
        keys=book,
        slides=slides,
        queue=house.enter_context(closing(RunQueue(place))),
        version=__version__,
        is_legacy=order.is_legacy,
        ends=[],
        noted=_noted,
        watching=watchdog.watching,
    )


def _noted(event: str, fields: dict[str, object]) -> None:
    error = fields.get("error")
    told: dict[str, object] = {"event": event, **fields}
    if isinstance(error, BaseException):
        stack = "".join(traceback.format_exception(error))
        told |= {"stack": stack, "error": str(error)}
    logging.getLogger("cytodesk").log(logging.ERROR if error else logging.INFO, "", extra=told)


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "me"
