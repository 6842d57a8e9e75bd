"""What a crash leaves without a row goes at the next opening; what is needed stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from cytodesk.wire.runs import Run
from cytodesk.workspace import algorithms, notes, runs
from cytodesk.workspace.files import FileStore
from cytodesk.workspace.store import Workspace
from cytodesk.workspace.sweeping import Swept, forget_algorithm, sweep, sweep_runs

from .world import make_run


def nobody(folder: Path) -> bool:
    return False


@pytest.fixture
def files(workspace: Workspace) -> FileStore:
    return FileStore(workspace.folder / "files")


def made(path: Path) -> Path:
    path.mkdir(parents=True)
    (path / "file.txt").write_text("text")
    return path


def test_what_has_no_row_is_swept_and_what_has_one_stays(
    workspace: Workspace, files: FileStore
) -> None:
    run = make_run(workspace, folder="algorithms/kept")
    stored, _ = files.put([b"kept"])
    workspace.write(
        lambda change: notes.add_attached_file(change, Run.wire_class, run, "log.out", stored, 4)
    )
    copy = workspace.folder / "images" / "kept.tif"
    copy.parent.mkdir()
    copy.write_bytes(b"slide")
    workspace.write(
        lambda change: change.db.execute("update image set is_copy=1, path=?", (str(copy),)).close()
    )
    kept = [
        files.path(stored),
        copy,
        made(workspace.folder / "algorithms" / "kept"),
        made(workspace.folder / "runs" / str(run)),
    ]
    left, _ = files.put([b"left"])
    (files.folder / "half.part").write_bytes(b"ha")
    (copy.parent / "half.part").write_bytes(b"ha")
    gone = [
        files.path(left),
        files.folder / "half.part",
        copy.parent / "half.part",
        made(workspace.folder / "algorithms" / "left"),
        made(workspace.folder / "algorithms" / ".staged"),
        made(workspace.folder / "runs" / str(run + 1)),
    ]
    assert sweep(workspace, files, nobody) == Swept(files=2, images=1, algorithms=2, runs=1)
    assert all(path.exists() for path in kept)
    assert not any(path.exists() for path in gone)
    assert sweep(workspace, files, nobody) == Swept(0, 0, 0, 0)


def test_an_empty_workspace_has_nothing_to_sweep(workspace: Workspace, files: FileStore) -> None:
    assert sweep(workspace, files, nobody) == Swept(0, 0, 0, 0)


def test_a_folder_in_which_somebody_works_is_left_alone(workspace: Workspace) -> None:
    lived_in, left = (made(workspace.folder / "runs" / name) for name in ("7", "8"))
    assert sweep_runs(workspace, lambda folder: folder == lived_in) == 1
    assert lived_in.exists()
    assert not left.exists()


def test_a_removed_algorithm_takes_its_folder_unless_another_needs_it(
    workspace: Workspace,
) -> None:
    first, second = (
        runs.run(workspace.reading(), make_run(workspace, name, "algorithms/shared")).algorithm or 0
        for name in ("One", "Two")
    )
    folder = made(workspace.folder / "algorithms" / "shared")
    other = made(workspace.folder / "algorithms" / "being-installed")
    workspace.write(lambda change: algorithms.remove_algorithm(change, first))
    assert forget_algorithm(workspace, "algorithms/shared") == 0
    workspace.write(lambda change: algorithms.remove_algorithm(change, second))
    assert forget_algorithm(workspace, "algorithms/shared") == 1
    assert not folder.exists()
    assert other.exists()
    assert forget_algorithm(workspace, "") == 0


def test_what_hung_on_a_gone_run_goes_with_its_file(workspace: Workspace, files: FileStore) -> None:
    run = make_run(workspace)
    stored, size = files.put([b"words"])
    workspace.write(
        lambda change: notes.add_attached_file(change, Run.wire_class, run, "log.out", stored, size)
    )
    workspace.write(lambda change: change.delete("run", run))
    assert sweep(workspace, files, nobody).files == 1
    assert workspace.rows("select 1 from attached_file") == []


def test_a_file_that_found_no_room_leaves_nothing(workspace: Workspace, files: FileStore) -> None:
    def blocks():  # type: ignore[no-untyped-def]
        yield b"some"
        raise OSError(28, "No space left on device")

    with pytest.raises(Exception, match="No space left"):
        files.put(blocks())
    assert list(files.folder.iterdir()) == []
