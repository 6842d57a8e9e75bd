"""What the table of runs says of each: fixed columns, and one per parameter on demand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from cytodesk.assets import Words
from cytodesk.client.natural import natural_key
from cytodesk.client.run_lists import GivenParameter, ListedRun
from cytodesk.errors import N_
from cytodesk.ui.amounts import number_said
from cytodesk.ui.parts.cells import Cell, Inked, Pair, Star
from cytodesk.ui.parts.rows import Column
from cytodesk.ui.runs.signs import said, sign_of
from cytodesk.ui.runs.times import MISSING, duration, instant, now_ms
from cytodesk.wire.runs import RunState

OPTIONAL = {
    "images": N_("Images"),
    "who": N_("Who"),
    "started": N_("Started"),
    "duration": N_("Duration"),
}
PARAMETER = "parameter:"
_ORDER = {
    state: place
    for place, state in enumerate(
        (
            RunState.RUNNING,
            RunState.QUEUED,
            RunState.CREATED,
            RunState.LOST,
            RunState.FAILED,
            RunState.CANCELLED,
            RunState.SUCCEEDED,
        )
    )
}
_STATE_WIDTH = 230
_STAR_WIDTH = 40
_TRUTHS = {"true": N_("Yes"), "false": N_("No")}


def columns_of(
    words: Words,
    shown: Iterable[str],
    parameters: Sequence[GivenParameter],
    names: Mapping[int, str],
    star: Callable[[ListedRun], None],
) -> list[Column[ListedRun]]:
    """Return the columns: those that are always there, then those that are in `shown`."""
    wanted = set(shown)
    optional = [column for column in _optional(words) if column.known_as in wanted]
    given = {known_as(each): each for each in parameters}
    return [
        *_fixed(words, star),
        *optional,
        *(_parameter(words, each, names) for name, each in given.items() if name in wanted),
    ]


def parameters_of(runs: Iterable[ListedRun]) -> list[GivenParameter]:
    """Return the parameters that runs were given, by name; images have a column of their own."""
    found: dict[str, GivenParameter] = {}
    for run in runs:
        for parameter in run.values:
            if not parameter.is_image:
                found.setdefault(known_as(parameter), parameter)
    return sorted(found.values(), key=lambda each: natural_key(each.human_name))


def known_as(parameter: GivenParameter) -> str:
    """Return the name of its column: algorithms may call different things by one name."""
    return f"{PARAMETER}{parameter.name}:{parameter.human_name}"


def value_said(
    words: Words, parameter: GivenParameter, text: str | None, names: Mapping[int, str]
) -> str:
    """Return a value as people read it: names for ids, Yes and No for truths."""
    if text is None or not text.strip():
        return MISSING
    if parameter.holds_ids:
        parts = (part.strip() for part in text.strip("[]").split(","))
        return ", ".join(_named(part, names) for part in parts if part)
    if parameter.type.lower() == "boolean":
        return words(_TRUTHS[text.lower()]) if text.lower() in _TRUTHS else text
    return text


def lasted(run: ListedRun) -> float | None:
    """Return the seconds that the run took, or has taken until now."""
    if run.duration is not None or run.state is not RunState.RUNNING:
        return run.duration
    began = run.started or run.created
    return None if began is None else max(0.0, (now_ms() - began) / 1000)


def _fixed(words: Words, star: Callable[[ListedRun], None]) -> list[Column[ListedRun]]:
    return [
        Column(
            "",
            lambda run: Star(run.favourite, words("Favourite") if run.favourite else ""),
            name="star",
            width=_STAR_WIDTH,
            act=star,
            order=lambda run: not run.favourite,
            tooltip=lambda run: words("Favourite (S)"),
        ),
        Column(
            words("No."),
            lambda run: Inked(f"#{run.number}", "ink-soft"),
            name="number",
            order=lambda run: (run.number, run.id),
        ),
        Column(
            words("Algorithm"),
            lambda run: Pair(run.name, run.version),
            name="algorithm",
            order=lambda run: (natural_key(run.name), natural_key(run.version), run.id),
            stretch=True,
        ),
        Column(
            words("State"),
            lambda run: sign_of(words, run),
            name="state",
            order=lambda run: (_ORDER[run.state], -run.id),
            tooltip=lambda run: said(words, run),
            width=_STATE_WIDTH,
        ),
    ]


def _optional(words: Words) -> list[Column[ListedRun]]:
    return [
        Column(
            words("Images"),
            lambda run: number_said(run.images, words) if run.images else None,
            "right",
            name="images",
            order=lambda run: run.images,
        ),
        Column(words("Who"), lambda run: run.who, name="who"),
        Column(
            words("Started"),
            lambda run: instant(words, run.created),
            name="started",
            order=lambda run: (run.created or 0, run.id),
        ),
        Column(
            words("Duration"),
            lambda run: duration(words, lasted(run)),
            "right",
            name="duration",
            order=lasted,
        ),
    ]


def _parameter(
    words: Words, parameter: GivenParameter, names: Mapping[int, str]
) -> Column[ListedRun]:
    name = known_as(parameter)

    def text(run: ListedRun) -> str | None:
        return run.values.get(parameter) or next(
            (value for each, value in run.values.items() if known_as(each) == name), None
        )

    def cell(run: ListedRun) -> Cell:
        return value_said(words, parameter, text(run), names)

    def order(run: ListedRun) -> Any:
        value = text(run)
        if value is None:
            return None
        return _number(value) if parameter.is_number else natural_key(str(cell(run)))

    align = "right" if parameter.is_number else "left"
    return Column(parameter.human_name, cell, align, name=name, order=order)


def _named(part: str, names: Mapping[int, str]) -> str:
    return names.get(int(part), part) if part.isdecimal() else part


def _number(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None
