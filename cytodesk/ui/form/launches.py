"""What stops Launch, and starting what it stands for: one analysis, or a batch."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from cytodesk.algorithms.batches.rows import How, sound_values
from cytodesk.algorithms.values import Values
from cytodesk.assets import Words
from cytodesk.client.batches import Batches
from cytodesk.client.beginning import Beginning
from cytodesk.client.connection import Connection
from cytodesk.client.guests import Hosting
from cytodesk.client.oddities import oddities
from cytodesk.ui.form.answers import Answers
from cytodesk.ui.form.groups import label_of
from cytodesk.ui.form.images import image_parameter, in_words
from cytodesk.ui.form.many.many import Many
from cytodesk.ui.form.many.odd import skipped_after_asking
from cytodesk.ui.form.run_on import Near
from cytodesk.ui.here import Here
from cytodesk.wire.algorithms import InstalledAlgorithm
from cytodesk.wire.batches import Batch
from cytodesk.wire.projects import Project


def plan_in_words(words: Words, answers: Answers, many: Many) -> str:
    """Return '2 analyses on 2 images', where it is images that are counted."""
    if many.how not in (How.ONE, How.IMAGES):
        return ""
    return in_words(words, answers, image_parameter(answers), many.count)


def problem_in_words(words: Words, answers: Answers) -> str:
    """Return the first problem with the name of its field, "" if there is none."""
    if not answers.problems:
        return ""
    id, problem = next(iter(answers.problems.items()))
    name = label_of(answers.parameters[id])
    if problem.rule == "missing-value":
        return words("{name} is still to fill in", name=name)
    return words("{name}: {problem}", name=name, problem=problem.said(words))


async def start_batch(
    here: Here, parent: QWidget, beginning: Beginning, many: Many, near: Near | None
) -> Batch | None:
    """Start what `many` makes, after asking about what looks odd; None where one went back.

    With `near`, this computer carries it out for the project's server. Raises InvalidValues where a
    row has a problem, else what the place says.
    """
    installed, algorithm = beginning.installed, beginning.algorithm
    rows = sound_values(algorithm, await many.settled())
    found = await here.remote.ask(oddities, here.project, installed, algorithm, rows)
    gone = await skipped_after_asking(here.look, parent, found, len(rows))
    if gone is None:
        return None
    left = [row for place, row in enumerate(rows) if place not in gone]
    name = _name_of(here.look.words, beginning, many, len(left))
    folder, project, how = here.kept / "batches", here.project, many.how
    return await here.remote.ask(_started, folder, installed, project, left, name, how, near)


def _started(
    connection: Connection,
    folder: Path,
    installed: InstalledAlgorithm,
    project: Project,
    rows: list[tuple[str, Values]],
    name: str,
    how: str,
    near: Near | None,
) -> Batch:
    host = None
    if near is not None:
        hosting = Hosting.begin(connection, *near, project)
        installed, host = hosting.theirs, hosting.host
    batches = Batches(connection, folder)
    return batches.start(installed, project.id, rows, name=name, how=how, host=host)


def _name_of(words: Words, beginning: Beginning, many: Many, count: int) -> str:
    """Return what the batch is called: 'Detect nuclei on 48 images'."""
    algorithm = beginning.installed.name
    match many.how:
        case How.IMAGES:
            on = words.plural("{number} image", "{number} images", count)
            return words("{algorithm} on {what}", algorithm=algorithm, what=on)
        case How.TERMS:
            on = words.plural("{number} term", "{number} terms", count)
            return words("{algorithm} on {what}", algorithm=algorithm, what=on)
        case How.SWEEP:
            asked = {each.id: each for each in beginning.algorithm.asked}
            over = ", ".join(label_of(asked[each.parameter]) for each in many.shape.sweeps)
            return words("{algorithm}, sweep over {what}", algorithm=algorithm, what=over)
        case _:
            of = words.plural("{number} row", "{number} rows", count)
            return words("{algorithm}, table of {what}", algorithm=algorithm, what=of)
