from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import Image

from cytodesk.errors import NotFound, UnreadableImage
from cytodesk.workspace.pixels import SlideFacts, open_slide, pillow_reader, read_facts
from tests.workspace.pixels.conftest import Opened, picture

NOT_IMAGES = {".md", ".json", ".py"}


def facts_of_size(width: int, height: int) -> SlideFacts:
    size = (width, height)
    rest = (None, None, None, 8, 3, "rgb", "image/png", "png", (), "1-a")
    return SlideFacts(*size, (size,), *rest)


@pytest.mark.parametrize(
    ("size", "zoom"),
    [((1, 1), 0), ((256, 256), 0), ((257, 3), 1), ((512, 9), 1), ((513, 9), 2), ((2220, 2967), 4)],
)
def test_zoom_counts_the_halvings_until_one_tile_holds_the_image(
    size: tuple[int, int], zoom: int
) -> None:
    assert facts_of_size(*size).zoom == zoom


def test_a_pyramid_tells_its_levels_and_pixel_size(odd_pyramid: Path) -> None:
    facts = read_facts(odd_pyramid)
    assert facts.levels == ((777, 1003), (388, 501), (194, 250), (97, 125))
    assert (facts.pixel_size_x, facts.pixel_size_y) == (0.25, 0.5)
    assert (facts.mime, facts.bit_depth, facts.channels) == ("image/pyrtiff", 8, 3)


def test_resolution_without_a_unit_is_no_pixel_size(tmp_path: Path) -> None:
    tifffile.imwrite(
        tmp_path / "a.tif",
        picture(30, 20),
        photometric="rgb",
        resolution=(72, 72),
        resolutionunit="NONE",
    )
    assert read_facts(tmp_path / "a.tif").pixel_size_x is None


def test_ome_xml_gives_the_pixel_size_in_its_own_unit(tmp_path: Path) -> None:
    metadata = {
        "axes": "YXS",
        "PhysicalSizeX": 500.0,
        "PhysicalSizeXUnit": "nm",
        "PhysicalSizeY": 0.25,
    }
    tifffile.imwrite(tmp_path / "a.ome.tif", picture(30, 20), photometric="rgb", metadata=metadata)
    facts = read_facts(tmp_path / "a.ome.tif")
    assert (facts.pixel_size_x, facts.pixel_size_y) == (0.5, 0.25)
    assert facts.format == "ome-tiff"


def test_dots_per_inch_of_a_picture_are_no_pixel_size(tmp_path: Path) -> None:
    Image.fromarray(picture(30, 20)).save(tmp_path / "a.png", dpi=(72, 72))
    assert read_facts(tmp_path / "a.png").pixel_size_x is None


def test_a_changed_middle_changes_the_fingerprint(tmp_path: Path) -> None:
    pixels = picture(400, 400)
    tifffile.imwrite(tmp_path / "a.tif", pixels, photometric="rgb")
    pixels[200, 200] += 1
    tifffile.imwrite(tmp_path / "b.tif", pixels, photometric="rgb")
    first, second = (read_facts(tmp_path / name).fingerprint for name in ("a.tif", "b.tif"))
    assert first != second
    assert first.split("-")[0] == second.split("-")[0]


def test_exif_orientation_turns_nothing(tmp_path: Path) -> None:
    image = Image.fromarray(picture(30, 20))
    exif = Image.Exif()
    exif[0x0112] = 6
    image.save(tmp_path / "a.jpg", exif=exif)
    facts = read_facts(tmp_path / "a.jpg")
    assert (facts.width, facts.height) == (30, 20)


def test_a_text_is_refused_with_what_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "notes.tif").write_text("not a picture")
    with pytest.raises(UnreadableImage, match=r"notes\.tif .*OME-TIFF"):
        read_facts(tmp_path / "notes.tif")


def test_a_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(UnreadableImage, match="no file"):
        read_facts(tmp_path / "gone.svs")


def test_a_cut_off_file_is_refused_where_its_pixels_are_gone(tmp_path: Path) -> None:
    Image.fromarray(picture(300, 300)).save(tmp_path / "a.png")
    whole = (tmp_path / "a.png").read_bytes()
    (tmp_path / "half.png").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(UnreadableImage, match=r"half\.png is damaged"):
        read_facts(tmp_path / "half.png")


def test_a_cut_off_tiff_is_refused_in_words(tmp_path: Path, odd_pyramid: Path) -> None:
    whole = odd_pyramid.read_bytes()
    for part in (9, 200, len(whole) // 4, len(whole) // 2):
        (tmp_path / "half.tif").write_bytes(whole[:part])
        with pytest.raises(UnreadableImage, match=r"half\.tif"):
            read_facts(tmp_path / "half.tif")


def test_floating_point_pixels_are_refused_with_what_to_do(tmp_path: Path) -> None:
    tifffile.imwrite(tmp_path / "a.tif", np.zeros((20, 20), np.float32))
    with pytest.raises(UnreadableImage, match=r"float32.*8 or 16 bits"):
        read_facts(tmp_path / "a.tif")


def test_a_picture_too_large_to_hold_is_refused_before_it_is_decoded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Image.fromarray(picture(30, 20)).save(tmp_path / "a.png")
    monkeypatch.setattr(pillow_reader, "MOST_PIXELS", 599)
    with pytest.raises(UnreadableImage, match="pyramidal TIFF"):
        open_slide(tmp_path / "a.png")


def test_every_public_slide_is_opened_or_refused_in_words(shared_slides: Path) -> None:
    refused = {}
    for path in sorted(shared_slides.iterdir()):
        if path.suffix in NOT_IMAGES:
            continue
        try:
            facts = read_facts(path)
        except UnreadableImage as trouble:
            refused[path.name] = trouble.said()
        else:
            assert min(facts.width, facts.height) > 0
            assert facts.mime.count("/") == 1
    assert list(refused) == ["unreadable.svs"]
    assert refused["unreadable.svs"].startswith("unreadable.svs is damaged")


@pytest.mark.parametrize(
    ("name", "size", "pixel_size", "magnification", "mime"),
    [
        ("CMU-1-Small-Region.svs", (2220, 2967), 0.499, 20, "openslide/svs"),
        ("test3-DAPI-2-387.ndpi", (3968, 4864), 0.228175, 40, "openslide/ndpi"),
        ("derived-HE-slide-10k.tif", (10240, 7680), 0.499, None, "image/pyrtiff"),
        ("OS-2-ndpi.ome.tif", (2202, 2202), 0.227097, None, "image/tiff"),
        ("boxes_0.dcm", (16, 16), 0.499, 20, "application/dicom"),
        ("boxes.tiff", (300, 250), 352.7778, None, "image/pyrtiff"),
        ("stardist_img2d.tif", (512, 512), None, None, "image/tiff"),
        ("ihc.png", (512, 512), None, None, "image/png"),
        ("stardist_histo.jpg", (500, 300), None, None, "image/jpeg"),
    ],
)
def test_public_slides_have_the_facts_their_readme_tells(
    shared_slides: Path,
    name: str,
    size: tuple[int, int],
    pixel_size: float | None,
    magnification: float | None,
    mime: str,
) -> None:
    facts = read_facts(shared_slides / name)
    assert (facts.width, facts.height) == size
    assert facts.pixel_size_x == (pixel_size and pytest.approx(pixel_size, rel=1e-5))
    assert (facts.magnification, facts.mime) == (magnification, mime)


def test_sixteen_bits_of_grey_stay_sixteen_bits(shared_slides: Path) -> None:
    facts = read_facts(shared_slides / "stardist_img2d.tif")
    assert (facts.bit_depth, facts.channels, facts.colorspace) == (16, 1, "grayscale")


def test_labels_and_macros_come_out_by_name(shared_slides: Path, opened: Opened) -> None:
    slide = opened(shared_slides / "CMU-1-Small-Region.svs")
    assert slide.facts.associated == ("label", "macro", "thumbnail")
    assert slide.associated("label").shape == (463, 387, 3)
    with pytest.raises(NotFound, match="named barcode"):
        slide.associated("barcode")


@pytest.mark.parametrize("suffix", [".tif", ".png", ".jpg"])
def test_a_file_with_wrong_bytes_is_read_or_refused_in_words(tmp_path: Path, suffix: str) -> None:
    path, random = tmp_path / f"a{suffix}", np.random.default_rng(11)
    Image.fromarray(picture(60, 50)).save(path)
    sound = np.frombuffer(path.read_bytes(), np.uint8)
    refused = 0
    for _ in range(60):
        wrong = sound.copy()
        places = random.integers(0, min(len(wrong), 400), 4)
        wrong[places if random.random() < 0.5 else -1 - places] = random.integers(0, 256, 4)
        path.write_bytes(wrong.tobytes())
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                read_facts(path)
            except UnreadableImage:
                refused += 1
    assert refused > 4
