"""Statistics of a job's predictions: `/api/stats/retrieval/...` (contract 3.14)."""

from __future__ import annotations

import msgspec

from cytodesk.errors import NotFound
from cytodesk.server.answers import Json
from cytodesk.server.asking import Asking
from cytodesk.server.routes import get
from cytodesk.server.serving import Serving
from cytodesk.wire.codec import to_json
from cytodesk.wire.runs import Run, RunState
from cytodesk.workspace import projects, retrieval, runs
from cytodesk.workspace.retrieval import Prediction

_MOST_QUESTIONABLE = 30
_UNKNOWN = -1
"""What a server says of a rate that it has not computed."""


def average(serving: Serving, asking: Asking) -> Json:
    run = _run(serving, asking)
    return {"avg": _rate(serving, run)}


def confusion_matrix(serving: Serving, asking: Asking) -> Json:
    """Return expected (rows) against predicted terms: a text that holds JSON, as on a server."""
    run = _run(serving, asking)
    db = serving.workspace.reading()
    found = retrieval.predictions(db, run)
    terms = [term.id for term in projects.terms(db, project=run.project)]
    counts, rates = retrieval.confusions(found), retrieval.rate_per_class(found)
    rows: list[list[float]] = [[0, *terms, 0]]
    for expected in terms:
        predicted = [counts[expected, term] for term in terms]
        rows.append([expected, *predicted, rates.get(expected, _UNKNOWN)])
    return {"matrix": msgspec.json.encode(rows).decode()}


def worst_terms(serving: Serving, asking: Asking) -> Json:
    """List the terms that were missed, with how often, the worst first."""
    run = _run(serving, asking)
    db = serving.workspace.reading()
    wrong = [each for each in retrieval.predictions(db, run) if not each.is_right]
    missed: dict[int, int] = {}
    for each in wrong:
        missed[each.expected] = missed.get(each.expected, 0) + 1
    terms = [
        to_json(term) | {"rate": missed[term.id]}
        for term in projects.terms(db, project=run.project)
        if term.id in missed
    ]
    return {"worstTerms": sorted(terms, key=lambda term: -int(term["rate"]))}


def worst_terms_with_suggestions(serving: Serving, asking: Asking) -> Json:
    """Say for each expected term which were suggested, in percent, the most frequent first."""
    run = _run(serving, asking)
    found = retrieval.predictions(serving.workspace.reading(), run)
    counts, per_class = retrieval.confusions(found), retrieval.rate_per_class(found)
    told: dict[str, list[Json]] = {}
    for expected in per_class:
        row = {term: count for (of, term), count in counts.items() if of == expected}
        total = sum(row.values())
        ranked = sorted(row.items(), key=lambda pair: -pair[1])
        told[str(expected)] = [{str(term): round(100 * n / total)} for term, n in ranked]
    rates = list(per_class.values())
    return {
        "worstTerms": told,
        "avg": _known(retrieval.success_rate(found)),
        "avgMiddlePerClass": sum(rates) / len(rates) if rates else _UNKNOWN,
    }


def worst_annotations(serving: Serving, asking: Asking) -> Json:
    """List the wrong predictions of which the job was surest."""
    run = _run(serving, asking)
    found = retrieval.predictions(serving.workspace.reading(), run)
    wrong = sorted((each for each in found if not each.is_right), key=lambda each: -each.rate)
    shown = [_questionable(each, run, asking) for each in wrong[:_MOST_QUESTIONABLE]]
    return {"worstAnnotations": shown}


def evolution(serving: Serving, asking: Asking) -> Json:
    """Return one point for each successful job of the software: when, of how many, how good."""
    db = serving.workspace.reading()
    of = _run(serving, asking)
    points = [
        {
            "date": run.created,
            "size": retrieval.annotations_before(db, run.project or 0, run.created or 0),
            "avg": _rate(serving, run),
        }
        for run in retrieval.successes(db, of.project or 0, of.algorithm or 0)
    ]
    return {"evolution": points}


def evolution_of_job(serving: Serving, asking: Asking) -> Json:
    """Return the points of one job, here always one; of one expected term if `term` names it."""
    db = serving.workspace.reading()
    run = _run(serving, asking)
    term = next(iter(asking.ids("term")), None)
    found = [p for p in retrieval.predictions(db, run) if term in (None, p.expected)]
    if not found:
        return {"evolution": []}
    size = retrieval.annotations_before(db, run.project or 0, run.created or 0)
    rate = _known(retrieval.success_rate(found))
    return {"evolution": [{"date": run.created, "size": size, "avg": rate}]}


def _run(serving: Serving, asking: Asking) -> Run:
    """Return the job that is meant: itself, or the last successful one of a software (3.14)."""
    db = serving.workspace.reading()
    if job := asking.ids("job"):
        return runs.run(db, job[0])
    project, software = asking.ids("project"), asking.ids("software")
    run = retrieval.last_success(db, project[0], software[0]) if project and software else None
    if run is None:
        raise NotFound("{thing} not found with id : {id}", thing="UserJob", id=None)
    return run


def _rate(serving: Serving, run: Run) -> float:
    """Return the success rate of a job, once it has succeeded."""
    if run.state is not RunState.SUCCEEDED:
        return _UNKNOWN
    return _known(retrieval.success_rate(retrieval.predictions(serving.workspace.reading(), run)))


def _known(rate: float | None) -> float:
    return _UNKNOWN if rate is None else rate


def _questionable(each: Prediction, run: Run, asking: Asking) -> Json:
    return {
        "id": each.id,
        "annotation": each.annotation,
        "project": each.project,
        "cropURL": f"{asking.base}/api/{each.kind}/{each.annotation}/crop.png",
        "term": each.term,
        "expectedTerm": each.expected,
        "rate": each.rate,
        "user": run.user,
    }


_STATS = "/api/stats/retrieval"

ROUTES = (
    get(f"{_STATS}/avg.json", average),
    get(f"{_STATS}/confusionmatrix.json", confusion_matrix),
    get(f"{_STATS}/worstTerm.json", worst_terms),
    get(f"{_STATS}/worstTermWithSuggest.json", worst_terms_with_suggestions),
    get(f"{_STATS}/worstAnnotation.json", worst_annotations),
    get(f"{_STATS}/evolution.json", evolution),
    get(f"{_STATS}-evolution/evolution.json", evolution_of_job),
    get(f"{_STATS}-evolution/evolutionByTerm.json", evolution_of_job),
)
