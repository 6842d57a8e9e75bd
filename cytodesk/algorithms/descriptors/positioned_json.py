"""JSON that knows where everything stands, and mends what people write by hand.

Valid JSON gives what `json.loads` gives. Of the rest, what has only one meaning is mended and
noted: a comma too many or too few, a bare word, `.1`, `5.`, a line break inside a text. All else
is NotJsonError, in words.
"""

from __future__ import annotations

from collections.abc import Iterator

from cytodesk.algorithms.descriptors.documents import (
    Document,
    Json,
    NotJsonError,
    Path,
    mark_at,
)
from cytodesk.algorithms.descriptors.edits import Edit
from cytodesk.algorithms.descriptors.json_scalars import ScalarReader
from cytodesk.errors import N_

_DEEPEST = 64


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


class _Reader(ScalarReader):
    def __init__(self, text: str) -> None:
        super().__init__(text)
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


_BYTE_ORDER_MARK = N_(
    "An invisible sign (a byte order mark) before the first bracket was left out."
)
_DOUBLED = N_('"{name}" is written twice; the last one counts. Remove the other.')
_EXTRA_COMMA = N_("A comma too many was passed over. Remove it.")
_MISSING_COMMA = N_("A comma is missing before this. Write it.")
_NEITHER_COMMA_NOR_END = N_(
    "A comma is missing before this, or a quotation mark at the end of the text before."
)
_TRAILING_COMMA = N_("A comma before {closer} was passed over. Remove it.")
