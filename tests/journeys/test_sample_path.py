"""From nothing to a comparison, offline: sample, run, run again otherwise, compare."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from cytodesk.client.comparisons import SavedComparison, save_comparison
from cytodesk.client.connection import Connection
from cytodesk.errors import BadInput
from cytodesk.sample.project import NAME, make_sample
from cytodesk.wire.annotations import Annotation
from cytodesk.wire.projects import Project
from cytodesk.wire.runs import Run
from tests.journeys.command_line import ROOT, CommandLine

TERMS = (
    "--set",
    "cytomine_id_term_nucleus=Tumour nucleus",
    "--set",
    "cytomine_id_term_lymphocyte=Lymphocyte",
)


@pytest.fixture(scope="module")
def filled_wheels() -> Path:
    """Return the folder of wheels; skip where nobody has filled it."""
    check = [sys.executable, str(ROOT / "packaging" / "wheel_cache.py"), "--check"]
    said = subprocess.run(check, capture_output=True, text=True, check=False)
    if said.returncode:
        pytest.skip(f"no wheels for the sample's environment: {said.stdout or said.stderr}")
    return Path(said.stdout.strip())


@pytest.fixture(scope="module")
def project(cytodesk: CommandLine, filled_wheels: Path) -> dict[str, Any]:
    return cytodesk.json("project", "new", "--sample", "--wheels", filled_wheels)


@pytest.fixture(scope="module")
def usual(cytodesk: CommandLine, project: dict[str, Any]) -> dict[str, Any]:
    return cytodesk.json("run", "Detect nuclei", "--project", NAME, *TERMS, "--wait")


@pytest.fixture(scope="module")
def strict(cytodesk: CommandLine, usual: dict[str, Any]) -> dict[str, Any]:
    otherwise = ("--set", "threshold_method=fixed", "--set", "threshold=0.5")
    return cytodesk.json("run", "Detect nuclei", "--project", NAME, *TERMS, *otherwise, "--wait")


def nuclei_of(place: Connection, project: int, **query: Any) -> list[shapely.Polygon]:
    tissue = [t["id"] for t in place.rows(f"project/{project}/term.json") if t["name"] == "Tissue"]
    found = place.things(
        Annotation, "annotation.json", project=project, showWKT=True, showTerm=True, **query
    )
    return [shapely.from_wkt(one.location) for one in found if one.terms != tuple(tissue)]


def f1(found: list[shapely.Polygon], true: list[shapely.Polygon]) -> float:
    """Return the F1 of `found`; from an IoU of one half on, a nucleus has one partner at most."""
    one, other = shapely.STRtree(true).query(found, predicate="intersects")
    here, there = np.array(found)[one], np.array(true)[other]
    shared = shapely.area(shapely.intersection(here, there))
    matches = int(np.sum(shared / (shapely.area(here) + shapely.area(there) - shared) > 0.5))
    return 2 * matches / (len(found) + len(true))


def test_the_sample_is_made_once(cytodesk: CommandLine, project: dict[str, Any]) -> None:
    assert project["name"] == NAME
    assert project["numberOfImages"] == 1
    assert project["numberOfReviewedAnnotations"] == project["numberOfAnnotations"] > 1000
    assert cytodesk.json("project", "new", "--sample") == project
    names = [each["name"] for each in cytodesk.json("algorithm", "list")["algorithms"]]
    assert sorted(names) == ["Detect nuclei", "Measure tissue area"]


def test_the_default_finds_the_reviewed_nuclei(
    place: Connection, project: dict[str, Any], usual: dict[str, Any]
) -> None:
    run = place.thing(Run, f"job/{usual['id']}.json")
    true = nuclei_of(place, project["id"], reviewed=True)
    found = nuclei_of(place, project["id"], users=run.user, includeAlgo=True)
    assert f1(found, true) >= 0.9


def test_two_thresholds_are_compared(
    cytodesk: CommandLine, usual: dict[str, Any], strict: dict[str, Any]
) -> None:
    runs = (str(usual["id"]), str(strict["id"]))
    compared = cytodesk.json("compare", *runs)
    text = cytodesk.said("compare", *runs).stdout
    assert "0.5" in text
    assert [run["id"] for run in compared["runs"]] == [usual["id"], strict["id"]]


def test_a_saved_comparison_is_opened_by_its_name(
    cytodesk: CommandLine,
    place: Connection,
    project: dict[str, Any],
    usual: dict[str, Any],
    strict: dict[str, Any],
    tmp_path: Path,
) -> None:
    """The baseline is the one that was saved; figures are computed again, never kept."""
    layers = (strict["id"], -project["id"], usual["id"])
    kept = SavedComparison("Strict against truth", layers)
    save_comparison(place, place.thing(Project, f"project/{project['id']}.json"), kept, tmp_path)
    told = cytodesk.json("compare", "--saved", "Strict against truth")
    assert [run["id"] for run in told["runs"]] == list(layers)
    by_hand = cytodesk.json("compare", strict["id"], "reviewed", usual["id"])
    assert told["agreements"] == by_hand["agreements"]
    said = cytodesk.said("compare", "--saved", "Truth", status=3)
    assert "there is Strict against truth" in said.stderr
    cytodesk.said("compare", usual["id"], "--saved", "Strict against truth", status=3)


def test_a_run_is_compared_with_the_reviewed_truth(
    cytodesk: CommandLine,
    place: Connection,
    project: dict[str, Any],
    usual: dict[str, Any],
    tmp_path: Path,
) -> None:
    """Precision, recall and mean IoU are those of an independent calculation."""
    nuclei = ("--term", "Tumour nucleus", "--term", "Lymphocyte")
    report = tmp_path / "report.pdf"
    words = ("compare", usual["id"], "--baseline", "reviewed", *nuclei, "--report", report)
    (agreement,) = cytodesk.json(*words)["agreements"]
    assert cytodesk.json(*words)["agreements"] == [agreement]
    assert report.read_bytes().startswith(b"%PDF")
    run = place.thing(Run, f"job/{usual['id']}.json")
    true = np.array(nuclei_of(place, project["id"], reviewed=True))
    found = np.array(nuclei_of(place, project["id"], users=run.user, includeAlgo=True))
    one, other = shapely.STRtree(true).query(found, predicate="intersects")
    shared = shapely.area(shapely.intersection(found[one], true[other]))
    iou = shared / (shapely.area(found)[one] + shapely.area(true)[other] - shared)
    matches = int((iou > 0.5).sum())
    pooled = agreement["pooled"]
    assert (pooled["matches"], pooled["baseline"], pooled["other"]) == (
        matches,
        len(true),
        len(found),
    )
    assert pooled["precision"] == pytest.approx(matches / len(found), rel=1e-12)
    assert pooled["recall"] == pytest.approx(matches / len(true), rel=1e-12)
    assert pooled["mean_iou"] == pytest.approx(iou[iou > 0.5].mean(), rel=1e-9)
    union_a, union_b = shapely.union_all(true), shapely.union_all(found)
    exact = 2 * union_a.intersection(union_b).area / (union_a.area + union_b.area)
    assert pooled["pixel_dice"] == pytest.approx(exact, rel=1e-3)


def test_the_sample_is_nothing_for_a_cytomine_server() -> None:

    class Server:
        is_station = False
        url = "https://cytomine.example.org"

    with pytest.raises(BadInput, match=r"cytomine\.example\.org"):
        make_sample(Server(), Path())  # type: ignore[arg-type]
