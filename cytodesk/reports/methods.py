"""The paragraph for a paper: what was done, with what, on what, and how it was compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from cytodesk.charts.comparison import Comparison
from cytodesk.charts.figures import Note
from cytodesk.charts.results import LayerKind
from cytodesk.charts.statistics.aggregates import RESAMPLES, SEED
from cytodesk.charts.study import Study
from cytodesk.charts.writing import MISSING, number
from cytodesk.errors import N_

Translate = Callable[[str], str]
NOT_FOR_DIAGNOSIS = N_("Not for diagnosis: CytoDesk is a tool for research.")


def methods_paragraph(study: Study, translate: Translate, version: str) -> str:
    """Return the paragraph; `version` is that of CytoDesk."""
    return " ".join(note.said(translate) for note in _sentences(study, translate, version))


def _sentences(study: Study, translate: Translate, version: str) -> Iterator[Note]:
    comparison = study.comparison
    for run in comparison.runs:
        if run.kind is not LayerKind.RUN:
            template = N_("{run} is a layer drawn or reviewed by people.")
            yield Note(template, {"run": run.name})
    yield from _algorithms(comparison, translate)
    yield Note(N_("Parameters that are not named had the algorithm's defaults."))
    yield _images(study)
    yield from _figures(version)
    if study.agreements:
        yield from _agreement(study)


def _algorithms(comparison: Comparison, translate: Translate) -> Iterator[Note]:
    """Yield which runs an algorithm made: version, digest, what differs from the defaults."""
    made: dict[tuple[str, str, str], list[int]] = {}
    for place, run in enumerate(comparison.runs):
        if run.kind is LayerKind.RUN:
            environment = run.environment
            digest = environment.image_digest or environment.descriptor_hash
            made.setdefault((run.algorithm, environment.version, digest), []).append(place)
    for (algorithm, version, digest), places in made.items():
        runs = [comparison.runs[place] for place in places]
        fields: dict[str, object] = {
            "runs": ", ".join(f"{run.name} ({run.id})" for run in runs),
            "algorithm": algorithm,
            "version": version or translate(N_("unknown")),
            "digest": digest[:19] or translate(N_("unknown")),
            "values": "; ".join(_given(comparison, places)) or translate(N_("none")),
        }
        template = N_(
            "{algorithm}, version {version} (digest {digest}), made {runs}; values other than "
            "defaults: {values}."
        )
        yield Note(template, fields)


def _given(comparison: Comparison, places: Sequence[int]) -> Iterator[str]:
    """Yield `Threshold = 0.1 (#1), 0.3 (#3)` per parameter, one value where all have the same."""
    for row in comparison.parameters:
        runs: dict[str, list[str]] = {}
        for place in places:
            value = row.values[place]
            if value is not None and value.differs_from_default:
                runs.setdefault(value.shown or MISSING, []).append(comparison.runs[place].name)
        if len(runs) == 1 and len(*runs.values()) == len(places):
            yield f"{row.human_name} = {next(iter(runs))}"
        elif runs:
            said = ", ".join(f"{value} ({', '.join(names)})" for value, names in runs.items())
            yield f"{row.human_name} = {said}"


def _images(study: Study) -> Note:
    """Return how many images there are, and their pixel sizes."""
    tables = study.comparison.tables
    names = {name for table in tables for name in table.objects.images}
    sizes = sorted(
        {
            f"{number(float(x))} × {number(float(y))}" if x != y else number(float(x))
            for table in tables
            for x, y in zip(table.objects.size_x, table.objects.size_y, strict=True)
            if x == x
        }
    )
    if not sizes:
        return Note(N_("Images with objects: n = {n}, of unknown pixel size."), {"n": len(names)})
    template = N_("Images with objects: n = {n}, at {sizes} µm per pixel.")
    return Note(template, {"n": len(names), "sizes": ", ".join(sizes[:6])})


def _figures(version: str) -> Iterator[Note]:
    yield Note(
        N_(
            "Figures were made by CytoDesk {version}. Invalid outlines were mended (GEOS "
            "MakeValid); areas are in µm² where the pixel size is known. Intervals of means are "
            "percentile bootstraps (95 %, {resamples} resamples, seed {seed})."
        ),
        {"version": version, "resamples": RESAMPLES, "seed": SEED},
    )


def _agreement(study: Study) -> Iterator[Note]:
    yield Note(
        N_(
            "Objects were matched one to one with {baseline} at IoU {iou} (most pairs, then "
            "largest sum of IoU); Dice and IoU by pixels look at 16 points of each pixel."
        ),
        {
            "baseline": study.comparison.runs[0].name,
            "iou": study.agreements[0].iou,
        },
    )
    yield Note(
        N_(
            "Terms were compared by Cohen's kappa, figures by image by Spearman's correlation, "
            "ICC(2,1), Bland and Altman's limits, Passing and Bablok's regression and a two-sided "
            "paired Wilcoxon test with the rank-biserial correlation, its p-values corrected by "
            "Holm over the metrics of each pair of analyses."
        )
    )
