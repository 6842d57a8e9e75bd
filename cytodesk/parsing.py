"""The command line's own words in the user's language: usage, options, and what is wrong.

`argparse` takes its words from its own catalogues, which no system has for it; what it says in
English is said again here. Commands, options and names in capitals are the same in all languages.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable
from functools import partial
from typing import Any, NoReturn

from cytodesk.assets import Words
from cytodesk.errors import N_


class Parser(argparse.ArgumentParser):
    """An ArgumentParser that speaks the language of `words`, as do the parsers of its commands.

    Descriptions, titles and help are given as `N_("...")`, in English.
    """

    def __init__(self, *, words: Words, **options: Any) -> None:
        formatter = partial(_Formatter, words=words)
        super().__init__(**{**options, "formatter_class": formatter, "add_help": False})
        self._words = words
        self._positionals.title = N_("what it takes")
        self._optionals.title = N_("options")
        self.add_argument(
            "-h",
            "--help",
            action="help",
            default=argparse.SUPPRESS,
            help=N_("show this help and exit"),
        )

    def add_subparsers(self, **options: Any) -> Any:
        return super().add_subparsers(
            **{"parser_class": partial(type(self), words=self._words), **options}
        )

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        problem = said_again(message, self._words)
        told = self._words(N_("{program}: {problem}."), program=self.prog, problem=problem)
        self.exit(2, f"{told}\n")


class _Formatter(argparse.HelpFormatter):
    def __init__(self, prog: str, *, words: Words) -> None:
        super().__init__(prog)
        self._words = words

    def start_section(self, heading: str | None) -> None:
        super().start_section(heading and self._words(heading))

    def add_text(self, text: str | None) -> None:
        super().add_text(text and self._words(text))

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        if prefix is None:
            prefix = self._words(N_("usage: "))
        super().add_usage(usage, actions, groups, prefix)

    def _get_help_string(self, action: argparse.Action) -> str | None:
        return action.help and self._words(action.help)


def said_again(message: str, words: Words) -> str:
    """Return one of argparse's English messages in the language of `words`."""
    about = re.fullmatch(r"argument (\S+): (.*)", message, re.DOTALL)
    if about:
        problem = said_again(about[2], words)
        return words(N_("{argument}: {problem}"), argument=about[1], problem=problem)
    for pattern, sentence in _SAID:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return words(sentence, **found.groupdict())
    return message


_SAID = (
    (r"the following arguments are required: (?P<names>.+)", N_("missing: {names}")),
    (r"one of the arguments (?P<names>.+) is required", N_("one of these is missing: {names}")),
    (r"unrecognized arguments: (?P<names>.+)", N_("not known here: {names}")),
    (r"unexpected option string: (?P<names>.+)", N_("not known here: {names}")),
    (r"not allowed with argument (?P<other>.+)", N_("cannot be used together with {other}")),
    (r"ignored explicit argument (?P<value>.+)", N_("takes no value, {value} was given")),
    (r"expected one argument", N_("needs a value")),
    (r"expected at most one argument", N_("takes one value at most")),
    (r"expected at least one argument", N_("needs one value at least")),
    (r"expected (?P<number>\d+) arguments?", N_("needs {number} values")),
    (
        r"ambiguous option: (?P<option>.+) could match (?P<others>.+)",
        N_("{option} may mean {others}"),
    ),
    (r"invalid int value: (?P<value>.+)", N_("{value} is not a whole number")),
    (r"invalid float value: (?P<value>.+)", N_("{value} is not a number")),
    (r"invalid \S+ value: (?P<value>.+)", N_("{value} cannot be used")),
    (
        r"invalid choice: (?P<value>.+) \(choose from (?P<choices>.+)\)",
        N_("{value} is none of {choices}"),
    ),
)
"""What argparse of Python 3.11 and 3.12 says (its own source) -> what we say."""
