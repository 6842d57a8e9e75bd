from __future__ import annotations

import io

import httpx
import numpy as np
import pytest
import tifffile
from PIL import Image

from tests.server.stations import HEIGHT, WIDTH


def picture(answer: httpx.Response, media: str = "image/png") -> Image.Image:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == media
    return Image.open(io.BytesIO(answer.content))


def test_an_image_has_old_and_new_names_of_its_facts(either, human, world):
    image = human.get(f"/api/imageinstance/{world.measured_image}.json").json()
    expected = {
        "class": "be.cytomine.image.ImageInstance",
        "width": WIDTH,
        "height": HEIGHT,
        "instanceFilename": "measured.png",
        "originalFilename": "measured.png",
        "filename": "measured.png",
        "resolution": 0.5,
        "physicalSizeX": 0.5,
        "physicalSizeY": 0.5,
        "magnification": 20,
        "bitDepth": 8,
        "bitdepth": 8,
        "bitPerSample": 8,
        "depth": 1,
        "duration": 1,
        "channels": 1,
        "zoom": 2,
        "mime": "image/png",
        "project": world.project,
    }
    assert {name: image[name] for name in expected} == expected
    assert image["baseImage"]
    assert image["fullPath"]
    assert image["colorspace"]


def test_a_flat_image_has_one_slice(either, human, world):
    path = f"/api/imageinstance/{world.image}/sliceinstance"
    reference = human.get(f"{path}/reference.json").json()
    assert reference["mime"] == "image/png"
    assert reference["imageServerUrl"] == either.url
    assert reference["path"]
    assert [reference[name] for name in ("channel", "zStack", "time", "rank")] == [0, 0, 0, 0]
    (listed,) = human.get(f"{path}.json", params={"max": 0}).json()["collection"]
    assert listed == reference
    assert human.get(f"/api/sliceinstance/{reference['id']}.json").json() == reference
    thumb = human.get(f"/api/sliceinstance/{reference['id']}/thumb.png")
    assert picture(thumb).size == (512, 384)


def test_images_of_a_project_are_listed_by_name(either, human, world):
    path = f"/api/project/{world.project}/imageinstance.json"
    page = human.get(path, params={"light": True, "max": 0, "offset": 0}).json()
    assert {"id", "instanceFilename"} <= set(page["collection"][0])
    query = {"sort": "instanceFilename", "order": "asc", "instanceFilename[ilike]": "MEAS"}
    (found,) = human.get(path, params=query).json()["collection"]
    assert found["id"] == world.measured_image
    assert human.get(path, params={"width[gte]": WIDTH + 1}).json()["size"] == 0


@pytest.mark.parametrize(("name", "media"), [("png", "image/png"), ("jpg", "image/jpeg")])
def test_a_thumbnail_is_512_wide_unless_told_otherwise(either, human, world, name, media):
    path = f"/api/imageinstance/{world.image}/thumb.{name}"
    assert picture(human.get(path), media).size == (512, 384)
    assert picture(human.get(path, params={"maxSize": 64, "bits": 8}), media).size == (64, 48)
    assert picture(human.get(path, params={"maxSize": 9999}), media).size == (WIDTH, HEIGHT)


def test_a_window_counts_from_the_top_left_corner(either, human, world):
    path = f"/api/imageinstance/{world.image}"
    shown = picture(human.get(f"{path}/window-100-50-40-30.png")).convert("RGB")
    assert shown.size == (40, 30)
    red, green, _ = shown.getpixel((0, 0))
    assert red == pytest.approx(100 * 255 // WIDTH, abs=1)
    assert green == pytest.approx(50 * 255 // HEIGHT, abs=1)
    halved = human.get(f"{path}/window-100-50-40-30.png", params={"zoom": 1})
    assert picture(halved).size == (20, 15)
    capped = human.get(f"{path}/window-0-0-400-200.png", params={"maxSize": 100})
    assert picture(capped).size == (100, 50)


def test_a_window_may_begin_outside_the_image(either, human, world):
    path = f"/api/imageinstance/{world.image}"
    cut = picture(human.get(f"{path}/window--10--20-100-100.png"))
    assert cut.size == (90, 80)
    outside = human.get(f"{path}/window--10--20-100-100.png", params={"withExterior": True})
    padded = picture(outside).convert("RGB")
    assert padded.size == (100, 100)
    assert padded.getpixel((0, 0)) == (255, 255, 255)
    assert padded.getpixel((10, 20)) == cut.convert("RGB").getpixel((0, 0))
    far = human.get(f"{path}/window-{WIDTH + 5}-0-10-10.png")
    assert far.status_code == 400
    assert human.get(f"{path}/window-a-b-10-10.png").status_code == 400


def test_a_window_shows_the_mask_of_annotations(either, human, of_job, job, world):
    place = {"image": world.image, "term": [world.terms[0]]}
    square = "POLYGON ((0 380, 50 380, 50 480, 0 480, 0 380))"
    of_job.post("/api/annotation.json", json={**place, "location": square})
    query = {"mask": "true", "terms": world.terms[0], "users": job["userJob"]}
    answer = human.get(f"/api/imageinstance/{world.image}/window-0-0-100-100.png", params=query)
    mask = picture(answer).convert("L")
    assert mask.getpixel((10, 50)) > 250
    assert mask.getpixel((90, 50)) < 5


def test_a_window_is_cut_out_along_annotations_or_shows_their_outlines(either, human, world):
    body = {"image": world.image, "location": "POLYGON ((0 380, 50 380, 50 480, 0 480, 0 380))"}
    made = human.post("/api/annotation.json", json=body).json()["annotation"]
    path = f"/api/imageinstance/{world.image}/window-0-0-100-100"
    plain = picture(human.get(f"{path}.png")).convert("RGB")
    for query in ({"annotations": made["id"]}, {"location": body["location"]}):
        for name in ("png", "jpg"):
            answer = human.get(f"{path}.{name}", params={"alphaMask": "true", **query})
            cut = picture(answer)
            assert cut.mode == "RGBA"
            assert cut.getpixel((10, 50)) == (*plain.getpixel((10, 50)), 255)
            assert cut.getpixel((90, 50))[3] == 0
        query |= {"draw": "true", "color": "0xFF0000", "thickness": 3}
        drawn = picture(human.get(f"{path}.png", params=query)).convert("RGB")
        assert drawn.getpixel((50, 50)) == (255, 0, 0)
        assert drawn.getpixel((20, 20)) == plain.getpixel((20, 20))
    nothing = {"mask": "true", "withExterior": "true", "maxSize": 5}
    path = f"/api/imageinstance/{world.image}/window-0-0-0-0.png"
    assert human.get(path, params=nothing).status_code == 400


@pytest.mark.parametrize(
    ("colour", "status"),
    [("0xFF0000", 200), ("#f00", 200), ("red", 200), ("FF0000", 200), ("#12", 400), ("?", 400)],
)
def test_outlines_are_drawn_in_any_colour_that_there_is(either, human, world, colour, status):
    body = {"image": world.image, "location": "POLYGON ((5 5, 50 5, 50 50, 5 5))"}
    made = human.post("/api/annotation.json", json=body).json()["annotation"]
    answer = human.get(made["cropURL"], params={"draw": "true", "color": colour})
    assert answer.status_code == status, answer.text


def test_the_original_file_can_be_downloaded(either, human, world):
    answer = human.get(f"/api/imageinstance/{world.image}/download")
    assert answer.status_code == 200
    assert Image.open(io.BytesIO(answer.content)).size == (WIDTH, HEIGHT)
    assert 'filename="plain.png"' in answer.headers["content-disposition"]


def test_old_readers_get_tiles_in_jpeg_without_signing(either, human, world):
    base = human.get(f"/api/imageinstance/{world.image}.json").json()["baseImage"]
    urls = human.get(f"/api/abstractimage/{base}/imageservers.json").json()["imageServersURLs"]
    query = "&tileGroup=0&z=2&x=2&y=1&mimeType=image/png"
    tile = picture(httpx.get(urls[0] + query), "image/jpeg")
    assert tile.size == (WIDTH - 512, HEIGHT - 256)
    slice_ = human.get(f"/api/imageinstance/{world.image}/sliceinstance/reference.json").json()
    url = f"{slice_['imageServerUrl']}/slice/tile"
    numbered = {"fif": slice_["path"], "mimeType": slice_["mime"], "tileIndex": 5, "z": 2}
    assert picture(httpx.get(url, params=numbered), "image/jpeg").size == tile.size
    assert httpx.get(url, params={**numbered, "fif": "guess"}).status_code == 404
    assert httpx.get(url, params={**numbered, "tileIndex": 99}).status_code == 404
    assert httpx.get(url).status_code == 404


def test_a_part_of_an_image_is_cut_out_by_its_outline(either, human, world):
    path = f"/api/imageinstance/{world.image}/crop.png"
    query = {"location": "POLYGON ((10 10, 60 10, 60 30, 10 30, 10 10))"}
    assert picture(human.get(path, params=query)).size == (50, 20)
    for wrong in ("", "POLYGON ((", "POINT EMPTY"):
        assert human.get(path, params={"location": wrong}).status_code == 400


@pytest.mark.parametrize("name", ["thumb.bmp", "thumb.json", "window-0-0-10-10.gif"])
def test_a_format_that_is_none_is_refused(either, human, world, name):
    assert human.get(f"/api/imageinstance/{world.image}/{name}").status_code == 400


@pytest.mark.parametrize("picture", ["thumb.png", "preview.jpg", "window-10-10-50-40.png"])
def test_a_picture_of_a_slide_is_kept_by_who_asks_for_it(either, human, world, picture):
    path = f"/api/imageinstance/{world.image}/{picture}"
    first = human.get(path, params={"maxSize": 64})
    assert "max-age" in first.headers["cache-control"]
    tag = first.headers["etag"]
    again = human.get(path, params={"maxSize": 64}, headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    other = human.get(path, params={"maxSize": 32}, headers={"If-None-Match": tag})
    assert other.status_code == 200
    assert other.headers["etag"] != tag


def test_a_crop_is_asked_for_anew_once_its_outline_was_changed(either, human, world):
    place = {"image": world.image, "location": "POLYGON ((9 9, 50 9, 50 50, 9 9))"}
    made = human.post("/api/annotation.json", json=place).json()["annotation"]
    first = human.get(made["cropURL"])
    assert first.headers["cache-control"] == "private, no-cache"
    known = {"If-None-Match": first.headers["etag"]}
    assert human.get(made["cropURL"], headers=known).status_code == 304
    larger = "POLYGON ((9 9, 90 9, 90 90, 9 9))"
    human.put(f"/api/annotation/{made['id']}.json", json={"location": larger})
    assert human.get(made["cropURL"], headers=known).status_code == 200


def test_a_window_has_an_address(either, human, world):
    path = f"/api/imageinstance/{world.image}/window_url-1-2-30-40.png?maxSize=8"
    url = human.get(path).json()["url"]
    assert url.endswith(f"/api/imageinstance/{world.image}/window-1-2-30-40.png?maxSize=8")
    assert human.get(url).status_code == 200


@pytest.fixture
def own_images(either, human, world, new_name):
    """Return a project of its own with two images of the same picture, the older first."""
    name = new_name("Images")
    project = human.post("/api/project.json", json={"name": name}).json()["project"]["id"]
    images = []
    for image in (world.image, world.measured_image):
        base = human.get(f"/api/imageinstance/{image}.json").json()["baseImage"]
        body = {"project": project, "baseImage": base}
        images.append(human.post("/api/imageinstance.json", json=body).json()["imageinstance"])
        assert human.post("/api/imageinstance.json", json=body).status_code == 409
    return project, [image["id"] for image in images]


def test_an_image_is_renamed_measured_and_stands_between_others(either, human, own_images):
    _, (older, newer) = own_images
    own = f"/api/imageinstance/{older}.json"
    before = human.get(own).json()
    body = {"physicalSizeX": 0.25, "physicalSizeY": 0.25, "magnification": 40}
    changed = human.put(own, json={**before, **body}).json()["imageinstance"]
    assert (changed["physicalSizeX"], changed["magnification"]) == (0.25, 40)
    assert changed["instanceFilename"] == before["instanceFilename"]
    for wrong in (0, -1, "wide", 1e9):
        assert human.put(own, json={"physicalSizeX": wrong}).status_code == 400
    assert human.get(f"/api/imageinstance/{newer}/next.json").json()["id"] == older
    assert human.get(f"/api/imageinstance/{older}/next.json").json() == {}
    assert human.get(f"/api/imageinstance/{newer}/previous.json").json() == {}


def test_an_image_is_reviewed_from_a_begin_to_an_end(either, human, own_images):
    path = f"/api/imageinstance/{own_images[1][0]}/review.json"
    assert human.delete(path).status_code == 400
    begun = human.post(path).json()["imageinstance"]
    assert (begun["inReview"], begun["reviewed"], begun["reviewUser"]) == (True, False, 1)
    ended = human.delete(path).json()["imageinstance"]
    assert (ended["inReview"], ended["reviewed"]) == (False, True)
    assert int(ended["reviewStop"]) >= int(ended["reviewStart"])


def test_lists_of_images_are_short_where_they_are_asked_so(either, human, own_images):
    project = own_images[0]
    path = f"/api/project/{project}/imageinstance.json"
    light = human.get(path, params={"light": "true"}).json()["collection"]
    assert set(light[0]) == {
        *("id", "instanceFilename", "blindedName", "originalFilename", "project"),
    }
    tree = human.get(path, params={"tree": "true"}).json()
    assert (tree["isFolder"], tree["size"]) == (True, 2)
    bounds = human.get(f"/api/project/{project}/bounds/imageinstance.json").json()
    assert bounds["width"] == {"min": WIDTH, "max": WIDTH}
    assert bounds["physicalSizeX"]["list"] == [0.5]
    assert human.get("/api/imaging_server.json").json()["size"] == 1


def test_lists_of_what_a_station_has_none_of_are_empty(either, human, world):
    """A client that gets no list at all dies where it walks along it."""
    places = [f"project/{world.project}/{none}" for none in ("track", "imagegroup")]
    for place in (*places, f"imageinstance/{world.image}/track"):
        assert human.get(f"/api/{place}.json").json()["collection"] == []
    assert human.get("/api/imageinstance/99999999/track.json").status_code == 404


def test_what_stands_behind_an_image_is_shown(either, human, world):
    image = human.get(f"/api/imageinstance/{world.image}.json").json()
    base = f"/api/abstractimage/{image['baseImage']}"
    assert human.get(f"{base}.json").json()["thumb"].endswith(f"{base}/thumb.png?maxSize=512")
    assert human.get(f"{base}/thumb.png").status_code == 200
    assert human.get(f"{base}/download").status_code == 200
    (slice_,) = human.get(f"{base}/abstractslice.json").json()["collection"]
    assert slice_["image"] == image["baseImage"]
    of_file = human.get(f"/api/uploadedfile/{image['baseImage']}/abstractslice.json").json()
    assert of_file["collection"] == [slice_]
    assert human.get(f"/api/abstractslice/{slice_['id']}.json").json()["mime"] == "image/png"
    own = f"/api/imageinstance/{world.image}"
    assert human.get(f"{own}/0/0/0/sliceinstance.json").json()["image"] == world.image
    assert human.get(f"{own}/1/0/0/sliceinstance.json").status_code == 404
    for path in ("/api/abstractimage.json", f"/api/project/{world.project}/image.json"):
        bases = [each["id"] for each in human.get(path).json()["collection"]]
        assert image["baseImage"] in bases
        assert len(bases) == len(set(bases))


@pytest.fixture
def grey(human, world, tmp_path):
    """Return an image of one channel, as the camera of a fluorescence microscope takes them."""
    path = tmp_path / "cells.tif"
    tifffile.imwrite(path, np.tile(np.arange(0, 4096, 8, np.uint16), (512, 1)))
    body = {"project": world.project, "path": str(path), "copy": True}
    return human.post("/station/v1/images", json=body).json()


def test_what_has_no_colours_is_shown_in_one_plane(human, grey):
    """Programs count: `mask.ndim == 2`, `adaptiveThreshold` of one channel."""
    image = f"/api/imageinstance/{grey['id']}"
    assert (grey["colorspace"], grey["samplePerPixel"]) == ("grayscale", 1)
    outline = {"location": "POLYGON ((10 10, 60 10, 60 30, 10 30, 10 10))"}
    for name in ("thumb", "window-0-0-100-50"):
        assert picture(human.get(f"{image}/{name}.png")).mode == "L"
        assert picture(human.get(f"{image}/{name}.jpg"), "image/jpeg").mode == "L"
    assert picture(human.get(f"{image}/crop.png", params=outline)).mode == "L"
    body = {**outline, "image": grey["id"]}
    outlined = human.post("/api/annotation.json", json=body).json()["annotation"]["id"]
    modes = {"crop": "L", "crop.png?draw=true": "RGB", "alphamask": "RGBA", "mask": "L"}
    for name, mode in modes.items():
        path = f"/api/userannotation/{outlined}/{name if '?' in name else f'{name}.png'}"
        assert picture(human.get(path)).mode == mode
    hot = human.get(f"{image}/thumb.png", params={"colormap": "hot"})
    assert picture(hot).mode == "RGB"


def test_a_tile_is_found_by_the_path_of_its_image(human, grey):
    """Readers of newer image servers name a tile by the image's path, not by its slice's."""
    base = human.get(f"/api/abstractimage/{grey['baseImage']}.json").json()
    assert grey["path"] == base["path"]
    slice_ = human.get(f"/api/imageinstance/{grey['id']}/sliceinstance/reference.json").json()
    url = f"{slice_['imageServerUrl']}/image/{grey['path']}/tile/zoom/1/ti/1.png"
    tile = picture(httpx.get(url))
    assert (tile.mode, tile.size) == ("L", (256, 256))
    window = picture(human.get(f"/api/imageinstance/{grey['id']}/window-256-0-256-256.png"))
    assert tile.tobytes() == window.tobytes()
    guess = url.replace(grey["path"], grey["originalFilename"])
    assert httpx.get(guess).status_code == 404


def test_images_name_their_project_and_their_file(either, human, world):
    path = f"/api/project/{world.project}/imageinstance.json"
    listed = human.get(path).json()["collection"]
    assert {each["projectName"] for each in listed} == {"Demo"}
    base = human.get(f"/api/abstractimage/{listed[0]['baseImage']}.json").json()
    file = human.get(f"/api/uploadedfile/{base['uploadedFile']}.json").json()
    assert file["originalFilename"] == base["originalFilename"]


@pytest.mark.parametrize(
    "path",
    [
        *("project/{project}", "software/{software}", "ontology/{ontology}", "term/{term}"),
        *("imageinstance/{image}", "softwareparameter/{parameter}", "user/1", "annotation/{drawn}"),
    ],
)
def test_every_thing_begins_as_things_of_a_server_do(either, human, world, path):
    body = {"image": world.image, "location": "POINT (7 7)"}
    drawn = human.post("/api/annotation.json", json=body).json()["annotation"]["id"]
    told = human.get(
        f"/api/{path}.json".format(
            project=world.project,
            software=world.software,
            ontology=world.ontology,
            term=world.terms[0],
            image=world.image,
            parameter=world.parameters["count"],
            drawn=drawn,
        )
    ).json()
    assert {"class", "id", "created", "updated", "deleted"} <= told.keys()
    assert told["deleted"] is None


def test_images_are_filtered_by_what_is_shown_of_them(either, human, own_images):
    project, (older, newer) = own_images
    assert human.post(f"/api/imageinstance/{older}/review.json").is_success
    path = f"/api/project/{project}/imageinstance.json"
    (shown,) = [each for each in human.get(path).json()["collection"] if each["id"] == older]

    def found(**query):
        return sorted(each["id"] for each in human.get(path, params=query).json()["collection"])

    for name in ("reviewStart", "reviewUser", "inReview"):
        assert found(**{f"{name}[in]": str(shown[name]).lower()}) == [older]
    assert found(**{"reviewStart[in]": "null"}) == [newer]
    for name in ("colorspace", "bitdepth", "bitPerSample", "project", "reviewStop"):
        wanted = "null" if shown[name] is None else shown[name]
        assert found(**{f"{name}[in]": wanted}) == sorted([older, newer])
        assert found(**{f"{name}[equals]": "nothing"}) == []
