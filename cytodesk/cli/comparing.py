"""Comparing runs: what differs, what came out, where they agree."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from cytodesk.assets import Words
from cytodesk.charts.cache import ColumnCache
from cytodesk.charts.gathering import Gathering
from cytodesk.charts.results import RunResults, names_of
from cytodesk.charts.study import Study, study
from cytodesk.charts.tables import as_text
from cytodesk.charts.told import comparison_json
from cytodesk.cli.asked import Asked
from cytodesk.client.finding import find_comparison
from cytodesk.errors import N_, BadInput


def compare_runs(asked: Asked) -> int:
    chosen = asked.chosen
    write = _report_writer(chosen.report)
    if chosen.saved is None:
        results, regions = gathered(asked, _ordered(chosen.runs, chosen.baseline), chosen.regions)
    else:
        results, regions = _saved(asked, chosen.saved, chosen.regions)
    terms = frozenset(chosen.terms)
    whole = study(results, names_of(results), iou=chosen.iou, terms=terms, regions=regions)
    comparison = whole.comparison
    if chosen.only_differences:
        comparison = comparison.only_differences
    text = as_text(
        comparison,
        asked.speech.words,
        shutil.get_terminal_size((100, 24)).columns,
        by_image=chosen.by_image,
    )
    if write is not None:
        write(whole, chosen.report, asked.speech.words, asked.speech.words.language)
        asked.speech.tell(N_("The report is in {path}."), path=chosen.report.absolute())
    told = whole.as_json(asked.speech.words)
    told["parameters"] = comparison_json(comparison)["parameters"]
    asked.speech.answer(told, text + _agreements(whole, asked))
    return 0


def _report_writer(path: Path | None) -> Callable[[Study, Path, Words, str], None] | None:
    """Return what writes reports, which needs a second to import; None where none is wanted."""
    if path is None:
        return None
    from cytodesk.reports.report import check_path, write_report

    check_path(path)
    return write_report


def gathered(
    asked: Asked, wanted: Sequence[str], regions: str | None = None
) -> tuple[list[RunResults], RunResults | None]:
    """Return what was asked for, and the layer of regions; layers are of the first run's project.

    Raises BadInput, NotFound and a PlaceError in words.
    """
    gathering = _gathering(asked)
    runs = {what: gathering.results_of(int(what)) for what in wanted if what.isdecimal()}
    if not runs:
        raise BadInput(N_("Name one analysis at least: its project says whose layer is meant."))
    project = next(iter(runs.values())).run.project or 0
    layers = [runs.get(what) or gathering.layer_of(what, project) for what in wanted]
    return layers, gathering.layer_of(regions, project) if regions else None


def _saved(
    asked: Asked, name: str, regions: str | None
) -> tuple[list[RunResults], RunResults | None]:
    """Return what was saved under `name`; what of it is gone is told. Raises BadInput, NotFound."""
    chosen = asked.chosen
    if chosen.runs or chosen.baseline:
        raise BadInput(N_("Give --saved or analyses, not both: what was saved has its baseline."))
    project, saved = find_comparison(asked.place, name, chosen.project, asked.desk.folders.data)
    if saved.gone:
        template = N_("Left out, as they are not there any more: {runs}.")
        asked.speech.tell(template, runs=", ".join(saved.gone))
    if len(saved.layers) < 2:
        raise BadInput(N_("Of {name}, fewer than two analyses are left."), name=saved.name)
    gathering = _gathering(asked)
    layers = [gathering.layer(layer, project.id) for layer in saved.layers]
    return layers, gathering.layer_of(regions, project.id) if regions else None


def _gathering(asked: Asked) -> Gathering:
    return Gathering(asked.place, ColumnCache(asked.desk.folders.cache / "columns"))


def _ordered(runs: Sequence[str], baseline: str | None) -> list[str]:
    """Return what is compared, the baseline first."""
    if baseline is None:
        return list(runs)
    return [baseline, *(run for run in runs if run != baseline)]


def _agreements(whole: Study, asked: Asked) -> str:
    words = asked.speech.words
    said = [each.sentence().said(words) for each in whole.agreements]
    return "\n".join(["", *said, ""])
