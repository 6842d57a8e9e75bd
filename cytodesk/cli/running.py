"""Running an algorithm, and what can be asked of runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from cytodesk.algorithms.algorithm import Algorithm
from cytodesk.algorithms.values import Values, check
from cytodesk.charts.tables import STATES
from cytodesk.cli.asked import Asked
from cytodesk.cli.batching import Asking, makes_many, preset_answers, run_many
from cytodesk.cli.speech import Speech, table
from cytodesk.cli.things import install
from cytodesk.client.beginning import with_images_offered
from cytodesk.client.connection import Connection
from cytodesk.client.finding import find_algorithm, find_project, find_run
from cytodesk.client.following import Followed, Logged, Moved, follow
from cytodesk.client.guests import Guest, run_here, until_told
from cytodesk.client.launching import algorithm_of, cancel, launch
from cytodesk.client.meanings import Meanings
from cytodesk.errors import N_, BadInput, InvalidValues, Problem
from cytodesk.wire.algorithms import InstalledAlgorithm
from cytodesk.wire.codec import to_json
from cytodesk.wire.runs import Run, RunState


def run(asked: Asked) -> int:
    """Launch; with --wait follow to the end, and exit with 1 if the run failed."""
    place, speech = asked.place, asked.speech
    saves_there = asked.chosen.place == "here" and asked.chosen.server
    runs_at = asked.here if saves_there else asked
    installed = _algorithm(runs_at)
    project = find_project(place, asked.chosen.project)
    answers = _answers(asked.chosen.values)
    algorithm = _with_images(algorithm_of(runs_at.place, installed), answers)
    asking = Asking(asked, installed, project, algorithm, Meanings(place, project))
    if asked.chosen.preset:
        answers = {**preset_answers(asking, asked.chosen.preset), **answers}
    meant = asking.meanings.meant(algorithm, answers)
    _tell_unavailable(asking)
    common = asking.meanings.filled(algorithm, meant.answers)
    if makes_many(asked):
        return run_many(asking, common, meant.problems, runs_at.place if saves_there else None)
    values = _checked(algorithm, common, meant.problems)
    if saves_there:
        guest = run_here(place, runs_at.place, installed, project, values)
        return _guest_started(asked, runs_at.place, guest)
    started = launch(place, installed, project.id, values)
    if not asked.chosen.wait:
        speech.answer(to_json(started), f"{started.id}")
        return 0
    ended = follow(place, started.id, report=_Telling(speech))
    _tell_warning(asked, ended)
    speech.answer(to_json(ended), _summary(ended, speech))
    return _exit_status(ended)


def _guest_started(asked: Asked, station: Connection, guest: Guest) -> int:
    """Say what runs on this computer and is saved at the server; the id is that server's."""
    speech, url = asked.speech, guest.home.url
    if asked.chosen.wait:
        follow(station, guest.run.id, report=_Telling(speech))
        guest = until_told(station, guest)
        if guest.warning:
            speech.tell(N_("Warning: {warning}"), warning=guest.warning)
        if not guest.is_told:
            speech.tell(N_("{url} does not answer: the rest is reported when it does."), url=url)
    home = guest.home
    there = replace(guest.run, id=home.run, project=home.project, user=home.user)
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
    _tell_warning(asked, found)
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


def _with_images(algorithm: Algorithm, answers: Mapping[str, str]) -> Algorithm:
    """Let the images that a task asks for be named, but those that are files of this computer."""
    files = {id for id, text in answers.items() if text and Path(text).expanduser().is_file()}
    offered = {each.id: each for each in with_images_offered(algorithm).parameters}
    parameters = (
        each if each.id in files or each.entries is not None else offered[each.id]
        for each in algorithm.parameters
    )
    return replace(algorithm, parameters=tuple(parameters))


def _checked(
    algorithm: Algorithm, answers: Mapping[str, object], unknown: Sequence[Problem]
) -> Values:
    """Check the answers, of which `unknown` tells names that are nobody's."""
    if not unknown:
        return check(algorithm, answers)
    problems, named = list(unknown), {problem.attribute for problem in unknown}
    try:
        check(algorithm, answers)
    except InvalidValues as error:
        problems += [other for other in error.problems if other.attribute not in named]
    raise InvalidValues(algorithm.name, problems)


def _tell_warning(asked: Asked, run: Run) -> None:
    """Tell what went on beside a run, which only a station notes."""
    if asked.place.is_station:
        warning = asked.place.get(f"/station/v1/runs/{run.id}")["warning"]
        if warning:
            asked.speech.tell(N_("Warning: {warning}"), warning=warning)


def _tell_unavailable(asking: Asking) -> None:
    speech = asking.asked.speech
    for trouble in asking.meanings.unavailable.values():
        speech.tell_as_it_is(f"{trouble.said(speech.words)}\n")


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
