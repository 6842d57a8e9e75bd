"""The texts, numbers and words of a JSON that people wrote by hand, mended where that is plain."""

from __future__ import annotations

import contextlib
import json
import math
import re

from cytodesk.algorithms.descriptors.documents import Json, NotJsonError, Repair, mark_at
from cytodesk.algorithms.descriptors.edits import Edit, as_json
from cytodesk.errors import N_

_BLANKS = re.compile(r"[ \t\n\r\f\v\u00a0]*")
_WORD = re.compile(r"[A-Za-z_$@][^,:\[\]{}\"\r\n]*|[0-9+\-.][A-Za-z0-9+\-._%/]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?P<fraction>\.[0-9]+)?(?P<power>[eE][+-]?[0-9]+)?")
_LOOSE_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_LITERALS: dict[str, Json] = {"true": True, "false": False, "null": None}
_STRICT, _LENIENT = json.JSONDecoder(), json.JSONDecoder(strict=False)
_PYTHON_LITERALS: dict[str, Json] = {"True": True, "False": False, "None": None}


class ScalarReader:
    """Reads on from a place in `text`; keeps what was mended."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self.lines = (0, *(found.end() for found in re.finditer("\n", text)))
        self.repairs: list[Repair] = []

    def _key(self) -> str:
        if self._peek() == '"':
            return self._string()
        start, word = self._at, self._word()
        self._mend("bare-word", start, _BARE_WORD, _written(start, word, word), word=word)
        return word

    def _string(self) -> str:
        start = self._at
        try:
            text, self._at = self._scanned(start, strict=True)
        except json.JSONDecodeError as trouble:
            text = self._odd_string(start, trouble)
        return text

    def _scanned(self, start: int, *, strict: bool) -> tuple[str, int]:
        decoder = _STRICT if strict else _LENIENT
        text, end = decoder.raw_decode(self._text, start)
        # Half a surrogate pair (a lone \ud800) can be neither stored nor shown.
        return str(text).encode(errors="replace").decode(), end

    def _odd_string(self, start: int, trouble: json.JSONDecodeError) -> str:
        if "escape" in trouble.msg:
            self._at = trouble.pos
            raise self._refusal(
                N_("A backslash begins no known sign here. Write \\\\ for one backslash.")
            )
        try:
            text, self._at = self._scanned(start, strict=False)
        except json.JSONDecodeError:
            text, self._at = "", start
        end = self._at
        if self._at == start or self._peek() not in (",", ":", "}", "]", ""):
            self._at = start
            raise self._refusal(
                N_(
                    "The text that begins here is not ended on its line. Write a quotation mark "
                    "at its end."
                )
            )
        self._mend("control-character", start, _CONTROL_CHARACTER, Edit(start, end, as_json(text)))
        return text

    def _scalar(self) -> Json:
        start, word = self._at, self._word()
        if word in _LITERALS:
            return _LITERALS[word]
        if strict := _NUMBER.fullmatch(word):
            return self._number(word, is_float=any(strict.groups()), start=start)
        if word in _PYTHON_LITERALS:
            value = _PYTHON_LITERALS[word]
            edit = _written(start, word, value)
            self._mend("bare-word", start, _READ_AS, edit, word=word, right=edit.text)
            return value
        if _LOOSE_NUMBER.fullmatch(word):
            number = self._number(word, is_float=not word.lstrip("+-").isdecimal(), start=start)
            edit = _written(start, word, number)
            self._mend("loose-number", start, _READ_AS, edit, word=word, right=edit.text)
            return number
        self._mend("bare-word", start, _BARE_WORD, _written(start, word, word), word=word)
        return word

    def _number(self, word: str, *, is_float: bool, start: int) -> int | float:
        with contextlib.suppress(ValueError, OverflowError):
            number = float(word) if is_float else int(word)
            if not math.isinf(number):
                return number
        self._at = start
        raise self._refusal(N_("The number that begins here is too large to be used."))

    def _word(self) -> str:
        found = _WORD.match(self._text, self._at)
        if found is None:
            sign = self._text[self._at : self._at + 1]
            raise self._refusal(_NO_VALUE if sign else _ENDS_EARLY, sign=sign)
        word = found.group().rstrip()
        self._at += len(word)
        return word

    def _peek(self) -> str:
        found = _BLANKS.match(self._text, self._at)
        assert found is not None
        self._at = found.end()
        return self._text[self._at : self._at + 1]

    def _mend(self, rule: str, offset: int, template: str, edit: Edit, /, **fields: object) -> None:
        self.repairs.append(Repair(rule, template, fields, mark_at(self.lines, offset), (edit,)))

    def _refusal(self, template: str, **fields: object) -> NotJsonError:
        return NotJsonError(template, fields, mark_at(self.lines, self._at))


def _written(start: int, word: str, value: Json) -> Edit:
    return Edit(start, start + len(word), as_json(value))


_NO_VALUE = N_("{sign} cannot stand here. Write a value, with quotation marks around a text.")
_ENDS_EARLY = N_("The file ends where a value is expected. Write it, and the closing brackets.")
_BARE_WORD = N_('{word} was read as a text. Write "{word}".')
_READ_AS = N_("{word} was read as {right}. Write {right}.")
_CONTROL_CHARACTER = N_("A line break or tab inside a text was kept. Write \\n or \\t.")
