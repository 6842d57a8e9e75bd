"""Templates: values under a name, and the annotations that their runs look at."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from cytodesk.wire.annotations import AnnotationKind
from cytodesk.wire.runs import RunParameter, Template, TemplateAnnotation
from cytodesk.workspace import run_values
from cytodesk.workspace.rows import made, one
from cytodesk.workspace.writer import Change

_TEMPLATES = """
select t.*, a.name || case when a.version = '' then '' else ' (' || a.version || ')' end
  as algorithm_name
from template t join algorithm a on a.id = t.algorithm
"""
_VALUES = """
select v.id, v.created, v.updated, v.template as run, v.parameter, v.value, parameter.name,
  parameter.human_name, parameter.type, parameter."index", parameter.uri,
  parameter.print_attribute, parameter.sort_attribute
from template_value v join parameter on parameter.id = v.parameter
"""
_ANNOTATIONS = """
select l.*, a.kind from template_annotation l join annotation a on a.id = l.annotation
"""


def templates(
    db: sqlite3.Connection, project: int | None = None, algorithm: int | None = None
) -> list[Template]:
    rows = db.execute(
        f"{_TEMPLATES} where (?1 is null or t.project=?1) and (?2 is null or t.algorithm=?2)"
        " order by t.id",
        (project, algorithm),
    ).fetchall()
    return [_template(db, row) for row in rows]


def template(db: sqlite3.Connection, id: int) -> Template:
    row = db.execute(f"{_TEMPLATES} where t.id=?", (id,)).fetchone()
    return _template(db, one(row, "JobTemplate", id))


def is_template(db: sqlite3.Connection, id: int) -> bool:
    return db.execute("select 1 from template where id=?", (id,)).fetchone() is not None


def add_template(
    change: Change,
    name: str,
    project: int,
    algorithm: int,
    user: int,
    values: Mapping[int, str | None],
) -> Template:
    id_ = change.insert("template", name=name, project=project, algorithm=algorithm, user=user)
    for parameter, text in values.items():
        add_value(change, id_, parameter, text)
    return template(change.db, id_)


def rename_template(change: Change, id: int, name: str) -> Template:
    template(change.db, id)
    change.update("template", id, name=name)
    return template(change.db, id)


def add_value(change: Change, template_id: int, parameter: int, text: str | None) -> RunParameter:
    """Keep a value, or put it in the place of the one that there is."""
    kept = run_values.kept_text(change.db, parameter, text)
    row = change.db.execute(
        "select id from template_value where template=? and parameter=?", (template_id, parameter)
    ).fetchone()
    if row is None:
        id_ = change.insert("template_value", template=template_id, parameter=parameter, value=kept)
    else:
        id_ = row["id"]
        change.update("template_value", id_, value=kept)
    return made(RunParameter, change.db.execute(f"{_VALUES} where v.id=?", (id_,)).fetchone())


def looked_at(
    db: sqlite3.Connection, template_id: int | None = None, annotation: int | None = None
) -> list[TemplateAnnotation]:
    rows = db.execute(
        f"{_ANNOTATIONS} where (?1 is null or l.template=?1) and (?2 is null or l.annotation=?2)"
        " order by l.id",
        (template_id, annotation),
    ).fetchall()
    return [_annotation(row) for row in rows]


def annotation(db: sqlite3.Connection, id: int) -> TemplateAnnotation:
    row = db.execute(f"{_ANNOTATIONS} where l.id=?", (id,)).fetchone()
    return _annotation(one(row, "JobTemplateAnnotation", id))


def add_annotation(change: Change, template_id: int, annotation_id: int) -> TemplateAnnotation:
    template(change.db, template_id)
    id_ = change.insert("template_annotation", template=template_id, annotation=annotation_id)
    return annotation(change.db, id_)


def _template(db: sqlite3.Connection, row: sqlite3.Row) -> Template:
    values = db.execute(
        f'{_VALUES} where v.template=? order by parameter."index"', (row["id"],)
    ).fetchall()
    return made(Template, row, parameters=tuple(made(RunParameter, each) for each in values))


def _annotation(row: sqlite3.Row) -> TemplateAnnotation:
    wire_class = AnnotationKind(row["kind"]).wire_class
    return made(TemplateAnnotation, row, annotation_class=wire_class)
