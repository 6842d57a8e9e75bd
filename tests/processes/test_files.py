from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from cytodesk.errors import WorkspaceError
from cytodesk.processes import FileLock, keep_private, own_environment

HOLD = """
import sys, time
from pathlib import Path
from cytodesk.processes import FileLock
lock = FileLock(Path(sys.argv[1]))
print(lock.acquire(), flush=True)
sys.stdin.read()
"""


def hold(path: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)],
        env=own_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def first_word(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_one_process_holds_a_lock_and_its_violent_end_frees_it(tmp_path: Path) -> None:
    path = tmp_path / "station.lock"
    with hold(path) as holder:
        assert first_word(holder) == "True"
        assert not FileLock(path).acquire()
        with hold(path) as other:
            assert first_word(other) == "False"
            other.kill()
        holder.kill()  # no chance to clean up
        holder.wait()
        assert FileLock(path).acquire()


def test_a_lock_is_not_inherited_by_children(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    lock = FileLock(path)
    assert lock.acquire()
    sleeper = [sys.executable, "-c", "import sys; sys.stdin.read()"]
    with subprocess.Popen(sleeper, stdin=subprocess.PIPE, close_fds=False) as child:
        lock.release()
        assert FileLock(path).acquire()
        child.kill()


def test_a_released_lock_can_be_taken_again(tmp_path: Path) -> None:
    lock, other = FileLock(tmp_path / "lock"), FileLock(tmp_path / "lock")
    with lock:
        assert lock.acquire()
        assert not other.acquire()
        with pytest.raises(WorkspaceError, match="in use by another process"):
            other.__enter__()
    with other:
        assert not lock.acquire()


@pytest.mark.skipif(sys.platform == "win32", reason="the profile's access list rules there")
def test_a_private_file_is_its_owners_alone(tmp_path: Path) -> None:
    file = tmp_path / "keys.json"
    file.write_text("{}")
    keep_private(file)
    keep_private(tmp_path)
    assert file.stat().st_mode & 0o777 == 0o600
    assert tmp_path.stat().st_mode & 0o777 == 0o700
