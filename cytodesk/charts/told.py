"""A comparison as JSON, for other programs."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from cytodesk.charts.comparison import ComparedRun, Comparison, MetricRow
from cytodesk.charts.figures import Metric
from cytodesk.charts.labels import NO_TERM
from cytodesk.charts.parameters import ParameterRow

SCHEMA = 1
"""The schema of `comparison_json`; raised when a key changes its meaning or goes."""


def comparison_json(comparison: Comparison) -> dict[str, Any]:
    """Return it for other programs; lists of values are in the order of `runs`.

    A missing value is null, never 0; `term` is null for all terms together and
    `{"name": null}` for objects without one. `expected` counts, for runs that said so, which term
    was given (columns) where which was right (rows).
    """
    return {
        "schema": SCHEMA,
        "baseline": comparison.runs[0].id,
        "sentence": comparison.plain_sentence(),
        "runs": [_run_json(run) for run in comparison.runs],
        "parameters": [_parameter_json(row) for row in comparison.parameters],
        "metrics": [_metric_json(row) for row in comparison.metrics],
        "expected": [table.expected and table.expected.as_json() for table in comparison.tables],
        "notes": [{"text": note.said(), "runs": list(note.runs)} for note in comparison.notes],
    }


def _run_json(run: ComparedRun) -> dict[str, Any]:
    return {
        "id": run.id,
        "number": run.number,
        "algorithm": run.algorithm,
        "state": run.state.value,
        "duration_seconds": run.duration,
        "created_milliseconds": run.created,
        "kind": run.kind.value,
        "name": run.name,
        "tags": list(run.tags),
        **asdict(run.environment),
    }


def _parameter_json(row: ParameterRow) -> dict[str, Any]:
    return {
        "name": row.name,
        "human_name": row.human_name,
        "type": row.type,
        "differs": row.differs,
        "values": [
            value and {"text": value.text, "shown": value.shown, "is_default": value.is_default}
            for value in row.values
        ],
    }


def _metric_json(row: MetricRow) -> dict[str, Any]:
    metric = row.metric
    term = metric.term and {"name": None if metric.term == NO_TERM else metric.term}
    return {
        "name": str(metric.name),
        "unit": metric.unit,
        "level": metric.level.value,
        "term": term,
        "image": metric.image,
        "source": metric.source,
        "region": metric.region,
        "direction": row.direction.value,
        "values": [_figure_json(metric, value) for value in row.values],
        "changes": [_figure_json(metric, change) for change in row.changes],
    }


def _figure_json(metric: Metric, value: float | None) -> float | int | None:
    return int(value) if value is not None and metric.is_count else value
