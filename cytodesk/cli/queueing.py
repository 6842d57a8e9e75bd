"""The queue of this computer: who waits, pausing it, letting some go first."""

from __future__ import annotations

from cytodesk.cli.asked import Asked
from cytodesk.cli.speech import table
from cytodesk.client.queueing import let_first, pause_queue, queue_of
from cytodesk.errors import N_, BadInput
from cytodesk.wire.runs import Run


def show_queue(asked: Asked) -> int:
    """Change what was asked for, then show who waits, first first."""
    place, chosen, words = asked.place, asked.chosen, asked.speech.words
    if not place.is_station:
        raise BadInput(
            N_("{url} is a Cytomine server: only this computer's queue is ours."), url=place.url
        )
    queue = queue_of(place)
    if chosen.first:
        queue = let_first(place, chosen.first)
    if chosen.paused is not None:
        queue = pause_queue(place, chosen.paused)
    runs = [place.thing(Run, f"job/{each.run}.json") for each in queue.waiting]
    text = table(
        [words(N_("Run")), words(N_("Algorithm"))], [(r.id, r.algorithm_name) for r in runs]
    )
    if queue.is_paused:
        rests = words(N_("The queue rests: nothing starts."))
        text = f"{rests}\n{text}"
    waiting = [{"run": each.run, "priority": each.priority} for each in queue.waiting]
    asked.speech.answer({"paused": queue.is_paused, "waiting": waiting}, text)
    return 0
