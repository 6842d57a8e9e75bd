"""Comparisons that were saved for a server on which nothing is written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from cytodesk.client.comparisons import (
    SavedComparison,
    forget_comparison,
    save_comparison,
    saved_comparisons,
)
from cytodesk.client.finding import find_comparison
from cytodesk.errors import BadInput, NotFound
from cytodesk.wire.people import User
from cytodesk.wire.projects import Project
from cytodesk.wire.runs import Run

PROJECT = Project(id=5, name="Breast")
RUNS = [
    Run(id=100 + n, number=n, algorithm_name="Detect nuclei", created=1000 + n, project=5)
    for n in (1, 2, 3)
]


@dataclass
class Hospital:
    """A place that lists runs and people, and is no station."""

    runs: list[Run]
    people: tuple[User, ...] = (User(id=7, username="ada"),)
    server_id: str = "hospital"
    is_station: bool = False

    def things(self, kind: type, path: str, **_: Any) -> Iterator[Any]:
        return iter({Run: self.runs, Project: [PROJECT]}.get(kind, self.people))


def kept(place: Hospital, folder: Path) -> SavedComparison:
    (found,) = saved_comparisons(place, PROJECT, folder)  # type: ignore[arg-type]
    return found


def saved(place: Hospital, folder: Path, layers: tuple[int, ...], name: str = "Ki-67") -> None:
    one = SavedComparison(name, layers, hidden=(1,), saved=12)
    save_comparison(place, PROJECT, one, folder)  # type: ignore[arg-type]


def test_a_name_finds_it_in_any_project_and_tells_what_is_there(tmp_path: Path):
    place = Hospital(RUNS)
    with pytest.raises(NotFound, match="No comparison is saved"):
        find_comparison(place, "Ki-67", None, tmp_path)  # type: ignore[arg-type]
    saved(place, tmp_path, (103, 101))
    found = find_comparison(place, "Ki-67", None, tmp_path)  # type: ignore[arg-type]
    assert (found[0], found[1].layers) == (PROJECT, (103, 101))
    with pytest.raises(NotFound, match="there is Ki-67"):
        find_comparison(place, "Ki67", None, tmp_path)  # type: ignore[arg-type]


def test_what_is_saved_is_found_again_in_its_order(tmp_path: Path):
    place = Hospital(RUNS)
    saved(place, tmp_path, (103, 101, -5, -7))
    assert kept(place, tmp_path) == SavedComparison("Ki-67", (103, 101, -5, -7), (1,), 12)
    saved(place, tmp_path, (101, 102))
    assert kept(place, tmp_path).layers == (101, 102)
    forget_comparison(place, PROJECT, "Ki-67", tmp_path)  # type: ignore[arg-type]
    assert saved_comparisons(place, PROJECT, tmp_path) == []  # type: ignore[arg-type]


def test_runs_that_have_other_ids_now_are_known_all_the_same(tmp_path: Path):
    saved(Hospital(RUNS), tmp_path, (103, 101))
    brought = Hospital([replace(run, id=run.id + 900) for run in RUNS])
    assert kept(brought, tmp_path).layers == (1003, 1001)


def test_an_id_that_means_another_run_is_not_taken_for_it(tmp_path: Path):
    saved(Hospital(RUNS), tmp_path, (103, 101, 102))
    others = Hospital([replace(RUNS[0], created=9), RUNS[1]])
    found = kept(others, tmp_path)
    assert found.layers == (102,)
    assert found.gone == ("Detect nuclei #3", "Detect nuclei #1")


def test_a_person_who_left_and_a_run_that_is_gone_are_named(tmp_path: Path):
    saved(Hospital(RUNS), tmp_path, (-7, 101))
    assert kept(Hospital(RUNS, people=()), tmp_path).gone == ("ada",)
    with pytest.raises(NotFound, match="999"):
        saved(Hospital(RUNS), tmp_path, (101, 999))


@pytest.mark.parametrize("name", ["", "  ", "x" * 201])
def test_a_comparison_needs_a_name(tmp_path: Path, name: str):
    with pytest.raises(BadInput):
        saved(Hospital(RUNS), tmp_path, (101, 102), name)


def test_what_a_newer_program_saved_is_refused_in_words(tmp_path: Path):
    place = Hospital(RUNS)
    saved(place, tmp_path, (101, 102))
    (path,) = (tmp_path / "comparisons").iterdir()
    path.write_text(json.dumps({**json.loads(path.read_text()), "schema": 99}))
    with pytest.raises(BadInput, match="newer"):
        kept(place, tmp_path)
    path.write_text("no JSON")
    with pytest.raises(BadInput, match="Move it away"):
        kept(place, tmp_path)
