"""A run's state as an icon, its colour and words: never colour alone."""

from __future__ import annotations

from cytodesk.assets import Words
from cytodesk.client.run_lists import ListedRun
from cytodesk.errors import N_
from cytodesk.ui.parts.cells import Sign
from cytodesk.ui.runs.times import duration
from cytodesk.wire.runs import RunState

ICONS = {
    RunState.CREATED: ("circle-dashed", "ink-soft"),
    RunState.QUEUED: ("clock", "ink-soft"),
    RunState.RUNNING: ("circle-half", "accent"),
    RunState.SUCCEEDED: ("check-circle", "good"),
    RunState.FAILED: ("x-circle", "bad"),
    RunState.CANCELLED: ("prohibit", "ink-soft"),
    RunState.LOST: ("question", "warn"),
}
NAMES = {
    RunState.CREATED: N_("Not started"),
    RunState.QUEUED: N_("Waiting"),
    RunState.RUNNING: N_("Running"),
    RunState.SUCCEEDED: N_("Done"),
    RunState.FAILED: N_("Failed"),
    RunState.CANCELLED: N_("Cancelled"),
    RunState.LOST: N_("Lost"),
}
_QUIET = {RunState.CREATED, RunState.QUEUED, RunState.CANCELLED}


def sign_of(words: Words, run: ListedRun) -> Sign:
    """Return the state for a cell: a bar while it runs, the reason where it failed."""
    icon, token = ICONS[run.state]
    if run.state is RunState.RUNNING and not run.cancel_asked:
        return Sign(icon, token, how_far(words, run), share=share_of(run), has_bar=True)
    if run.state is RunState.SUCCEEDED and run.warning:
        icon, token = "warning-circle", "warn"
    ink = "ink-soft" if run.state in _QUIET else "ink"
    return Sign(icon, token, said(words, run), ink)


def share_of(run: ListedRun) -> float | None:
    """Return how much of a run is done, 0 to 1; None while it has not said."""
    return run.progress / 100 if run.progress else None


def how_far(words: Words, run: ListedRun) -> str:
    """Return how far a run is that is running; many never say, and 0 % would be a claim."""
    if run.progress:
        return words("{percent} %", percent=run.progress)
    return words(NAMES[RunState.RUNNING])


def said(words: Words, run: ListedRun) -> str:
    """Return the state in a few words; of a failed run its reason."""
    if run.cancel_asked and not run.state.has_ended:
        return words("Being cancelled")
    match run.state:
        case RunState.QUEUED if run.comment:
            return words("Waiting: {what}", what=_first_line(run.comment))
        case RunState.FAILED if run.comment:
            return _first_line(words(run.comment))
        case RunState.LOST:
            return words("Lost sight of it, looking")
        case RunState.SUCCEEDED if run.warning:
            return words("Done, with a warning")
    return words(NAMES[run.state])


def said_with_duration(words: Words, run: ListedRun) -> str:
    """Return what stands beside the title: 'Done in 38 s'."""
    lasted = duration(words, run.duration)
    if run.state is RunState.RUNNING and run.progress and not run.cancel_asked:
        return words("Running, {percent} %", percent=run.progress)
    if run.duration is None:
        return words(NAMES[run.state]) if run.state.has_ended else said(words, run)
    match run.state:
        case RunState.SUCCEEDED:
            return words("Done in {duration}", duration=lasted)
        case RunState.FAILED:
            return words("Failed after {duration}", duration=lasted)
        case RunState.CANCELLED:
            return words("Cancelled after {duration}", duration=lasted)
    return said(words, run)


def trouble_in(words: Words, run: ListedRun) -> str:
    """Return what went wrong as one sentence, "" where nothing did."""
    match run.state:
        case RunState.FAILED:
            why = words(run.comment) if run.comment else words("It failed and did not say why.")
            return f"{why}\n{words(run.warning)}" if run.warning else why
        case RunState.LOST:
            why = words(run.comment) if run.comment else ""
            return why or words("Nobody has heard of it for a long time.")
        case RunState.SUCCEEDED if run.warning:
            return words(run.warning)
    return ""


def _first_line(text: str) -> str:
    return text.strip().splitlines()[0] if text.strip() else text
