"""Trouble that a user can understand, as one tree.

    CytoDeskError              one sentence: what, where, what to do       exit code
    ├─ BadInput                what was given cannot be used                  3
    │  ├─ DescriptorError      a descriptor with every problem at its line
    │  ├─ InvalidValues        answers with one problem per parameter
    │  ├─ UnreadableImage      a file that no reader opens
    │  └─ NotFound             no such project, image, run, ...
    ├─ PlaceError              a place where runs happen did not serve        4
    │  ├─ NotReached           no answer in time, or no connection
    │  ├─ NotSignedIn          keys are missing or refused
    │  ├─ Refused              the place understood and said no
    │  └─ NotUnderstood        the answer is not what a Cytomine says
    ├─ WorkspaceError          the workspace is newer, locked, full, broken   3
    ├─ EnvironmentFailed       what a program needs could not be made ready   3
    │  └─ NeedsBuilding        a package is built from its source only if the user agrees
    └─ Cancelled               the user changed their mind                    5

Anything else that is raised is a mistake of ours and is reported with its details.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path


def N_(sentence: str) -> str:  # noqa: N802 - gettext's own name for a marked sentence
    """Mark `sentence` for the translators; it is translated where it is shown."""
    return sentence


def _untranslated(sentence: str) -> str:
    return sentence


class CytoDeskError(Exception):
    """A sentence with named blanks (`str.format`) and what fills them."""

    exit_code = 3

    def __init__(self, template: str, **fields: object) -> None:
        super().__init__(template, fields)
        self.template = template
        self.fields = fields

    def said(self, translate: Callable[[str], str] = _untranslated) -> str:
        """Return the whole sentence in the language of `translate`, its reasons too."""
        fields = {
            name: value.said(translate) if isinstance(value, CytoDeskError) else value
            for name, value in self.fields.items()
        }
        return translate(self.template).format(**fields)

    def __str__(self) -> str:
        return self.said()


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend, beside its place."""

    template: str
    fields: dict[str, object] = field(default_factory=dict)
    attribute: str = ""
    """The parameter id, or the path of the attribute in a descriptor (`inputs[2].type`)."""
    line: int | None = None
    column: int | None = None
    is_warning: bool = False
    rule: str = ""

    def said(self, translate: Callable[[str], str] = _untranslated) -> str:
        return translate(self.template).format(**self.fields)


class BadInput(CytoDeskError):
    """What was given cannot be used as it is."""


class DescriptorError(BadInput):
    """A descriptor that cannot be read; `problems` holds all of them, warnings too."""

    def __init__(self, path: Path | str, problems: Sequence[Problem]) -> None:
        self.path = path
        self.problems = tuple(problems)
        errors = [problem for problem in self.problems if not problem.is_warning]
        super().__init__(
            N_("{path} cannot be read as a descriptor: {count} to mend."),
            path=path,
            count=len(errors),
        )


class InvalidValues(BadInput):
    """Answers that an algorithm cannot run with; one problem per parameter."""

    def __init__(self, algorithm_name: str, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(
            N_("The values for {algorithm} need another look."), algorithm=algorithm_name
        )


class UnreadableImage(BadInput):
    """A file that none of the readers opens."""


class NotFound(BadInput):
    """No such thing in this place."""


class PlaceError(CytoDeskError):
    """A place where runs happen did not serve."""

    exit_code = 4


class NotReached(PlaceError):
    """No connection, or no answer in time."""


class NotSignedIn(PlaceError):
    """Keys are missing or were refused."""


class Refused(PlaceError):
    """The place understood the request and said no; `status` is its HTTP status."""

    def __init__(self, template: str, *, status: int, **fields: object) -> None:
        super().__init__(template, **fields)
        self.status = status


class NotUnderstood(PlaceError):
    """The answer is not what a Cytomine says: HTML, a redirect, half a JSON."""


class WorkspaceError(CytoDeskError):
    """The workspace is newer than this program, in use, full or broken."""


class EnvironmentFailed(CytoDeskError):
    """What a program needs around it could not be made ready."""


class NeedsBuilding(EnvironmentFailed):
    """A package exists as its source only, and building it runs its code: the user has to agree."""


class Cancelled(CytoDeskError):
    """The user changed their mind."""

    exit_code = 5
