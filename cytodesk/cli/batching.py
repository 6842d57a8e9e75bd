"""Many runs from one command: a table, a sweep, one for each image or term; and presets."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cytodesk.algorithms.algorithm import Algorithm
from cytodesk.algorithms.batches.rows import Change, How, refuse_too_many, rows_of, sound_values
from cytodesk.algorithms.batches.splits import image_parameter, split, term_parameter
from cytodesk.algorithms.batches.sweeps import read_sweep, swept
from cytodesk.algorithms.batches.tables import table_in
from cytodesk.algorithms.presets import Preset
from cytodesk.algorithms.values import Values
from cytodesk.charts.tables import STATES
from cytodesk.cli.asked import Asked
from cytodesk.cli.speech import Speech, table
from cytodesk.client.batches import Batches
from cytodesk.client.beginning import algorithms_of
from cytodesk.client.connection import Connection
from cytodesk.client.finding import find_project
from cytodesk.client.guests import Hosting
from cytodesk.client.making_rows import changes_of_table
from cytodesk.client.meanings import Meanings
from cytodesk.client.oddities import oddities, skippable
from cytodesk.client.presets import Presets, imported
from cytodesk.errors import N_, BadInput, InvalidValues, Problem
from cytodesk.wire.algorithms import InstalledAlgorithm
from cytodesk.wire.batches import Batch
from cytodesk.wire.codec import read_ids, to_json
from cytodesk.wire.projects import Project

_LOOK_EVERY = 0.5
"""Seconds between two looks at a batch that is waited for."""


@dataclass(frozen=True, slots=True)
class Asking:
    """What `run` found out: the algorithm, and how names are read in the project."""

    asked: Asked
    installed: InstalledAlgorithm
    project: Project
    algorithm: Algorithm
    meanings: Meanings


def makes_many(asked: Asked) -> bool:
    return bool(asked.chosen.table or asked.chosen.sweeps or asked.chosen.per)


def preset_answers(asking: Asking, name: str) -> dict[str, str]:
    """Return what a preset answers: one by its name, or the only one of a file."""
    asked, place = asking.asked, asking.asked.place
    presets = Presets(place, asking.project, asked.desk.folders.data)
    if Path(name).is_file():
        preset = _only(imported(Path(name)), name, asking.installed.name)
    else:
        installed = algorithms_of(place, asking.project)
        versions = [each for each in installed if each.name == asking.installed.name]
        preset = presets.named(name, asking.installed.name, versions).preset
    taken = presets.taken(preset, asking.algorithm)
    for problem in taken.problems:
        asked.speech.tell_as_it_is(f"{problem.said(asked.speech.words)}\n")
    return taken.answers


def _only(presets: Sequence[Preset], path: str, algorithm: str) -> Preset:
    """Return the one preset of a file that is for this algorithm. Raises BadInput."""
    fitting = [each for each in presets if each.algorithm == algorithm] or list(presets)
    if len(fitting) != 1:
        template = N_("{path} holds {count} presets: one is needed.")
        raise BadInput(template, path=path, count=len(fitting))
    return fitting[0]


def run_many(
    asking: Asking,
    common: Mapping[str, object],
    unknown: Sequence[Problem],
    station: Connection | None,
) -> int:
    """Launch a batch; with --wait follow it to its end, and exit with 1 if a run of it failed.

    Where this computer's `station` is given it carries out the runs of the server.
    """
    asked, speech = asking.asked, asking.asked.speech
    how, rows = _rows(asking, common, unknown)
    installed, host = asking.installed, None
    if station is not None:
        hosting = Hosting.begin(asked.place, station, installed, asking.project)
        installed, host = hosting.theirs, hosting.host
    found = oddities(asked.place, asking.project, installed, asking.algorithm, rows)
    for oddity in found:
        speech.tell_as_it_is(f"{oddity.problem.said(speech.words)}\n")
    if asked.chosen.skip_done:
        gone = skippable(found)
        rows = [row for place, row in enumerate(rows) if place not in gone]
    if not rows:
        speech.answer({"batch": None, "runs": []}, speech.words(N_("Nothing is left to do.")))
        return 0
    batches = _batches(asked)
    name = asked.chosen.name or asking.installed.name
    begun = batches.start(installed, asking.project.id, rows, name=name, how=how, host=host)
    begun = batches.go_on(begun.id) if batches.unfinished(asking.project.id) else begun
    return _answered(asked, batches, begun)


def _rows(
    asking: Asking, common: Mapping[str, object], unknown: Sequence[Problem]
) -> tuple[How, list[tuple[str, Values]]]:
    """Return the rows, label and values. Raises InvalidValues with all that is wrong in them."""
    if unknown:
        raise InvalidValues(asking.algorithm.name, unknown)
    how, changes = _changes(asking, common)
    return how, sound_values(asking.algorithm, rows_of(asking.algorithm, common, changes))


def list_batches(asked: Asked) -> int:
    project, words = find_project(asked.place, asked.chosen.project), asked.speech.words
    found = _batches(asked).of_project(project.id)
    titles = [words(each) for each in (N_("Id"), N_("Name"), N_("Algorithm"))]
    titles += [words(each) for each in (N_("Done"), N_("Failed"), N_("Of"))]
    rows = [(b.id, b.name, b.algorithm_name, b.done, b.failed, b.total) for b in found]
    asked.speech.answer({"batches": [to_json(each) for each in found]}, table(titles, rows))
    return 0


def show_batch(asked: Asked) -> int:
    return _said(asked.speech, _batches(asked).batch(asked.chosen.batch))


def retry_batch(asked: Asked) -> int:
    """Make another run for each row that failed; go on with what was cut short too."""
    batches = _batches(asked)
    batches.retry(asked.chosen.batch)
    return _answered(asked, batches, batches.go_on(asked.chosen.batch))


def cancel_batch(asked: Asked) -> int:
    return _said(asked.speech, _batches(asked).cancel(asked.chosen.batch))


def _changes(asking: Asking, common: Mapping[str, object]) -> tuple[How, list[Change]]:
    chosen = asking.asked.chosen
    if sum(map(bool, (chosen.table, chosen.sweeps, chosen.per))) > 1:
        raise BadInput(N_("Say one of --table, --sweep and --per, not several."))
    if chosen.table:
        return How.TABLE, _of_table(asking, chosen.table)
    if chosen.sweeps:
        sweeps = [read_sweep(word) for word in chosen.sweeps]
        return How.SWEEP, swept(asking.algorithm, sweeps)
    return How(chosen.per), _of_list(asking, How(chosen.per), common)


def _of_table(asking: Asking, path: Path) -> list[Change]:
    read = table_in(path, asking.algorithm)
    if read.problems:
        raise InvalidValues(asking.algorithm.name, read.problems)
    return changes_of_table(asking.meanings, asking.algorithm, read.table)


def _of_list(asking: Asking, how: How, common: Mapping[str, object]) -> list[Change]:
    """Return a change for each image or term that is chosen, or for each that is offered."""
    find = image_parameter if how is How.IMAGES else term_parameter
    parameter = find(asking.algorithm)
    if parameter is None:
        template = N_("{algorithm} asks for nothing of that kind: {kind}.")
        raise BadInput(template, algorithm=asking.algorithm.name, kind=how)
    try:
        chosen = read_ids(common.get(parameter.id))
    except (TypeError, ValueError):  # a word of its author, such as "all"
        chosen = ()
    if chosen:
        known = asking.meanings.some(parameter, chosen)
        return split(parameter, chosen, {choice.id: choice.text for choice in known.values()})
    refuse_too_many(asking.meanings.total(parameter))
    names = asking.meanings.names(parameter)
    return split(parameter, list(names), names)


def _answered(asked: Asked, batches: Batches, batch: Batch) -> int:
    while asked.chosen.wait and not batch.has_ended:
        before, batch = batch, batches.batch(batch.id)
        if batch.ended != before.ended:
            asked.speech.tell(
                N_("{ended} of {total} ended, {failed} failed"),
                ended=batch.ended,
                total=batch.total,
                failed=batch.failed,
            )
        if not batch.has_ended:
            time.sleep(_LOOK_EVERY)
    return _said(asked.speech, batch)


def _said(speech: Speech, batch: Batch) -> int:
    """Answer the batch, a line for each row; 1 where a row has failed."""
    words = speech.words
    titles = [words(each) for each in (N_("Row"), N_("Run"), N_("State"), N_("Comment"))]
    rows = [
        (row.label or row.place, row.id or None, words(STATES[row.state]), row.comment)
        for row in batch.rows
    ]
    head = words(
        N_("Batch {id} ({name}): {done} of {total} done, {failed} failed"),
        id=batch.id,
        name=batch.name,
        done=batch.done,
        total=batch.total,
        failed=batch.failed,
    )
    said = {"batch": to_json(batch), "runs": [row.id for row in batch.rows if row.id]}
    speech.answer(said, f"{head}\n\n{table(titles, rows)}")
    return 1 if batch.failed and batch.has_ended else 0


def _batches(asked: Asked) -> Batches:
    folder = asked.desk.folders.data / "batches"
    return Batches(asked.place, folder, lambda: asked.here.place)
