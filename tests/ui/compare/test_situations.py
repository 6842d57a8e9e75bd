"""Ten runs of two algorithms over twenty images: what each view says of each situation.

One run failed (#8), of one the data were deleted (#9), one left a table (#10); #7 to #10 are of
another algorithm than #1 to #6, and an eleventh is not there any more. The views are the window's
own; what they ask a worker is computed here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

import pytest
from pytestqt.qtbot import QtBot

from cytodesk.charts.agreement.fates import Fate
from cytodesk.charts.columns import columns_of
from cytodesk.charts.comparison import Comparison
from cytodesk.charts.drawing import Drawing, Target
from cytodesk.charts.drawings.data import rows_of
from cytodesk.charts.drawings.distributions import Form
from cytodesk.charts.figures import Metric, Quantity
from cytodesk.charts.groups import By
from cytodesk.charts.results import RunResults
from cytodesk.client.passport import Passport
from cytodesk.client.signing import Signature
from cytodesk.client.station_keys import Keys
from cytodesk.errors import CytoDeskError, NotFound
from cytodesk.ui.compare import study as studying
from cytodesk.ui.compare.agreement_study import Evidence, agreement_of
from cytodesk.ui.compare.context_study import context_of
from cytodesk.ui.compare.crop_study import crops_of
from cytodesk.ui.compare.difference import DifferenceTable
from cytodesk.ui.compare.lines import aggregate_lines, fact_lines, image_lines, lines_of
from cytodesk.ui.compare.study import (
    Asked,
    Studied,
    aggregates_of,
    distribution_of,
    images_of,
    relations_of,
    study,
)
from cytodesk.ui.look import Look
from tests.reports.conftest import made

RUNS = tuple(range(500, 510))
GONE = 777
PASSPORT = Passport("http://here", Keys("a", "b"), next(iter(Signature)))
COUNT = Metric(Quantity.COUNT)


@dataclass(frozen=True)
class Ten:
    asked: Asked
    studied: Studied

    @property
    def comparison(self) -> Comparison:
        return self.studied.comparison


@pytest.fixture(scope="module")
def ten() -> Iterator[Ten]:
    runs = {run: _kept(made(run - 500)) for run in RUNS}

    def results(passport: object, edition: int, run: int, project: int) -> RunResults:
        if run not in runs:
            raise NotFound("There is no run {run} at {url}.", run=run, url="here")
        return runs[run]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(studying, "_results", results)
        yield Ten(Asked(PASSPORT, 9, RUNS), study(Asked(PASSPORT, 9, (*RUNS, GONE))))


def _kept(results: RunResults) -> RunResults:
    """Return the same as it comes from the cache: in columns."""
    columns = columns_of(results.annotations, results.images)
    return replace(results, columns=columns, annotations=())


def tabled(look: Look, ten: Ten, lines: Iterable[object]) -> list[str]:
    """Return the rows of the window's table of `lines`, cells parted by |."""
    table = DifferenceTable(look, "What differs")
    table.put(ten.comparison.runs, list(lines), "")  # type: ignore[arg-type]
    model = table.table.rows
    columns = range(model.columnCount())
    rows = [
        "|".join(str(model.index(row, column).data() or "") for column in columns)
        for row in range(model.rowCount())
    ]
    heading = "|".join(column.title for column in model.columns)
    table.deleteLater()
    return [heading, *rows]


def told(drawing: Drawing) -> list[str]:
    """Return everything that a chart says: words, what was left out, and its figures."""
    words = [drawing.title.said(), drawing.sentence.said(), drawing.caption.said()]
    hovers = [
        hover.said()
        for series in drawing.series
        for mark in series.marks
        for hover in getattr(mark, "hovers", ())
    ]
    named = [f"series {series.name} n={series.n}" for series in drawing.series if series.name]
    marks = [str(row[:4]) for row in rows_of(drawing)]
    left_out = [note.said() for note in drawing.left_out]
    return [*words, *left_out, *hovers, *named, *marks]


def _parameters(look: Look, ten: Ten) -> list[str]:
    words = look.words
    return tabled(look, ten, [*lines_of(ten.comparison, words), *fact_lines(ten.comparison, words)])


def _results(look: Look, ten: Ten) -> list[str]:
    lines = lines_of(ten.comparison, look.words, ten.studied.sparks)
    charts = [line for drawing in ten.studied.results for line in told(drawing)]
    notes = [note.said(look.words) for note in ten.comparison.notes]
    return [*tabled(look, ten, lines), *charts, *notes]


def _images(look: Look, ten: Ten) -> list[str]:
    return tabled(look, ten, image_lines(images_of(ten.asked, COUNT), look.words))


def _table_images(look: Look, ten: Ten) -> list[str]:
    metric = next(each for each in ten.studied.by_image if each.source)
    return tabled(look, ten, image_lines(images_of(ten.asked, metric), look.words))


def _over_images(look: Look, ten: Ten) -> list[str]:
    return tabled(look, ten, aggregate_lines(COUNT, aggregates_of(ten.asked, COUNT), look.words))


def _distributions(look: Look, ten: Ten) -> list[str]:
    area = ten.studied.measures[0]
    lymphocytes = distribution_of(ten.asked, area, Form.HISTOGRAM, True, "Lymphocyte")
    return told(distribution_of(ten.asked, area, Form.BOXES, False)) + told(lymphocytes)


def _relations(look: Look, ten: Ten) -> list[str]:
    drawings = relations_of(ten.asked, COUNT, "threshold", By.PARAMETERS)
    return [line for drawing in drawings for line in told(drawing)]


def _agreement(other: int) -> Callable[[Look, Ten], list[str]]:
    def said(look: Look, ten: Ten) -> list[str]:
        found = agreement_of(ten.asked, other, 0.5)
        images = agreement_of(ten.asked, other, 0.5, Evidence.IMAGES).evidence
        table = [f"F1 {found.chosen.f1}", f"known {found.chosen.is_known}"]
        return [
            found.sentence.said(look.words),
            *(note.said(look.words) for note in found.notes),
            *table,
            *told(found.matrix),
            *told(found.evidence),
            *told(images),
        ]

    return said


VIEWS: dict[str, Callable[[Look, Ten], list[str]]] = {
    "parameters": _parameters,
    "results": _results,
    "images": _images,
    "images of the table": _table_images,
    "over images": _over_images,
    "distributions": _distributions,
    "relations": _relations,
    "agreement with #2": _agreement(501),
    "agreement with the failed": _agreement(507),
    "agreement with the deleted": _agreement(508),
    "agreement with the tabled": _agreement(509),
}

SITUATIONS = [
    # view, situation, what stands there
    ("parameters", "an ordinary run", "Threshold|0.1|0.2|+0.1|0.3|+0.2"),
    ("parameters", "another algorithm", "Algorithm|Detect nuclei|Detect nuclei||"),
    ("parameters", "another algorithm", "|Count Ki-67||Count Ki-67|"),
    ("parameters", "a failed run", "|failed||done|"),
    ("parameters", "its version", "Version|1.2.0|1.2.0||"),
    ("results", "the baseline", "#1 baseline|#2|Change"),
    ("results", "a failed run", "#8 failed: its figures cover only what it left behind."),
    ("results", "deleted data", "The results of #9 were deleted: what is missing was not counted"),
    ("results", "missing, never 0", "|–|–|–|–|"),
    ("results", "a table", "positive · results.csv %|–|–|–"),
    ("results", "a table", "|21.5|–"),
    ("results", "other algorithms", "These runs are of different algorithms: Detect nuclei, Count"),
    ("results", "a chart", "#1, Tumour nucleus: "),
    ("results", "a chart without the failed", "series #8 n=0"),
    ("images", "rows are aligned by image", "slide 20.svs|"),
    ("images", "a failed run", "|–|–|–|–|"),
    ("images of the table", "a table", "slide 05.svs %|–|–"),
    ("images of the table", "a table", "|10.5|–"),
    ("over images", "n", "Images|20|20|0|20|0"),
    ("over images", "what is missing", "|0|−100 %|0|−100 %|"),
    ("over images", "an interval", "95 % interval of the mean, from|"),
    ("distributions", "n of each", "series #8 n=0"),
    ("distributions", "hover", "#1, slide 01.svs: "),
    ("distributions", "by term", "Area of Lymphocyte: how often values occur"),
    ("relations", "missing is left out", "Left out, as a value is not known: 2 analyses."),
    ("relations", "values", "Objects goes from "),
    ("relations", "a gap", "Lines: analyses, a gap where a value is not known."),
    ("agreement with #2", "a sentence", "At IoU 0.5, "),
    ("agreement with #2", "a matrix", "Rows #1, columns #2; share of the row"),
    ("agreement with #2", "images by disagreement", "They disagree most on slide "),
    ("agreement with #2", "limits", "Objects: #2 minus #1 is "),
    (
        "agreement with the failed",
        "no image in common",
        "#1 and #8 have no image that both may have looked at.",
    ),
    ("agreement with the failed", "not known, not 0", "known False"),
    ("agreement with the failed", "not known, not 0", "F1 None"),
    ("agreement with the deleted", "no image in common", "#1 and #9 have no image that both"),
    ("agreement with the tabled", "as any other", "known True"),
]


@pytest.mark.parametrize(("view", "situation", "expected"), SITUATIONS)
def test_each_view_says_of_each_situation_what_it_is(
    view: str, situation: str, expected: str, ten: Ten, look: Look, qtbot: QtBot
) -> None:
    lines = VIEWS[view](look, ten)
    assert any(expected in line for line in lines), "\n".join(lines[:60])


def test_a_run_that_is_gone_is_named_and_left_out(ten: Ten) -> None:
    assert ten.studied.gone == (GONE,)
    assert [run.id for run in ten.comparison.runs] == list(RUNS)


def test_without_two_runs_that_are_there_nothing_is_compared(ten: Ten) -> None:
    with pytest.raises(CytoDeskError, match=str(GONE)):
        study(Asked(PASSPORT, 9, (500, GONE)))


def test_the_window_shows_the_figures_of_the_json(ten: Ten, look: Look, qtbot: QtBot) -> None:
    from cytodesk.ui.compare.writing import whole_of

    told_json = whole_of(ten.asked, 0.5).as_json()
    lines = lines_of(ten.comparison, look.words)
    figures = [line.figures for line in lines if line.metric]
    pooled = [each["values"] for each in told_json["metrics"] if each["level"] == "run"]
    assert figures == [tuple(values) for values in pooled]
    for place, run in enumerate(RUNS[1:]):
        found = agreement_of(ten.asked, run, 0.5).chosen
        agreement = told_json["agreements"][place]
        assert found.f1 == agreement["pooled"]["f1"]
        assert found.mean_iou == agreement["pooled"]["mean_iou"]
        assert found.dice == agreement["pooled"]["pixel_dice"]
        for fate, count in found.counts.items():
            if fate.name == "MATCHED":
                assert count == agreement["pooled"]["matches"]
            else:
                side = "other" if fate.name == "EXTRA" else "baseline"
                assert count == agreement["fates"][fate.name.lower()][side]


def test_a_disagreement_is_seen_as_a_crop_and_with_what_lies_around(ten: Ten) -> None:
    crops = crops_of(ten.asked, 501, 0.5, Fate.MISSED, 3)
    assert [crop.size for crop in crops] == sorted((crop.size for crop in crops), reverse=True)
    first = crops[0]
    assert len(first.baseline) == 1
    context = context_of(ten.asked, first.target)
    assert len(context.chosen) == 1
    assert [place for place, _, _ in context.outlines] == list(range(8))
    assert context.said.said().startswith("#1 on slide ")
    whole = context_of(ten.asked, Target(500, first.image))
    assert (whole.window, whole.chosen) == ((0, 0, 2000, 1000), ())
    with pytest.raises(NotFound):
        context_of(ten.asked, Target(500, 999))
