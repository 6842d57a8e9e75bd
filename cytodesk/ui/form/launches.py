"""What Launch would start, what stops it, and starting it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from cytodesk.algorithms.parameters import ParameterType
from cytodesk.algorithms.values import Values
from cytodesk.assets import Words
from cytodesk.errors import CytoDeskError
from cytodesk.ui.form.answers import Answers
from cytodesk.ui.form.groups import label_of
from cytodesk.ui.form.images import ids_in, image_parameter, in_words, split


@dataclass(frozen=True, slots=True)
class Plan:
    """The analyses that the answers make; none while there is a problem."""

    runs: tuple[Values, ...]
    images: str | None
    """The parameter that takes images."""
    can_split: bool
    """Whether it takes several of them."""
    is_split: bool
    """Whether each image gets an analysis of its own."""


def plan_of(answers: Answers, *, per_image: bool) -> Plan:
    images = image_parameter(answers)
    kind = answers.parameters[images].type if images is not None else None
    can_split = kind is ParameterType.LIST_DOMAIN
    if answers.values is None:
        return Plan((), images, can_split, per_image and can_split)
    if images is not None and can_split and per_image:
        return Plan(tuple(split(answers, images)), images, True, True)
    return Plan((answers.values,), images, can_split, False)


def plan_in_words(words: Words, answers: Answers, plan: Plan) -> str:
    """Return '2 analyses on 2 images', as far as images are chosen."""
    return in_words(words, answers, plan.images, len(plan.runs))


def problem_in_words(words: Words, answers: Answers) -> str:
    """Return the first problem with the name of its field, "" if there is none."""
    if not answers.problems:
        return ""
    id, problem = next(iter(answers.problems.items()))
    name = label_of(answers.parameters[id])
    if problem.rule == "missing-value":
        return words("{name} is still to fill in", name=name)
    return words("{name}: {problem}", name=name, problem=problem.said(words))


async def start_all(
    plan: Plan, start: Callable[[Values], Awaitable[int]]
) -> tuple[list[int], CytoDeskError | None]:
    """Start one analysis after the other; return their ids, and what stopped the next one."""
    started: list[int] = []
    try:
        for values in plan.runs:
            started.append(await start(values))
    except CytoDeskError as trouble:
        return started, trouble
    return started, None


def leave_out(answers: Answers, plan: Plan, count: int) -> None:
    """Choose only the images whose analyses did not start, so that none is started twice."""
    if plan.is_split and plan.images is not None and count:
        ids = ids_in(answers.parameters[plan.images], answers.of(plan.images))
        answers.put(plan.images, tuple(ids[count:]))
