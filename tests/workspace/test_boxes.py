"""What lies in a window is found whether or not the tree has heard of it."""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Callable

import pytest
import shapely

from cytodesk.wire.annotations import AnnotationKind
from cytodesk.workspace import annotation_store, boxes
from cytodesk.workspace.annotation_query import Wanted
from cytodesk.workspace.shapes import Frame, shape_of
from cytodesk.workspace.store import Workspace
from cytodesk.workspace.writer import Change

from .world import FACTS, make_run

SIDE = 20
WINDOWS = [shapely.box(x, y, x + 90, y + 90) for x in range(0, 1000, 210) for y in (0, 300, 700)]


@pytest.fixture(params=["at once", "at last"])
def chored(request, open_workspace) -> Workspace:
    """Return a workspace whose tree is filled at once, or not before `boxes.fill` is called."""
    if request.param == "at once":
        return open_workspace()
    return open_workspace(chore=lambda db: False)


def squares(count: int, seed: int) -> list[tuple[float, float]]:
    chance = random.Random(seed)
    return [(chance.uniform(0, 970), chance.uniform(0, 770)) for _ in range(count)]


def draw(workspace: Workspace, image: int, places: list[tuple[float, float]]) -> list[int]:
    project = workspace.rows("select project from image where id=?", (image,))[0][0]

    def add(change: Change) -> list[int]:
        return [
            annotation_store.add_annotation(
                change,
                square(x, y),
                kind=AnnotationKind.USER,
                image=image,
                project=project,
                user=1,
            )
            for x, y in places
        ]

    return workspace.write(add)


def square(x: float, y: float):
    outline = shapely.box(x, y, x + SIDE, y + SIDE).wkt
    frame: Frame = FACTS  # type: ignore[assignment]
    return shape_of(outline, frame)


def found(workspace: Workspace, window: shapely.Geometry, **more: object) -> list[int]:
    wanted = Wanted(touching=(window,), **more)  # type: ignore[arg-type]
    return list(annotation_store.find_ids(workspace.reading(), wanted))


def lie_in(window: shapely.Geometry, places: dict[int, tuple[float, float]]) -> list[int]:
    left, bottom, right, top = window.bounds
    return sorted(
        (
            id_
            for id_, (x, y) in places.items()
            if x <= right and x + SIDE >= left and y <= top and y + SIDE >= bottom
        ),
        reverse=True,
    )


def images_of(workspace: Workspace) -> list[int]:
    make_run(workspace, "One")
    make_run(workspace, "Two")
    return [row[0] for row in workspace.rows("select id from image order by id")]


def test_a_window_finds_what_lies_in_it_and_nothing_else(chored):
    first, second = images_of(chored)
    places = dict(zip(ids := draw(chored, first, squares(400, 1)), squares(400, 1), strict=True))
    others = dict(zip(draw(chored, second, squares(300, 2)), squares(300, 2), strict=True))
    moved = {ids[0]: (5.0, 5.0), ids[7]: (700.0, 700.0)}
    chored.write(
        lambda change: [
            annotation_store.reshape(change, id_, square(x, y)) for id_, (x, y) in moved.items()
        ]
    )
    chored.write(lambda change: [change.delete("annotation", id_) for id_ in ids[100:130]])
    places = {id_: place for id_, place in (places | moved).items() if id_ not in ids[100:130]}
    for window in WINDOWS:
        assert found(chored, window, images=(first,)) == lie_in(window, places)
        assert found(chored, window, images=(first, second)) == lie_in(window, places | others)
        assert found(chored, window, images=(second,)) == lie_in(window, others)
        assert found(chored, window) == lie_in(window, places | others)


def test_the_tree_is_filled_soon_after_it_was_drawn(open_workspace):
    workspace = open_workspace()
    image, _ = images_of(workspace)
    draw(workspace, image, squares(2500, 3))
    assert eventually(lambda: in_tree(workspace) == 2500)


def test_the_tree_forgets_what_is_deleted(open_workspace):
    workspace = open_workspace()
    image, _ = images_of(workspace)
    draw(workspace, image, squares(50, 4))
    assert eventually(lambda: in_tree(workspace) == 50)
    workspace.write(lambda change: change.delete("image", image))
    assert in_tree(workspace) == 0


def test_a_chore_that_fails_is_tried_again_after_the_next_change(open_workspace):
    tried: list[int] = []

    def fail_first(db: sqlite3.Connection) -> bool:
        tried.append(1)
        if len(tried) == 1:
            raise sqlite3.OperationalError("database or disk is full")
        return boxes.fill(db)

    workspace = open_workspace(chore=fail_first)
    assert eventually(lambda: len(tried) == 1)
    image, _ = images_of(workspace)
    draw(workspace, image, squares(5, 5))
    assert eventually(lambda: in_tree(workspace) == 5)


def in_tree(workspace: Workspace) -> int:
    return int(workspace.rows("select count(*) from annotation_box")[0][0])


def eventually(holds: Callable[[], bool]) -> bool:
    give_up = time.monotonic() + 20
    while not holds() and time.monotonic() < give_up:
        time.sleep(0.01)
    return holds()
