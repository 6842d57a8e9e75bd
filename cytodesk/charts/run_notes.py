"""What must be known before the figures of one run are believed."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cytodesk.charts.figures import Note
from cytodesk.charts.labels import Labels
from cytodesk.charts.objects import Objects
from cytodesk.charts.results import RunResults
from cytodesk.errors import N_
from cytodesk.wire.runs import RunState

_OF_STATE = {
    RunState.CREATED: N_("{run} has not started yet: it has no figures."),
    RunState.QUEUED: N_("{run} is still waiting: it has no figures yet."),
    RunState.RUNNING: N_("{run} is still running: its figures may change."),
    RunState.FAILED: N_("{run} failed: its figures cover only what it left behind."),
    RunState.LOST: N_("{run} was lost sight of: its figures cover only what it left behind."),
    RunState.CANCELLED: N_("{run} was cancelled: its figures cover only what it left behind."),
}


def notes_of(results: RunResults, objects: Objects, labels: Labels) -> tuple[Note, ...]:
    return tuple(
        Note(template, {"run": labels.of_run(results), **fields}, (results.run.id,))
        for template, fields in _remarks(results, objects)
    )


def _remarks(results: RunResults, objects: Objects) -> Iterator[tuple[str, dict[str, object]]]:
    if results.run.state in _OF_STATE:
        yield _OF_STATE[results.run.state], {}
    if results.run.data_deleted:
        yield N_("The results of {run} were deleted: what is missing was not counted as 0."), {}
    if count := int(objects.surfaces.mended.sum()):
        yield N_("{run}: outlines mended before measuring: {count}."), {"count": count}
    if count := int(objects.surfaces.unreadable.sum()):
        yield (
            N_("{run}: outlines that cannot be read, counted but not measured: {count}."),
            {"count": count},
        )
    if count := int(objects.surfaces.flat.sum()):
        yield (
            N_("{run}: points and lines, counted but without an area: {count}."),
            {"count": count},
        )
    yield from _on_units(objects)


def _on_units(objects: Objects) -> Iterator[tuple[str, dict[str, object]]]:
    has_micron = objects.has_micron
    unknown = {"images": int((~objects.image_has_micron).sum()), "count": int((~has_micron).sum())}
    if not unknown["count"]:
        return
    if np.any(has_micron):
        yield (
            N_(
                "{run}: pooled areas in µm² leave out the images of unknown pixel size "
                "(objects: {count}, images: {images})."
            ),
            dict(unknown),
        )
    else:
        yield (
            N_("{run}: areas are in px²: no image has a known pixel size (images: {images})."),
            dict(unknown),
        )
