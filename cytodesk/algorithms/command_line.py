"""Values -> the tokens that start a program; every value is one token, exactly as given.

Cytomine pastes values into one string and splits it at blanks; here the line is taken apart
before any value is in it, so nothing in a value is ever read again, by us or by a shell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from cytodesk.algorithms.algorithm import (
    SERVER_PARAMETERS,
    Algorithm,
    filled_by_server,
)
from cytodesk.algorithms.boutiques_line import BOUTIQUES, boutiques_tokens
from cytodesk.algorithms.cytomine_line import (
    Inset,
    Piece,
    Slot,
    Word,
    alike,
    ids_in,
    is_flag_of_any,
    pieces_of,
)
from cytodesk.algorithms.parameters import Parameter, Value
from cytodesk.algorithms.values import as_text

APP_ENGINE = "app-engine"
"""Its tasks are given files, never arguments (contract of the App Engine 1.8)."""
_MASK = "***"
_NOTHING: Mapping[str, str] = {}


def command_line(
    algorithm: Algorithm,
    values: Mapping[str, Value],
    server_values: Mapping[str, str] = _NOTHING,
) -> list[str]:
    """Return every token, the words before the first key included (`python run.py ...`).

    `server_values` hold what the place of the run fills in, by the ids of SERVER_PARAMETERS.
    """
    if algorithm.dialect == APP_ENGINE:
        return []
    if algorithm.dialect == BOUTIQUES:
        return boutiques_tokens(algorithm, values)
    words = [piece.text for piece in _program_words(algorithm, pieces_of(algorithm))]
    return [*words, *arguments(algorithm, values, server_values)]


def arguments(
    algorithm: Algorithm,
    values: Mapping[str, Value],
    server_values: Mapping[str, str] = _NOTHING,
) -> list[str]:
    """Return what a program gets that was found otherwise, as by the ENTRYPOINT of its image.

    First the tokens of the command line behind its program words, with keys replaced; then, as
    `--<id> value`, what has a value and no key there: CytomineJob takes options by id and ends
    a program whose required ones are missing. An algorithm that declares one of the server's
    five inputs gets all five.
    """
    if algorithm.dialect == APP_ENGINE:
        return []
    if algorithm.dialect == BOUTIQUES:
        return boutiques_tokens(algorithm, values)[1:]
    pieces = pieces_of(algorithm)
    texts = _texts(algorithm, values, server_values)
    line = _Line(algorithm.parameters, texts, server_values)
    for piece in pieces[len(_program_words(algorithm, pieces)) :]:
        line.add(piece)
    return [*line.tokens, *_without_key(algorithm, pieces, texts, server_values)]


def masked(tokens: Sequence[str], secrets: Iterable[str]) -> list[str]:
    """Return `tokens` with every one of `secrets` hidden, for logs and screens."""
    hidden = sorted({secret for secret in secrets if secret}, key=len, reverse=True)
    return [_mask(token, hidden) for token in tokens]


def _mask(token: str, hidden: Sequence[str]) -> str:
    for secret in hidden:
        token = token.replace(secret, _MASK)
    return token


def _program_words(algorithm: Algorithm, pieces: Sequence[Piece]) -> list[Word]:
    flags = {parameter.flag for parameter in algorithm.parameters}
    words: list[Word] = []
    for piece in pieces:
        if not isinstance(piece, Word) or piece.is_option or piece.text in flags:
            break
        words.append(piece)
    return words


def _texts(
    algorithm: Algorithm, values: Mapping[str, Value], server_values: Mapping[str, str]
) -> dict[str, str]:
    """Return what each parameter with a value is passed as, by its id."""
    texts: dict[str, str] = {}
    for parameter in algorithm.parameters:
        five = filled_by_server(parameter)
        value: Value | None = server_values.get(five) if five else None
        value = values.get(parameter.id) if value is None else value
        if value is not None and (text := as_text(parameter, value)):
            texts[parameter.id] = text
    return texts


class _Line:
    """The tokens so far, while the pieces of a line come in."""

    def __init__(
        self,
        parameters: Sequence[Parameter],
        texts: Mapping[str, str],
        server_values: Mapping[str, str],
    ) -> None:
        self.tokens: list[str] = []
        self._parameters = parameters
        self._texts = texts
        self._server_values = server_values
        self._label = ""
        """The option that the line itself wrote right before."""

    def add(self, piece: Piece) -> None:
        match piece:
            case Word(text):
                self.tokens.append(text)
            case Slot():
                self.tokens += self._filled(piece)
            case Inset(_, parts):
                self.tokens += self._inset(parts)
        self._label = piece.text if isinstance(piece, Word) and piece.text.startswith("-") else ""

    def _filled(self, slot: Slot) -> list[str]:
        """Return flag and value; a flag that the line wrote already is taken back first."""
        flag, text = self._flag_and_text(slot)
        if self._label and self._belongs(self._label, slot, flag):
            self.tokens.pop()
            flag = flag or self._label
        return [] if text is None else _option(flag, text)

    def _belongs(self, label: str, slot: Slot, flag: str) -> bool:
        """Whether the line's own option in front of a key is the key's flag.

        Where the descriptor says "no flag", it is; else where it says the same as flag or key. In
        front of a key that nobody has, an input's flag would take the next word for its value.
        """
        if slot.is_of_output or (slot.parameter is not None and not slot.parameter.flag):
            return True
        if slot.parameter is None and is_flag_of_any(label, self._parameters):
            return True
        return alike(label, flag) or alike(label, slot.text)

    def _flag_and_text(self, slot: Slot) -> tuple[str, str | None]:
        if slot.parameter is not None:
            return slot.parameter.flag, self._texts.get(slot.parameter.id)
        if slot.server is not None:
            return f"--{slot.server}", self._server_values.get(slot.server)
        return "", None

    def _inset(self, parts: Iterable[str | Parameter | None]) -> list[str]:
        """Return one token, or none where a value inside it is missing."""
        texts = [part if isinstance(part, str) else self._text(part) for part in parts]
        known = [text for text in texts if text is not None]
        return ["".join(known)] if len(known) == len(texts) else []

    def _text(self, parameter: Parameter | None) -> str | None:
        return None if parameter is None else self._texts.get(parameter.id)


def _option(flag: str, text: str) -> list[str]:
    """Return flag and value as two tokens; as one where argparse would take the value for an
    option, and where the flag says so itself (`--sigma=`)."""
    *before, name = flag.split() or [""]
    if name.endswith("="):
        return [*before, name + text]
    if name.startswith("--") and text.startswith("-"):
        return [*before, f"{name}={text}"]
    return [*before, name, text] if name else [text]


def _without_key(
    algorithm: Algorithm,
    pieces: Sequence[Piece],
    texts: Mapping[str, str],
    server_values: Mapping[str, str],
) -> Iterator[str]:
    """Yield options for what has a value, and no key in the line."""
    in_line = ids_in(pieces)
    for parameter in algorithm.parameters:
        is_passed = parameter.id in texts and not parameter.server_parameter
        if is_passed and parameter.id not in in_line:
            flag, text = _flag_of_own(algorithm, parameter), texts[parameter.id]
            yield from _switched(flag, text) if parameter.is_switch else _option(flag, text)
    if algorithm.is_cytomine_app:
        named = {filled_by_server(parameter) for parameter in algorithm.parameters}
        named |= {piece.server for piece in pieces if isinstance(piece, Slot)}
        for five in SERVER_PARAMETERS:
            if five not in named and five in server_values:
                yield from _option(f"--{five}", server_values[five])


def _switched(flag: str, text: str) -> list[str]:
    return flag.split() if text == "true" else []


def _flag_of_own(algorithm: Algorithm, parameter: Parameter) -> str:
    """CytomineJob knows options by id only; other programs know the flag of the descriptor."""
    if algorithm.is_cytomine_app or not parameter.flag:
        return f"--{parameter.id}"
    return parameter.flag
