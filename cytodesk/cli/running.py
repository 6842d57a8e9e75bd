"""Running an algorithm, and what can be asked of runs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from cytodesk.algorithms.algorithm import Algorithm
from cytodesk.algorithms.parameters import Parameter, ParameterType
from cytodesk.algorithms.values import Values, check
from cytodesk.charts.tables import STATES
from cytodesk.cli.asked import Asked
from cytodesk.cli.speech import Speech, table
from cytodesk.cli.things import install
from cytodesk.client.choices import (
    ChoicesUnavailable,
    UnknownChoices,
    choices_for,
    ids_of,
    resolved,
)
from cytodesk.client.finding import find_algorithm, find_project, find_run
from cytodesk.client.following import Followed, Logged, Moved, follow
from cytodesk.client.guests import run_here, until_told
from cytodesk.client.launching import algorithm_of, cancel, launch
from cytodesk.errors import N_, BadInput, InvalidValues, Problem
from cytodesk.wire.algorithms import InstalledAlgorithm
from cytodesk.wire.codec import to_json
from cytodesk.wire.projects import Project
from cytodesk.wire.runs import Run, RunState

_ID_LIST = re.compile(r"\[?\s*\d+(\s*,\s*\d+)*\s*\]?")


def run(asked: Asked) -> int:
    """Launch; with --wait follow to the end, and exit with 1 if the run failed."""
    if asked.chosen.place == "here" and asked.chosen.server:
        return _run_here(asked)
    place, speech = asked.place, asked.speech
    installed = _algorithm(asked)
    project = find_project(place, asked.chosen.project)
    values = _checked(asked, algorithm_of(place, installed), project)
    started = launch(place, installed, project.id, values)
    if not asked.chosen.wait:
        speech.answer(to_json(started), f"{started.id}")
        return 0
    ended = follow(place, started.id, report=_Telling(speech))
    speech.answer(to_json(ended), _summary(ended, speech))
    return _exit_status(ended)


def _run_here(asked: Asked) -> int:
    """Run on this computer what is saved at the server; the id that is said is that server's."""
    server, here, speech = asked.place, asked.here, asked.speech
    installed = _algorithm(here)
    project = find_project(server, asked.chosen.project)
    values = _checked(asked, algorithm_of(here.place, installed), project)
    guest = run_here(server, here.place, installed, project, values)
    if asked.chosen.wait:
        follow(here.place, guest.run.id, report=_Telling(speech))
        guest = until_told(here.place, guest)
        if guest.warning:
            speech.tell(N_("Warning: {warning}"), warning=guest.warning)
        if not guest.is_told:
            speech.tell(
                N_("{url} does not answer: the rest is reported when it does."), url=server.url
            )
    there = replace(guest.run, id=guest.home.run, project=project.id, user=guest.home.user)
    told = to_json(there) | {"guest": guest.run.id, "told": guest.is_told}
    speech.answer(told, _summary(there, speech) if asked.chosen.wait else f"{there.id}")
    return _exit_status(guest.run) if asked.chosen.wait else 0


def list_runs(asked: Asked) -> int:
    place, words = asked.place, asked.speech.words
    query = {}
    if asked.chosen.project:
        query["project"] = find_project(place, asked.chosen.project).id
    found = list(place.things(Run, "job.json", **query))
    text = table(
        [words(title) for title in _COLUMNS],
        [
            (r.id, words(STATES[r.state]), f"{r.progress} %", r.algorithm_name, r.number, r.comment)
            for r in found
        ],
    )
    asked.speech.answer({"runs": [to_json(r) for r in found]}, text)
    return 0


def show(asked: Asked) -> int:
    found = find_run(asked.place, asked.chosen.run)
    words = asked.speech.words
    rows = [(p.human_name or p.name, p.value) for p in found.parameters]
    text = _summary(found, asked.speech)
    if rows:
        text += "\n\n" + table([words("Parameter"), words("Value")], rows)
    asked.speech.answer(to_json(found) | {"state": found.state.value}, text)
    return 0


def show_log(asked: Asked) -> int:
    """Write the log; with --follow as it grows, until the run has ended."""
    place, id_ = asked.place, find_run(asked.place, asked.chosen.run).id
    if asked.chosen.follow:
        telling = _Log(asked.speech)
        return _exit_status(follow(place, id_, report=telling))
    if not place.is_station:
        asked.speech.answer_bytes(str(place.get(f"job/{id_}/log.json").get("data") or ""))
        return 0
    offset = -1
    following = 0
    while following != offset:
        offset = following
        part = place.get(f"/station/v1/runs/{id_}/log", offset=offset)
        asked.speech.answer_bytes(part["text"])
        following = int(part["offset"])
    return 0


def cancel_run(asked: Asked) -> int:
    found = cancel(asked.place, find_run(asked.place, asked.chosen.run).id)
    asked.speech.answer(to_json(found), _summary(found, asked.speech))
    return 0


_COLUMNS = (N_("Id"), N_("State"), N_("Progress"), N_("Algorithm"), N_("No"), N_("Comment"))


def _algorithm(asked: Asked) -> InstalledAlgorithm:
    """Return the algorithm that `what` names, or install what stands at that path."""
    what = asked.chosen.what
    if Path(what).exists() and not what.isdecimal():
        return install(asked, what)
    return find_algorithm(asked.place, what)


def _answers(words: Sequence[str]) -> dict[str, str]:
    """Return name -> text of the `--set name=value` words; the value is kept to the letter."""
    answers = {}
    for word in words:
        name, is_set, value = word.partition("=")
        if not is_set or not name:
            raise BadInput(N_("--set takes NAME=VALUE, not {word}."), word=word)
        answers[name.strip()] = value
    return answers


def _checked(asked: Asked, algorithm: Algorithm, project: Project) -> Values:
    """Check the answers; names of terms, images and so on become their ids first."""
    place, answers = asked.place, _answers(asked.chosen.values)
    meant: dict[str, object] = dict(answers)
    problems: list[Problem] = []
    for parameter in algorithm.asked:
        text = answers.get(parameter.id)
        if text is None and isinstance(parameter.default, str) and "$" in parameter.default:
            meant[parameter.id] = resolved(parameter.default, project, host=place.url)
        elif text and _names_choices(parameter, text):
            try:
                found = ids_of(
                    [text] if parameter.type is ParameterType.DOMAIN else text.split(","),
                    choices_for(place, parameter, project),
                )
                meant[parameter.id] = ",".join(map(str, found))
            except UnknownChoices as error:
                problems += [_about(parameter, problem) for problem in error.problems]
            except ChoicesUnavailable as error:
                asked.speech.tell_as_it_is(f"{error.said(asked.speech.words)}\n")
    if not problems:
        return check(algorithm, meant)
    unknown = {problem.attribute for problem in problems}
    try:
        check(algorithm, meant)
    except InvalidValues as error:
        problems += [other for other in error.problems if other.attribute not in unknown]
    raise InvalidValues(algorithm.name, problems)


def _names_choices(parameter: Parameter, text: str) -> bool:
    is_domain = parameter.type in (ParameterType.DOMAIN, ParameterType.LIST_DOMAIN)
    return is_domain and not _ID_LIST.fullmatch(text) and text != parameter.default


def _about(parameter: Parameter, problem: Problem) -> Problem:
    return Problem(problem.template, dict(problem.fields), attribute=parameter.id)


class _Telling:
    """Tells on stderr what happens to a run: its log, and each change of state or comment."""

    def __init__(self, speech: Speech) -> None:
        self._speech = speech

    def __call__(self, news: Followed) -> None:
        match news:
            case Moved(moved):
                self._speech.tell(
                    N_("Run {id}: {state}, {progress} % {comment}"),
                    id=moved.id,
                    state=self._speech.words(STATES[moved.state]),
                    progress=moved.progress,
                    comment=moved.comment or "",
                )
            case Logged(text):
                self._speech.tell_as_it_is(text)


class _Log:
    """Writes the log to stdout as it grows."""

    def __init__(self, speech: Speech) -> None:
        self._speech = speech

    def __call__(self, news: Followed) -> None:
        if isinstance(news, Logged):
            self._speech.answer_bytes(news.text)


def _summary(found: Run, speech: Speech) -> str:
    return speech.words(
        N_("Run {id} ({name} #{number}) {state}: {comment}"),
        id=found.id,
        name=found.algorithm_name,
        number=found.number,
        state=speech.words(STATES[found.state]),
        comment=found.comment or "–",
    )


def _exit_status(ended: Run) -> int:
    match ended.state:
        case RunState.SUCCEEDED:
            return 0
        case RunState.CANCELLED:
            return 5
        case _:
            return 1
