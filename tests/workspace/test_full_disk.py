"""A disk that is full: the operating system itself refuses to let the workspace's files grow."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from cytodesk.processes import own_environment

FILLS = """
import resource, signal, sys
from pathlib import Path
from cytodesk.errors import WorkspaceError
from cytodesk.workspace.files import FileStore
from cytodesk.workspace.store import Workspace

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
workspace = Workspace(Path(sys.argv[1]))
files = FileStore(workspace.folder / "files")
hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
kept = []

def write(name):
    workspace.write(lambda change: change.insert("project", name=name))
    kept.append(name)

write("before")
resource.setrlimit(resource.RLIMIT_FSIZE, (1_200_000, hard))
for number in range(1000):
    try:
        write(f"{number} " + "x" * 20_000)
    except WorkspaceError as error:
        print(error.said())
        break
for refused in (lambda: write("y" * 1_400_000), lambda: files.put([b"z" * 1_400_000])):
    try:
        refused()
    except WorkspaceError as error:
        print(error.said())
print(len(list(files.folder.iterdir())), "files")
resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
write("after")
files.put([b"z" * 1_400_000])
found = [row["name"] for row in workspace.rows("select name from project order by id")]
print("kept" if found == kept else "lost", len(kept) > 5)
workspace.close()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit of file sizes")
def test_a_full_disk_is_said_and_loses_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-c", FILLS, str(tmp_path / "workspace")]
    done = subprocess.run(
        command, capture_output=True, text=True, env=own_environment(), timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    *refused, files, end = done.stdout.splitlines()
    assert len(refused) == 3
    assert all("could not be" in sentence for sentence in refused)
    assert (files, end) == ("0 files", "kept True")
