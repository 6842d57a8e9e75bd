"""What a run costs above its bare process, beside `bosh exec launch` of the same command.

    python benchmarks/run_overhead.py --bosh PATH/bin/bosh [--times 15]

The command is `python -c pass`, or rather a file that does nothing, with one argument. Measured in
turn, so that the noise of the machine falls on all alike: the bare process; ours, from
`ProcessRunner.start` until `follow` tells the end; the whole way through the station, from the
request that launches (HTTP, workspace, queue) until a client that follows is told the end; bosh's
(without `--bosh`, not measured).
`bosh` is the command of the package boutiques, best in an environment of its own:

    python -m venv bosh && bosh/bin/pip install boutiques
"""

from __future__ import annotations

import argparse
import contextlib
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cytodesk.algorithms.values import Values
from cytodesk.client.following import follow as follow_run
from cytodesk.client.launching import launch
from cytodesk.desk import Desk
from cytodesk.processes import ProcessId
from cytodesk.runs.environments.environment import Environment
from cytodesk.runs.process_runner import (
    ProcessRunner,
    Running,
    RunOrder,
    Waiting,
    follow,
)
from cytodesk.runs.record import Ended
from cytodesk.wire.algorithms import InstalledAlgorithm
from cytodesk.wire.codec import from_json
from cytodesk.wire.runs import RunState

VALUE = "1"
LOOK_AGAIN = 0.005
GOAL_SECONDS, GOAL_RATIO = 0.25, 1 / 4


_DESCRIPTOR = {
    "name": "nothing",
    "description": "nothing",
    "schema-version": "cytomine-0.1",
    "container-image": {"image": "cytodesk/nothing", "type": "singularity"},
    "command-line": "python run.py [VALUE]",
    "inputs": [
        {
            "id": "value",
            "name": "value",
            "type": "String",
            "value-key": "[VALUE]",
            "command-line-flag": "",
        }
    ],
}


@dataclass(frozen=True)
class Nothing:
    name: str = "nothing"
    command_line: str = "python run.py [VALUE]"


def main() -> int:
    asked = _arguments()
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as house:
        folder = Path(name)
        ways = _ways(folder, asked.bosh)
        ways["station"] = _way_through_station(folder, house)
        seconds: dict[str, list[float]] = {name: [] for name in ways}
        for turn in range(-1, asked.times):
            for name, way in ways.items():
                begin = time.perf_counter()
                way()
                if turn >= 0:  # the first turn fills caches
                    seconds[name].append(time.perf_counter() - begin)
    return _tell({name: statistics.median(measured) for name, measured in seconds.items()})


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--bosh", type=Path, help="the command `bosh` of the package boutiques")
    parser.add_argument("--times", type=int, default=15)
    return parser.parse_args()


def _ways(folder: Path, bosh: Path | None) -> dict[str, Callable[[], None]]:
    app = folder / "app"
    app.mkdir()
    (app / "run.py").write_text("")
    bare = [sys.executable, str(app / "run.py"), VALUE]
    runs = iter(range(1_000_000))
    ways: dict[str, Callable[[], None]] = {
        "bare": lambda: _wait_for(bare, folder),
        "cytodesk": lambda: _run_ours(folder, next(runs)),
    }
    if bosh is not None:
        launch = _bosh_command(folder, bosh, bare)
        ways["bosh"] = lambda: _wait_for(launch, folder)
    return ways


def _run_ours(folder: Path, number: int) -> None:
    place = folder / f"run-{number}"
    place.mkdir()
    environment = Environment(Path(sys.executable), "bare", folder / "models")
    order = RunOrder(number, place, folder / "app", Nothing(), [VALUE], environment)
    _until_ended(place, ProcessRunner().start(order))


def _way_through_station(folder: Path, house: contextlib.ExitStack) -> Callable[[], None]:
    """Return a launch at a station of its own, which ends with `house`."""
    desk = house.enter_context(Desk("benchmark", {"CYTODESK_HOME": str(folder / "home")}))
    place = desk.connect(workspace=folder / "home" / "workspace")
    house.callback(lambda: place.post("/station/v1/stop", {}))
    (folder / "app" / "descriptor.json").write_text(json.dumps(_DESCRIPTOR))
    body = {"path": str(folder / "app"), "python": sys.executable}
    answer = place.post("/station/v1/algorithms", body)["software"]
    installed = from_json(InstalledAlgorithm, answer)
    project = int(place.post("project.json", {"name": "Nothing"})["project"]["id"])

    def run() -> None:
        started = launch(place, installed, project, Values({"value": VALUE}))
        ended = follow_run(place, started.id, report=lambda news: None)
        if ended.state is not RunState.SUCCEEDED:
            raise SystemExit(f"the run did not end well: {ended}")

    return run


def _until_ended(place: Path, supervisor: ProcessId) -> None:
    while isinstance(fate := follow(place, supervisor), Waiting | Running):
        time.sleep(LOOK_AGAIN)
    if not (isinstance(fate, Ended) and fate.exit == 0):
        raise SystemExit(f"the run did not end well: {fate}")


def _bosh_command(folder: Path, bosh: Path, bare: list[str]) -> list[str]:
    descriptor = {
        "name": "nothing",
        "description": "nothing",
        "tool-version": "1",
        "schema-version": "0.5",
        "command-line": f"{bare[0]} {bare[1]} [VALUE]",
        "inputs": [{"id": "value", "name": "value", "type": "String", "value-key": "[VALUE]"}],
    }
    (folder / "nothing.json").write_text(json.dumps(descriptor))
    (folder / "values.json").write_text(json.dumps({"value": VALUE}))
    names = (str(folder / name) for name in ("nothing.json", "values.json"))
    return [str(bosh), "exec", "launch", *names]


def _wait_for(command: list[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{command[0]} ended with {done.returncode}: {done.stdout}{done.stderr}")


def _tell(medians: dict[str, float]) -> int:
    bare = medians.pop("bare")
    print(f"bare process           {bare:6.3f} s (median)")
    above = {name: seconds - bare for name, seconds in medians.items()}
    for name, seconds in above.items():
        print(f"{name:9} above it     {seconds:6.3f} s")
    slowest = max(above["cytodesk"], above["station"])
    has_kept = slowest < GOAL_SECONDS
    if "bosh" in above:
        for name in ("cytodesk", "station"):
            print(f"ratio {name:8} / bosh  {above[name] / above['bosh']:6.3f}")
        print(f"goal: < {GOAL_SECONDS} s, ratio < {GOAL_RATIO}")
        has_kept = has_kept and slowest / above["bosh"] < GOAL_RATIO
    return 0 if has_kept else 1


if __name__ == "__main__":
    sys.exit(main())
