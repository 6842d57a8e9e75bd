"""What a run in a container costs beside `podman run` of the same image and command.

    python benchmarks/container_overhead.py [--times 15] [--seconds 1]

The program starts Python, sleeps `--seconds` and ends. Measured in turn, so that the noise of the
machine falls on all alike: `podman run --rm`; ours, from making the container through the engine's
socket until `follow` tells the end (its removal comes after, as the queue does it). Goal: at most
1.1 times as long. Ends with 0 and a sentence where no container can run.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from cytodesk.engines import EngineKind
from cytodesk.runs.containers.creating import ContainerOrder
from cytodesk.runs.containers.house import Containers
from cytodesk.runs.process_runner import Running, Waiting, follow
from cytodesk.runs.record import Ended
from cytodesk.runs.supervised import NICE
from tests.containers import BASE, Podman, Unrunnable, running_podman

GOAL = 1.1
LOOK_AGAIN = 0.005


def main() -> int:
    asked = _arguments()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        try:
            podman = running_podman(folder)
        except Unrunnable as why:
            print(f"no container can run here: {why}")
            return 0
        os.environ.update(podman.variables)
        program = f"import time; time.sleep({asked.seconds})"
        containers = Containers("benchmark", folder, folder, lambda: EngineKind.PODMAN.value)
        try:
            return _tell(*_measured(podman, containers, folder, program, asked.times))
        finally:
            containers.close()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--times", type=int, default=15)
    parser.add_argument("--seconds", type=float, default=1.0)
    return parser.parse_args()


def _measured(
    podman: Podman, containers: Containers, folder: Path, program: str, times: int
) -> tuple[list[float], list[float]]:
    theirs: list[float] = []
    ours: list[float] = []
    for turn in range(-1, times):
        begin = time.perf_counter()
        _run_theirs(podman, program)
        middle = time.perf_counter()
        _run_ours(containers, folder / f"run-{turn + 1}", turn + 1, program)
        if turn >= 0:  # the first turn fills caches
            theirs.append(middle - begin)
            ours.append(time.perf_counter() - middle)
        containers.remove(folder / f"run-{turn + 1}")
    return theirs, ours


def _run_theirs(podman: Podman, program: str) -> None:
    """Run it as far behind the window as our runs are: a busy machine would favour it."""
    nice = ["nice", "-n", str(NICE)] if shutil.which("nice") else []
    command = [*nice, "podman", "run", "--rm", "--network", "none", BASE, "-c", program]
    environment = {**os.environ, **podman.variables}
    subprocess.run(command, check=True, capture_output=True, env=environment)


def _run_ours(containers: Containers, folder: Path, number: int, program: str) -> None:
    folder.mkdir()
    engine = containers.engine()
    image = containers.talk(engine).image(BASE)
    assert image is not None
    order = ContainerOrder(number, folder, image, ["-c", program])
    started = containers.start(engine, order)
    while isinstance(fate := follow(folder, started), Waiting | Running):
        time.sleep(LOOK_AGAIN)
    if not (isinstance(fate, Ended) and fate.exit == 0):
        raise SystemExit(f"the run did not end well: {fate}")


def _tell(theirs: list[float], ours: list[float]) -> int:
    medians = statistics.median(theirs), statistics.median(ours)
    ratio = medians[1] / medians[0]
    print(f"podman run  {medians[0]:6.3f} s (median)")
    print(f"cytodesk    {medians[1]:6.3f} s")
    print(f"ratio       {ratio:6.3f}   goal: <= {GOAL}")
    return 0 if ratio <= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
