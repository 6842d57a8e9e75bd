"""Real programs under a real supervisor."""

from __future__ import annotations

import json
import os
import shutil
import time
from pathlib import Path

import psutil
import pytest

from cytodesk.processes import identify, is_alive
from cytodesk.runs.environments.environment import Environment
from cytodesk.runs.logs import last_words
from cytodesk.runs.process_runner import (
    LOG,
    RECORD,
    WORK,
    Lost,
    NotStarted,
    ProcessRunner,
    Running,
    RunOrder,
    Unsupervised,
    cancel,
    end_leftovers,
)
from cytodesk.runs.record import Ended, read_record

from .conftest import App, StartedRun, StartRun

SLEEPS = "import time; print('here', flush=True); time.sleep(60)"


def kill(pid: int) -> None:
    psutil.Process(pid).kill()


def test_a_program_that_ends_well_says_so_with_its_duration(start_run: StartRun) -> None:
    fate = start_run("import time; time.sleep(0.2); print('done')").at_end()
    assert isinstance(fate, Ended)
    assert fate.exit == 0
    assert 0.2 <= fate.duration < 10


def test_an_exit_status_is_kept_as_it_is(start_run: StartRun) -> None:
    fate = start_run("import sys; sys.exit(7)").at_end()
    assert isinstance(fate, Ended)
    assert (fate.exit, fate.signal) == (7, None)
    assert fate.said() == "the program ended with exit status 7"


def test_the_log_grows_while_the_program_runs(start_run: StartRun) -> None:
    run = start_run("import time\nprint('first')\ntime.sleep(60)")
    run.until_logged("first")
    assert isinstance(run.fate(), Running)


def test_both_outputs_reach_the_log_in_their_order(start_run: StartRun) -> None:
    run = start_run("import sys\nprint('a')\nprint('b', file=sys.stderr)\nprint('c')")
    run.at_end()
    assert run.log().split() == ["a", "b", "c"]


def test_a_value_arrives_as_exactly_the_text_it_is(start_run: StartRun, tmp_path: Path) -> None:
    value = f'$(touch {tmp_path}/X); "a b" --y'
    run = start_run("import json, sys\nprint(json.dumps(sys.argv[1:]))", "--text", value, "")
    run.at_end()
    assert json.loads(run.log()) == ["--text", value, ""]
    assert not (tmp_path / "X").exists()


def test_the_working_directory_is_the_home_and_holds_the_app(start_run: StartRun) -> None:
    run = start_run(
        "import os, pathlib\n"
        "assert pathlib.Path.cwd() == pathlib.Path.home() == pathlib.Path(__file__).parent\n"
        "assert os.environ['NO_PROXY'].count('127.0.0.1') == 1\n"
        "assert pathlib.Path(os.environ['TORCH_HOME']).is_dir()\n"
        "open('made', 'w').close()"
    )
    fate = run.at_end()
    assert isinstance(fate, Ended)
    assert fate.exit == 0, run.log()
    assert (run.folder / WORK / "made").exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signals to end a program by")
def test_a_killed_program_is_told_in_words(start_run: StartRun) -> None:
    run = start_run(SLEEPS)
    kill(run.running().program.pid)
    fate = run.at_end()
    assert isinstance(fate, Ended)
    assert fate.said() == "the program was ended by signal 9 (killed)"


def test_a_program_outlives_its_killed_supervisor_and_is_followed(start_run: StartRun) -> None:
    run = start_run(SLEEPS)
    program = run.running().program
    kill(run.supervisor.pid)
    fate = run.until(lambda fate: isinstance(fate, Unsupervised))
    assert isinstance(fate, Unsupervised)
    assert fate.program == program
    kill(program.pid)
    run.until(lambda fate: fate == Lost())


@pytest.mark.skipif(os.name == "nt", reason="Windows has no sessions of processes")
def test_a_supervisor_killed_before_it_told_of_its_program_leaves_nobody(
    start_run: StartRun,
) -> None:
    run = start_run(SLEEPS)
    program = run.running().program
    kill(run.supervisor.pid)
    lines = (run.folder / RECORD).read_text().splitlines(keepends=True)
    (run.folder / RECORD).write_text(lines[0])
    run.until(lambda fate: fate == Lost())
    assert is_alive(program)
    end_leftovers(run.folder)
    assert not is_alive(program)


def test_a_supervisor_killed_before_its_first_word_leaves_a_lost_run(start_run: StartRun) -> None:
    run = start_run(SLEEPS)
    kill(run.running().program.pid)
    run.at_end()
    (run.folder / RECORD).unlink()
    run.until(lambda fate: fate == Lost())


def test_a_supervisor_lets_its_program_end_when_asked_to_end_itself(start_run: StartRun) -> None:
    run = start_run("import time; time.sleep(0.5)")
    run.running()
    if os.name != "nt":
        psutil.Process(run.supervisor.pid).terminate()
    fate = run.at_end()
    assert isinstance(fate, Ended)
    assert fate.exit == 0


def test_a_cancel_asks_first(start_run: StartRun) -> None:
    run = start_run(
        "import signal, sys, time\n"
        "def leave(*_): print('cleaned up'); sys.exit(3)\n"
        "for name in ('SIGTERM', 'SIGBREAK'):\n"
        "    if hasattr(signal, name): signal.signal(getattr(signal, name), leave)\n"
        "print('here')\n"
        "while True: time.sleep(0.05)"
    )
    run.until_logged("here")
    fate = cancel(run.folder, run.supervisor)
    assert isinstance(fate, Ended)
    if os.name != "nt":
        assert "cleaned up" in run.log()
        assert fate.exit == 3


@pytest.mark.skipif(os.name == "nt", reason="Windows has no request that can be ignored")
def test_a_cancel_insists_on_a_deaf_program_and_its_grandchild(start_run: StartRun) -> None:
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
    run = start_run(
        "import subprocess, sys\n"
        f"grandchild = {deaf + 'print(1, flush=True); time.sleep(60)'!r}\n"
        "child = subprocess.Popen([sys.executable, '-c', grandchild], stdout=subprocess.PIPE)\n"
        "child.stdout.readline()\n"
        f"{deaf.replace('; ', chr(10))}\n"
        "print('grandchild', child.pid)\n"
        "time.sleep(60)"
    )
    run.until_logged("grandchild")
    time.sleep(0.1)
    grandchild = int(run.log().split()[1])
    program = run.running().program
    fate = cancel(run.folder, run.supervisor, patience=0.5)
    assert isinstance(fate, Ended)
    assert fate.signal == 9
    assert not is_alive(program)
    assert not psutil.pid_exists(grandchild) or (
        psutil.Process(grandchild).status() == psutil.STATUS_ZOMBIE
    )


def test_a_cancel_of_an_ended_run_changes_nothing(start_run: StartRun) -> None:
    run = start_run("print('done')")
    fate = run.at_end()
    assert cancel(run.folder, run.supervisor) == fate


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no list of a group's members")
def test_what_an_ended_program_left_behind_can_be_ended(start_run: StartRun) -> None:
    run = start_run(
        f"import subprocess, sys\nprint(subprocess.Popen([sys.executable, '-c', {SLEEPS!r}]).pid)"
    )
    fate = run.at_end()
    left = identify(int(run.log().split()[0]))
    assert left is not None
    assert is_alive(left)
    end_leftovers(run.folder)
    assert not is_alive(left)
    assert run.fate() == fate


def test_a_cancel_right_after_the_start_leaves_nothing_running(start_run: StartRun) -> None:
    run = start_run(SLEEPS)
    fate = cancel(run.folder, run.supervisor, patience=1.0)
    assert isinstance(fate, Ended)
    program = read_record(run.folder / RECORD).program
    assert program is not None
    assert not is_alive(program)


def test_a_key_stands_in_its_own_programs_arguments_only(start_run: StartRun) -> None:
    key = "8fe4ad11-private-key-of-a-test"
    run = start_run(SLEEPS, "--cytomine_private_key", key, secrets=(key,))
    run.until_logged("here")
    program = run.running().program
    assert _processes_that_show(key) == {program.pid}
    cancel(run.folder, run.supervisor, patience=1.0)
    written = [path for path in run.folder.rglob("*") if path.is_file()]
    assert {RECORD, LOG} <= {path.name for path in written}
    assert not [path for path in written if key.encode() in path.read_bytes()]


def _processes_that_show(text: str) -> set[int]:
    """Return the pids with `text` in their arguments or environment."""
    found = set()
    for process in psutil.process_iter():
        try:
            shown = [*process.cmdline(), *process.environ().values()]
        except (psutil.Error, OSError):
            continue
        if any(text in word for word in shown):
            found.add(process.pid)
    return found


def test_a_key_in_the_users_environment_is_not_handed_on(
    start_run: StartRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MY_OWN_NAME_FOR_IT", "key-of-a-test")
    run = start_run("import os; print('MY_OWN_NAME_FOR_IT' in os.environ)", secrets=("key-of",))
    run.at_end()
    assert run.log() == "False\n"


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a folder that is in use")
def test_a_removed_run_folder_stops_neither_program_nor_supervisor(
    start_run: StartRun, tmp_path: Path
) -> None:
    run = start_run(
        "import sys, time\nprint('here')\ntime.sleep(1)\nprint('there')\n"
        "open(sys.argv[1], 'w').write('done')",
        str(tmp_path / "proof"),
    )
    run.until_logged("here")
    shutil.rmtree(run.folder)
    give_up = time.monotonic() + 10
    while is_alive(run.supervisor):
        assert time.monotonic() < give_up
        time.sleep(0.05)
    assert (tmp_path / "proof").read_text() == "done"


def test_an_interpreter_that_is_gone_is_told(tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "run.py").write_text("")
    (tmp_path / "run").mkdir()
    gone = Environment(tmp_path / "gone" / "python", "", tmp_path / "models")
    order = RunOrder(1, tmp_path / "run", tmp_path / "app", App(), [], gone)
    fate = StartedRun(tmp_path / "run", ProcessRunner().start(order)).at_end()
    assert isinstance(fate, NotStarted)
    assert "No such file" in fate.why or "cannot find" in fate.why


def test_the_program_stands_behind_the_window(start_run: StartRun) -> None:
    run = start_run(SLEEPS)
    assert psutil.Process(run.running().program.pid).nice() != psutil.Process().nice()


def test_a_module_finds_its_package_below_the_working_directory(
    tmp_path: Path, own_environment: Environment
) -> None:
    app = tmp_path / "app"
    (app / "src" / "part").mkdir(parents=True)
    (app / "src" / "part" / "__main__.py").write_text("import os; print(os.listdir())")
    (app / "Dockerfile").write_text(
        'FROM python:3.9\nWORKDIR /app\nCOPY src .\nENTRYPOINT ["python", "-m", "part"]'
    )
    (tmp_path / "run").mkdir()
    order = RunOrder(1, tmp_path / "run", app, App(), [], own_environment)
    run = StartedRun(tmp_path / "run", ProcessRunner().start(order))
    run.at_end()
    assert "'src'" in run.log()


def test_a_failed_program_leaves_its_last_words(start_run: StartRun) -> None:
    run = start_run("import os\nos.open('missing.tif', 0)")
    run.at_end()
    assert last_words(run.folder / LOG).startswith("FileNotFoundError: [Errno 2]")
