"""From a queued run to an order for the runner: values, keys, environment, arguments."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from cytodesk.algorithms.algorithm import Algorithm
from cytodesk.algorithms.command_line import arguments
from cytodesk.algorithms.descriptors import read_descriptor_text
from cytodesk.algorithms.parameters import Value
from cytodesk.algorithms.values import from_text, with_defaults
from cytodesk.client.station_keys import Keys
from cytodesk.errors import N_, BadInput
from cytodesk.runs.environments.environment import Environment
from cytodesk.runs.environments.interpreter import named_interpreter
from cytodesk.runs.environments.managed import managed
from cytodesk.runs.guests.keys import GuestKeys
from cytodesk.runs.process_runner import RunOrder
from cytodesk.wire.runs import Run
from cytodesk.workspace import algorithms, guests, runs
from cytodesk.workspace.algorithms import Source
from cytodesk.workspace.store import Workspace


class Preparing:
    """Makes runs ready; whatever is missing is a CytoDeskError in words."""

    def __init__(
        self,
        workspace: Workspace,
        address: Callable[[], str],
        keys: Callable[[int], Keys],
        guest_keys: GuestKeys,
        cache: Path,
    ) -> None:
        self._workspace = workspace
        self._address = address
        self._keys = keys
        self._guest_keys = guest_keys
        self._cache = cache

    def order(
        self,
        run_id: int,
        folder: Path,
        report: Callable[[str], None],
        is_cancelled: Callable[[], bool],
    ) -> RunOrder:
        """Return what the runner needs. Raises BadInput, EnvironmentFailed or Cancelled."""
        db = self._workspace.reading()
        run = runs.run(db, run_id)
        source = algorithms.source_of(db, run.algorithm or 0)
        if not source.folder:
            raise BadInput(
                N_("{algorithm} was registered without its program: it cannot run here."),
                algorithm=run.algorithm_name,
            )
        algorithm = read_descriptor_text(source.descriptor, Path("descriptor.json"))
        app = self._workspace.folder / source.folder
        environment = self.environment(source, report, is_cancelled)
        return RunOrder(
            run_id=run_id,
            folder=folder,
            app_folder=app,
            algorithm=algorithm,
            arguments=arguments(algorithm, self._values(algorithm, run), self._given(run)),
            environment=environment,
            secrets=self.secrets(run_id),
        )

    def secrets(self, run_id: int) -> tuple[str, ...]:
        """Return the keys of the run, which may stand in its program's arguments only."""
        db = self._workspace.reading()
        guest = guests.guest(db, run_id)
        if guest is None:
            keys: Keys | None = self._keys(runs.run(db, run_id).user or 0)
        else:
            keys = self._guest_keys.of(guest.home)
        return () if keys is None else (keys.public, keys.private)

    def _given(self, run: Run) -> dict[str, str]:
        """Return what the place of a run fills in; nobody else knows these five.

        The program of a guest talks to its home, in the words of that server.
        """
        guest = guests.guest(self._workspace.reading(), run.id)
        if guest is None:
            host, project, algorithm = self._address(), run.project, run.algorithm
        else:
            home = guest.home
            host, project, algorithm = home.url, home.project, home.algorithm
        public, private = self.secrets(run.id) or ("", "")
        return {
            "cytomine_host": host,
            "cytomine_public_key": public,
            "cytomine_private_key": private,
            "cytomine_id_project": str(project),
            "cytomine_id_software": str(algorithm),
        }

    def _values(self, algorithm: Algorithm, run: Run) -> dict[str, Value]:
        """Return the run's values; a parameter that was not stored takes its default."""
        stored = {parameter.name: parameter.value for parameter in run.parameters}
        given: dict[str, Value] = {}
        emptied: set[str] = set()
        for parameter in algorithm.asked:
            text = stored.get(parameter.id)
            value = from_text(parameter, text)
            if value is not None:
                given[parameter.id] = value
            elif text is not None:
                emptied.add(parameter.id)
        values = with_defaults(algorithm, given)
        return {name: value for name, value in values.items() if name not in emptied}

    def environment(
        self, source: Source, report: Callable[[str], None], is_cancelled: Callable[[], bool]
    ) -> Environment:
        """Return the environment of what was installed from `source`, made if it is not there.

        Raises EnvironmentFailed or Cancelled.
        """
        if source.python is not None:
            return named_interpreter(Path(source.python), self._cache)
        requirements = self._workspace.folder / source.folder / "requirements.txt"
        return managed(
            requirements if requirements.exists() else None,
            Path(source.wheels) if source.wheels else None,
            self._cache,
            None,
            report,
            is_cancelled,
        )
