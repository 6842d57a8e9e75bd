from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import shapely

from cytodesk.errors import BadInput, Cancelled
from cytodesk.wire.annotations import AnnotationKind
from cytodesk.wire.runs import Run
from cytodesk.workspace import (
    annotation_store,
    images,
    people,
    projects,
    run_lists,
    run_values,
    runs,
    tags,
    templates,
)
from cytodesk.workspace.exchange.export import export_project
from cytodesk.workspace.exchange.importing import Imported, import_project
from cytodesk.workspace.files import FileStore
from cytodesk.workspace.run_lists import RunsWanted
from cytodesk.workspace.shapes import shape_of
from cytodesk.workspace.store import Workspace
from cytodesk.workspace.writer import Change

from .conftest import Open
from .world import make_run

MEASURES = "area, perimeter, centroid_x, centroid_y, min_x, min_y, max_x, max_y, wkb, kind"
TABLES = ("project", "ontology", "term", "image", "algorithm", "run", "annotation", "property")


def nobody_listens(share: float) -> None:
    assert 0 <= share <= 1


@pytest.fixture
def other(open_workspace: Open, tmp_path: Path) -> Workspace:
    workspace = open_workspace(tmp_path / "other")
    people.ensure_human(workspace, "bob")
    return workspace


def files_of(workspace: Workspace) -> FileStore:
    return FileStore(workspace.folder / "files")


def drawn(workspace: Workspace, run: int, count: int) -> int:
    """Let the run leave `count` annotations; return its project."""
    found = runs.run(workspace.reading(), run)
    project = found.project or 0
    (image,) = images.images(workspace.reading(), project)
    (term,) = projects.terms(workspace.reading(), project=project)

    def made(change: Change) -> None:
        for number in range(count):
            x, y = number % 90 * 10 + 9, number // 90 * 10 + 9
            shape = shape_of(shapely.to_wkt(shapely.Point(x, y).buffer(4)), image)
            annotation_store.add_annotation(
                change,
                shape,
                kind=AnnotationKind.RUN,
                image=image.id,
                project=project,
                user=found.user or 0,
                terms=[term.id],
            )

    workspace.write(made)
    return project


def exported(workspace: Workspace, project: int, path: Path) -> Path:
    export_project(
        workspace, files_of(workspace), project, path, with_images=False, report=nobody_listens
    )
    return path


def imported(workspace: Workspace, path: Path) -> Imported:
    return import_project(
        workspace, files_of(workspace), path, human=people.HUMAN, report=nobody_listens
    )


def counts(workspace: Workspace) -> dict[str, int]:
    return {name: workspace.rows(f"select count(*) from {name}")[0][0] for name in TABLES}


def stopping_at(share: float) -> Callable[[float], None]:
    def report(done: float) -> None:
        if done >= share:
            raise Cancelled("stopped")

    return report


def test_many_pages_arrive_with_the_same_measures(
    workspace: Workspace, other: Workspace, tmp_path: Path
) -> None:
    project = drawn(workspace, make_run(workspace), 4500)
    here = imported(other, exported(workspace, project, tmp_path / "p.cytodesk"))
    assert here.added["annotation"] == 4500
    measures = f"select uuid, {MEASURES} from annotation order by uuid"
    left, came = workspace.rows(measures), other.rows(measures)
    assert [row["uuid"] for row in left] == [row["uuid"] for row in came]
    for one, same in zip(left, came, strict=True):
        assert tuple(one)[1:9] == pytest.approx(tuple(same)[1:9])
        assert tuple(one)[9:] == tuple(same)[9:]
    given = "select count(*) from annotation_term t join term on term.id = t.term where name='cell'"
    assert other.rows(given)[0][0] == 4500


def test_a_stopped_export_leaves_the_older_file(workspace: Workspace, tmp_path: Path) -> None:
    project = drawn(workspace, make_run(workspace), 10)
    target = tmp_path / "files" / "p.cytodesk"
    target.parent.mkdir()
    target.write_bytes(b"older")
    with pytest.raises(Cancelled):
        export_project(
            workspace,
            files_of(workspace),
            project,
            target,
            with_images=False,
            report=stopping_at(0.1),
        )
    assert [path.read_bytes() for path in target.parent.iterdir()] == [b"older"]


def test_a_folder_that_is_not_there_is_told_in_words(workspace: Workspace, tmp_path: Path) -> None:
    project = drawn(workspace, make_run(workspace), 1)
    with pytest.raises(BadInput, match="cannot be written"):
        exported(workspace, project, tmp_path / "nowhere" / "p.cytodesk")


@pytest.mark.parametrize("share", [0.5, 0.7, 0.9])
def test_a_stopped_import_leaves_nothing(
    workspace: Workspace, other: Workspace, tmp_path: Path, share: float
) -> None:
    project = drawn(workspace, make_run(workspace), 4500)
    path = exported(workspace, project, tmp_path / "p.cytodesk")
    before = counts(other)
    with pytest.raises(Cancelled):
        import_project(other, files_of(other), path, human=people.HUMAN, report=stopping_at(share))
    assert counts(other) == before
    assert list(files_of(other).folder.iterdir()) == []


def test_another_project_of_the_same_name_gets_a_number(
    workspace: Workspace, other: Workspace, tmp_path: Path
) -> None:
    make_run(other)
    project = drawn(workspace, make_run(workspace), 1)
    here = imported(other, exported(workspace, project, tmp_path / "p.cytodesk"))
    assert projects.project(other.reading(), here.project).name == "Demo (2)"
    assert {each.name for each in projects.ontologies(other.reading())} == {"Demo", "Demo (2)"}


def test_an_algorithm_of_the_same_content_is_the_same(
    workspace: Workspace, other: Workspace, tmp_path: Path
) -> None:
    own = make_run(other)
    project = drawn(workspace, make_run(workspace), 1)
    here = imported(other, exported(workspace, project, tmp_path / "p.cytodesk"))
    (run,) = here.runs
    db = other.reading()
    assert runs.run(db, run).algorithm == runs.run(db, own).algorithm
    assert [(value.name, value.value) for value in run_values.values_of(db, run)] == [("size", "3")]
    assert counts(other)["algorithm"] == 1


def test_a_run_whose_number_is_taken_gets_the_next(
    workspace: Workspace, other: Workspace, tmp_path: Path
) -> None:
    first = make_run(workspace)
    project = drawn(workspace, first, 1)
    here = imported(other, exported(workspace, project, tmp_path / "first.cytodesk")).project
    for place, its in ((workspace, project), (other, here)):
        algorithm = place.rows("select id from algorithm")[0]["id"]
        place.write(lambda change, p=its, a=algorithm: runs.add_run(change, p, a, people.HUMAN, {}))
    again = imported(other, exported(workspace, project, tmp_path / "second.cytodesk"))
    assert again.project == here
    assert again.added == {"run": 1, "run_user": 1}
    found, _ = run_lists.runs(other.reading(), RunsWanted(projects=(here,)))
    assert sorted(run.number for run in found) == [1, 2, 3]


def test_a_slide_of_several_files_is_not_torn_apart(workspace: Workspace, tmp_path: Path) -> None:
    project = drawn(workspace, make_run(workspace), 1)
    workspace.write(lambda change: change.db.execute("update image set path='a.mrxs'").close())
    files = files_of(workspace)
    with pytest.raises(BadInput, match="several files"):
        export_project(
            workspace,
            files,
            project,
            tmp_path / "p.cytodesk",
            with_images=True,
            report=nobody_listens,
        )


def test_names_tags_and_templates_travel_with_a_project(
    workspace: Workspace, other: Workspace, tmp_path: Path
) -> None:
    run = make_run(workspace)
    project = drawn(workspace, run, 1)
    algorithm = runs.run(workspace.reading(), run).algorithm or 0

    def keep(change: Change) -> None:
        runs.rename(change, run, "For the paper")
        tags.set_tags(change, Run.wire_class, run, ["good", "old"], people.HUMAN)
        (value,) = run_values.values_of(change.db, run)
        given = {value.parameter or 0: "7"}
        templates.add_template(change, "Usual", project, algorithm, people.HUMAN, given)

    workspace.write(keep)
    path = exported(workspace, project, tmp_path / "named.cytodesk")
    here = imported(other, path).project
    db = other.reading()
    (found,), _ = run_lists.runs(db, RunsWanted(projects=(here,)))
    assert found.name == "For the paper"
    assert tags.names_of_all(db, Run.wire_class, [found.id]) == {found.id: ["good", "old"]}
    (template,) = templates.templates(db, here)
    assert (template.name, [each.value for each in template.parameters]) == ("Usual", ["7"])
    imported(other, path)
    assert len(tags.tags(other.reading())) == 2
    assert len(templates.templates(other.reading(), here)) == 1
