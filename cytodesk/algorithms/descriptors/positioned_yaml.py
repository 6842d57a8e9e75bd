"""YAML that knows where everything stands, read as the App Engine reads it.

Its words are those of YAML 1.2's core: only true and false are booleans, so `no` and `on` are
texts, and a date is a text. Anchors are followed; what would grow without end is refused.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

import yaml

from cytodesk.algorithms.descriptors.documents import Json, Mark, NotJsonError, Path, Repair
from cytodesk.algorithms.descriptors.edits import Edit
from cytodesk.errors import N_

_DEEPEST = 64
_MOST_NODES = 100_000
_INTEGER = re.compile(r"[-+]?[0-9]{1,1000}")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_WORDS: dict[str, Json] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf"), math.inf),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), -math.inf),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), math.nan),
}
_DOUBLED = N_('"{name}" is written twice; the last one counts. Remove the other.')


class NotYamlError(NotJsonError):
    """A text that is no YAML, or more of it than a descriptor can be."""

    rule = "not-yaml"


@dataclass(frozen=True, slots=True)
class YamlDocument:
    """A value, and where its parts stand."""

    value: Json
    repairs: tuple[Repair, ...]
    _marks: dict[Path, Mark]

    def mark(self, path: Path) -> Mark:
        """Return where `path` stands: a member at its key; what is missing at its parent."""
        while path not in self._marks:
            path = path[:-1]
        return self._marks[path]


def parse(text: str) -> YamlDocument:
    """Read `text`; raises NotYamlError."""
    try:
        root = yaml.compose(text.removeprefix("\ufeff"), yaml.SafeLoader)
    except yaml.MarkedYAMLError as trouble:
        mark = trouble.problem_mark or trouble.context_mark
        place = Mark(mark.line + 1, mark.column + 1) if mark is not None else Mark(1, 1)
        raise _refusal(N_("This is no YAML: {reason}."), place, reason=trouble.problem) from None
    except (yaml.YAMLError, RecursionError) as trouble:
        reason = str(trouble).splitlines()[0] if str(trouble) else "?"
        raise _refusal(N_("This is no YAML: {reason}."), Mark(1, 1), reason=reason) from None
    if root is None:
        template = N_("The file is empty. Write a descriptor in it.")
        raise _refusal(template, Mark(1, 1))
    reader = _Reader()
    value = reader.value(root, ())
    return YamlDocument(value, tuple(reader.repairs), reader.marks)


def _refusal(template: str, mark: Mark, **fields: object) -> NotYamlError:
    return NotYamlError(template, fields, mark)


class _Reader:
    def __init__(self) -> None:
        self.marks: dict[Path, Mark] = {}
        self.repairs: list[Repair] = []
        self._count = 0

    def value(self, node: yaml.Node, path: Path) -> Json:
        self._count += 1
        if len(path) > _DEEPEST or self._count > _MOST_NODES:
            raise _refusal(N_("It is nested or repeated without end."), _mark(node))
        self.marks.setdefault(path, _mark(node))
        match node:
            case yaml.MappingNode():
                return self._members(node, path)
            case yaml.SequenceNode():
                return [self.value(each, (*path, place)) for place, each in enumerate(node.value)]
            case _:
                return _scalar(node)

    def _members(self, node: yaml.MappingNode, path: Path) -> Json:
        members: dict[str, Json] = {}
        for key_node, value_node in node.value:
            key = key_node.value if isinstance(key_node.value, str) else "?"
            if key in members:
                no_edit: tuple[Edit, ...] = ()
                mark = _mark(key_node)
                repair = Repair("doubled-attribute", _DOUBLED, {"name": key}, mark, no_edit)
                self.repairs.append(repair)
            self.marks[(*path, key)] = _mark(key_node)
            members[key] = self.value(value_node, (*path, key))
        return members


def _mark(node: yaml.Node) -> Mark:
    return Mark(node.start_mark.line + 1, node.start_mark.column + 1)


def _scalar(node: yaml.Node) -> Json:
    text = str(node.value)
    if getattr(node, "style", None) is not None:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    return text
