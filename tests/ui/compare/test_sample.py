"""Three runs of the sample and its reviewed layer: window, command line, and plain shapely."""

from __future__ import annotations

import math
from collections.abc import Callable, Coroutine
from typing import Any

import numpy as np
import pytest
import shapely

from cytodesk.charts.agreement.fates import Fate
from cytodesk.client.annotations import annotations_of
from cytodesk.client.finding import find_run
from cytodesk.ui.compare.agreement import AgreementView
from cytodesk.ui.compare.results import ResultsView
from cytodesk.wire.annotations import Annotation
from cytodesk.wire.images import ImageInstance
from tests.ui.compare.conftest import Compared, Opening, ended_run, until

Run = Callable[[Coroutine[Any, Any, Any]], Any]
Outlines = Any


@pytest.fixture(scope="module")
def runs(compared: Compared) -> tuple[int, ...]:
    return (*compared.runs, ended_run(compared.place, compared.project, 0.5))


@pytest.fixture(scope="module")
def said(compared: Compared, runs: tuple[int, ...]) -> dict[str, Any]:
    """Return what the command line says of them against the reviewed layer."""
    return compared.line.json("compare", *runs, "--baseline", "reviewed")


@pytest.fixture(scope="module")
def layers(compared: Compared, runs: tuple[int, ...]) -> list[Outlines]:
    """Return the outlines of the reviewed layer and of the runs, asked for one by one."""
    reviewed = compared.place.things(
        Annotation, "annotation.json", project=compared.project.id, reviewed=True,
        showBasic=True, showMeta=True, showWKT=True,
    )  # fmt: skip
    found = [list(reviewed)]
    found += [list(annotations_of(compared.place, find_run(compared.place, run))) for run in runs]
    return [
        shapely.make_valid(shapely.from_wkt([one.location for one in layer])) for layer in found
    ]


def metric(said: dict[str, Any], name: str) -> list[float]:
    """Return a pooled figure of all terms, per layer."""
    return next(
        each["values"]
        for each in said["metrics"]
        if each["name"] == name and each["level"] == "run" and each["term"] is None
    )


def test_counts_and_areas_are_those_of_plain_shapely(
    compared: Compared, said: dict[str, Any], layers: list[Outlines]
) -> None:
    path = f"project/{compared.project.id}/imageinstance.json"
    (image,) = list(compared.place.things(ImageInstance, path))
    assert image.pixel_size_x
    assert image.pixel_size_y
    scale = image.pixel_size_x * image.pixel_size_y
    areas = [shapely.area(layer) * scale for layer in layers]
    square = image.width * image.height * scale / 1e6
    assert metric(said, "count") == [len(layer) for layer in layers]
    assert metric(said, "area") == pytest.approx([math.fsum(a) for a in areas], rel=1e-9)
    assert metric(said, "median_area") == pytest.approx([np.median(a) for a in areas], rel=1e-9)
    assert metric(said, "density") == pytest.approx([len(a) / square for a in areas], rel=1e-9)


def test_matches_are_those_of_plain_shapely(said: dict[str, Any], layers: list[Outlines]) -> None:
    for agreement, layer in zip(said["agreements"], layers[1:], strict=True):
        first, second = shapely.STRtree(layer).query(layers[0])
        one, other = layers[0][first], layer[second]
        shared = shapely.area(shapely.intersection(one, other))
        iou = shared / (shapely.area(one) + shapely.area(other) - shared)
        pooled = agreement["pooled"]
        assert pooled["matches"] == int((iou >= 0.5).sum())
        assert pooled["recall"] == pytest.approx(pooled["matches"] / len(layers[0]), rel=1e-12)
        assert pooled["precision"] == pytest.approx(pooled["matches"] / len(layer), rel=1e-12)
        assert pooled["mean_iou"] == pytest.approx(iou[iou >= 0.5].mean(), rel=1e-9)


def test_the_window_says_what_the_command_line_says(
    run: Run, compared: Compared, runs: tuple[int, ...], said: dict[str, Any], opening: Opening
) -> None:
    async def play() -> None:
        async with opening(-compared.project.id, *runs, tab="agreement") as page:
            results, agreement = page.view("results"), page.view("agreement")
            assert isinstance(results, ResultsView)
            assert isinstance(agreement, AgreementView)
            await until(lambda: agreement.agreed)
            page.tabbed.only_differences.set_value(False)  # type: ignore[attr-defined]
            page.tabbed._filter()
            shown = [line for line in results.table.table.things() if line.metric]
            pooled = [each for each in said["metrics"] if each["level"] == "run"]
            assert [list(line.figures) for line in shown] == [each["values"] for each in pooled]
            assert agreement.agreed is not None
            for column, told in zip(agreement.agreed.columns, said["agreements"], strict=True):
                assert (column.run, column.f1) == (told["other"], told["pooled"]["f1"])
                assert column.dice == told["pooled"]["pixel_dice"]
                assert column.kappa == told["kappa"]["kappa"]
                for fate in (Fate.MISSED, Fate.SPLIT, Fate.MERGED):
                    assert column.counts[fate] == told["fates"][fate.name.lower()]["baseline"]

    run(play())
