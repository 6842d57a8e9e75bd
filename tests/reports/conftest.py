"""Ten runs of two algorithms over twenty images: one failed, one deleted, one with a table."""

from __future__ import annotations

import random

import pytest

from cytodesk.charts.found import read_table
from cytodesk.charts.results import Environment, RunResults
from cytodesk.charts.study import Study, study
from cytodesk.wire.annotations import Annotation
from cytodesk.wire.images import ImageInstance
from cytodesk.wire.projects import Term
from cytodesk.wire.runs import Run, RunParameter, RunState, status_of

IMAGES = {
    id_: ImageInstance(
        id=id_,
        project=9,
        name=f"slide {id_:02d}.svs",
        width=2000,
        height=1000,
        pixel_size_x=0.5,
        pixel_size_y=0.5 if id_ % 2 else 0.25,
    )
    for id_ in range(1, 21)
}
TERMS = {31: Term(id=31, name="Tumour nucleus"), 32: Term(id=32, name="Lymphocyte")}
FAILED, DELETED, TABLED = 507, 508, 509


def outlines(seed: int, share: float) -> tuple[Annotation, ...]:
    chance = random.Random(1)
    own = random.Random(seed)
    found = []
    for image in IMAGES:
        for number in range(4 + image % 5):
            x, y = 40.0 * number + chance.uniform(0, 9), chance.uniform(10, 900)
            side = chance.uniform(8, 16)
            if own.random() < share:
                x, side = x + own.uniform(0, 3), side * own.uniform(0.9, 1.1)
                box = f"{x} {y}, {x + side} {y}, {x + side} {y + side}, {x} {y + side}, {x} {y}"
                found.append(
                    Annotation(
                        id=seed * 10_000 + len(found),
                        image=image,
                        terms=(31 if own.random() < 0.6 else 32,),
                        rate=own.random(),
                        location=f"POLYGON (({box}))",
                    )
                )
    return tuple(found)


def made(number: int) -> RunResults:
    id_ = 500 + number
    first = number < 6
    state = RunState.FAILED if id_ == FAILED else RunState.SUCCEEDED
    has_outlines = id_ not in (FAILED, DELETED)
    table = "image,positive (%)\n" + "".join(
        f"slide {image:02d}.svs,{image * 2 + 0.5}\n" for image in IMAGES
    )
    names = {image.name.lower(): image.name for image in IMAGES.values()}
    return RunResults(
        run=Run(
            id=id_,
            number=number + 1,
            created=1_790_000_000_000 + number * 60_000,
            status=status_of(state),
            algorithm_name="Detect nuclei" if first else "Count Ki-67",
            comment="out of memory" if id_ == FAILED else None,
            data_deleted=id_ == DELETED,
            parameters=(
                RunParameter(
                    id=1,
                    name="threshold",
                    human_name="Threshold" if first else "Cut-off",
                    type="Number",
                    value=f"{0.1 * (number + 1):.1f}",
                ),
                RunParameter(id=2, name="zoom", human_name="Zoom", type="Number", value="0"),
            ),
        ),
        annotations=outlines(number, 1 - 0.04 * number) if has_outlines else (),
        images=IMAGES,
        terms=TERMS,
        duration=10.0 + number,
        environment=Environment(
            "1.2.0" if first else "0.9", f"{number % 2}" * 64, "here", "cpython"
        ),
        descriptor='{"name": "Detect nuclei"}' if first else "",
        found=(read_table("results.csv", table.encode(), names),) if id_ == TABLED else (),
    )


@pytest.fixture(scope="session")
def runs() -> list[RunResults]:
    return [made(number) for number in range(10)]


@pytest.fixture(scope="session")
def ten(runs: list[RunResults]) -> Study:
    return study(runs)
