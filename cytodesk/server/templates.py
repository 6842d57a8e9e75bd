"""Job templates: values under a name, and the annotations that they look at."""

from __future__ import annotations

from starlette.responses import Response

from cytodesk.server.answers import Json, collection, done
from cytodesk.server.asking import Asking, name_in, required_id
from cytodesk.server.routes import delete, get, post, put
from cytodesk.server.run_values import values_in
from cytodesk.server.serving import Serving
from cytodesk.wire.codec import to_json
from cytodesk.wire.runs import Template
from cytodesk.workspace import algorithms, annotation_store, projects, templates


def template_json(template: Template) -> Json:
    """Return the template with what every job has, as if it had never been executed."""
    never = {"status": 0, "progress": 0, "statusComment": None, "rate": -1.0, "number": 0}
    return to_json(template) | never | {"userJob": None, "favorite": False, "dataDeleted": False}


def of_project(serving: Serving, asking: Asking) -> Json | Response:
    db = serving.workspace.reading()
    projects.bare_project(db, asking.id)
    software = asking.ids("software")[:1]
    found = templates.templates(db, asking.id, *software)
    return collection([template_json(template) for template in found], asking)


def listed(serving: Serving, asking: Asking) -> Json | Response:
    found = templates.templates(serving.workspace.reading())
    return collection([template_json(template) for template in found], asking)


def show(serving: Serving, asking: Asking) -> Json:
    return template_json(templates.template(serving.workspace.reading(), asking.id))


def add(serving: Serving, asking: Asking) -> Json:
    """Keep a template; its values come as `params`, or one by one as job parameters."""
    body = asking.object
    name, values = name_in(body), values_in(body)
    project, software = required_id(body, "project"), required_id(body, "software")
    db = serving.workspace.reading()
    projects.bare_project(db, project)
    algorithms.algorithm(db, software)
    template = serving.workspace.write(
        lambda change: templates.add_template(
            change, name, project, software, asking.asker.id, values
        )
    )
    return done("Add", "JobTemplate", template_json(template))


def change(serving: Serving, asking: Asking) -> Json:
    name = name_in(asking.object)
    template = serving.workspace.write(
        lambda change: templates.rename_template(change, asking.id, name)
    )
    return done("Edit", "JobTemplate", template_json(template))


def remove(serving: Serving, asking: Asking) -> Json:
    template = templates.template(serving.workspace.reading(), asking.id)
    serving.workspace.write(lambda change: change.delete("template", asking.id))
    return done("Delete", "JobTemplate", template_json(template))


def list_annotations(serving: Serving, asking: Asking) -> Json | Response:
    template = next(iter(asking.ids("jobtemplate")), None)
    annotation = next(iter(asking.ids("annotation")), None)
    found = templates.looked_at(serving.workspace.reading(), template, annotation)
    return collection([to_json(each) for each in found], asking)


def show_annotation(serving: Serving, asking: Asking) -> Json:
    return to_json(templates.annotation(serving.workspace.reading(), asking.id))


def add_annotation(serving: Serving, asking: Asking) -> Json:
    template = required_id(asking.object, "jobTemplate")
    annotation = required_id(asking.object, "annotationIdent")
    annotation_store.annotation(serving.workspace.reading(), annotation)
    made = serving.workspace.write(
        lambda change: templates.add_annotation(change, template, annotation)
    )
    return done("Add", "JobTemplateAnnotation", to_json(made))


def remove_annotation(serving: Serving, asking: Asking) -> Json:
    found = templates.annotation(serving.workspace.reading(), asking.id)
    serving.workspace.write(lambda change: change.delete("template_annotation", asking.id))
    return done("Delete", "JobTemplateAnnotation", to_json(found))


ROUTES = (
    get("/api/jobtemplate.json", listed),
    post("/api/jobtemplate.json", add),
    get("/api/jobtemplate/{id:int}.json", show),
    put("/api/jobtemplate/{id:int}.json", change),
    delete("/api/jobtemplate/{id:int}.json", remove),
    get("/api/project/{id:int}/jobtemplate.json", of_project),
    get("/api/jobtemplateannotation.json", list_annotations),
    post("/api/jobtemplateannotation.json", add_annotation),
    get("/api/jobtemplateannotation/{id:int}.json", show_annotation),
    delete("/api/jobtemplateannotation/{id:int}.json", remove_annotation),
)
