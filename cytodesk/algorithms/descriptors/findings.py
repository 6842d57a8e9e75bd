"""What a reader finds to say about a descriptor, each at its line."""

from __future__ import annotations

from cytodesk.algorithms.descriptors.positioned_json import Document, Path
from cytodesk.errors import Problem


def written(path: Path) -> str:
    """Return `path` as people write it: `inputs[2].type`."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return "".join(steps).removeprefix(".")


class Findings:
    """Collects problems and warnings of one document, in the order they are found."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.problems: list[Problem] = [
            Problem(
                repair.template,
                repair.fields,
                line=repair.mark.line,
                column=repair.mark.column,
                is_warning=True,
                rule=repair.rule,
            )
            for repair in document.repairs
        ]

    def warn(self, rule: str, path: Path, template: str, **fields: object) -> None:
        self._add(rule, path, template, fields, is_warning=True)

    def refuse(self, rule: str, path: Path, template: str, **fields: object) -> None:
        self._add(rule, path, template, fields, is_warning=False)

    @property
    def has_refused(self) -> bool:
        return any(not problem.is_warning for problem in self.problems)

    def _add(
        self, rule: str, path: Path, template: str, fields: dict[str, object], *, is_warning: bool
    ) -> None:
        mark = self._document.mark(path)
        self.problems.append(
            Problem(
                template,
                fields,
                attribute=written(path),
                line=mark.line,
                column=mark.column,
                is_warning=is_warning,
                rule=rule,
            )
        )
