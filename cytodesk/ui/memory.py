"""What the window remembers, after a crash too: sizes, filters, unsaved forms."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer

from cytodesk.settings import write_atomically

SCHEMA = 1
_SETTLES = 300
"""Milliseconds after a change until it is written with those after it, off the window's thread."""


class Memory(QObject):
    """A file of JSON values in drawers; one that cannot be read is kept aside and begun anew."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._drawers: dict[str, dict[str, Any]] = _read(path)
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="memory")
        self._timer = QTimer(self, singleShot=True, interval=_SETTLES)
        self._timer.timeout.connect(self._write)

    def drawer(self, name: str) -> Drawer:
        return Drawer(self, self._drawers.setdefault(name, {}))

    def changed(self) -> None:
        if not self._timer.isActive():  # who types on and on is not to lose all of it
            self._timer.start()

    def close(self) -> None:
        """Write what is not yet written, and wait for it."""
        if self._timer.isActive():
            self._timer.stop()
            self._write()
        self._writer.shutdown()

    def _write(self) -> None:
        told = json.dumps({"schema": SCHEMA, "drawers": self._drawers}, ensure_ascii=False)
        self._writer.submit(write_atomically, self._path, told.encode())


class Drawer:
    """Values that belong together: those of a window, or of one project."""

    def __init__(self, memory: Memory, values: dict[str, Any]) -> None:
        self._memory = memory
        self._values = values

    def get(self, key: str, default: Any = None) -> Any:
        return self._values.get(key, default)

    def put(self, key: str, value: Any) -> None:
        """Keep a JSON value; None forgets the key."""
        if self._values.get(key) == value:
            return
        if value is None:
            self._values.pop(key, None)
        else:
            self._values[key] = value
        self._memory.changed()


def _read(path: Path) -> dict[str, dict[str, Any]]:
    try:
        told = json.loads(path.read_bytes())
        if told["schema"] == SCHEMA and isinstance(told["drawers"], dict):
            return {str(name): dict(values) for name, values in told["drawers"].items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError):
        pass
    path.replace(path.with_suffix(".unread.json"))
    return {}
