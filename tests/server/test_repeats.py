"""Our own POSTs happen once, whatever ends between what they do and their answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.responses import Response

from cytodesk.server.answers import json_answer, refusal
from cytodesk.server.repeats import Repeats
from cytodesk.workspace.store import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    workspace = Workspace(tmp_path)
    yield workspace
    workspace.close()


def count(workspace: Workspace) -> int:
    return len(workspace.rows("select id from project"))


def adding(workspace: Workspace, *, then: Response | BaseException) -> Response:
    for _ in range(2):
        name = str(count(workspace))
        workspace.write(lambda change, name=name: change.insert("project", name=name))
    if isinstance(then, BaseException):
        raise then
    return then


def test_a_repeat_returns_the_first_answer_and_does_nothing(workspace: Workspace) -> None:
    repeats, answer = Repeats(), json_answer({"id": 7})
    first = repeats.once(workspace, "a", lambda: adding(workspace, then=answer))
    again = Repeats().once(workspace, "a", lambda: adding(workspace, then=answer))
    assert (first.body, again.body, count(workspace)) == (answer.body, answer.body, 2)


def test_what_was_done_before_a_crash_is_not_done_again(workspace: Workspace) -> None:
    crash = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        Repeats().once(workspace, "a", lambda: adding(workspace, then=crash))
    again = Repeats().once(workspace, "a", lambda: adding(workspace, then=crash))
    assert again.status_code == 409
    assert b"look before asking again" in again.body
    assert count(workspace) == 2


def test_a_crash_before_anything_was_done_lets_the_repeat_do_it(workspace: Workspace) -> None:
    def crashes() -> Response:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Repeats().once(workspace, "a", crashes)
    done = json_answer({})
    assert Repeats().once(workspace, "a", lambda: adding(workspace, then=done)).status_code == 200
    assert count(workspace) == 2


def test_a_refusal_may_be_asked_again_and_another_request_is_not_touched(
    workspace: Workspace,
) -> None:
    repeats = Repeats()
    refused = repeats.once(workspace, "a", lambda: adding(workspace, then=refusal("no", 400)))
    assert refused.status_code == 400
    done = json_answer({})
    assert repeats.once(workspace, "a", lambda: adding(workspace, then=done)).status_code == 200
    workspace.write(lambda change: change.insert("project", name="not of a request"))
    rows = workspace.rows("select request, status from answered")
    assert [(row["request"], row["status"]) for row in rows] == [("a", 200)]
