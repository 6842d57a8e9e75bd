"""The command line of a descriptor, taken apart before any value is in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cytodesk.algorithms.algorithm import Algorithm, server_parameter_named
from cytodesk.algorithms.parameters import Parameter


@dataclass(frozen=True, slots=True)
class Word:
    """A token that stays as it is."""

    text: str

    @property
    def is_option(self) -> bool:
        return self.text.startswith("--") and len(self.text) > 2


@dataclass(frozen=True, slots=True)
class Slot:
    """A token that is a key: `CYTOMINE_HOST`, `[SIGMA]`, `@method`."""

    text: str
    parameter: Parameter | None
    """None for a key without input; it vanishes, unless `server` says whose place it is."""
    server: str | None = None
    """Which of SERVER_PARAMETERS a key without input means."""
    is_of_output: bool = False
    """Whether it is the key of an output, where nothing is passed."""


@dataclass(frozen=True, slots=True)
class Inset:
    """A token with keys inside: `--sigma=[SIGMA]`; `parts` are its texts and parameters."""

    text: str
    parts: tuple[str | Parameter | None, ...]


Piece = Word | Slot | Inset

_LOOKS_LIKE_KEY = re.compile(
    r"\[+@?[A-Za-z_][\w.\-]*\]*|@?[A-Za-z_][\w.\-]*\]+|@[A-Za-z_]\w*|[A-Z][A-Z0-9_]*|[\[\]]+"
)
"""Brackets one too many or too few (`[[SIGMA]`, `[SIGMA ]`) are slips; a bare word has to be
upper-case."""
_BRACKETED = re.compile(r"\[@?[A-Za-z_][\w.\-]*\]")


def bare(key: str) -> str:
    """Return `key` without brackets and sign: `[@SIGMA]`, `@SIGMA` and `SIGMA` are the same."""
    return key.strip("[]").removeprefix("@")


def alike(option: str, name: str) -> bool:
    """Whether `--min-area` says the same as `min_area`, `[MIN_AREA]` or `--min_area`.

    All names of one of the server's five inputs are alike: `--project_id`, `CYTOMINE_ID_PROJECT`.
    """
    one, other = _folded(option), _folded(name)
    five = server_parameter_named(one)
    return one == other or (five is not None and five == server_parameter_named(other))


def _folded(name: str) -> str:
    return bare(name).lstrip("-").rstrip("=").replace("-", "_").casefold()


def is_flag_of_any(option: str, parameters: Iterable[Parameter]) -> bool:
    """Whether an option of the line is the flag of an input; its value is passed with one."""
    return any(alike(option, each.flag or each.id) for each in parameters)


def pieces_of(algorithm: Algorithm) -> tuple[Piece, ...]:
    """Return the tokens of the command line, in their order.

    Keys are compared token by token, so `SVM` is never found in `SVM_C`; brackets may stand in
    the key and not in the line, or the other way round, as in many real descriptors, and a
    comma behind a key is a slip.
    """
    keys = _Keys(algorithm)
    pieces: list[Piece] = []
    for token in algorithm.command_line.replace("][", "] [").split():
        pieces.append(keys.piece(token, behind=pieces[-1] if pieces else None))
    return tuple(pieces)


def ids_in(pieces: Iterable[Piece]) -> set[str]:
    """Return the ids of the parameters that have a place in the line."""
    ids: set[str] = set()
    for piece in pieces:
        match piece:
            case Slot(parameter=Parameter(id=name)):
                ids.add(name)
            case Inset(parts=parts):
                ids |= {part.id for part in parts if isinstance(part, Parameter)}
            case _:
                pass
    return ids


class _Keys:
    def __init__(self, algorithm: Algorithm) -> None:
        self._outputs = {bare(each.value_key) for each in algorithm.outputs if each.value_key}
        parameters = algorithm.parameters
        takers = [each for each in parameters if not each.server_parameter and each.value_key]
        self._exact = {each.value_key: each for each in reversed(takers)}
        self._bare = {bare(each.value_key): each for each in reversed(takers)}
        self._by_id = {each.id.casefold(): each for each in reversed(takers)}
        self._inside = _any_of(self._exact)

    def piece(self, token: str, behind: Piece | None) -> Piece:
        key = token.rstrip(",;")
        found = self._exact.get(key)
        if found is None and _LOOKS_LIKE_KEY.fullmatch(key):
            found = self._bare.get(bare(key)) or self._by_id.get(bare(key).casefold())
            if found is None and bare(key) in self._outputs:
                return Slot(key, None, is_of_output=True)
            if found is None and not _is_literal(key, behind):
                return Slot(key, None, server_parameter_named(bare(key)))
        if found is not None:
            return Slot(key, found)
        return self._inset(token) or Word(token)

    def _inset(self, token: str) -> Inset | None:
        parts: list[str | Parameter | None] = []
        end = 0
        for match in self._inside.finditer(token):
            parts += [token[end : match.start()], self._exact.get(match.group())]
            end = match.end()
        return Inset(token, (*parts, token[end:])) if parts else None


def _any_of(keys: Mapping[str, Parameter]) -> re.Pattern[str]:
    """Return what finds any key inside a token, the longest first, never within a word.

    A bare word counts behind an equals sign only: `--sigma=SIGMA`, but never `/SIGMA/run.py`.
    """
    longest_first = sorted(keys, key=len, reverse=True)
    known = [
        rf"(?<!\w){re.escape(key)}(?!\w)" if bare(key) != key else rf"(?<==){re.escape(key)}(?!\w)"
        for key in longest_first
    ]
    return re.compile("|".join([*known, _BRACKETED.pattern]))


def _is_literal(token: str, behind: Piece | None) -> bool:
    """Whether an upper-case word is meant as it stands: `R run.R`, or `FAST` of `--mode FAST`."""
    if token.startswith(("[", "@")) or token.endswith("]"):
        return False
    is_value = isinstance(behind, Word) and behind.is_option and not alike(behind.text, token)
    return is_value or len(token) == 1
