"""By how much a run differs from the baseline: in per cent, as a figure, for better or worse."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from cytodesk.assets import Words
from cytodesk.charts.comparison import MetricRow
from cytodesk.charts.figures import Direction
from cytodesk.charts.parameters import ParameterRow, ParameterValue
from cytodesk.charts.writing import MINUS, MISSING, decimals, number


def change_of(change: float | None, baseline: float | None, language: str = "en") -> str:
    """Return `−17 %`, `+0.4 %`, `0`; a signed figure where there is no per cent of nothing."""
    if change is None or baseline is None:
        return MISSING
    if change == 0:
        return "0"
    if not baseline:
        return signed(number(change, language))
    percent = 100 * change / abs(baseline)
    places = 0 if abs(percent) >= 10 else 1 if abs(percent) >= 0.1 else 2
    size = decimals(abs(percent), places, language)
    return f"{'+' if percent > 0 else MINUS}{size} %"


def shares_of(row: MetricRow, words: Words) -> tuple[str, ...]:
    """Return each change in per cent of the baseline; as a figure where that is 0."""
    baseline = row.values[0]
    return tuple(
        "" if place == 0 else change_of(change, baseline, words.language)
        for place, change in enumerate(row.changes)
    )


def verdict_on(change: float | None, direction: Direction) -> str:
    """Return good, bad, or "" where nobody said which way is better."""
    if not change or direction is Direction.NONE:
        return ""
    return "good" if (change > 0) is (direction is Direction.HIGHER) else "bad"


def steps_of(row: ParameterRow) -> tuple[str, ...]:
    """Return by how much each number differs from the baseline's, with the digits as given."""
    first = exact(row.values[0])
    steps = [""]
    for value in row.values[1:]:
        other = exact(value)
        same = first is None or other is None or other == first
        steps.append("" if same else signed(_plain(other - first)))  # type: ignore[operator]
    return tuple(steps)


def exact(value: ParameterValue | None) -> Decimal | None:
    """Return a value as the number that it is, None where it is none."""
    try:
        number = Decimal((value and value.text) or "")
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _plain(number: Decimal) -> str:
    return f"{number:f}".replace("-", MINUS)


def signed(text: str) -> str:
    return text if text.startswith(MINUS) else f"+{text}"
