"""N runs beside each other: what differs and what came out. The first run is the baseline."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from cytodesk.charts.figures import Direction, Metric, Note, Quantity, untranslated
from cytodesk.charts.labels import NO_TERM, Labels, labels_of
from cytodesk.charts.metrics import MetricTable, read_metrics
from cytodesk.charts.objects import Objects, read_objects
from cytodesk.charts.parameters import ParameterRow, parameter_rows
from cytodesk.charts.regions import densities_in
from cytodesk.charts.results import Environment, LayerKind, RunResults
from cytodesk.charts.sentence import sentence_of
from cytodesk.charts.statistics.aggregates import Aggregate, aggregate
from cytodesk.charts.statistics.pairs import difference
from cytodesk.errors import N_, BadInput
from cytodesk.wire.runs import RunFile, RunState


@dataclass(frozen=True, slots=True)
class ComparedRun:
    """`duration` in seconds, `created` in UTC epoch milliseconds; None where nobody knows."""

    id: int
    name: str
    """What people call it: `#13`."""
    number: int
    algorithm: str
    state: RunState
    duration: float | None
    created: int | None
    kind: LayerKind = LayerKind.RUN
    environment: Environment = field(default_factory=Environment)
    comment: str = ""
    """What the run said last: of a failed one, as a rule, why."""
    descriptor: str = ""
    tags: tuple[str, ...] = ()
    files: tuple[RunFile, ...] = ()


@dataclass(frozen=True, slots=True)
class MetricRow:
    """One metric; `values` has one entry per run, None where it is missing."""

    metric: Metric
    values: tuple[float | None, ...]
    direction: Direction = Direction.NONE
    """Which way is better, by its nature or as the user said."""

    @property
    def changes(self) -> tuple[float | None, ...]:
        """Return value - baseline per run, so 0 for the baseline; None where one is missing."""
        baseline = self.values[0]
        return tuple(
            None if value is None or baseline is None else difference(value, baseline)
            for value in self.values
        )


@dataclass(frozen=True, slots=True)
class Comparison:
    runs: tuple[ComparedRun, ...]
    parameters: tuple[ParameterRow, ...]
    metrics: tuple[MetricRow, ...]
    notes: tuple[Note, ...]
    tables: tuple[MetricTable, ...]
    """The figures of each run with the columns that they come from, for distributions."""

    @property
    def only_differences(self) -> Comparison:
        """Return the same comparison without the parameters that are equal in all runs."""
        return replace(self, parameters=tuple(row for row in self.parameters if row.differs))

    def by_image(self, metric: Metric) -> Mapping[str, MetricRow]:
        """Return the rows of a pooled metric on each image, by the image's name."""
        return {
            row.metric.image: row
            for row in self.metrics
            if row.metric.image is not None and replace(row.metric, image=None) == metric
        }

    def aggregates(self, metric: Metric) -> tuple[Aggregate, ...]:
        """Return per run what its images come down to, each image counted once."""
        rows = self.by_image(metric).values()
        return tuple(
            aggregate([row.values[place] for row in rows]) for place in range(len(self.runs))
        )

    def plain_sentence(self, translate: Callable[[str], str] = untranslated) -> str:
        """Return what can be said of it in two lines."""
        return sentence_of(self.runs, self.parameters, self.metrics, translate)


def compare(
    runs: Sequence[RunResults],
    names: Mapping[int, str] | None = None,
    directions: Mapping[str, Direction] | None = None,
    regions: RunResults | None = None,
) -> Comparison:
    """Return `runs` beside each other, in the order given.

    `names` says what ids in the values of Domain parameters stand for. `directions` says by the
    name of a metric which way is better, over what its nature says. `regions` is the layer whose
    annotations, by term, are regions in which densities are wanted too.
    Raises BadInput if there are fewer than two runs, or one of them twice.
    """
    _check(runs)
    labels = labels_of(runs)
    tables = tuple(read_metrics(results, labels) for results in runs)
    if regions is not None:
        tables = tuple(_with_regions(table, read_objects(regions, labels)) for table in tables)
    metrics = dict.fromkeys(metric for table in tables for metric in table.values)
    ordered = sorted(metrics, key=_ordering(tables))
    return Comparison(
        runs=tuple(_compared(results, labels) for results in runs),
        parameters=parameter_rows(runs, names or {}),
        metrics=tuple(
            MetricRow(
                metric,
                tuple(table.value(metric) for table in tables),
                (directions or {}).get(metric.name, metric.direction),
            )
            for metric in ordered
        ),
        notes=(*_notes_on_all(runs), *(note for table in tables for note in table.notes)),
        tables=tables,
    )


def _with_regions(table: MetricTable, regions: Objects) -> MetricTable:
    return replace(table, values={**table.values, **dict(densities_in(table.objects, regions))})


def _check(runs: Sequence[RunResults]) -> None:
    if len(runs) < 2:
        raise BadInput(N_("A comparison needs two runs or more; {count} given."), count=len(runs))
    if len({results.run for results in runs}) < len(runs):
        raise BadInput(N_("A run cannot be compared with itself: name each run once."))


def _ordering(tables: Sequence[MetricTable]) -> Callable[[Metric], tuple[int, ...]]:
    """Return the key that puts pooled figures first and keeps terms and images as first met."""
    terms = list(dict.fromkeys(term for table in tables for term in table.objects.terms))
    terms.sort(key=lambda term: term == NO_TERM)
    images = list(dict.fromkeys(image for table in tables for image in table.objects.images))
    term_place = {term: place for place, term in enumerate(terms, start=1)}
    image_place = {image: place for place, image in enumerate(images, start=1)}
    quantities: list[str] = list(Quantity)
    return lambda metric: (
        image_place.get(metric.image or "", 0),
        term_place.get(metric.term or "", 0),
        _place_of(quantities, metric),
    )


def _place_of(quantities: Sequence[str], metric: Metric) -> int:
    """Return where a quantity of ours stands; what runs named comes after, as first met."""
    return len(quantities) if metric.source else quantities.index(metric.name)


def _compared(results: RunResults, labels: Labels) -> ComparedRun:
    run = results.run
    return ComparedRun(
        id=run.id,
        name=labels.of_run(results),
        number=run.number,
        algorithm=run.algorithm_name,
        state=run.state,
        duration=results.duration,
        created=run.created,
        kind=results.kind,
        environment=results.environment,
        comment=run.comment or "",
        descriptor=results.descriptor,
        tags=results.tags,
        files=results.files,
    )


def _notes_on_all(runs: Sequence[RunResults]) -> tuple[Note, ...]:
    ran = [results for results in runs if results.kind is LayerKind.RUN]
    names = dict.fromkeys(results.run.algorithm_name for results in ran)
    if len(names) < 2:
        return ()
    template = N_("These runs are of different algorithms: {algorithms}.")
    return (Note(template, {"algorithms": ", ".join(names)}),)
