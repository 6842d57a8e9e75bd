"""What stands in a research object of each run: its end, its instants, its annotations."""

from __future__ import annotations

import csv
import datetime
import io

import numpy as np
import shapely

from cytodesk.charts.comparison import ComparedRun
from cytodesk.charts.objects import Objects
from cytodesk.wire.runs import RunState

STATUS = {
    RunState.CREATED: "PotentialActionStatus",
    RunState.QUEUED: "PotentialActionStatus",
    RunState.RUNNING: "ActiveActionStatus",
    RunState.SUCCEEDED: "CompletedActionStatus",
    RunState.FAILED: "FailedActionStatus",
    RunState.LOST: "FailedActionStatus",
    RunState.CANCELLED: "FailedActionStatus",
}


def instants_of(run: ComparedRun) -> dict[str, str]:
    """Return when the run was made, and when it had ended where its duration is known."""
    if run.created is None:
        return {}
    began = datetime.datetime.fromtimestamp(run.created / 1000, datetime.UTC)
    if run.duration is None:
        return {"startTime": began.isoformat()}
    ended = began + datetime.timedelta(seconds=run.duration)
    return {"startTime": began.isoformat(), "endTime": ended.isoformat()}


def annotations_csv(objects: Objects) -> str:
    """Return the annotations of a layer: a row each, outline as WKT in pixels from below."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(("id", "image", "terms", "area_px2", "rate", "wkt"))
    terms: list[list[str]] = [[] for _ in range(len(objects))]
    for member, code in zip(objects.member.tolist(), objects.member_term.tolist(), strict=True):
        terms[member].append(objects.terms[code])
    columns = objects.columns
    shapes = shapely.to_wkt(columns.shapes(np.arange(len(objects))), rounding_precision=6)
    for place, id_ in enumerate(columns.ids.tolist()):
        area, rate = float(columns.pixels[place]), float(columns.rate[place])
        writer.writerow(
            (
                id_,
                objects.images[objects.image[place]],
                " + ".join(terms[place]),
                area if area == area else "",
                rate if rate == rate else "",
                shapes[place] or "",
            )
        )
    return file.getvalue()
