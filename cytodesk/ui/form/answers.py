"""What was entered for an algorithm, whether a field shows it yet or not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from cytodesk.algorithms.algorithm import Algorithm
from cytodesk.algorithms.conversion import UnfitError, is_given
from cytodesk.algorithms.fitting import fitting
from cytodesk.algorithms.parameters import Parameter, ParameterType
from cytodesk.algorithms.values import Values, check, out_of_reach, ruled
from cytodesk.errors import InvalidValues, Problem
from cytodesk.ui.form.limits import HERE, Room


class Answers(QObject):
    """Answers by parameter id, and what is wrong with them; checked after each change.

    An answer is a text or a value as `check` takes it; None is what was not entered.
    """

    changed = Signal(str)
    """The id of the parameter that somebody answered."""
    moved = Signal(str)
    """The id of another one of which the rules say something else now."""
    checked = Signal()

    def __init__(
        self,
        algorithm: Algorithm,
        given: Mapping[str, object] | None = None,
        *,
        most: int = HERE,
    ) -> None:
        """`most` is how long a value may be where the run will be."""
        super().__init__()
        self._room = Room.of(most)
        self._split: str | None = None
        self._of_rows: frozenset[str] = frozenset()
        self.algorithm = algorithm
        self.parameters = {parameter.id: parameter for parameter in algorithm.asked}
        self._given: dict[str, object] = {}
        self._seen: set[str] = set()
        self._extra: dict[str, Problem] = {}
        self.problems: dict[str, Problem] = {}
        self.disabled: Mapping[str, Problem] = {}
        """What the rules put out of use now, and why; its answer is kept, and not sent."""
        self.out_of_reach: Mapping[str, Problem] = {}
        """Those of them at which nothing can be entered."""
        self.values: Values | None = None
        self.put_all(given or {})

    def of(self, id: str) -> object:
        return self._given.get(id)

    def given(self) -> dict[str, object]:
        """Return what was entered, without what equals the default."""
        return {id: answer for id, answer in self._given.items() if self.is_changed(id)}

    def is_changed(self, id: str) -> bool:
        return differs_from_default(self.parameters[id], self._given.get(id))

    def put(self, id: str, answer: object) -> None:
        """Take what somebody entered; from now on a missing value here is worth a word."""
        self._seen.add(id)
        self._extra.pop(id, None)
        self._given[id] = answer
        self._check()
        self.changed.emit(id)

    def put_all(self, answers: Mapping[str, object]) -> None:
        """Begin anew with `answers`; those of unknown parameters are left out."""
        self._given = {id: answer for id, answer in answers.items() if id in self.parameters}
        self._seen.clear()
        self._extra.clear()
        self._check()
        for id in self.parameters:
            self.changed.emit(id)

    def reset(self, id: str) -> None:
        self._given.pop(id, None)
        self._seen.discard(id)
        self._extra.pop(id, None)
        self._check()
        self.changed.emit(id)

    def blame(self, id: str, problem: Problem | None) -> None:
        """Keep what somebody else, such as the server, says of an answer until it changes."""
        if self._extra.get(id) == problem:
            return
        if problem is None:
            self._extra.pop(id)
        else:
            self._extra[id] = problem
            self._seen.add(id)
        self._check()
        self.changed.emit(id)

    def split_by(self, id: str | None) -> None:
        """Say whose values are not sent together, but one by one."""
        if id != self._split:
            self._split = id
            self._check()

    def leave_to_rows(self, ids: Iterable[str]) -> None:
        """Say whose values come from the rows of a batch: what is wrong is said there."""
        wanted = frozenset(ids)
        if wanted != self._of_rows:
            self._of_rows = wanted
            self._check()

    def see(self, id: str) -> None:
        """Say also what is missing at `id`: somebody was there and left."""
        if id not in self._seen:
            self._seen.add(id)
            self.changed.emit(id)

    def visible_problem(self, id: str) -> Problem | None:
        """Return what to say beside the field: not that it is empty before anybody was there."""
        problem = self.problems.get(id)
        if problem is not None and problem.rule == "missing-value" and id not in self._seen:
            return None
        return problem

    def room_left(self, id: str) -> int | None:
        """Return how many more things fit into a list; None where that is no question."""
        value = self._given.get(id)
        if id == self._split or not isinstance(value, tuple):
            return None
        values = {**(self.values or {}), id: value}
        return self._room.left(self.parameters, values, id)

    def sound_values(self) -> Values:
        """Return the values of those that have no problem."""
        if self.values is not None:
            return self.values
        unsound = {*self.problems, *self._of_rows}
        kept = [each for each in self.algorithm.parameters if each.id not in unsound]
        sound = replace(self.algorithm, parameters=tuple(kept), rules=())
        full = self._in_use()
        return check(sound, {id: answer for id, answer in full.items() if id not in unsound})

    def full(self) -> dict[str, object]:
        """Return the answers; a switch that must be set and nobody touched is off."""
        answers = dict(self._given)
        for id, parameter in self.parameters.items():
            if _is_plain_switch(parameter) and not is_given(answers.get(id)):
                answers[id] = False
        return answers

    def _in_use(self) -> dict[str, object]:
        return {id: answer for id, answer in self.full().items() if id not in self.disabled}

    def _check(self) -> None:
        before = {**self.problems}, self.out_of_reach
        if self.algorithm.rules:
            self.disabled = ruled(self.algorithm, self.full()).disabled
            self.out_of_reach = out_of_reach(self.algorithm, self.full())
        try:
            self.values = check(self.algorithm, self._in_use())
            problems = self._room.problems(self.parameters, self.values, self._split)
        except InvalidValues as invalid:
            self.values, problems = None, {each.attribute: each for each in invalid.problems}
        self.problems = {
            id: problem
            for id in self.parameters
            if id not in self._of_rows and (problem := problems.get(id) or self._extra.get(id))
        }
        if self.problems:
            self.values = None
        self._tell_moved(*before)
        self.checked.emit()

    def _tell_moved(
        self, problems: Mapping[str, Problem], out_of_reach: Mapping[str, Problem]
    ) -> None:
        for id in {*problems, *self.problems, *out_of_reach, *self.out_of_reach}:
            is_same = problems.get(id) == self.problems.get(id)
            if not is_same or out_of_reach.get(id) != self.out_of_reach.get(id):
                self.moved.emit(id)


def differs_from_default(parameter: Parameter, answer: object) -> bool:
    """Whether `answer` says something else than the default does, however it is written."""
    if not is_given(answer) or answer == str(parameter.default):
        return False
    try:
        value = fitting(parameter, answer)
    except UnfitError:
        return True
    return value != parameter.default


def _is_plain_switch(parameter: Parameter) -> bool:
    is_switch = parameter.type is ParameterType.BOOLEAN
    return is_switch and not parameter.optional and parameter.default is None
