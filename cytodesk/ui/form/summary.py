"""What a group holds, in the few words beside its title."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cytodesk.algorithms.conversion import UnfitError, converted, is_given
from cytodesk.algorithms.parameters import Parameter, ParameterType, Value
from cytodesk.assets import Words
from cytodesk.ui.form.answers import Answers
from cytodesk.ui.form.groups import Group, label_of, unit_of, written

_LETTERS = 46
_VALUE = 18
_NO_NAMES: Mapping[int, str] = {}


def note_of(
    words: Words, answers: Answers, group: Group, members: Sequence[Parameter], is_open: bool
) -> str:
    """Return how much is left to fill in, or the values of a folded group."""
    problems = sum(each.id in answers.problems for each in members)
    if group is Group.FILL:
        if not problems:
            return words("all filled")
        return words.plural("{number} left", "{number} left", problems)
    if problems and not is_open:
        return words.plural("{number} problem", "{number} problems", problems)
    return "" if is_open else summary_of(words, answers, members)


def summary_of(words: Words, answers: Answers, members: Sequence[Parameter]) -> str:
    """Return 'threshold 0.5, smoothing 2 px, 6 more'; what was changed comes first."""
    changed_first = sorted(members, key=lambda each: not answers.is_changed(each.id))
    said: list[str] = []
    for parameter in changed_first:
        answer = answers.of(parameter.id)
        value = parameter.default if answer is None or answer == "" else answer
        if value is None:
            continue
        part = f"{_lowered(label_of(parameter))} {value_in_words(words, parameter, value)}"
        if said and len(", ".join([*said, part])) > _LETTERS:
            break
        said.append(part)
    left = len(members) - len(said)
    if left > 0:
        said.append(words("{number} more", number=left))
    return ", ".join(said)


def value_in_words(
    words: Words, parameter: Parameter, answer: object, names: Mapping[int, str] = _NO_NAMES
) -> str:
    """Return a value for reading, with its unit; one id by its name, several are counted."""
    if not is_given(answer):
        return words("none")
    try:
        value: Value = converted(parameter.type, answer)
    except UnfitError:
        return _cut(str(answer))
    if isinstance(value, bool):
        return words("on") if value else words("off")
    if isinstance(value, tuple) and len(value) != 1:
        return words.plural("{number} chosen", "{number} chosen", len(value))
    if parameter.type in (ParameterType.DOMAIN, ParameterType.LIST_DOMAIN):
        id = value[0] if isinstance(value, tuple) else value
        return _cut(names.get(id, f"#{id}")) if isinstance(id, int) else str(id)
    return " ".join(filter(None, (_cut(written(value, words.language)), unit_of(parameter))))


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _VALUE else text[: _VALUE - 1] + "…"


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() else text
