"""Which parameter stands where, and in few words what it holds."""

from __future__ import annotations

import enum
import re
from collections import deque
from collections.abc import Sequence

from cytodesk.algorithms.parameters import Parameter, ParameterType, Value
from cytodesk.assets import Words, figures_in
from cytodesk.errors import N_
from cytodesk.ui.amounts import bytes_said

_LONG = 150
_LONG_IN_HALF = 72
"""Letters from which a description is shown in part, and whole on demand."""


class Group(enum.Enum):
    FILL = "fill"
    """Nothing runs without."""
    DEFAULT = "default"
    """The author of the algorithm gave a value."""
    OPTIONAL = "optional"


TITLES = {
    Group.FILL: N_("To fill in"),
    Group.DEFAULT: N_("Has a good default"),
    Group.OPTIONAL: N_("Optional"),
}


def group_of(parameter: Parameter) -> Group:
    if parameter.default is not None:
        return Group.DEFAULT
    return Group.OPTIONAL if parameter.optional else Group.FILL


def grouped(parameters: Sequence[Parameter]) -> dict[Group, list[Parameter]]:
    """Return the groups that have anyone, each in the order of the descriptor."""
    groups: dict[Group, list[Parameter]] = {group: [] for group in Group}
    for parameter in parameters:
        groups[group_of(parameter)].append(parameter)
    return {group: members for group, members in groups.items() if members}


def in_rows(parameters: Sequence[Parameter]) -> list[tuple[Parameter, ...]]:
    """Return rows of one, or of two short fields that follow each other.

    A field that belongs to the one after it waits for that: smallest and largest, x and y.
    """
    rows: list[tuple[Parameter, ...]] = []
    left = deque(parameters)
    while left:
        first = left.popleft()
        fits = bool(left) and is_short(first) and is_short(left[0])
        if fits and (len(left) == 1 or belong(first, left[0]) or not belong(left[0], left[1])):
            rows.append((first, left.popleft()))
        else:
            rows.append((first,))
    return rows


_ENDS = re.compile(
    r"min(imum|imal)?|max(imum|imal)?|lowe(r|st)|uppe(r|st)|low|high|small(er|est)?|larg(e|er|est)"
    r"|start|end|begin|from|to|width|height|first|last|[xyz]|rows?|col(umn)?s?"
)


def belong(first: Parameter, second: Parameter) -> bool:
    """Whether both are ends of one thing: min_area and max_area, tile_x and tile_y."""
    one, other = (_words_of(each.id) for each in (first, second))
    if one == other or len(one) != len(other) or first.type is not second.type:
        return False
    differing = [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]]
    return len(differing) == 1 and all(_ENDS.fullmatch(word) for word in differing[0])


def _words_of(id: str) -> list[str]:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", id).lower().replace("-", "_").split("_")


_SHORT_CHOICE = 24
_SHORT_LABEL = 34


def is_short(parameter: Parameter) -> bool:
    """Whether half the width of the form is enough."""
    if len(label_of(parameter)) > _SHORT_LABEL:
        return False
    if parameter.type in (ParameterType.NUMBER, ParameterType.DATE):
        return True
    longest = max((len(str(choice)) for choice in parameter.choices), default=_SHORT_CHOICE + 1)
    return longest <= _SHORT_CHOICE


_UNITS = {
    **{unit: unit for unit in ("µm", "µm²", "mm", "mm²", "nm", "px", "px²", "%", "s", "ms", "°")},
    **dict.fromkeys(("um", "μm", "micron", "microns", "micrometers", "micrometres"), "µm"),
    **dict.fromkeys(("um2", "um²", "µm2", "μm²", "um^2", "µm^2", "square microns"), "µm²"),
    **dict.fromkeys(("pixel", "pixels"), "px"),
    **dict.fromkeys(("px2", "pixels²", "pixel²", "square pixels"), "px²"),
    **dict.fromkeys(("percent", "percents"), "%"),
    **dict.fromkeys(("sec", "second", "seconds"), "s"),
    **dict.fromkeys(("millisecond", "milliseconds"), "ms"),
    **dict.fromkeys(("minute", "minutes", "min"), "min"),
    **dict.fromkeys(("degree", "degrees", "deg"), "°"),
    **dict.fromkeys(("mm2", "mm^2"), "mm²"),
}
_ALTERNATIVES = "|".join(re.escape(each) for each in sorted(_UNITS, key=len, reverse=True))
_IN_NAME = re.compile(rf"\s*[(\[]\s*(?:in\s+)?({_ALTERNATIVES})\s*[)\]]\s*$", re.IGNORECASE)
_IN_WORDS = re.compile(rf"(?:\bin\s+|[(\[])({_ALTERNATIVES})(?![\w²^])", re.IGNORECASE)


def label_of(parameter: Parameter) -> str:
    """Return the name without the unit at its end, which the field shows."""
    if parameter.type is ParameterType.NUMBER:
        return _IN_NAME.sub("", parameter.name) or parameter.name
    return parameter.name


def unit_of(parameter: Parameter) -> str:
    """Return the unit that the name or the description says: descriptors have no place for it."""
    if parameter.type is not ParameterType.NUMBER:
        return ""
    found = _IN_NAME.search(parameter.name) or _IN_WORDS.search(parameter.description)
    return _UNITS.get(found[1].lower(), "") if found else ""


def bounds_of(words: Words, parameter: Parameter) -> str:
    """Return '0 to 10,000; default 220', or what of it there is."""
    low, high = (
        None if bound is None else written(bound, words.language)
        for bound in (parameter.minimum, parameter.maximum)
    )
    parts = []
    if low is not None and high is not None:
        parts.append(words("{low} to {high}", low=low, high=high))
    elif low is not None:
        parts.append(words("{low} or more", low=low))
    elif high is not None:
        parts.append(words("{high} or less", high=high))
    if parameter.default is not None and parameter.type is ParameterType.NUMBER:
        parts.append(words("default {value}", value=written(parameter.default, words.language)))
    return "; ".join(parts)


def caption_of(words: Words, parameter: Parameter) -> str:
    """Return what stands below: bounds of a number, what another parameter is for."""
    if parameter.type is ParameterType.NUMBER:
        return bounds_of(words, parameter)
    most = _LONG_IN_HALF if is_short(parameter) else _LONG
    said = (limits_of(words, parameter), _shortened(parameter.description, most))
    return "  ·  ".join(filter(None, said))


def limits_of(words: Words, parameter: Parameter) -> str:
    """Return `up to 4,000 × 4,000 px, up to 10 MB` of a file or an image, or of each in a list."""
    limits = (parameter.entries.each if parameter.entries else parameter).limits
    if limits is None:
        return ""
    parts = []
    if limits.width is not None or limits.height is not None:
        width, height = (
            "∞" if each is None else written(each, words.language)
            for each in (limits.width, limits.height)
        )
        parts.append(words("up to {width} × {height} px", width=width, height=height))
    if limits.bytes is not None:
        parts.append(words("up to {size}", size=bytes_said(limits.bytes, words)))
    return ", ".join(parts)


def _shortened(description: str, most: int) -> str:
    """Return a description, or as many of its sentences and words as are not too long."""
    if len(description) <= most:
        return description
    end = description.rfind(". ", 0, most)
    if end > 0:
        return description[: end + 1]
    return description[:most].rpartition(" ")[0].rstrip(",;:(") + " …"


def written(value: Value, language: str = "en") -> str:
    """Return a value for reading: numbers with thousands and a true minus.

    1,000 is a thousand in English and one in French, which puts narrow blanks there.
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    text = f"{value:,}" if isinstance(value, int) or abs(value) < 1e16 else str(value)
    text = text.removesuffix(".0").replace("-", "−") if "e" not in text else text
    return figures_in(language, text)


def plain(value: Value) -> str:
    """Return a number as one types it."""
    return repr(value).removesuffix(".0") if isinstance(value, float) else str(value)
