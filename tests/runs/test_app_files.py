from __future__ import annotations

from pathlib import Path

import pytest

from cytodesk.runs.app_files import copy_app


def tree(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder).as_posix()) for path in folder.rglob("*"))


@pytest.fixture
def app(tmp_path: Path) -> Path:
    for name in ("run.py", "lib/a.py", ".git/config", "lib/__pycache__/a.pyc", ".config"):
        path = tmp_path / "app" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return tmp_path / "app"


def link(path: Path, target: Path) -> None:
    try:
        path.symlink_to(target)
    except OSError:
        pytest.skip("links may not be made here")


def test_the_files_come_without_history_and_caches(app: Path, tmp_path: Path) -> None:
    copy_app(app, tmp_path / "work")
    assert tree(tmp_path / "work") == [".config", "lib", "lib/a.py", "run.py"]


def test_a_link_inside_becomes_a_file_and_one_to_elsewhere_stays_away(
    app: Path, tmp_path: Path
) -> None:
    (tmp_path / "private").write_text("not yours")
    link(app / "inside.py", Path("lib/a.py"))
    link(app / "outside", tmp_path / "private")
    link(app / "broken", tmp_path / "nowhere")
    copy_app(app, tmp_path / "work")
    assert tree(tmp_path / "work") == [".config", "inside.py", "lib", "lib/a.py", "run.py"]
    assert not (tmp_path / "work/inside.py").is_symlink()


def test_a_circle_of_links_ends(app: Path, tmp_path: Path) -> None:
    link(app / "lib" / "above", app)
    link(app / "library", app / "lib")
    copy_app(app, tmp_path / "work")
    assert "library/a.py" in tree(tmp_path / "work")
    assert not any("above" in name for name in tree(tmp_path / "work"))
