from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from cytodesk.errors import UnreadableImage
from cytodesk.workspace.pixels import SlideCache, window
from tests.workspace.pixels.conftest import Opened, picture, write_pyramid


def make_slides(folder: Path, count: int) -> list[Path]:
    paths = []
    for number in range(count):
        path = folder / f"{number}.tif"
        write_pyramid(path, picture(200, 150, seed=number), levels=2)
        paths.append(path)
    return paths


def test_a_slide_is_opened_once_while_it_is_kept(odd_pyramid: Path) -> None:
    cache = SlideCache()
    with cache.slide(odd_pyramid) as first:
        pass
    with cache.slide(odd_pyramid) as second:
        assert second is first
    cache.close()


def test_no_more_slides_stay_open_than_allowed(tmp_path: Path) -> None:
    cache = SlideCache(max_open=2)
    for path in make_slides(tmp_path, 5):
        with cache.slide(path):
            pass
    assert len(cache) == 2
    cache.close()
    assert len(cache) == 0


def test_decoded_pictures_leave_when_they_hold_too_much(tmp_path: Path) -> None:
    cache = SlideCache(max_bytes=300 * 200 * 3)
    for number in range(3):
        Image.fromarray(picture(300, 200, seed=number)).save(tmp_path / f"{number}.png")
        with cache.slide(tmp_path / f"{number}.png") as slide:
            window(slide, 0, 0, 10, 10)
    assert len(cache) == 1
    cache.close()


def test_a_slide_in_use_outlives_its_cache(odd_pyramid: Path) -> None:
    cache = SlideCache(max_open=1)
    with cache.slide(odd_pyramid) as slide:
        cache.close()
        assert window(slide, 0, 0, 10, 10).shape == (10, 10, 3)
    assert len(cache) == 0


def test_a_file_that_changed_is_opened_anew(tmp_path: Path) -> None:
    cache, path = SlideCache(), tmp_path / "a.tif"
    write_pyramid(path, picture(100, 80), levels=1)
    with cache.slide(path) as slide:
        assert slide.facts.width == 100
    write_pyramid(path, picture(120, 80), levels=1)
    os.utime(path, ns=(1, 1))
    with cache.slide(path) as slide:
        assert slide.facts.width == 120
    cache.close()


def test_a_slide_that_failed_is_not_kept(shared_slides: Path) -> None:
    cache = SlideCache()
    with pytest.raises(UnreadableImage), cache.slide(shared_slides / "unreadable.svs") as slide:
        window(slide, 0, 0, 16, 16)
    assert len(cache) == 0


def test_a_missing_file_is_said_and_not_kept(tmp_path: Path) -> None:
    cache = SlideCache()
    with pytest.raises(UnreadableImage, match="no file"), cache.slide(tmp_path / "gone.svs"):
        pass
    assert len(cache) == 0


def test_many_threads_see_the_same_pixels_as_one(opened: Opened, tmp_path: Path) -> None:
    paths = make_slides(tmp_path, 4)
    Image.fromarray(picture(200, 150, seed=9)).save(tmp_path / "9.png")
    paths.append(tmp_path / "9.png")
    expected = {path: window(opened(path), 20, 30, 150, 100, max_size=70) for path in paths}
    cache, start = SlideCache(max_open=2), threading.Barrier(8)

    def look(thread: int) -> bool:
        start.wait()
        for turn in range(25):
            path = paths[(thread + turn) % len(paths)]
            with cache.slide(path) as slide:
                shown = window(slide, 20, 30, 150, 100, max_size=70)
            if not np.array_equal(shown, expected[path]):
                return False
        return True

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(look, range(8)))
    assert len(cache) <= 2
    cache.close()
