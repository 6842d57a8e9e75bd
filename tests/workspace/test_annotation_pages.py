"""A page of annotations is read from one state, whatever is deleted while it is read."""

from __future__ import annotations

from collections.abc import Callable

from cytodesk.workspace import annotation_store, images
from cytodesk.workspace.annotation_query import Wanted
from cytodesk.workspace.store import Workspace

from .test_boxes import draw
from .world import make_run


def test_an_image_that_is_deleted_while_its_annotations_are_read_is_whole_or_gone(
    open_workspace: Callable[[], Workspace],
) -> None:
    workspace = open_workspace()
    make_run(workspace)
    image = workspace.rows("select id from image")[0][0]
    drawn = draw(workspace, image, [(10, 10), (50, 50)])
    db = workspace.reading()

    def delete(statement: str) -> None:
        if "from image" in statement:  # what is said of the images follows the annotations
            db.set_trace_callback(None)
            workspace.write(lambda change: images.remove_image(change, image))

    db.set_trace_callback(delete)
    found = annotation_store.find_annotations(db, Wanted())
    db.set_trace_callback(None)
    assert [each.id for each in found] in ([], sorted(drawn, reverse=True))
    assert annotation_store.find_annotations(db, Wanted()) == []  # it was deleted meanwhile
