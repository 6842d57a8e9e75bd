"""What a person, a file or another program gave -> a value of the parameter's type."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable, Mapping
from decimal import Decimal

from cytodesk.algorithms.parameters import ParameterType, Value
from cytodesk.errors import N_

_INTEGER = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
_THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:[.,'\u2019 \u00a0\u202f][0-9]{3})+(?:[.,][0-9]*)?")
_ONE_POINT = re.compile(r"[+-]?[0-9]+\.[0-9]+")
_IDS = re.compile(r"\[?\s*([0-9]+(?:\s*[,;]\s*[0-9]+)*)\s*[,;]?\s*\]?")
_HALF_SIGN = re.compile("[\ud800-\udfff]")
_LONGEST_NUMBER = 1000
_LARGEST_ID = 2**63 - 1
_BOOLEANS = {
    "0": False,
    "false": False,
    "no": False,
    "1": True,
    "true": True,
    "yes": True,
}
"""The words of the Python client (CytomineJob), in any case."""


class UnfitError(Exception):
    """An answer that cannot be a value; says what is wrong and what to write."""

    def __init__(self, template: str, **fields: object) -> None:
        super().__init__(template, fields)
        self.template = template
        self.fields = fields


def is_given(answer: object) -> bool:
    """Whether `answer` says anything: None, "" and empty lists do not."""
    return answer is not None and answer != "" and answer != [] and answer != ()


def converted(kind: ParameterType, answer: object, *, whole: bool = False) -> Value:
    """Return `answer`, a text or already typed, as a value of `kind`; raises UnfitError.

    `whole` demands an integer of a Number, and takes 5.0 for one.
    """
    if kind is ParameterType.NUMBER and whole:
        return _whole(_number(answer), answer)
    return _CONVERSIONS[kind](answer)


def _number(answer: object) -> int | float:
    if isinstance(answer, bool) or not isinstance(answer, str | int | float | Decimal):
        raise UnfitError(_NOT_A_NUMBER, value=answer)
    if isinstance(answer, int):
        return answer
    text = str(answer).strip().replace("\u2212", "-")
    if len(text) > _LONGEST_NUMBER:
        raise UnfitError(N_("A number of {digits} digits is too long."), digits=len(text))
    if _INTEGER.fullmatch(text):
        return int(text)
    if _THOUSANDS.fullmatch(text) and not _ONE_POINT.fullmatch(text):
        raise UnfitError(
            N_(
                "{value} could be thousands or a decimal number. Write 1234.5 for it: no signs "
                "between thousands."
            ),
            value=answer,
        )
    number = float(text.replace(",", ".")) if _DECIMAL.fullmatch(text) else math.nan
    if not math.isfinite(number):
        raise UnfitError(_NOT_A_NUMBER, value=answer)
    return number


def _whole(number: int | float, answer: object) -> int:
    if isinstance(number, int):
        return number
    exact = Decimal(str(answer).strip().replace("\u2212", "-").replace(",", "."))
    if exact != exact.to_integral_value():
        raise UnfitError(
            N_("{value} is not a whole number. Write one without decimals."), value=answer
        )
    return int(exact)


def _boolean(answer: object) -> bool:
    word = str(answer).strip().casefold()
    if not isinstance(answer, bool | int | str) or word not in _BOOLEANS:
        raise UnfitError(N_("{value} is neither yes nor no. Write true or false."), value=answer)
    return _BOOLEANS[word]


def _text(answer: object) -> str:
    if isinstance(answer, list | tuple):
        return ",".join(_text(item) for item in answer)
    if isinstance(answer, bool):
        return str(answer).lower()
    if not isinstance(answer, str | int | float | Decimal | datetime.date):
        raise UnfitError(N_("{value} is not a text."), value=answer)
    text = str(answer)
    if "\0" in text:
        raise UnfitError(N_("The text holds a zero character, which no program can be given."))
    if _HALF_SIGN.search(text):
        raise UnfitError(N_("The text holds half a sign, which cannot be stored. Type it again."))
    return text


def _date(answer: object) -> str:
    text = answer.isoformat() if isinstance(answer, datetime.date) else _text(answer).strip()
    try:
        datetime.datetime.fromisoformat(text)
    except ValueError:
        raise UnfitError(
            N_("{value} is not a date. Write it as 2024-12-31 or 2024-12-31T23:59:00."),
            value=answer,
        ) from None
    return text


def _id(answer: object) -> int:
    text = str(answer).strip()
    if isinstance(answer, bool | float) or not re.fullmatch(r"[0-9]{1,19}", text):
        raise UnfitError(N_("{value} is not an id. Write the number of one object."), value=answer)
    number = int(text)
    if number > _LARGEST_ID:
        raise UnfitError(N_("{value} is larger than any id."), value=answer)
    return number


def _ids(answer: object) -> tuple[int, ...]:
    if isinstance(answer, list | tuple):
        if all(type(item) is int and 0 <= item <= _LARGEST_ID for item in answer):
            return tuple(answer)  # a hundred thousand of them are checked at each key
        return tuple(_id(item) for item in answer)
    found = _IDS.fullmatch(str(answer).strip())
    if found is None:
        raise UnfitError(
            N_("{value} is not a list of ids. Write numbers with commas between: 1,2,3."),
            value=answer,
        )
    return tuple(_id(item) for item in re.split(r"[,;]", found.group(1)))


_NOT_A_NUMBER = N_("{value} is not a number. Write one such as 12, 0.5 or 1e-3.")
_CONVERSIONS: Mapping[ParameterType, Callable[[object], Value]] = {
    ParameterType.STRING: _text,
    ParameterType.NUMBER: _number,
    ParameterType.BOOLEAN: _boolean,
    ParameterType.DATE: _date,
    ParameterType.DOMAIN: _id,
    ParameterType.LIST_DOMAIN: _ids,
    ParameterType.LIST: _text,
}
