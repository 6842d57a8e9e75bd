"""Deleting what runs left: counted first, asked, done, and told."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from cytodesk.assets import Words
from cytodesk.client.run_care import LeftBehind, delete_data, left_behind
from cytodesk.client.run_lists import ListedRun
from cytodesk.errors import CytoDeskError
from cytodesk.ui.here import Here
from cytodesk.ui.parts.dialogs import Answer, ask


async def delete_after_asking(here: Here, parent: QWidget, runs: Sequence[ListedRun]) -> bool:
    """Count what `runs` left, ask, and delete it; return whether something was deleted."""
    words = here.look.words
    ended = [run for run in runs if run.state.has_ended]
    counted = [(run, await here.remote.ask(left_behind, run.id)) for run in ended]
    wanted = [(run, left) for run, left in counted if not left.is_nothing]
    if not wanted:
        told = words("Nothing is left to delete.")
        still = words("Only analyses that have ended can be cleared.")
        here.notices.show(told if ended else still, kind="warn")
        return False
    kept = [run for run, left in wanted if left.reviewed]
    free = [(run, left) for run, left in wanted if not left.reviewed]
    if not free:
        here.notices.show(_reviewed(words, kept), kind="warn")
        return False
    title = words.plural(
        "Delete the data of {number} analysis?", "Delete the data of {number} analyses?", len(free)
    )
    if len(free) == 1:
        title = words("Delete the data of {run}?", run=free[0][0].label)
    answers = (Answer("delete", words("Delete")), Answer("keep", words("Keep"), "primary"))
    text = _question(words, [left for _, left in free], kept, is_station=here.remote.is_station)
    if await ask(here.look, parent, title, text, answers) != "delete":
        return False
    return await _delete(here, [run for run, _ in free])


async def _delete(here: Here, runs: Sequence[ListedRun]) -> bool:
    deleted = 0
    for run in runs:
        try:
            await here.remote.ask(delete_data, run.id)
        except CytoDeskError as trouble:
            here.notices.show(trouble)
        else:
            deleted += 1
    if deleted:
        told = here.look.words.plural(
            "The data of {number} analysis is deleted.",
            "The data of {number} analyses is deleted.",
            deleted,
        )
        here.notices.show(told)
    return deleted > 0


def _question(
    words: Words, left: Sequence[LeftBehind], kept: Sequence[ListedRun], *, is_station: bool
) -> str:
    annotations = sum(each.annotations for each in left)
    files = sum(each.files for each in left)
    counted = words(
        "{annotations} and {files} will be deleted. This cannot be undone.",
        annotations=words.plural("{number:,} annotation", "{number:,} annotations", annotations),
        files=words.plural("{number:,} file", "{number:,} files", files),
    )
    stays = words("Parameters and log stay.")
    if not is_station:
        stays = words("Some servers delete the analysis itself too, with its parameters and log.")
    parts = [counted, stays, _reviewed(words, kept) if kept else ""]
    return " ".join(part for part in parts if part)


def _reviewed(words: Words, kept: Sequence[ListedRun]) -> str:
    names = ", ".join(run.label for run in kept)
    return words("Kept, because annotations of it are reviewed: {runs}.", runs=names)
