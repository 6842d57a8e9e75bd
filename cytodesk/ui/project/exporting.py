"""A project saved as one file: whether its slides go along is asked, then where to."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from cytodesk.client.exchange import export_project
from cytodesk.errors import Cancelled
from cytodesk.ui.amounts import bytes_said
from cytodesk.ui.arrivals import PROJECT_FILE
from cytodesk.ui.choosing import file_to_write
from cytodesk.ui.here import Here
from cytodesk.ui.parts.dialogs import Answer, ask
from cytodesk.ui.progressing import Progressing

_IN_NO_NAME = '<>:"/\\|?*'
"""What a file's name may not have on one system or another."""


async def export(here: Here, parent: QWidget, progress: Progressing) -> None:
    """Write the project to a file that is asked for; `progress` shows how far, and stops it.

    Raises BadInput where the file cannot be written; an older one is as it was then.
    """
    words = here.look.words
    with_images = await _asked_for_images(here, parent)
    if with_images is None:
        return
    names = words("Projects") + f" (*{PROJECT_FILE})"
    proposed = file_name(here.project.name)
    path = await file_to_write(parent, words("Save the project as a file"), proposed, names)
    if path is None:
        return
    if path.suffix != PROJECT_FILE:
        path = path.with_name(path.name + PROJECT_FILE)
    await _written(here, path, with_images, progress)


def file_name(project: str) -> str:
    """Return what the file of a project is called at first, without what no name may have."""
    plain = "".join("_" if c in _IN_NO_NAME or not c.isprintable() else c for c in project)
    return (plain.strip(" .")[:100] or "project") + PROJECT_FILE


async def _asked_for_images(here: Here, parent: QWidget) -> bool | None:
    words = here.look.words
    text = words(
        "Images, annotations, terms, analyses and their logs go into the file. Without the slides "
        "it is small, and whoever opens it needs the same files."
    )
    answers = [
        Answer("without", words("Without slides")),
        Answer("with", words("With slides"), "primary"),
    ]
    answer = await ask(here.look, parent, words("Save the project as a file"), text, answers)
    return None if answer is None else answer == "with"


async def _written(here: Here, path: Path, with_images: bool, progress: Progressing) -> None:
    words = here.look.words
    progress.begin(words("Saving {file}", file=path.name))
    try:
        exported = await here.remote.ask(
            export_project, here.project, path, with_images=with_images, report=progress.report
        )
    except Cancelled:
        return
    finally:
        progress.end()
    size = bytes_said(exported.bytes, words)
    here.notices.show(words("{file} is saved ({size}).", file=exported.path, size=size), "good")
