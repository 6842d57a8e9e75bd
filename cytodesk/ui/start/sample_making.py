"""The sample project, made in the station while one may watch or stop it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cytodesk.desk import Desk
    from cytodesk.wire.projects import Project

Report = Callable[[float], None]


def made_sample(desk: Desk, report: Report) -> tuple[str, Project]:
    """Return the id of this computer's station and the sample project in it. Blocks.

    The station is started if need be. `report` hears the share, and stops it by raising Cancelled;
    what was made by then is used the next time.
    """
    from cytodesk.sample.project import make_sample  # 0.9 s: not before it is wanted

    with desk.connect() as place:
        report(0.0)
        folder = desk.folders.data / "sample"
        return place.server_id, make_sample(place, folder, report, wheels=desk.wheels)
