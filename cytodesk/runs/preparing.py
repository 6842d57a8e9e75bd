"""From a queued run to what starts it: values, keys, environment or image, arguments."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from cytodesk.algorithms.algorithm import Algorithm
from cytodesk.algorithms.command_line import arguments, command_line
from cytodesk.algorithms.descriptors import read_descriptor_text
from cytodesk.algorithms.parameters import Holds, Value
from cytodesk.algorithms.values import from_text, with_defaults
from cytodesk.engines import Engine
from cytodesk.errors import N_, BadInput, EnvironmentFailed
from cytodesk.processes import ProcessId
from cytodesk.runs.command_runner import CommandOrder, is_python, start_command
from cytodesk.runs.container_orders import Inside, order_of
from cytodesk.runs.containers.house import Containers
from cytodesk.runs.containers.images import no_image, wanted_image
from cytodesk.runs.containers.talking import StoredImage
from cytodesk.runs.environments.choosing import Environments, Wanted
from cytodesk.runs.environments.environment import Environment
from cytodesk.runs.environments.recipe import recipe_of
from cytodesk.runs.given import Given
from cytodesk.runs.process_runner import ProcessRunner, RunOrder
from cytodesk.runs.turns import gpus_here
from cytodesk.runs.ways import Way, way_of
from cytodesk.wire.runs import Run
from cytodesk.workspace import algorithms, images, runs
from cytodesk.workspace.algorithms import Source
from cytodesk.workspace.store import Workspace

Report = Callable[[str], None]
IsCancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Told:
    """What is stored of a run and its algorithm."""

    run: Run
    source: Source
    algorithm: Algorithm
    app: Path
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Ready:
    """A run that only has to be started; `environment` names what it will stand in."""

    environment: str
    start: Callable[[], ProcessId]
    warning: str | None = None
    """What its user should know of it beforehand."""


class Preparing:
    """Makes runs ready; whatever is missing is a CytoDeskError in words."""

    def __init__(
        self,
        workspace: Workspace,
        given: Given,
        cache: Path,
        containers: Containers,
    ) -> None:
        self._workspace = workspace
        self.given = given
        self.environments = Environments(cache)
        self._containers = containers
        self._runner = ProcessRunner()

    def ready(
        self,
        run_id: int,
        folder: Path,
        report: Callable[[str], None],
        is_cancelled: Callable[[], bool],
    ) -> Ready:
        """Return how the run is started. Raises BadInput, EnvironmentFailed or Cancelled."""
        told = self.told(run_id)
        prepare = {
            Way.PROGRAM: self._as_program,
            Way.COMMAND: self._as_command,
            Way.CONTAINER: self._in_container,
        }
        way = way_of(told.algorithm, told.app, told.source)
        return prepare[way](told, folder, report, is_cancelled)

    def told(self, run_id: int) -> Told:
        """Return what is stored of the run and its algorithm. Raises BadInput."""
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
        return Told(run, source, algorithm, app, values_of(algorithm, run))

    def _as_program(
        self, told: Told, folder: Path, report: Report, is_cancelled: IsCancelled
    ) -> Ready:
        environment = self.environment(told.source, report, is_cancelled)
        order = RunOrder(
            run_id=told.run.id,
            folder=folder,
            app_folder=told.app,
            algorithm=told.algorithm,
            arguments=arguments(told.algorithm, told.values, self.given.values(told.run)),
            environment=environment,
            secrets=self.given.secrets(told.run.id),
        )
        return Ready(environment.identity, lambda: self._runner.start(order), environment.warning)

    def _as_command(
        self, told: Told, folder: Path, report: Report, is_cancelled: IsCancelled
    ) -> Ready:
        needs_python = told.source.python or recipe_of(told.app).origin
        words = command_line(told.algorithm, self._with_files(told))
        has_python = bool(needs_python) or (bool(words) and is_python(words[0]))
        environment = self.environment(told.source, report, is_cancelled) if has_python else None
        order = CommandOrder(
            folder, told.app, words, environment, dict(told.algorithm.wishes.variables)
        )
        identity = environment.identity if environment else f"command {words[0]}"
        return Ready(identity, lambda: start_command(order))

    def _in_container(
        self, told: Told, folder: Path, report: Report, is_cancelled: IsCancelled
    ) -> Ready:
        _refuse_without_gpus(told)
        engine = self._containers.engine()
        image = self._image(engine, told.algorithm, told.app, told.source, report, is_cancelled)
        inside = Inside(
            told.run.id, folder, told.algorithm, told.values, image, engine, self.file_of
        )
        reach = self._containers.reach(engine)

        def start() -> ProcessId:
            order = order_of(inside, self.given.values(told.run), reach)
            return self._containers.start(engine, order)

        return Ready(f"image {image.id}", start)

    def make_ready(self, source: Source, report: Report, is_cancelled: IsCancelled) -> None:
        """Fetch what runs of this algorithm need around them, so that the first need not wait.

        Raises BadInput, EnvironmentFailed or Cancelled.
        """
        algorithm = read_descriptor_text(source.descriptor, Path("descriptor.json"))
        app = self._workspace.folder / source.folder
        way = way_of(algorithm, app, source)
        if way is Way.CONTAINER:
            engine = self._containers.engine()
            self._image(engine, algorithm, app, source, report, is_cancelled)
        elif way is Way.PROGRAM or source.python or recipe_of(app).origin:
            self.environment(source, report, is_cancelled)

    def _image(
        self,
        engine: Engine,
        algorithm: Algorithm,
        app: Path,
        source: Source,
        report: Report,
        is_cancelled: IsCancelled,
    ) -> StoredImage:
        wanted = wanted_image(algorithm, app, source.content)
        if wanted is None:
            raise no_image(algorithm.name)
        return self._containers.image(engine, wanted, report, is_cancelled)

    def file_of(self, value: str) -> Path:
        """Return the file that a value means: that of an image, or one of this computer."""
        if value.isdecimal():
            stored = images.stored_image(self._workspace.reading(), int(value))
            path = stored.path
        else:
            path = Path(value).expanduser()
        if not path.is_absolute() or not path.exists():
            raise BadInput(
                N_("{value} is no image of this workspace and no file of this computer."),
                value=value,
            )
        return path

    def _with_files(self, told: Told) -> dict[str, Value]:
        """Return the values, the ids of images as the paths of their files."""
        values = dict(told.values)
        for parameter in told.algorithm.asked:
            value = values.get(parameter.id)
            if parameter.holds in (Holds.FILE, Holds.IMAGE) and str(value).isdecimal():
                values[parameter.id] = str(self.file_of(str(value)))
        return values

    def environment(
        self, source: Source, report: Callable[[str], None], is_cancelled: Callable[[], bool]
    ) -> Environment:
        """Return the environment of what was installed from `source`, made if it is not there.

        Raises EnvironmentFailed or Cancelled.
        """
        return self.environments.environment(self.wanted(source), report, is_cancelled)

    def wanted(self, source: Source) -> Wanted:
        return Wanted(
            app=self._workspace.folder / source.folder,
            python=source.python,
            wheels=Path(source.wheels) if source.wheels else None,
            may_build=bool(source.builds),
        )


def values_of(algorithm: Algorithm, run: Run) -> dict[str, Value]:
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


def _refuse_without_gpus(told: Told) -> None:
    wanted, found = told.algorithm.wishes.gpus, gpus_here()
    if wanted > found:
        raise EnvironmentFailed(
            N_("{algorithm} asks for {wanted} GPUs, and this computer has {found} for containers."),
            algorithm=told.run.algorithm_name,
            wanted=wanted,
            found=found,
        )
