"""Round numbers along an axis, and how they are written."""

from __future__ import annotations

import itertools
import math

from cytodesk.charts.writing import MINUS, decimals, number

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


def ticks(low: float, high: float, most: int) -> list[float]:
    """Return at most `most` + 1 multiples of a round step within `low`..`high`, ascending."""
    if not (math.isfinite(low) and math.isfinite(high)) or high <= low:
        return [low] if math.isfinite(low) else []
    step = _step((high - low) / max(most, 1))
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [_rounded(place * step, step) for place in range(first, last + 1)]


def log_ticks(low: float, high: float, most: int) -> list[float]:
    """Return values to write along a log axis from 10^`low` to 10^`high`, ascending.

    Powers of ten where there are enough of them, else 1, 2, 5 times those, else round numbers.
    """
    powers = range(math.floor(low), math.ceil(high) + 1)
    for factors in ((1,), (1, 2, 5)):
        values = [factor * 10.0**power for power in powers for factor in factors]
        within = [value for value in values if low - 1e-9 <= math.log10(value) <= high + 1e-9]
        if len(within) >= 3:
            return within[:: max(1, math.ceil(len(within) / (most + 1)))]
    return ticks(10.0**low, 10.0**high, most)


def tick_texts(values: list[float], language: str = "en") -> list[str]:
    """Return `values` with as many decimals as their step needs, all with the same number."""
    if len(values) < 2:
        return [number(value, language) for value in values]
    step = min(b - a for a, b in itertools.pairwise(values))
    places = max(0, *(_places(value, step) for value in values))
    return [_grouped(value, places, language) for value in values]


def _grouped(value: float, places: int, language: str) -> str:
    text = decimals(abs(value), places, language)
    is_zero = not any(letter in "123456789" for letter in text)
    return f"{MINUS}{text}" if value < 0 and not is_zero else text


def _step(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough))
    return next(step * power for step in (*_STEPS, 20.0) if step * power >= rough * (1 - 1e-9))


def _rounded(value: float, step: float) -> float:
    return round(value, max(0, 3 - math.floor(math.log10(step))))


def _places(value: float, step: float) -> int:
    """Return how many decimals `value` shows when it is written to a thousandth of `step`."""
    most = max(0, 3 - math.floor(math.log10(step)))
    return len(f"{value:.{most}f}".rstrip("0").partition(".")[2]) if most else 0
