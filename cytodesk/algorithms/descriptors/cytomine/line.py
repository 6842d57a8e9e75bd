"""What is odd between a command line and the inputs it should carry."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from cytodesk.algorithms.algorithm import Algorithm
from cytodesk.algorithms.cytomine_line import (
    Piece,
    Slot,
    Word,
    alike,
    bare,
    ids_in,
    is_flag_of_any,
    pieces_of,
)
from cytodesk.algorithms.descriptors.cytomine.attributes import expanded
from cytodesk.algorithms.descriptors.cytomine.line_text import look_over_text
from cytodesk.algorithms.descriptors.findings import Findings
from cytodesk.algorithms.descriptors.mends import Mend, Put
from cytodesk.algorithms.parameters import Parameter
from cytodesk.errors import N_

_LINE = ("command-line",)


def look_over_line(algorithm: Algorithm, written: str, findings: Findings) -> None:
    """Say which inputs and keys miss each other, and what a plain replacement would spoil.

    `written` is the line as it stands in the file, blanks at its ends included.
    """
    pieces = pieces_of(algorithm)
    _Line(algorithm, pieces, findings).look_over()
    look_over_text(written, findings)


class _Line:
    def __init__(self, algorithm: Algorithm, pieces: Sequence[Piece], findings: Findings) -> None:
        self._algorithm, self._pieces, self._findings = algorithm, pieces, findings
        self._in_line = ids_in(pieces)
        self._parameters = [
            each for each in algorithm.parameters if not each.server_parameter and each.value_key
        ]

    def look_over(self) -> None:
        self._keys_without_input()
        self._keys_of_outputs()
        self._inputs_without_key()
        self._doubled_flags()
        self._other_flags()
        self._brackets()
        self._keys_within_keys()
        self._doubled_keys()

    def _keys_without_input(self) -> None:
        strays = [
            place
            for place, piece in enumerate(self._pieces)
            if isinstance(piece, Slot) and piece.parameter is None and piece.server is None
            if not piece.is_of_output
        ]
        mend = _put(self._without(strays))
        for place in strays:
            self._findings.add(
                "key-without-input",
                _LINE,
                N_(
                    "No input has the key {key}, so it is removed. Add the input or remove the key."
                ),
                [mend],
                key=self._pieces[place].text,
            )

    def _keys_of_outputs(self) -> None:
        for piece in self._pieces:
            if isinstance(piece, Slot) and piece.is_of_output:
                self._findings.add(
                    "key-of-output",
                    _LINE,
                    N_("{key} is the key of an output: nothing is passed there."),
                    key=piece.text,
                )

    def _without(self, strays: Sequence[int]) -> list[str]:
        """Return the line without keys, and without the options that were written for them."""
        tokens = [piece.text for piece in self._pieces]
        gone = set(strays)
        for place in strays:
            before = self._pieces[place - 1] if place else None
            if isinstance(before, Word) and before.is_option:
                is_flag = is_flag_of_any(before.text, self._algorithm.parameters)
                gone |= {place - 1} if is_flag or alike(before.text, tokens[place]) else set()
        return [token for place, token in enumerate(tokens) if place not in gone]

    def _inputs_without_key(self) -> None:
        asked = (each for each in self._algorithm.parameters if not each.server_parameter)
        missing = [each for each in asked if each.id not in self._in_line]
        if not missing:
            return
        mendable = self._findable(missing)
        tokens = [piece.text for piece in self._pieces]
        mend = _put([*tokens, *(each.value_key for each in mendable)])
        mended = {each.index for each in mendable}
        for parameter in missing:
            self._findings.add(
                "input-without-key",
                _at(parameter, "value-key"),
                N_('"command-line" lacks {key} of {id}; it is passed as --{id}. Add the key.'),
                [mend] if parameter.index in mended else (),
                key=parameter.value_key,
                id=parameter.id,
            )

    def _findable(self, missing: Sequence[Parameter]) -> list[Parameter]:
        """Return those that a line which ends in their keys passes as it does without."""
        usual = [each for each in missing if each.flag == f"--{each.id}"]
        line = " ".join(each.value_key for each in usual)
        trial = pieces_of(replace(self._algorithm, command_line=line))
        found = {
            piece.parameter.index: piece.text
            for piece in trial
            if isinstance(piece, Slot) and piece.parameter is not None
        }
        return [each for each in usual if found.get(each.index) == each.value_key]

    def _doubled_flags(self) -> None:
        doubled = [
            place
            for place, (before, piece) in enumerate(pairwise(self._pieces))
            if isinstance(before, Word) and before.is_option
            if isinstance(piece, Slot) and piece.parameter is not None
            if alike(before.text, piece.parameter.flag)
        ]
        if doubled:
            tokens = [piece.text for piece in self._pieces]
            kept = [token for place, token in enumerate(tokens) if place not in doubled]
            self._findings.add(
                "doubled-flag",
                _LINE,
                N_(
                    "These stand in the line and as flags of their inputs, and are passed once: "
                    "{flags}. Remove them from the line."
                ),
                [_put(kept)],
                flags=", ".join(tokens[place] for place in doubled),
            )

    def _other_flags(self) -> None:
        if not self._algorithm.is_cytomine_app:
            return
        for parameter in self._algorithm.parameters:
            if parameter.flag not in ("", f"--{parameter.id}"):
                self._findings.add(
                    "other-flag",
                    _at(parameter, "command-line-flag"),
                    N_(
                        "The Python client of Cytomine reads --{id} only, never {flag}. "
                        "Write --@id."
                    ),
                    id=parameter.id,
                    flag=parameter.flag,
                )

    def _brackets(self) -> None:
        """A key that stands otherwise in the line than in its input is found by us alone."""
        differing = {
            piece.text: piece.parameter.value_key
            for piece in self._pieces
            if isinstance(piece, Slot) and piece.parameter is not None
            if piece.text != piece.parameter.value_key
            if piece.parameter.value_key.split() == [piece.parameter.value_key]
        }
        if differing:
            tokens = (differing.get(piece.text, piece.text) for piece in self._pieces)
            self._findings.add(
                "brackets-differ",
                _LINE,
                N_("The line writes {here} where the inputs say {there}. Write the same."),
                [_put(tokens)],
                here=", ".join(differing),
                there=", ".join(differing.values()),
            )

    def _keys_within_keys(self) -> None:
        """All are mended in one line: a mend for each would be a round of its own."""
        longer = self._longer_keys()
        mend = _put(self._bracketed(longer))
        for parameter, others in longer.items():
            key, right = parameter.value_key, f"[{bare(parameter.value_key)}]"
            short = "[@ID]" if expanded("[@ID]", parameter.id) == right else right
            self._findings.add(
                "key-within-key",
                _at(parameter, "value-key"),
                N_(
                    "The key {key} of {id} stands inside {others}, where Cytomine replaces it "
                    "too. Write [{bare}] in the input and in the line."
                ),
                [Put(_at(parameter, "value-key"), short), mend],
                key=key,
                id=parameter.id,
                bare=bare(key),
                others=", ".join(others),
            )

    def _longer_keys(self) -> dict[Parameter, list[str]]:
        """Return the keys of the line that others of the line stand inside."""
        in_line = [each for each in self._parameters if each.id in self._in_line]
        keys = [each.value_key for each in in_line]
        whole = "\0".join(keys)
        found: dict[Parameter, list[str]] = {}
        for parameter in in_line:
            key = parameter.value_key
            if whole.count(key) > 1 and (longer := [one for one in keys if key in one != key]):
                found[parameter] = longer
        return found

    def _bracketed(self, parameters: Collection[Parameter]) -> list[str]:
        """Return the line with the keys of `parameters` in brackets."""
        tokens = []
        for piece in self._pieces:
            owner = piece.parameter if isinstance(piece, Slot) else None
            is_meant = owner is not None and owner in parameters
            tokens.append(f"[{bare(owner.value_key)}]" if owner and is_meant else piece.text)
        return tokens

    def _doubled_keys(self) -> None:
        owners: dict[str, str] = {}
        for parameter in self._parameters:
            other = owners.setdefault(parameter.value_key, parameter.id)
            if other != parameter.id and other.casefold() != parameter.id.casefold():
                self._findings.add(
                    "doubled-key",
                    _at(parameter, "value-key"),
                    N_('"{id}" and "{other}" have the same key {key}. Write "[@ID]" in both.'),
                    id=parameter.id,
                    other=other,
                    key=parameter.value_key,
                )


def _at(parameter: Parameter, name: str) -> tuple[str, int, str]:
    return "inputs", parameter.index // 100 - 1, name


def _put(tokens: Iterable[str]) -> Mend:
    return Put(_LINE, " ".join(tokens))
