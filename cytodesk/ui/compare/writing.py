"""What the worker writes: a chart, the figures, the whole as a report. No Qt here."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path

from cytodesk.assets import Words
from cytodesk.charts import study as studies
from cytodesk.charts.comparison import Comparison
from cytodesk.charts.drawing import Drawing
from cytodesk.charts.figures import Direction
from cytodesk.charts.results import names_of
from cytodesk.charts.study import Study
from cytodesk.errors import N_, BadInput
from cytodesk.settings import write_atomically
from cytodesk.ui.compare.study import Asked, comparison_of, runs_of
from cytodesk.ui.worker import report


def save_chart(asked: Asked, drawing: Drawing, path: Path, language: str) -> None:
    """Write one chart as .png, .svg, .pdf or .csv: as the report has it. Raises BadInput."""
    from cytodesk.reports.pictures import save_drawing  # matplotlib: the worker only, and late

    _written(path, lambda: save_drawing(drawing, path, Words.for_language(language)))


def save_whole(asked: Asked, path: Path, iou: float, language: str) -> None:
    """Write a report (.pdf, .html), a research object (.zip), or the figures (.csv, .json)."""
    words = Words.for_language(language)
    match path.suffix.lower():
        case ".csv":
            save_text(asked, as_csv(comparison_of(asked), words), path)
        case ".json":
            told = json.dumps(whole_of(asked, iou).as_json(words), ensure_ascii=False, indent=1)
            save_text(asked, told, path)
        case _:
            from cytodesk.reports.report import check_path, write_report  # as above

            check_path(path)
            whole = whole_of(asked, iou)
            _written(path, lambda: write_report(whole, path, words, language))


def save_text(asked: Asked, text: str, path: Path) -> None:
    _written(path, lambda: write_atomically(path, text.encode()))


def whole_of(asked: Asked, iou: float) -> Study:
    """Return what `cytodesk compare` computes of the same runs."""
    found = runs_of(asked)
    said = {name: Direction(value) for name, value in asked.directions}
    return studies.study(found, names_of(found), iou=iou, directions=said, report=report)


def as_csv(comparison: Comparison, words: Words) -> str:
    """Return parameters and figures as CSV: comma, point, all digits; missing is empty."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("kind", "name", "unit", "term", "image", *(r.name for r in comparison.runs)))
    writer.writerow(("run", "id", "", "", "", *(run.id for run in comparison.runs)))
    writer.writerows(_rows(comparison, words))
    return out.getvalue()


def _rows(comparison: Comparison, words: Words) -> Iterator[tuple[object, ...]]:
    for row in comparison.parameters:
        texts = ("" if value is None else value.shown for value in row.values)
        yield ("parameter", row.human_name, "", "", "", *texts)
    for each in comparison.metrics:
        metric = each.metric
        values = ("" if value is None else repr(value) for value in each.values)
        kind, term, image = metric.source or "figure", metric.term or "", metric.image or ""
        yield (kind, words(metric.heading), metric.unit, words(term), words(image), *values)
    durations = ("" if run.duration is None else repr(run.duration) for run in comparison.runs)
    yield ("figure", words("Duration"), "s", "", "", *durations)


def _written(path: Path, write: Callable[[], object]) -> None:
    try:
        write()
    except OSError as error:
        raise BadInput(
            N_("{path} could not be written: {reason}"), path=path, reason=error
        ) from error
