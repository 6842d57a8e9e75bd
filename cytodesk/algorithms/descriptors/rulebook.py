"""Every rule that a descriptor is held against: how grave it is, and why it matters.

The sentence of a finding says what is wrong and what to write; the rule says what a real server,
the old Python client or BIOMERO makes of it. docs/descriptor-rules.md shows each by an example.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from cytodesk.errors import N_


class Severity(enum.StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    """It cannot be read."""
    WARNING = "warning"
    """It is read with a guess, or goes otherwise on a real server."""
    NOTE = "note"
    """It harms nothing here, and some reader or person elsewhere."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that is looked for; `why` is a sentence for the author of a descriptor."""

    severity: Severity
    why: str


_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

_STRICT = N_("Cytomine reads strict JSON only: it refuses the whole file.")
_UNREADABLE = N_("No program can tell what is meant, so no form can be built.")
_ABORTS = N_("Cytomine creates inputs one by one and stops here: a half-made algorithm remains.")
_AS_TEXT = N_(
    "Cytomine turns everything into text and accepts it; other readers go by the type of JSON."
)
_REPLACED = N_(
    "Cytomine replaces keys in the line as plain text, one after the other: what does not match "
    "stays or vanishes, and the program gets other arguments than meant."
)
_CLIENT = N_("The Python client knows inputs by --<id> only; anything else never reaches the app.")
_CHOOSING = N_("Web forms fill the list from this address; without it people type ids by hand.")
_FIVE = N_("The Python client ends an app at its start if one of these five is missing.")
_TRUST = N_(
    "A trusted source finds images by these names: another name is never found or installed."
)
_ROUTER_RUNS = N_("The router starts images with `<type> run`; only singularity has this command.")
_UNSEEN = N_("No reader of Cytomine knows it, so whatever it should do is not done.")
_WORDS = N_("The router splits the line at blanks, without any quoting, and hands it to a shell.")
_FORMS = N_("Forms, lists and results show this to people.")
_BOUTIQUES = N_("Boutiques' own tools refuse a descriptor that breaks their schema.")
_BOUTIQUES_SHELL = N_("Boutiques runs the line in a shell; here no shell ever sees it.")
_TASK_REFUSED = N_("The App Engine refuses the task when it is uploaded.")
_TASK_FAILS = N_("The App Engine fails with an internal error when the task is uploaded.")
_TASK_IGNORES = N_("The App Engine accepts it and does nothing with it, without a word.")

NOTATION = {
    "no-descriptor": Rule(_E, N_("There is nothing to read.")),
    "not-json": Rule(_E, _STRICT),
    "not-yaml": Rule(_E, N_("The App Engine reads YAML and refuses the whole task.")),
    "not-an-object": Rule(_E, _UNREADABLE),
    "not-a-descriptor": Rule(_E, N_("There is nothing to fill in and nothing to run.")),
    "byte-order-mark": Rule(_W, _STRICT),
    "not-utf8": Rule(_W, N_("Cytomine reads UTF-8: other letters turn into wrong ones.")),
    "windows-line-ends": Rule(
        _N, N_("JSON allows them; a shell script that was saved the same way does not start.")
    ),
    "trailing-comma": Rule(_W, _STRICT),
    "extra-comma": Rule(_W, _STRICT),
    "missing-comma": Rule(_W, _STRICT),
    "bare-word": Rule(_W, _STRICT),
    "loose-number": Rule(_W, _STRICT),
    "control-character": Rule(_W, _STRICT),
    "doubled-attribute": Rule(
        _W, N_("Which of the two counts depends on the reader: here and in Cytomine the last.")
    ),
}

TOP = {
    "missing-name": Rule(_W, N_("Cytomine cannot register an algorithm without a name.")),
    "name-with-blanks": Rule(
        _N, N_("Image and repository are named after it, and their names have no blanks.")
    ),
    "missing-description": Rule(_N, _FORMS),
    "schema-version": Rule(
        _W, N_("Cytomine ignores it; readers of several schemas choose the wrong one.")
    ),
    "missing-container-image": Rule(_W, N_("The router has no image to run and stops.")),
    "container-type": Rule(_W, _ROUTER_RUNS),
    "container-type-flags": Rule(
        _W, N_("Cytomine pastes the type into its command; other readers know no such type.")
    ),
    "missing-command-line": Rule(_W, N_("The router has no command and stops.")),
    "missing-inputs": Rule(_E, _UNREADABLE),
    "no-inputs": Rule(_W, N_("The app gets no server, no project and no keys.")),
    "unknown-attribute": Rule(_N, _UNSEEN),
    "repository-name": Rule(_W, _TRUST),
    "image-name": Rule(_W, _TRUST),
}

INPUTS = {
    "not-an-input": Rule(_E, _UNREADABLE),
    "missing-id": Rule(_E, _UNREADABLE),
    "odd-id": Rule(_W, N_("The id becomes an option and a key; other signs break both.")),
    "doubled-id": Rule(_E, _ABORTS),
    "similar-ids": Rule(_W, N_("Both have the same key in upper case, so one gets the other's.")),
    "doubled-name": Rule(_W, N_("A person cannot tell the two fields of the form apart.")),
    "unknown-type": Rule(_E, _ABORTS),
    "foreign-type": Rule(_W, _ABORTS),
    "type-spelling": Rule(
        _N, N_("Cytomine puts the capitals right; BIOMERO and other readers do not.")
    ),
    "claim-as-text": Rule(
        _W, N_('Cytomine takes any text for true, "false" too; other readers differ.')
    ),
    "value-as-text": Rule(_W, _AS_TEXT),
    "value-against-type": Rule(
        _W, N_("Cytomine hands it to the app all the same, which then ends with an error.")
    ),
    "default-spelling": Rule(_W, N_('Cytomine reads "default-value" only: fields stay empty.')),
    "integer-against-default": Rule(
        _W, N_('Cytomine never looks at "integer": decimals are taken, as the default is one.')
    ),
    "default-not-allowed": Rule(_W, N_("Who accepts the proposal is told that it is wrong.")),
    "default-with-blanks": Rule(_W, _WORDS),
    "choices-not-a-list": Rule(_W, N_("The form shows a text field instead of a list.")),
    "choices-spelling": Rule(
        _N,
        N_('Cytomine reads "values-choice" only, BIOMERO "value-choices" only; both may stand.'),
    ),
    "bounds-crossed": Rule(_W, N_("No value is ever accepted.")),
    "bound-ignored": Rule(_N, N_("Bounds count for numbers and dates only.")),
    "missing-uri": Rule(_W, _CHOOSING),
    "unknown-placeholder": Rule(_W, _CHOOSING),
    "uri-without-slash": Rule(_W, N_("The web interface then asks below /api/api/: not found.")),
    "uri-ignored": Rule(_N, N_("Only Domain and ListDomain offer a list.")),
    "missing-print-attribute": Rule(_N, N_("The web interface shows a list of empty lines.")),
    "old-attribute-name": Rule(_W, _UNSEEN),
    "id-inside-a-text": Rule(
        _W, N_("Cytomine replaces @id as plain text everywhere, inside words and addresses too.")
    ),
    "missing-flag": Rule(
        _W, N_("Cytomine then passes the bare value, and the Python client cannot tell whose.")
    ),
    "other-flag": Rule(_W, _CLIENT),
    "option-of-the-client": Rule(_W, N_("The Python client then ends the app at its start.")),
    "set-by-nobody": Rule(_W, N_("Forms hide it and no server fills it in: it stays empty.")),
    "not-set-by-server": Rule(_W, N_("Forms ask people for it, keys included.")),
    "missing-server-inputs": Rule(_W, _FIVE),
}

LINE = {
    "key-without-input": Rule(_W, N_("Cytomine leaves it: the app gets the key as an argument.")),
    "key-of-output": Rule(
        _N, N_("BIOMERO looks for results in a folder; Cytomine leaves the key.")
    ),
    "input-without-key": Rule(_W, N_("Cytomine drops the value without a word.")),
    "doubled-flag": Rule(_W, N_("Cytomine writes both, and argparse ends the app.")),
    "brackets-differ": Rule(_W, _REPLACED),
    "key-within-key": Rule(_W, _REPLACED),
    "doubled-key": Rule(_W, _REPLACED),
    "odd-key": Rule(_W, _REPLACED),
    "shell-signs": Rule(_W, _WORDS),
    "doubled-blank": Rule(_N, N_("The router makes an empty argument of it.")),
}

BOUTIQUES = {
    "boutiques-schema": Rule(_W, _BOUTIQUES),
    "unknown-member": Rule(_W, N_("The rule has no effect, for there is no such input.")),
    "rules-conflict": Rule(_W, N_("There are inputs that can never have a value together.")),
    "shell-line": Rule(_W, _BOUTIQUES_SHELL),
    "uneven-quotes": Rule(_E, N_("No shell reads a line whose quotation mark is never closed.")),
    "conditional-path": Rule(_N, N_("Where the result will be is known after the run only.")),
    "switch-without-flag": Rule(_W, N_("A switch is passed as its flag; without one it is lost.")),
}

TASKS = {
    "task-attribute": Rule(_W, _TASK_REFUSED),
    "task-fails": Rule(_W, _TASK_FAILS),
    "ignored-constraint": Rule(_W, _TASK_IGNORES),
    "inverted-dates": Rule(
        _W, N_("The App Engine reads these bounds with their quotation marks and fails.")
    ),
    "array-without-sizes": Rule(
        _N, N_("The App Engine fails where entries are given one by one and a size is missing.")
    ),
    "size-without-byte": Rule(
        _N, N_("The schema wants 10M, the engine reads 10MB; the longer one suits both.")
    ),
}

RULES: dict[str, Rule] = {**NOTATION, **TOP, **INPUTS, **LINE, **BOUTIQUES, **TASKS}
