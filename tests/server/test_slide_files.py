"""Files of images: found again where they moved to, and turned into pyramids meanwhile."""

from __future__ import annotations

import io
import shutil
import time

import numpy as np
import pytest
from PIL import Image

from cytodesk.workspace.pixels.pyramid import LARGE


@pytest.fixture
def slides(tmp_path):
    """Return a folder with two slides of their own."""
    folder = tmp_path / "slides"
    folder.mkdir()
    for number, name in enumerate(("first.png", "second.png")):
        picture = np.random.default_rng([number, *tmp_path.name.encode()]).integers(
            0, 255, (40, 60, 3)
        )
        Image.fromarray(picture.astype(np.uint8)).save(folder / name)
    return folder


@pytest.fixture
def added(human, new_name, slides):
    project = human.post("/api/project.json", json={"name": new_name("Moved")}).json()["project"]
    return [
        human.post(
            "/station/v1/images", json={"project": project["id"], "path": str(slides / name)}
        ).json()["id"]
        for name in ("first.png", "second.png")
    ]


def pixels(client, image: int) -> np.ndarray:
    answer = client.get(f"/api/imageinstance/{image}/window-0-0-60-40.png")
    assert answer.status_code == 200, answer.text
    return np.asarray(Image.open(io.BytesIO(answer.content)))


def test_a_file_beside_where_it_was_is_found_again(station, human, slides, added):
    before = pixels(human, added[0])
    (slides / "sorted" / "deep").mkdir(parents=True)
    shutil.move(slides / "first.png", slides / "sorted" / "deep" / "renamed.bin")
    assert np.array_equal(pixels(human, added[0]), before)
    told = human.get(f"/station/v1/images/{added[0]}/file").json()
    assert told["isThere"] is True
    assert told["path"].endswith("renamed.bin")
    assert human.get(f"/api/imageinstance/{added[0]}/download").status_code == 200


def test_a_folder_that_moved_is_named_once(station, human, slides, added, tmp_path_factory):
    before = [pixels(human, image) for image in added]
    away = tmp_path_factory.mktemp("away") / "drive"
    shutil.move(slides, away)
    answer = human.get(f"/api/imageinstance/{added[0]}/thumb.png", params={"maxSize": 7})
    assert answer.status_code == 400
    assert "Was it moved" in answer.json()["errors"]
    path = f"/station/v1/images/{added[0]}/file"
    assert human.post(path, json={"path": str(away / "second.png")}).status_code == 404
    assert human.post(path, json={"path": "relative"}).status_code == 400
    assert human.post(path, json={"path": str(away.parent)}).json()["isThere"] is True
    for image, picture in zip(added, before, strict=True):
        assert np.array_equal(pixels(human, image), picture)


def test_another_file_of_the_same_name_is_not_taken_for_it(station, human, slides, added):
    (slides / "sorted").mkdir()
    (slides / "first.png").unlink()
    Image.new("RGB", (60, 40)).save(slides / "sorted" / "first.png")
    answer = human.get(f"/api/imageinstance/{added[0]}/thumb.png", params={"maxSize": 9})
    assert answer.status_code == 400


def test_a_large_plain_picture_is_looked_at_while_its_pyramid_is_made(
    station, human, new_name, tmp_path
):
    side = int(LARGE**0.5) + 1
    picture = np.zeros((side, side, 3), np.uint8)
    picture[::2] = (200, 100, 50)
    Image.fromarray(picture).save(tmp_path / "huge.png", compress_level=1)
    project = human.post("/api/project.json", json={"name": new_name("Huge")}).json()["project"]
    body = {"project": project["id"], "path": str(tmp_path / "huge.png")}
    image = human.post("/station/v1/images", json=body, timeout=120).json()["id"]
    window = f"/api/imageinstance/{image}/window-1000-2000-30-20.png"
    seen = [human.get(window, timeout=120).content]
    give_up = time.monotonic() + 240
    shares = []
    while time.monotonic() < give_up:
        told = human.get(f"/station/v1/images/{image}/file").json()
        assert told["trouble"] is None
        shares.append(told["pyramid"])
        if told["pyramid"] == 1.0:
            break
        time.sleep(0.2)
    assert shares[-1] == 1.0
    assert shares == sorted(shares)
    seen.append(human.get(window).content)
    first, second = (np.asarray(Image.open(io.BytesIO(content))) for content in seen)
    assert np.array_equal(first, picture[2000:2020, 1000:1030])
    assert np.array_equal(second, first)
    thumb = human.get(f"/api/imageinstance/{image}/thumb.png", params={"maxSize": 64}).content
    assert np.asarray(Image.open(io.BytesIO(thumb))).mean(axis=(0, 1)) == pytest.approx(
        [100, 50, 25], abs=2
    )
