"""JSON that knows where everything stands, and mends what people write by hand.

Valid JSON gives what `json.loads` gives. Of the rest, what has only one meaning is mended and
noted: a comma too many or too few, a bare word, `.1`, `5.`, a line break inside a text. All else
is NotJsonError, in words.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator

from cytodesk.algorithms.descriptors.documents import (
    Document,
    Json,
    NotJsonError,
    Path,
    Repair,
    mark_at,
)
from cytodesk.algorithms.descriptors.edits import Edit, as_json
from cytodesk.errors import N_

_DEEPEST = 64
_BLANKS = re.compile(r"[ \t\n\r\f\v\u00a0]*")
_WORD = re.compile(r"[A-Za-z_$@][^,:\[\]{}\"\r\n]*|[0-9+\-.][A-Za-z0-9+\-._%/]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?P<fraction>\.[0-9]+)?(?P<power>[eE][+-]?[0-9]+)?")
_LOOSE_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_LITERALS: dict[str, Json] = {"true": True, "false": False, "null": None}
_STRICT, _LENIENT = json.JSONDecoder(), json.JSONDecoder(strict=False)
_PYTHON_LITERALS: dict[str, Json] = {"True": True, "False": False, "None": None}


def parse(text: str) -> Document:
    """Read `text`; raises NotJsonError."""
    reader = _Reader(text)
    try:
        value = reader.whole()
    except NotJsonError as refusal:
        refusal.repairs = tuple(reader.repairs)
        raise
    found = reader.offsets, reader.spans, reader.lines
    return Document(value, tuple(reader.repairs), text, *found)


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self.lines = (0, *(found.end() for found in re.finditer("\n", text)))
        self.repairs: list[Repair] = []
        self.offsets: dict[Path, int] = {}
        self.spans: dict[Path, tuple[int, int]] = {}

    def whole(self) -> Json:
        if self._text.startswith("\ufeff"):
            self._at = 1
            self._mend("byte-order-mark", 0, _BYTE_ORDER_MARK, Edit(0, 1, ""))
        if not self._peek():
            raise self._refusal(N_("The file is empty. Write a descriptor in it."))
        value = self._value(())
        if self._peek():
            raise self._refusal(
                N_(
                    "More text follows where the descriptor has ended. Remove it, or the brackets "
                    "that end too early."
                )
            )
        return value

    def _value(self, path: Path) -> Json:
        first = self._peek()
        start = self._at
        self.offsets.setdefault(path, start)
        if first == '"':
            value: Json = self._string()
        elif first == "{":
            value = self._object(path)
        elif first == "[":
            value = self._array(path)
        else:
            value = self._scalar()
        self.spans[path] = start, self._at
        return value

    def _object(self, path: Path) -> Json:
        members: dict[str, Json] = {}
        starts: list[int] = []
        for start in self._items("}", path):
            starts.append(start)
            key = self._key()
            if key in members:
                earlier = self.offsets[(*path, key)]
                following = starts[starts.index(earlier) + 1]
                self._mend(
                    "doubled-attribute", start, _DOUBLED, Edit(earlier, following, ""), name=key
                )
            if self._peek() != ":":
                raise self._refusal(
                    N_('A colon is missing after "{name}". Write "{name}": and a value.'), name=key
                )
            self._at += 1
            place = (*path, key)
            self.offsets[place] = start
            members[key] = self._value(place)
        return members

    def _array(self, path: Path) -> Json:
        items: list[Json] = []
        for _ in self._items("]", path):
            items.append(self._value((*path, len(items))))
        return items

    def _items(self, closer: str, path: Path) -> Iterator[int]:
        """Stop before each item up to `closer`, with the commas between them put right."""
        opened = self._at
        if len(path) > _DEEPEST:
            raise self._refusal(N_("Brackets are nested more than {depth} deep."), depth=_DEEPEST)
        self._at += 1
        is_separated, comma = True, None
        end = self._at
        while (mark := self._peek()) != closer:
            if mark in ("", "]", "}"):
                raise self._unclosed(opened, closer, mark)
            if mark == ",":
                if is_separated:
                    self._mend(
                        "extra-comma", self._at, _EXTRA_COMMA, Edit(self._at, self._at + 1, "")
                    )
                else:
                    comma = self._at
                is_separated = True
                self._at += 1
                continue
            if not is_separated:
                if closer == "}" and mark != '"':
                    raise self._refusal(_NEITHER_COMMA_NOR_END)
                self._mend("missing-comma", self._at, _MISSING_COMMA, Edit(end, end, ","))
            yield self._at
            is_separated, comma, end = False, None, self._at
        if comma is not None:
            gone = Edit(comma, comma + 1, "")
            self._mend("trailing-comma", comma, _TRAILING_COMMA, gone, closer=closer)
        self._at += 1

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
        try:
            number = float(word) if is_float else int(word)
        except ValueError:
            number = math.inf
        if math.isinf(number):
            self._at = start
            raise self._refusal(N_("The number that begins here is too large to be used."))
        return number

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

    def _unclosed(self, opened: int, closer: str, found: str) -> NotJsonError:
        line = mark_at(self.lines, opened).line
        if found:
            return self._refusal(
                N_(
                    "The bracket of line {opened} is closed by {found}. Write {closer} here or "
                    "before."
                ),
                opened=line,
                found=found,
                closer=closer,
            )
        return self._refusal(
            N_(
                "The file ends before the bracket of line {opened} is closed. Write the missing "
                "{closer}."
            ),
            opened=line,
            closer=closer,
        )


def _written(start: int, word: str, value: Json) -> Edit:
    return Edit(start, start + len(word), as_json(value))


_BYTE_ORDER_MARK = N_(
    "An invisible sign (a byte order mark) before the first bracket was left out."
)
_NO_VALUE = N_("{sign} cannot stand here. Write a value, with quotation marks around a text.")
_ENDS_EARLY = N_("The file ends where a value is expected. Write it, and the closing brackets.")
_DOUBLED = N_('"{name}" is written twice; the last one counts. Remove the other.')
_EXTRA_COMMA = N_("A comma too many was passed over. Remove it.")
_MISSING_COMMA = N_("A comma is missing before this. Write it.")
_NEITHER_COMMA_NOR_END = N_(
    "A comma is missing before this, or a quotation mark at the end of the text before."
)
_TRAILING_COMMA = N_("A comma before {closer} was passed over. Remove it.")
_BARE_WORD = N_('{word} was read as a text. Write "{word}".')
_READ_AS = N_("{word} was read as {right}. Write {right}.")
_CONTROL_CHARACTER = N_("A line break or tab inside a text was kept. Write \\n or \\t.")
