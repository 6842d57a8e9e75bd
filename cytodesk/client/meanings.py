"""What texts mean in a project: names of terms, images and so on become their ids."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from cytodesk.algorithms.algorithm import Algorithm
from cytodesk.algorithms.parameters import Parameter, ParameterType
from cytodesk.client.choices import (
    Choice,
    ChoicesUnavailable,
    choices_for,
    resolved,
)
from cytodesk.client.connection import Connection
from cytodesk.client.named_choices import found_among
from cytodesk.client.offers import Offer, known_in, named_in, offer_of
from cytodesk.errors import Problem
from cytodesk.wire.projects import Project

_ID_LIST = re.compile(r"\[?\s*\d+(\s*[,;]\s*\d+)*\s*\]?")
_BETWEEN = re.compile(r"[,;\n]")
_ALL = "all"
"""What programs that take a list of ids are told by hand, for every one that is offered."""
_IDS = (ParameterType.DOMAIN, ParameterType.LIST_DOMAIN)


@dataclass(frozen=True, slots=True)
class Meant:
    """Answers as `check` takes them, and what could not be understood."""

    answers: dict[str, object]
    problems: tuple[Problem, ...] = ()
    """Names that are nobody's; each names its parameter."""


Looked = dict[tuple[str, str], list[int]]
"""What names in lists too long to be had whole were found to mean, by parameter and name."""


class Meanings:
    """Reads texts for one project; each list of choices is asked for once, when it is needed.

    Of a list too long to be had whole only the names are asked for, those in `looked` no more.
    """

    def __init__(
        self, connection: Connection, project: Project, looked: Looked | None = None
    ) -> None:
        self._connection = connection
        self._project = project
        self._looked = {} if looked is None else looked
        self._offers: dict[str, Offer] = {}
        self._choices: dict[str, Sequence[Choice]] = {}
        self.unavailable: dict[str, ChoicesUnavailable] = {}
        """Why the choices of a parameter could not be listed, by its id; its ids still work."""

    def meant(self, algorithm: Algorithm, texts: Mapping[str, object]) -> Meant:
        """Return what `texts` answer: names stand as ids, `all` of a list for all that it offers.

        A name that is nobody's is a problem.
        """
        answers: dict[str, object] = dict(texts)
        problems: list[Problem] = []
        for parameter in algorithm.asked:
            text = texts.get(parameter.id)
            if isinstance(text, str) and names_choices(parameter, text):
                ids, unknown = self._ids(parameter, text)
                problems += unknown
                if ids is not None and not unknown:
                    answers[parameter.id] = ",".join(map(str, ids))
        return Meant(answers, tuple(problems))

    def filled(self, algorithm: Algorithm, answers: Mapping[str, object]) -> dict[str, object]:
        """Return `answers` and the defaults that hold a placeholder, for what is not answered."""
        host = self._connection.url
        defaults = {
            each.id: resolved(each.default, self._project, host=host)
            for each in algorithm.asked
            if isinstance(each.default, str) and "$" in each.default
        }
        return {**defaults, **answers}

    def choices(self, parameter: Parameter) -> Sequence[Choice]:
        """Return what `parameter` offers; nothing where that cannot be listed."""
        if parameter.id not in self._choices and parameter.id not in self.unavailable:
            try:
                found = choices_for(self._connection, parameter, self._project)
                self._choices[parameter.id] = found
            except ChoicesUnavailable as trouble:
                self.unavailable[parameter.id] = trouble
        return self._choices.get(parameter.id, ())

    def names(self, parameter: Parameter) -> dict[int, str]:
        """Return what is offered, by id."""
        return {choice.id: choice.text for choice in self.choices(parameter)}

    def total(self, parameter: Parameter) -> int:
        """Return how many things `parameter` offers; none where that cannot be listed."""
        try:
            return self._offer(parameter).total
        except ChoicesUnavailable:
            return 0

    def some(
        self, parameter: Parameter, ids: Collection[int], names: Collection[str] = ()
    ) -> Mapping[int, Choice]:
        """Return what is offered, by id; of a list too long to be had whole what is asked for."""
        try:
            offer = self._offer(parameter)
            if offer.is_whole:
                return offer.by_id
            known = known_in(self._connection, parameter, self._project, list(ids))
            found, _ = named_in(self._connection, parameter, self._project, list(names))
        except ChoicesUnavailable:
            return {}
        return known | {choice.id: choice for choice in found}

    def _offer(self, parameter: Parameter) -> Offer:
        if parameter.id in self.unavailable:
            raise self.unavailable[parameter.id]
        if parameter.id not in self._offers:
            try:
                offer = offer_of(self._connection, parameter, self._project)
            except ChoicesUnavailable as trouble:
                self.unavailable[parameter.id] = trouble
                raise
            self._offers[parameter.id] = offer
        return self._offers[parameter.id]

    def _ids(self, parameter: Parameter, text: str) -> tuple[list[int] | None, list[Problem]]:
        try:
            ids, problems = self._found(parameter, [text.strip()])
            if problems and parameter.type is ParameterType.LIST_DOMAIN:
                if text.strip().casefold() == _ALL:
                    return [choice.id for choice in self.choices(parameter)], []
                names = [name.strip() for name in _BETWEEN.split(text) if name.strip()]
                ids, problems = self._found(parameter, names)
        except ChoicesUnavailable as trouble:
            self.unavailable.setdefault(parameter.id, trouble)
            return None, []
        return ids, [_about(parameter, problem) for problem in problems]

    def _found(self, parameter: Parameter, names: list[str]) -> tuple[list[int], list[Problem]]:
        offer = self._offer(parameter)
        if offer.is_whole:
            return found_among(names, offer.choices)
        ids: list[int] = []
        problems: list[Problem] = []
        for name in names:
            if (parameter.id, name) not in self._looked:
                found, unknown = named_in(self._connection, parameter, self._project, [name])
                problems += unknown
                if unknown:
                    continue
                self._looked[parameter.id, name] = [choice.id for choice in found]
            ids += self._looked[parameter.id, name]
        return ids, problems


def names_choices(parameter: Parameter, text: str) -> bool:
    """Whether `text` gives names for ids, and is not its default's own word."""
    is_named = bool(text.strip()) and not _ID_LIST.fullmatch(text.strip())
    return parameter.type in _IDS and is_named and text != parameter.default


def _about(parameter: Parameter, problem: Problem) -> Problem:
    return Problem(
        problem.template, dict(problem.fields), attribute=parameter.id, rule="unknown-choice"
    )
