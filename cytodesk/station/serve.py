"""`cytodesk serve`: the station in the foreground, kept until it is asked to end."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from cytodesk.assets import Words
from cytodesk.errors import N_, CytoDeskError
from cytodesk.parsing import Parser
from cytodesk.settings import Folders, read_settings
from cytodesk.station.door import keep_door
from cytodesk.station.order import StationOrder


def serve(words: Sequence[str]) -> int:
    """Serve as `words` say until interrupted; return the exit status."""
    folders = Folders.of_user().made()
    setting = read_settings(folders.settings_file).language
    said = Words.for_language(os.environ.get("CYTODESK_LANGUAGE") or setting)
    chosen = _parser(said, folders.workspace).parse_args(list(words))
    order = StationOrder(
        workspace=chosen.workspace.absolute(),
        port=chosen.port,
        is_legacy=chosen.generation == "legacy",
        is_kept=True,
    )

    def opened(url: str) -> None:
        keys = folders.station_keys_file
        told = {"url": url, "workspace": str(order.workspace), "keys": str(keys)}
        sentence = N_("{workspace} is served at {url}. Interrupt with Ctrl+C.")
        line = json.dumps(told) if chosen.json else said(sentence, **told)
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()

    try:
        return keep_door(order, opened=opened)
    except CytoDeskError as error:
        sys.stderr.write(f"{error.said(said)}\n")
        return error.exit_code


def _parser(said: Words, workspace: Path) -> Parser:
    parser = Parser(
        words=said,
        prog="cytodesk serve",
        description=N_("Serve a workspace on this computer until interrupted."),
    )
    parser.add_argument(
        "--workspace",
        type=Path,
        metavar="DIR",
        default=workspace,
        help=N_("folder of the workspace on this computer"),
    )
    parser.add_argument(
        "--port",
        type=int,
        metavar="NUMBER",
        default=0,
        help=N_("port to serve at; 0 takes a free one"),
    )
    parser.add_argument(
        "--as",
        dest="generation",
        choices=("station", "legacy"),
        default="station",
        help=N_("legacy behaves as an old Cytomine server does"),
    )
    parser.add_argument("--json", action="store_true", help=N_("answer one JSON object"))
    return parser
