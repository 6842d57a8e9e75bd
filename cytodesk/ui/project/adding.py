"""Files added to a project one after the other; what was refused is said together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from cytodesk.assets import Words
from cytodesk.client.projects import add_image
from cytodesk.errors import BadInput, Cancelled
from cytodesk.ui.notices import Notices
from cytodesk.ui.remote import Remote
from cytodesk.wire.projects import Project

Report = Callable[[float, str], None]


async def add_images(
    remote: Remote, project: Project, paths: Sequence[Path], words: Words, report: Report
) -> tuple[int, list[BadInput]]:
    """Add each file; return how many were added, and what was refused, in words.

    `report` hears the share, and stops after the file under way by raising Cancelled.
    """
    added, refused = 0, []
    for place, path in enumerate(paths):
        try:
            doing = words("Adding {name}, {place} of {total}", name=path.name, place=place + 1,
                          total=len(paths))  # fmt: skip
            report(place / len(paths), doing)
        except Cancelled:
            break
        try:
            await remote.ask(add_image, project, path)
            added += 1
        except BadInput as trouble:
            refused.append(trouble)
    return added, refused


def tell(notices: Notices, words: Words, added: int, refused: Sequence[BadInput]) -> None:
    """Say how adding ended: one notice, with every refusal in its details where there are more."""
    if len(refused) == 1:
        notices.show(refused[0])
    elif refused:
        said = [each.said(words) for each in refused]
        notices.show(
            words("{count} files were not added: {first}", count=len(said), first=said[0]),
            kind="bad",
            details="\n".join(said),
        )
    elif added:
        notices.show(words.plural("{number} image added.", "{number} images added.", added))
