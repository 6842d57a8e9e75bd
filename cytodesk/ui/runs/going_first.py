"""Letting a run that waits go before the others of this computer's queue."""

from __future__ import annotations

from cytodesk.assets import Words
from cytodesk.client.queueing import let_first
from cytodesk.client.run_lists import ListedRun
from cytodesk.ui.here import Here
from cytodesk.ui.parts.row_lists import ListRow
from cytodesk.wire.runs import RunState


def may_go_first(here: Here, run: ListedRun) -> bool:
    """Say whether `run` waits in a queue that is ours."""
    return here.remote.is_station and run.state is RunState.QUEUED and not run.cancel_asked


def row_of_going_first(words: Words) -> ListRow:
    return ListRow("first", words("Let it go first"), icon="arrow-line-up")


async def go_first(here: Here, run: ListedRun) -> None:
    """Let `run` go before all that wait, and say whether the queue rests nevertheless."""
    words = here.look.words
    queue = await here.remote.ask(let_first, [run.id])
    said = words("{run} goes first.", run=run.label)
    if queue.is_paused:
        said = words("{run} goes first, once the queue goes on.", run=run.label)
    here.notices.show(said)
