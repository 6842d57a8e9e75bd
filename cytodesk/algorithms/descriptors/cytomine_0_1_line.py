"""What is odd between a command line and the inputs it should carry."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from cytodesk.algorithms.algorithm import Algorithm
from cytodesk.algorithms.descriptors.findings import Findings
from cytodesk.algorithms.line import Piece, Slot, Word, alike, ids_in, pieces_of
from cytodesk.errors import N_

_LINE = ("command-line",)


def look_over_line(algorithm: Algorithm, findings: Findings) -> None:
    """Warn of inputs and keys without each other, and of options written twice."""
    pieces = pieces_of(algorithm)
    _keys_without_input(pieces, findings)
    _inputs_without_key(algorithm, pieces, findings)
    _doubled_flags(pieces, findings)
    _other_flags(algorithm, findings)


def _keys_without_input(pieces: Sequence[Piece], findings: Findings) -> None:
    for piece in pieces:
        if isinstance(piece, Slot) and piece.parameter is None and piece.server is None:
            findings.warn(
                "key-without-input",
                _LINE,
                N_(
                    "No input has the key {key}, so it is removed. Add the input or remove the key."
                ),
                key=piece.text,
            )


def _inputs_without_key(algorithm: Algorithm, pieces: Sequence[Piece], findings: Findings) -> None:
    in_line = ids_in(pieces)
    for parameter in algorithm.parameters:
        if parameter.id not in in_line and not parameter.server_parameter:
            findings.warn(
                "input-without-key",
                ("inputs", parameter.index // 100 - 1, "value-key"),
                N_('"command-line" lacks {key} of {id}; it is passed as --{id}. Add the key.'),
                key=parameter.value_key,
                id=parameter.id,
            )


def _doubled_flags(pieces: Sequence[Piece], findings: Findings) -> None:
    doubled = [
        before.text
        for before, piece in pairwise(pieces)
        if isinstance(before, Word) and before.is_option
        if isinstance(piece, Slot) and piece.parameter is not None
        if alike(before.text, piece.parameter.flag)
    ]
    if doubled:
        findings.warn(
            "doubled-flag",
            _LINE,
            N_(
                "These stand in the line and as flags of their inputs, and are passed once: "
                "{flags}. Remove them from the line."
            ),
            flags=", ".join(doubled),
        )


def _other_flags(algorithm: Algorithm, findings: Findings) -> None:
    if not algorithm.is_cytomine_app:
        return
    for parameter in algorithm.parameters:
        if parameter.flag not in ("", f"--{parameter.id}"):
            findings.warn(
                "other-flag",
                ("inputs", parameter.index // 100 - 1, "command-line-flag"),
                N_("The Python client of Cytomine reads --{id} only, never {flag}. Write --@id."),
                id=parameter.id,
                flag=parameter.flag,
            )
