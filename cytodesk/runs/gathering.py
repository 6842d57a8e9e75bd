"""Which files a run was to leave, found where its program left them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from cytodesk.algorithms.algorithm import Algorithm
from cytodesk.algorithms.boutiques_line import BOUTIQUES, output_paths
from cytodesk.algorithms.command_line import APP_ENGINE
from cytodesk.algorithms.parameters import Value
from cytodesk.errors import N_, BadInput
from cytodesk.runs.bundles.harvest import Harvest, Harvester
from cytodesk.runs.bundles.outputs import read_outputs
from cytodesk.runs.container_orders import OUTPUTS
from cytodesk.runs.preparing import Preparing
from cytodesk.runs.process_runner import WORK
from cytodesk.workspace.files import FileStore
from cytodesk.workspace.store import Workspace


class Gathering:
    """Called with a run and its folder once its program has ended well."""

    def __init__(self, workspace: Workspace, files: FileStore, preparing: Preparing) -> None:
        self._harvester = Harvester(workspace, files)
        self._preparing = preparing

    def __call__(self, run: int, folder: Path) -> Harvest | None:
        """Return what the run left as files; None where its program speaks to the station.

        Raises BadInput where a declared output is missing, or not of its type.
        """
        told = self._preparing.told(run)
        if told.algorithm.dialect == APP_ENGINE:
            answers = read_outputs(told.algorithm, folder / OUTPUTS)
            return self._harvester.prepared(run, told.algorithm, told.values, answers)
        if told.algorithm.dialect == BOUTIQUES:
            return self._harvester.files(_declared(told.algorithm, told.values, folder / WORK))
        return None


def _declared(algorithm: Algorithm, values: Mapping[str, Value], work: Path) -> dict[str, Path]:
    """Return the declared files that are there, by output; a path never leads out of `work`."""
    found: dict[str, Path] = {}
    missing: list[str] = []
    paths = output_paths(algorithm, values)
    for output in algorithm.outputs:
        relative = PurePosixPath(paths.get(output.id, ""))
        path = (work / relative).resolve()
        is_inside = path.is_relative_to(work.resolve()) and path != work.resolve()
        if is_inside and path.exists():
            found[output.id] = path
        elif not output.optional:
            missing.append(f"{output.id} ({relative})")
    if missing:
        raise BadInput(N_("The program did not write {outputs}."), outputs=", ".join(missing))
    return found
