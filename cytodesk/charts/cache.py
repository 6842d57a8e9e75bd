"""The columns of ended runs, kept on disk: opening a comparison again asks the server for little.

One folder per run and state of its data: `<server>/<run>-<fingerprint>/`, a .npy file per column,
read as a memory map: outlines come from disk only where they are looked at. A folder is whole or
not there: it is written beside its place and renamed. A changed or deleted run has another
fingerprint; what was kept of it before goes.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import uuid
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from cytodesk.charts.columns import NAMES, Columns, aspect_of
from cytodesk.wire.images import ImageInstance
from cytodesk.wire.runs import Run

SCHEMA = 1
"""Raised when a column changes its meaning: what was kept before is then made anew."""
_MARK = "whole.json"


class ColumnCache:
    """The columns under `folder`; several processes may use it at once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, server: str, run: Run, fingerprint: str) -> Columns | None:
        """Return the columns of a run, None if they are not kept in this state."""
        folder = self._place(server, run.id, fingerprint)
        try:
            if json.loads((folder / _MARK).read_text("utf-8"))["schema"] != SCHEMA:
                return None
            return Columns(**{name: np.load(folder / f"{name}.npy", "r") for name in NAMES})
        except (OSError, EOFError, ValueError, KeyError, TypeError):
            return None

    def keep(self, server: str, run: Run, fingerprint: str, columns: Columns) -> None:
        """Keep the columns of an ended run; a disk that is full only costs time later."""
        place = self._place(server, run.id, fingerprint)
        beside = place.with_name(f".{uuid.uuid4().hex}")
        try:
            beside.mkdir(parents=True)
            for name in NAMES:
                np.save(beside / f"{name}.npy", getattr(columns, name))
            (beside / _MARK).write_text(json.dumps({"schema": SCHEMA}), "utf-8")
            self.forget(server, run.id)
            beside.rename(place)
        except OSError:
            shutil.rmtree(beside, ignore_errors=True)

    def forget(self, server: str, run: int) -> None:
        """Remove what is kept of a run; what somebody still reads goes another time."""
        for folder in (self._folder / _bare(server)).glob(f"{run}-*"):
            shutil.rmtree(folder, ignore_errors=True)

    def _place(self, server: str, run: int, fingerprint: str) -> Path:
        return self._folder / _bare(server) / f"{run}-{fingerprint}"


def fingerprint_of(
    run: Run, counts: Mapping[str, object], images: Mapping[int, ImageInstance]
) -> str:
    """Return what changes with what a run left: its state, its counts, its images' pixels."""
    shapes = sorted((image.id, round(aspect_of(image), 9)) for image in images.values())
    said = [run.id, run.status, run.updated, run.data_deleted, run.user]
    text = json.dumps([said, sorted(counts.items()), shapes], default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _bare(server: str) -> str:
    """Return a folder's name for a serverID, whatever a server calls itself."""
    return hashlib.sha256(server.encode()).hexdigest()[:16]
