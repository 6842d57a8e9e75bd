"""Files that arrive: what each of them is."""

from __future__ import annotations

from pathlib import Path

from cytodesk.ui.arrivals import Arrivals, sorted_out


def _touched(folder: Path, *names: str) -> list[Path]:
    folder.mkdir(exist_ok=True)
    paths = [folder / name for name in names]
    for path in paths:
        path.touch()
    return paths


def test_each_file_is_what_its_name_says_and_a_strange_one_is_tried_as_an_image(
    tmp_path: Path,
) -> None:
    slide, zipped, descriptor, project, strange = _touched(
        tmp_path, "a.SVS", "app.zip", "descriptor.json", "b.cytodesk", "scan.xyz"
    )
    arrived = sorted_out([slide, zipped, descriptor, project, strange])
    assert arrived == Arrivals((slide, strange), (zipped, descriptor), (project,))


def test_a_folder_of_slides_is_its_slides_and_dicom_files_in_it_are_one(tmp_path: Path) -> None:
    _touched(tmp_path / "slides", "2.ndpi", "1.svs", "notes.txt", "x.dcm", "y.dcm")
    arrived = sorted_out([tmp_path / "slides"])
    assert [path.name for path in arrived.images] == ["1.svs", "2.ndpi", "x.dcm"]


def test_a_folder_with_a_descriptor_is_an_algorithm_though_it_holds_pictures(
    tmp_path: Path,
) -> None:
    _touched(tmp_path / "app", "descriptor.json", "icon.png")
    empty = tmp_path / "empty"
    empty.mkdir()
    assert sorted_out([tmp_path / "app", empty]).algorithms == (tmp_path / "app", empty)
