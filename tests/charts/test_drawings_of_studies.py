from __future__ import annotations

import csv
import io
import pickle
from dataclasses import replace

import numpy as np
import pytest

from cytodesk.charts.drawing import Bars, Dots, Drawing, Heat, Line, Rule
from cytodesk.charts.drawings import agreement as drawn
from cytodesk.charts.drawings import relations, scores
from cytodesk.charts.drawings.confusion import confusion
from cytodesk.charts.drawings.data import as_csv
from cytodesk.charts.drawings.parallel import parallel
from cytodesk.charts.figures import Metric, Quantity
from cytodesk.charts.groups import By, groups_of
from cytodesk.charts.study import Study, study
from cytodesk.wire.images import ImageInstance
from cytodesk.wire.runs import RunState

from .made import box, drawings_of, given, outline, run

IMAGES = {
    id_: ImageInstance(id=id_, project=9, name=f"{id_}.svs", width=400, height=100)
    for id_ in range(1, 9)
}
COUNT = Metric(Quantity.COUNT)


def made(number: int, sigma: str, step: int, state: RunState = RunState.SUCCEEDED):
    outlines = [
        outline(100 * number + 10 * image + n, box(9, 9, 20 * n), image, (11 + n % 2,))
        for image in IMAGES
        for n in range(image + step * (image % 3))
    ]
    parameters = [given("sigma", sigma, "Number"), given("method", f"m{step}")]
    found = outlines if state is RunState.SUCCEEDED else []
    return run(500 + number, found, parameters=parameters, images=IMAGES, state=state)


@pytest.fixture(scope="module")
def whole() -> Study:
    runs = [made(0, "1", 0), made(1, "2", 1), made(2, "2.0", 1), made(3, "4", 2)]
    return study([*runs, made(4, "8", 0, RunState.FAILED)])


def every(whole: Study) -> list[Drawing]:
    comparison = whole.comparison
    first, paired = whole.agreements[0], whole.paired[0]
    return [
        *drawings_of(comparison),
        confusion(first),
        drawn.fates(comparison, whole.agreements),
        *(drawn.bland_altman_plot(each, first, 1) for each in paired),
        scores.scores_by_image(comparison, whole.agreements),
        scores.scores_by_iou(comparison, whole.agreements),
        relations.against_parameter(comparison, "sigma", COUNT),
        relations.against_parameter(comparison, "method", COUNT),
        relations.over_time(comparison, COUNT),
        parallel(comparison, ["sigma", "method"], [COUNT]),
        relations.repeats(comparison, COUNT),
    ]


def test_every_drawing_has_words_travels_and_gives_its_numbers(whole):
    for drawing in every(whole):
        assert drawing.title.said()
        assert drawing.sentence.said()
        assert drawing.caption.said()
        assert not drawing.is_empty
        assert pickle.loads(pickle.dumps(drawing)).key == drawing.key
        lines = [line for line in as_csv(drawing).splitlines() if not line.startswith("#")]
        assert len(list(csv.reader(io.StringIO("\n".join(lines))))) > 1


def test_the_cells_of_the_confusion_say_which_objects_they_hold(whole):
    first = whole.agreements[0]
    (series,) = confusion(first).series
    (heat,) = series.marks
    assert isinstance(heat, Heat)
    for target, value in zip(heat.targets, heat.counts.ravel(), strict=True):
        assert target.cell
        assert len(list(first.cell(*target.cell))) == value
    assert heat.counts.sum() == series.n
    assert np.nansum(heat.values, axis=1)[1:] == pytest.approx(1)


def test_limits_of_agreement_are_lines_across(whole):
    count = whole.paired[0][0]
    drawing = drawn.bland_altman_plot(count, whole.agreements[0], 1)
    rules = [mark for series in drawing.series for mark in series.marks if isinstance(mark, Rule)]
    assert [rule.at for rule in rules] == [
        count.limits.bias,
        count.limits.lower,
        count.limits.upper,
    ]
    assert drawing.sentence.said().startswith("Objects: #2 minus #1 is +1.125 on average")


def test_bars_of_fates_count_what_the_agreement_counts(whole):
    drawing = drawn.fates(whole.comparison, whole.agreements)
    bars = drawing.series[0].marks[0]
    assert isinstance(bars, Bars)
    assert bars.y.sum() == whole.agreements[0].pooled.baseline + bars.y[2]


def test_a_figure_stands_over_the_number_of_its_parameter(whole):
    drawing = relations.against_parameter(whole.comparison, "sigma", COUNT)
    dots = [series.marks[0] for series in drawing.series if series.run]
    assert [mark.x[0] for mark in dots if isinstance(mark, Dots)] == [1, 2, 2, 4]
    line = drawing.series[-1].marks[0]
    assert isinstance(line, Line)
    assert line.x.tolist() == [1, 2, 4]
    assert [note.said() for note in drawing.left_out] == [
        "Left out, as a value is not known: 1 analyses."
    ]


def test_a_parameter_of_words_has_its_words_on_the_axis(whole):
    drawing = relations.against_parameter(whole.comparison, "method", COUNT)
    assert drawing.x.categories == ("m0", "m1", "m2")


def test_parallel_coordinates_have_a_gap_where_a_figure_is_missing(whole):
    drawing = parallel(whole.comparison, ["sigma", "method"], [COUNT])
    heights = [series.marks[0].y for series in drawing.series]
    assert heights[0].tolist() == [0.0, 0.0, 0.0]
    assert np.isnan(heights[4][2])
    assert [vertical.title for vertical in drawing.verticals] == ["Sigma", "Method", "Objects"]
    assert drawing.verticals[1].names == ("m0", "m1", "m2")


def test_runs_of_equal_parameters_are_repeats(whole):
    assert [group.places for group in groups_of(whole.comparison)] == [(0,), (1, 2), (3,), (4,)]
    tags = {500: ("a",), 501: ("b",), 502: ("a",)}
    runs = tuple(replace(run, tags=tags.get(run.id, ())) for run in whole.comparison.runs)
    groups = groups_of(replace(whole.comparison, runs=runs), By.TAG)
    assert [group.places for group in groups] == [(0, 2), (1,), (3,), (4,)]
    assert groups[0].name == "a"


def test_another_iou_measures_nothing_again(whole):
    other = whole.at(0.9)
    assert other.agreements[0].iou == 0.9
    assert other.agreements[0].prepared is whole.agreements[0].prepared
    assert other.paired is whole.paired


def test_the_image_of_most_disagreement_comes_first(whole):
    drawing = scores.scores_by_image(whole.comparison, whole.agreements)
    lowest = np.ones(len(IMAGES))
    for series in drawing.series:
        for mark in series.marks:
            np.minimum.at(lowest, np.round(mark.x).astype(int), mark.y)
    assert np.all(np.diff(lowest) >= 0)
    first = drawing.x.categories[0]
    said = f"They disagree most on {first} (#4: F1 {lowest[0]:g})."
    assert drawing.sentence.said() == said
