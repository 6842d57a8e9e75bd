from __future__ import annotations

import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from cytodesk.errors import Cancelled, EnvironmentFailed
from cytodesk.processes import (
    clean_environment,
    end_group,
    identify,
    is_alive,
    own_environment,
    run_briefly,
    start_child,
    start_detached,
    start_with_socket,
)


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def wait_for(path: Path, seconds: float = 10.0) -> str:
    deadline = time.monotonic() + seconds
    while not (path.exists() and path.read_text().endswith("\n")):
        assert time.monotonic() < deadline, f"{path} was not written"
        time.sleep(0.02)
    return path.read_text()


def test_a_detached_process_outlives_its_parent(tmp_path: Path) -> None:
    parent = f"""
from pathlib import Path
from cytodesk.processes import clean_environment, start_detached
import sys
who = start_detached([sys.executable, "-c", "import time; time.sleep(60)"],
                     folder=Path({str(tmp_path)!r}), environment=clean_environment())
print(who.pid, who.created)
"""
    said = subprocess.run(
        python(parent), env=own_environment(), capture_output=True, text=True, check=True
    )
    child = psutil.Process(int(said.stdout.split()[0]))
    try:
        assert child.is_running()
        assert child.status() != psutil.STATUS_ZOMBIE
    finally:
        child.kill()


def test_a_detached_process_says_its_words_to_a_file_and_hears_ours(tmp_path: Path) -> None:
    output = tmp_path / "said.log"
    who = start_detached(
        python("import sys; print(sys.stdin.read()); print('trouble', file=sys.stderr)"),
        folder=tmp_path,
        environment=clean_environment(),
        output=output,
        given=b"a secret",
    )
    deadline = time.monotonic() + 10
    while is_alive(who) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert sorted(output.read_text().splitlines()) == ["a secret", "trouble"]


def test_an_ended_detached_process_is_no_zombie(tmp_path: Path) -> None:
    who = start_detached(python("pass"), folder=tmp_path, environment=clean_environment())
    deadline = time.monotonic() + 10
    while psutil.pid_exists(who.pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not psutil.pid_exists(who.pid)


@pytest.mark.skipif(sys.platform == "win32", reason="descriptors are a POSIX thing")
def test_a_child_inherits_no_open_file_of_ours(tmp_path: Path) -> None:
    with (tmp_path / "ours").open("w"), socket.create_server(("127.0.0.1", 0)):
        count = "import os; print(sorted(map(int, os.listdir('/dev/fd')))[:-1])"
        done = run_briefly(
            python(count), folder=tmp_path, environment=clean_environment(), timeout=20
        )
    assert done.output == "[0, 1, 2]"


def test_a_missing_program_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFailed, match=r"no-such-program cannot be started: \w+"):
        run_briefly(
            ["no-such-program"], folder=tmp_path, environment=clean_environment(), timeout=5
        )


def test_an_argument_arrives_as_it_was_given(tmp_path: Path) -> None:
    value = '$(touch X); "a b" --y'
    done = run_briefly(
        [*python("import sys; print(sys.argv[1])"), value],
        folder=tmp_path,
        environment=clean_environment(),
        timeout=20,
    )
    assert done.output == value
    assert not list(tmp_path.iterdir())


def test_lines_are_heard_while_the_helper_runs(tmp_path: Path) -> None:
    heard: list[tuple[str, float]] = []
    done = run_briefly(
        python("import time; print('one', flush=True); time.sleep(.5); print('two'); exit(3)"),
        folder=tmp_path,
        environment=clean_environment(),
        timeout=20,
        on_line=lambda line: heard.append((line, time.monotonic())),
    )
    assert [line for line, _ in heard] == ["one", "two"]
    assert heard[1][1] - heard[0][1] > 0.3
    assert (done.status, done.output, done.has_succeeded) == (3, "one\ntwo", False)


def test_every_line_of_a_hasty_helper_is_heard(tmp_path: Path) -> None:
    hasty = "print('\\n'.join(map(str, range(10_000))))"
    done = run_briefly(python(hasty), folder=tmp_path, environment=clean_environment(), timeout=30)
    assert done.output.split() == [str(number) for number in range(10_000)]


def test_a_helper_whose_time_is_over_is_ended(tmp_path: Path) -> None:
    began = time.monotonic()
    done = run_briefly(
        python("import time; print('begun', flush=True); time.sleep(60)"),
        folder=tmp_path,
        environment=clean_environment(),
        timeout=1,
    )
    assert (done.status, done.output) == (None, "begun")
    assert time.monotonic() - began < 8


def test_a_helper_that_left_somebody_behind_does_not_keep_us(tmp_path: Path) -> None:
    lingering = (
        "import subprocess, sys; print('done', flush=True);"
        "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(4)'])"
    )
    began = time.monotonic()
    done = run_briefly(
        python(lingering), folder=tmp_path, environment=clean_environment(), timeout=30
    )
    assert (done.status, done.output) == (0, "done")
    assert time.monotonic() - began < 3


def test_a_cancelled_helper_is_ended_with_its_children(tmp_path: Path) -> None:
    born = tmp_path / "born"
    family = (
        "import subprocess, sys, pathlib, time;"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
        f"pathlib.Path({str(born)!r}).write_text(f'{{child.pid}}\\n'); time.sleep(60)"
    )
    with pytest.raises(Cancelled):
        run_briefly(
            python(family),
            folder=tmp_path,
            environment=clean_environment(),
            timeout=60,
            cancelled=born.exists,
        )
    grandchild = identify(int(wait_for(born)))
    assert grandchild is None or not is_alive(grandchild)


def test_a_shared_socket_serves_while_its_child_is_replaced(tmp_path: Path) -> None:
    serve = """
from cytodesk.processes import received_socket, when_parent_ends
import os
listening = received_socket()
when_parent_ends(lambda: os._exit(0))
assert not os.get_inheritable(listening.fileno())
while True:
    connection, _ = listening.accept()
    with connection:
        connection.sendall(str(os.getpid()).encode())
"""

    def answer() -> int:
        with socket.create_connection(listening.getsockname(), timeout=15) as connection:
            return int(connection.recv(100))

    with socket.create_server(("127.0.0.1", 0)) as listening:
        for _ in range(2):
            child = start_with_socket(
                python(serve), listening, folder=tmp_path, environment=own_environment()
            )
            assert answer() == child.pid
            child.kill()
            child.wait()
            assert child.stdin is not None
            child.stdin.close()


def test_a_child_notices_that_its_parent_died(tmp_path: Path) -> None:
    born = tmp_path / "born"
    child = "from cytodesk.processes import when_parent_ends; import os, time;"
    child += f"print(os.getpid(), file=open({str(born)!r}, 'w'), flush=True);"
    child += "when_parent_ends(lambda: os._exit(0)); time.sleep(60)"
    parent = f"""
from pathlib import Path
from cytodesk.processes import own_environment, start_child
import sys, time
start_child([sys.executable, "-c", {child!r}],
            folder=Path({str(tmp_path)!r}), environment=own_environment())
time.sleep(60)
"""
    process = start_child(python(parent), folder=tmp_path, environment=own_environment())
    pid = int(wait_for(born))
    process.kill()
    process.wait()
    assert process.stdin is not None
    process.stdin.close()
    deadline = time.monotonic() + 10
    while psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_an_attached_child_is_in_a_group_of_its_own(tmp_path: Path) -> None:
    process = start_child(
        python("import time; time.sleep(60)"), folder=tmp_path, environment=clean_environment()
    )
    who = identify(process.pid)
    assert who is not None
    with process:
        assert end_group(who, patience=5)
    assert not is_alive(who)
