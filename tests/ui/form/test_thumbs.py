"""Small pictures of the lists: fetched once, and kept for the next start."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtGui import QPixmap

from cytodesk.ui.form.thumbs import Thumbs
from cytodesk.ui.here import Here
from tests.ui.form.conftest import Place, until


def test_a_picture_is_kept_on_disk_for_the_next_start(
    run: Any, here: Here, furnished: Place, tmp_path: Path
) -> None:
    image = next(iter(furnished.images.values()))
    asked: list[str] = []
    fetch = here.remote.picture

    async def counted(path: str, **query: Any) -> bytes:
        asked.append(path)
        return await fetch(path, **query)

    async def shown(address: str) -> QPixmap | None:
        thumbs = Thumbs(here.remote, edge=64, folder=tmp_path)
        assert thumbs.of(address) is None
        await until(lambda: thumbs.of(address) is not None)
        return thumbs.of(address)

    async def work() -> None:
        here.remote.picture = counted  # type: ignore[method-assign]
        path = f"/api/imageinstance/{image}/thumb.png?maxSize=512"
        first = await shown(furnished.station.url + path)
        again = await shown("http://127.0.0.1:1" + path)  # another port, as after a restart
        assert again is not None
        assert first is not None
        assert again.toImage() == first.toImage()
        assert len(asked) == 1

    run(work())
