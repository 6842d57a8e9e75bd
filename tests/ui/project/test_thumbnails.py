"""Pictures on disk: the newest stay; a damaged one is asked for again."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cytodesk.client.connection import Connection
from cytodesk.client.projects import images_of
from cytodesk.ui.here import Here
from cytodesk.ui.kept_pictures import sweep
from cytodesk.ui.project.thumbnails import Thumbnails
from tests.ui.places import settled


def test_the_oldest_pictures_go_once_there_are_too_many(tmp_path: Path) -> None:
    for age in range(6):
        path = tmp_path / f"{age}.jpg"
        path.touch()
        os.utime(path, (1000 - age, 1000 - age))
    sweep(tmp_path, 3)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["0.jpg", "1.jpg", "2.jpg"]


def test_a_damaged_picture_is_asked_for_again(
    run: Callable[..., Any],
    station_place: Connection,
    here_at: Callable[..., Here],
    tmp_path: Path,
) -> None:
    here = here_at(station_place)
    image = images_of(station_place, here.project)[0]

    async def look() -> Thumbnails:
        pictures = Thumbnails(here.remote, tmp_path)
        assert pictures.picture(image) is None
        await settled()
        assert pictures.picture(image) is not None
        return pictures

    run(look())
    (kept,) = tmp_path.glob("*/*.jpg")
    whole = kept.read_bytes()
    kept.write_bytes(whole[:50])
    run(look())
    assert kept.read_bytes() == whole
