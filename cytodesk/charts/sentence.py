"""What a comparison says, in two lines: every difference with its values, and the counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from cytodesk.charts.figures import Metric, Quantity, language_of
from cytodesk.charts.parameters import ParameterRow, ParameterValue
from cytodesk.charts.writing import elided, number, percent
from cytodesk.errors import N_

_Translate = Callable[[str], str]
_LONGEST_NAME = 32
_LONGEST_VALUE = 24
_MOST_VALUES = 3
_MOST_NAMES = 6


class _NamedRun(Protocol):
    @property
    def name(self) -> str: ...


class _Figures(Protocol):
    @property
    def metric(self) -> Metric: ...
    @property
    def values(self) -> tuple[float | None, ...]: ...


def sentence_of(
    runs: Sequence[_NamedRun],
    parameters: Sequence[ParameterRow],
    metrics: Sequence[_Figures],
    translate: _Translate,
) -> str:
    """Return it in the language of `translate`; it states, and gives no reasons."""
    names = [run.name for run in runs]
    differing = [row for row in parameters if row.differs]
    counts = next((row.values for row in metrics if row.metric == Metric(Quantity.COUNT)), None)
    found = _found(names, counts or (None,) * len(runs), translate)
    return f"{_differences(names, differing, translate)} {found}"


def _differences(
    names: Sequence[str], differing: Sequence[ParameterRow], translate: _Translate
) -> str:
    others = ", ".join(names[1:])
    if len(names) > _MOST_NAMES:
        others = translate(N_("{count} others")).format(count=len(names) - 1)
    fields = {"others": others, "baseline": names[0]}
    if not differing:
        sentence = translate(N_("{others} against {baseline}: no parameter differs."))
        return sentence.format(**fields)
    if len(names) == 2 and len(differing) <= _MOST_VALUES:
        listed = ", ".join(_difference(row, translate) for row in differing)
        sentence = translate(N_("{others} against {baseline}: {differences}."))
        return sentence.format(differences=listed, **fields)
    listed = ", ".join(elided(row.human_name, _LONGEST_NAME) for row in differing[:_MOST_NAMES])
    if (more := len(differing) - _MOST_NAMES) > 0:
        listed = translate(N_("{names} and {more} more")).format(names=listed, more=more)
    sentence = translate(N_("{others} against {baseline} differ in {names}."))
    return sentence.format(names=listed, **fields)


def _difference(row: ParameterRow, translate: _Translate) -> str:
    baseline, other = (_value(value, translate) for value in row.values)
    return translate(N_("{name} {value} instead of {baseline}")).format(
        name=elided(row.human_name, _LONGEST_NAME), value=other, baseline=baseline
    )


def _value(value: ParameterValue | None, translate: _Translate) -> str:
    if value is None or not value.shown:
        return translate(N_("nothing"))
    return elided(value.shown, _LONGEST_VALUE)


def _found(names: Sequence[str], counts: Sequence[float | None], translate: _Translate) -> str:
    known = [count for count in counts if count is not None]
    missing = [name for name, count in zip(names, counts, strict=True) if count is None]
    parts = []
    if len(names) == 2 and not missing:
        parts.append(_change(known[0], known[1], translate))
    elif known:
        parts.append(_range(known, translate))
    if missing:
        listed = ", ".join(missing) if len(missing) <= _MOST_NAMES else str(len(missing))
        parts.append(translate(N_("Without a count of objects: {runs}.")).format(runs=listed))
    return " ".join(parts)


def _range(counts: Sequence[float], translate: _Translate) -> str:
    low, high = (number(end, language_of(translate)) for end in (min(counts), max(counts)))
    if low == high:
        return translate(N_("Objects found: {count}.")).format(count=low)
    return translate(N_("Objects found: {low} to {high}.")).format(low=low, high=high)


def _change(baseline: float, count: float, translate: _Translate) -> str:
    language = language_of(translate)
    if count == baseline:
        return translate(N_("Objects found: {count} in both.")).format(
            count=number(count, language)
        )
    sentence = N_("Objects found: {count} instead of {baseline}.")
    if baseline:
        sentence = N_("Objects found: {count} instead of {baseline} ({change}).")
    return translate(sentence).format(
        count=number(count, language),
        baseline=number(baseline, language),
        change=percent(count - baseline, baseline, language),
    )
