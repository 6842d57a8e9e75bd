"""Where a new run begins: an algorithm with its defaults, or an earlier run with its values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from cytodesk.algorithms.algorithm import Algorithm
from cytodesk.algorithms.changes import Difference, differences, stranger
from cytodesk.algorithms.parameters import Holds, Parameter, ParameterType
from cytodesk.algorithms.values import from_text
from cytodesk.client.choices import resolved
from cytodesk.client.connection import Connection
from cytodesk.client.finding import installed_at
from cytodesk.client.launching import algorithm_of
from cytodesk.client.natural import natural_key
from cytodesk.errors import NotFound
from cytodesk.wire.algorithms import InstalledAlgorithm
from cytodesk.wire.codec import from_json
from cytodesk.wire.projects import Project
from cytodesk.wire.runs import Run

_IMAGES = "/api/project/$currentProject$/imageinstance.json"


@dataclass(frozen=True, slots=True)
class Beginning:
    """An algorithm, and the answers that its form opens with, by parameter id."""

    installed: InstalledAlgorithm
    algorithm: Algorithm
    answers: dict[str, object]
    run: Run | None = None
    """The run that the answers come from."""
    differences: tuple[Difference, ...] = ()
    """What is new, gone or changed since the version that the answers were given to."""
    since: str = ""
    """That version."""


def algorithms_of(connection: Connection, project: Project) -> list[InstalledAlgorithm]:
    """Return the algorithms that can be run in `project`, the newest version of a name first.

    Deprecated ones are left out. Raises NotFound where the server has none of this kind.
    """
    path = "software.json" if connection.is_station else f"project/{project.id}/software.json"
    found = installed_at(connection, path)
    newest_first = sorted(found, key=lambda each: natural_key(each.version or ""), reverse=True)
    by_name = sorted(newest_first, key=lambda each: natural_key(each.name))
    return [each for each in by_name if not each.deprecated]


def beginning_at(connection: Connection, project: Project, id: int) -> Beginning:
    """Return where a form begins that was opened for `id`: that of an algorithm, or of a run.

    Ids are unique in a whole server, so that both may be asked for. Raises NotFound.
    """
    try:
        installed = connection.thing(InstalledAlgorithm, f"software/{id}.json")
    except NotFound:
        return from_run(connection, project, id)
    return Beginning(installed, _algorithm(connection, project, installed), {})


def from_run(
    connection: Connection, project: Project, id: int, into: InstalledAlgorithm | None = None
) -> Beginning:
    """Return the algorithm of the run with this id, and its values. Raises NotFound.

    With `into`, another version of it, the values go there, and what differs is told.
    """
    run = connection.thing(Run, f"job/{id}.json")
    installed = connection.thing(InstalledAlgorithm, f"software/{run.algorithm}.json")
    algorithm = _algorithm(connection, project, installed)
    strange = _strangers(algorithm, run)
    beginning = Beginning(installed, algorithm, answers_for(algorithm, run), run, strange)
    if into is None or into.id == installed.id:
        return beginning
    return carried(connection, project, beginning, into, beginning.answers)


def carried(
    connection: Connection,
    project: Project,
    before: Beginning,
    into: InstalledAlgorithm,
    answers: Mapping[str, object],
) -> Beginning:
    """Return where the form of `into` begins with `answers` that were given to another version."""
    algorithm = _algorithm(connection, project, into)
    asked = {parameter.id for parameter in algorithm.asked}
    return Beginning(
        into,
        algorithm,
        {id: answer for id, answer in answers.items() if id in asked},
        before.run,
        (*before.differences, *differences(before.algorithm, algorithm, answers)),
        before.installed.version or "",
    )


def _algorithm(
    connection: Connection, project: Project, installed: InstalledAlgorithm
) -> Algorithm:
    algorithm = resolved_for(connection, project, algorithm_of(connection, installed))
    return with_images_offered(algorithm) if connection.is_station else algorithm


def with_images_offered(algorithm: Algorithm) -> Algorithm:
    """Return `algorithm` with its image inputs as choices among the images of the project.

    A task of the App Engine says that an input is an image, not where to find some: the station
    takes the id of one.
    """
    parameters = tuple(_offering(each) for each in algorithm.parameters)
    return replace(algorithm, parameters=parameters)


def _offering(parameter: Parameter) -> Parameter:
    each = parameter if parameter.entries is None else parameter.entries.each
    if each.holds is not Holds.IMAGE or each.entries is not None:
        return parameter
    kind = ParameterType.DOMAIN if parameter.entries is None else ParameterType.LIST_DOMAIN
    return replace(
        parameter,
        type=kind,
        entries=None,
        uri=_IMAGES,
        print_attribute="instanceFilename",
        sort_attribute="instanceFilename",
    )


def resolved_for(connection: Connection, project: Project, algorithm: Algorithm) -> Algorithm:
    """Return `algorithm` with Cytomine's placeholders in its defaults replaced (contract 6.1)."""
    parameters = (_resolved(each, project, connection.url) for each in algorithm.parameters)
    return replace(algorithm, parameters=tuple(parameters))


def _resolved(parameter: Parameter, project: Project, host: str) -> Parameter:
    if not isinstance(parameter.default, str) or "$" not in parameter.default:
        return parameter
    text = resolved(parameter.default, project, host=host)
    return replace(parameter, default=from_text(parameter, text))


def answers_for(algorithm: Algorithm, run: Run) -> dict[str, object]:
    """Return the values of `run` that `algorithm` asks for."""
    asked = {parameter.id for parameter in algorithm.asked}
    return {each.name: each.value for each in run.parameters if each.value and each.name in asked}


def _strangers(algorithm: Algorithm, run: Run) -> tuple[Difference, ...]:
    declared = {parameter.id for parameter in algorithm.parameters}
    values = ((each.name, each.value) for each in run.parameters)
    return tuple(stranger(name, value) for name, value in values if value and name not in declared)


def runs_of(connection: Connection, project: Project, *, most: int = 200) -> list[Run]:
    """Return the latest runs in `project`, the newest first, with their values."""
    page = connection.page("job.json", size=most, project=project.id, sort="created", order="desc")
    return [from_json(Run, row) for row in page.rows]
