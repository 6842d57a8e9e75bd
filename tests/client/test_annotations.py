from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cytodesk.client.annotations import annotations_of, download_file, files_of, local_name
from cytodesk.client.connection import Connection
from cytodesk.errors import NotUnderstood
from cytodesk.wire.annotations import AnnotationKind
from cytodesk.wire.runs import Run, RunFile

from .conftest import Place

Connect = Callable[..., Connection]
RUN = Run(id=500, user=501, project=10)


def test_annotations_are_asked_for_by_the_user_of_the_run(place: Place, connected: Connect) -> None:
    connection = connected(place)
    own = {
        "class": "be.cytomine.ontology.AlgoAnnotation",
        "id": 9,
        "user": 501,
        "location": "POINT (1 2)",
        "term": [5],
        "area": 2.5,
        "created": 1700000000000,
    }
    given_a_term = {"class": "be.cytomine.ontology.UserAnnotation", "id": 8, "user": 7}
    place.says("/api/annotation.json", {"collection": [own, given_a_term], "size": 2})
    (annotation,) = annotations_of(connection, RUN)
    assert annotation.kind is AnnotationKind.RUN
    assert (annotation.location, annotation.terms, annotation.area) == ("POINT (1 2)", (5,), 2.5)
    query = place.asked[-1].query
    assert (query["users"], query["project"]) == ("501", "10")
    assert "job" not in query
    assert {query[f"show{group}"] for group in ("Meta", "WKT", "Term", "GIS")} == {"true"}


def test_a_run_without_a_user_is_said(place: Place, connected: Connect) -> None:
    with pytest.raises(NotUnderstood):
        annotations_of(connected(place), Run(id=1))


def test_files_come_in_order_and_are_written_by_their_bare_name(
    place: Place, connected: Connect, tmp_path: Path
) -> None:
    connection = connected(place)
    rows = [{"id": 2, "key": "k", "filename": "/tmp/out/b.csv"}, {"id": 1, "filename": "a.csv"}]
    place.says("/api/job/500/jobdata.json", {"collection": rows, "size": 2})
    place.says("/api/jobdata/2/download", b"1;2", kind="application/octet-stream")
    first, second = files_of(connection, RUN)
    assert (first.id, second.id) == (1, 2)
    assert download_file(connection, second, tmp_path) == tmp_path / "b.csv"
    assert (tmp_path / "b.csv").read_bytes() == b"1;2"


@pytest.mark.parametrize(
    ("filename", "name"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\out\\r.csv", "r.csv"),
        ("..", "file-4"),
        ("", "file-4"),
        ("a\n:b?.txt", "ab.txt"),
        ("nul.txt", "_nul.txt"),
        (".", "file-4"),
    ],
)
def test_a_file_never_leaves_its_folder(filename: str, name: str) -> None:
    assert local_name(RunFile(id=4, filename=filename)) == name
