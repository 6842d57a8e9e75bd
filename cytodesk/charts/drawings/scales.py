"""Where runs stand on the axis of a parameter: by its number, or in the order of its words."""

from __future__ import annotations

from dataclasses import dataclass

from cytodesk.charts.parameters import ParameterRow


@dataclass(frozen=True, slots=True)
class Scale:
    """Where each run stands on the axis of a parameter: its number, or the place of its text."""

    title: str
    places: tuple[float | None, ...]
    texts: tuple[str, ...]
    categories: tuple[str, ...]


def scale_of(row: ParameterRow) -> Scale:
    texts = tuple("" if value is None else value.shown for value in row.values)
    numbers = [_number(text) for text in texts]
    has_value = [value is not None for value in row.values]
    given = [n for n, has in zip(numbers, has_value, strict=True) if has]
    if row.type.lower() == "number" and all(n is not None for n in given):
        return Scale(row.human_name, tuple(numbers), texts, ())
    names = tuple(dict.fromkeys(t for t, has in zip(texts, has_value, strict=True) if has))
    places = [
        float(names.index(text)) if has else None
        for text, has in zip(texts, has_value, strict=True)
    ]
    return Scale(row.human_name, tuple(places), texts, names)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
