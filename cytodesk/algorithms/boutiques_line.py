"""Values -> the tokens of a Boutiques command line.

Boutiques pastes quoted values into the line and hands it to a shell; `bosh exec simulate` shows
that line. Here the line is taken apart as a shell would, before any value is in it, so a value
is one token exactly as given. docs/boutiques.md says where the two differ, and why.
"""

from __future__ import annotations

import posixpath
import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cytodesk.algorithms.algorithm import Algorithm
from cytodesk.algorithms.outputs import Output
from cytodesk.algorithms.parameters import Holds, Parameter, Value
from cytodesk.algorithms.values import as_text

BOUTIQUES = "boutiques"
"""Algorithm.dialect of those whose line is of this kind."""
_MARKS = 0xE000
"""Keys travel through the lexer as single signs of Unicode's private area."""


def boutiques_tokens(algorithm: Algorithm, values: Mapping[str, Value]) -> list[str]:
    """Return every token of the line; keys without value vanish with what they leave empty."""
    fillers = _fillers(algorithm, values)
    line = algorithm.command_line
    keys = sorted((key for key in fillers if key), key=len, reverse=True)
    for place, key in enumerate(keys):
        if fillers[key].pieces:
            line = line.replace(key, chr(_MARKS + place))
        else:
            # With the blank before it, as Boutiques does: `-p [DIR];` leaves `-p;`.
            line = line.replace(f" {key}", "").replace(key, "")
    return [
        token for word in _words(line) for token in _filled(word, [fillers[key] for key in keys])
    ]


def output_paths(algorithm: Algorithm, values: Mapping[str, Value]) -> dict[str, str]:
    """Return where each declared file of the algorithm will stand, by the output's id."""
    return _paths(algorithm, values)


@dataclass(frozen=True, slots=True)
class _Filler:
    """What takes the place of a key: pieces of text; a None between them ends an argument."""

    pieces: tuple[str | None, ...]


def _fillers(algorithm: Algorithm, values: Mapping[str, Value]) -> dict[str, _Filler]:
    fillers: dict[str, _Filler] = {}
    for parameter in algorithm.parameters:
        if parameter.value_key:
            fillers.setdefault(parameter.value_key, _of_parameter(parameter, values))
    paths = _paths(algorithm, values)
    for output in algorithm.outputs:
        if output.value_key and output.id in paths:
            path = paths[output.id]
            flag = _label(output.flag, output.flag_separator)
            fillers.setdefault(output.value_key, _Filler((*flag, path)))
    return fillers


def _of_parameter(parameter: Parameter, values: Mapping[str, Value]) -> _Filler:
    value = values.get(parameter.id)
    if value is None or value == () or (parameter.is_switch and not value):
        return _Filler(())
    if parameter.is_switch:
        return _Filler(tuple(_words_apart(parameter.flag)))
    label = _label(parameter.flag, parameter.flag_separator)
    if parameter.entries is None or not isinstance(value, tuple):
        return _Filler((*label, _shown(parameter, value)))
    separator = tuple(_split(parameter.entries.separator))
    pieces: list[str | None] = []
    for place, entry in enumerate(value):
        pieces += [*(separator if place else ()), _shown(parameter.entries.each, entry)]
    return _Filler((*label, *pieces))


def _shown(parameter: Parameter, value: Value) -> str:
    return str(value) if isinstance(value, bool) else as_text(parameter, value)


def _label(flag: str, separator: str) -> Iterator[str | None]:
    if flag:
        yield from _words_apart(flag)
        yield from _split(separator)


def _words_apart(flag: str) -> Iterator[str | None]:
    for place, word in enumerate(flag.split()):
        yield from (None, word) if place else (word,)


def _split(separator: str) -> Iterator[str | None]:
    """Yield the texts of a separator; every run of blanks in it ends an argument."""
    for part in re.split(r"(\s+)", separator):
        if part:
            yield None if part.isspace() else part


def _words(line: str) -> list[str]:
    try:
        return shlex.split(line)
    except ValueError:
        return line.split()


def _filled(word: str, fillers: list[_Filler]) -> Iterator[str]:
    """Yield the tokens of one word; blanks between the entries of a list end a token."""
    text, is_started = "", False
    for sign in word:
        place = ord(sign) - _MARKS
        pieces = fillers[place].pieces if 0 <= place < len(fillers) else (sign,)
        for piece in pieces:
            if piece is None:
                if is_started:
                    yield text
                text, is_started = "", False
            else:
                text, is_started = text + piece, True
    if is_started or not word:
        yield text


def _paths(algorithm: Algorithm, values: Mapping[str, Value]) -> dict[str, str]:
    """Return the path of each output by its id; outputs may name each other once."""
    paths = {output.id: output.path for output in algorithm.outputs if output.path}
    for _ in range(2):
        for output in algorithm.outputs:
            if output.id in paths:
                path = _with_values(paths[output.id], output, algorithm, values)
                for other in algorithm.outputs:
                    if other.value_key and other.id in paths and other.id != output.id:
                        path = path.replace(other.value_key, paths[other.id])
                paths[output.id] = path
    return paths


def _with_values(
    path: str, output: Output, algorithm: Algorithm, values: Mapping[str, Value]
) -> str:
    for parameter in algorithm.parameters:
        value = values.get(parameter.id)
        if not parameter.value_key or value is None or parameter.value_key not in path:
            continue
        text = _bare(parameter, value)
        is_text = parameter.holds is Holds.FILE or isinstance(value, str)
        for ending in output.stripped if is_text else ():
            text = text.replace(ending, "")
        if parameter.holds is Holds.FILE and path.find(parameter.value_key) > 0:
            text = posixpath.basename(text)
        path = path.replace(parameter.value_key, text)
    return path


def _bare(parameter: Parameter, value: Value) -> str:
    if parameter.entries is not None and isinstance(value, tuple):
        each = parameter.entries.each
        return parameter.entries.separator.join(_shown(each, entry) for entry in value)
    return _shown(parameter, value)
