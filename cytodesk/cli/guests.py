"""Many runs of this computer that are saved at a server: `--place here` with a table or a sweep.

No batch owns them: each is a job of the server and a run in this computer's queue from the moment
that it is made, whatever becomes of the rows after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cytodesk.algorithms.values import Values
from cytodesk.charts.tables import STATES
from cytodesk.cli.batching import Asking
from cytodesk.cli.speech import table
from cytodesk.client.connection import Connection
from cytodesk.client.following import Followed, follow
from cytodesk.client.guests import Guest, run_here, until_told
from cytodesk.errors import N_, BadInput
from cytodesk.wire.codec import to_json
from cytodesk.wire.runs import Run, RunState


def run_each_here(asking: Asking, station: Connection, rows: Sequence[tuple[str, Values]]) -> int:
    """Start a run for each row; with --wait follow all, and exit with 1 if one failed.

    Raises what the server says of a row; the runs of those before it, which were told, go on.
    """
    asked, speech = asking.asked, asking.asked.speech
    if asked.chosen.skip_done:
        raise BadInput(N_("--place here runs all rows again: leave out --skip-done."))
    guests: list[Guest] = []
    for label, values in rows:
        guest = run_here(asked.place, station, asking.installed, asking.project, values)
        speech.tell(N_("{label}: run {id}"), label=label, id=guest.home.run)
        guests.append(guest)
    if asked.chosen.wait:
        guests = [_ended(station, guest) for guest in guests]
    titles = [speech.words(each) for each in (N_("Row"), N_("Run"), N_("State"), N_("Comment"))]
    shown = [
        (label, guest.home.run, speech.words(STATES[guest.run.state]), guest.run.comment)
        for (label, _), guest in zip(rows, guests, strict=True)
    ]
    told = [to_json(run_there(guest)) | {"guest": guest.run.id} for guest in guests]
    speech.answer({"batch": None, "runs": told}, table(titles, shown))
    has_failed = any(guest.run.state is not RunState.SUCCEEDED for guest in guests)
    return 1 if asked.chosen.wait and has_failed else 0


def run_there(guest: Guest) -> Run:
    """Return the run as its server knows it, as far as this computer knows how it stands."""
    home = guest.home
    return replace(guest.run, id=home.run, project=home.project, user=home.user)


def _ended(station: Connection, guest: Guest) -> Guest:
    follow(station, guest.run.id, report=_say_nothing)
    return until_told(station, guest)


def _say_nothing(news: Followed) -> None:
    del news
