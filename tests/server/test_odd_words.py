"""Every word of every request with every odd value: pairs that chance alone seldom finds."""

from __future__ import annotations

import json

import pytest

from cytodesk.server.annotation_filters import ANSWERED
from tests.server.test_fuzz import served_things

TEXTS = (
    *("", " ", "x", "0", "-1", "1.5", "9" * 19, "9" * 40, "1e400", "nan", "inf", "-0.0", "null"),
    *("true", "1,2,x", "[", "%", "*", "\x00", "ä€𝄞", "a" * 5000, "nan,0,1,1", "9,9,0,0", "#12"),
    *("POINT (1 1)", "POINT EMPTY", "POLYGON ((0 0", "POLYGON ((0 0, nan 1, 1 1, 0 0))", "red"),
)
VALUES = (
    *(None, True, -1, 1.5, 10**30, 1 << 63, "", " ", "x", "${x}", "1e400", "\x00", "a" * 70_000),
    *([], [1], [None], [[]], {}, {"id": []}, {"id": {"id": 1}}, "POINT (nan 1)", [{"key": 1}]),
)
PLACE = "POLYGON ((1 1, 20 1, 20 20, 1 1))"
PICTURES = (
    *("maxSize", "zoom", "bits", "contrast", "gamma", "inverse", "colormap", "withExterior"),
    *("mask", "alphaMask", "draw", "location", "annotations", "terms", "users", "reviewed"),
)
QUERIES = {
    "/api/annotation.json?project={project}": (
        *ANSWERED,
        *("max", "offset", "sort", "order", "datatables", "showWKT", "id[in]", "created[gte]"),
        *("id[like]", "sort[in]", "kmeansValue", "software", "job", "hideBasic"),
    ),
    "/api/imageinstance/{image}/window-600-440-60-60.png": PICTURES,
    "/api/imageinstance/{image}/window-0-0-60-60.png?mask=true&withExterior=true": PICTURES,
    "/api/annotation/{drawn}/crop.jpg?draw=true": (
        *("maxSize", "zoom", "increaseArea", "square", "color", "thickness", "type", "complete"),
        *("bits", "contrast", "gamma", "colormap"),
    ),
    "/api/imageinstance/{image}/annotation/included.json": ("geometry", "annotation", "terms"),
    "/api/annotation/included.json?geometry=POINT(5 5)": ("image", "user"),
    "/api/imageinstance/{image}/crop.png": ("location",),
    "/api/project/{project}/imageinstance.json": (
        *(
            "max",
            "offset",
            "sort",
            "after",
            "light",
            "tree",
            "width[in]",
            "instanceFilename[ilike]",
        ),
        *("instanceFilename[like]", "created[lte]", "reviewed[in]", "colorspace[equals]"),
    ),
    "/api/job.json": (
        *("project", "software", "tag", "ids", "max", "offset", "sort", "status[in]"),
        *("created[gte]", "softwareName[ilike]", "withUser", "favorite[in]", "rate[lte]"),
    ),
    "/api/ontology/{ontology}/term.json": ("max", "sort", "name[like]", "id[gte]", "parent[in]"),
    "/api/project/{project}/stats/annotationevolution.json": (
        *("startDate", "endDate", "daysRange", "term", "accumulate", "reverseOrder"),
    ),
    "/api/stats/retrieval/confusionmatrix.json": ("job", "project", "software"),
    "/api/user.json": ("publicKey", "fullName[ilike]", "sort"),
    "/api/annotation/{drawn}/simplify.json": ("minPoint", "maxPoint"),
    "/slice/tile": ("zoomify", "fif", "z", "x", "tileIndex"),
    "/station/v1/annotations/counts?project={project}": ("by", "term", "bbox"),
    "/station/v1/runs/table?project={project}": ("max", "sort", "status[in]"),
}
BODIES = {
    "POST /api/annotation.json": {"image": "{image}", "location": PLACE, "term": ["{term}"]}
    | {"slice": None, "roi": False, "property": [], "properties": None, "project": "{project}"},
    "PUT /api/annotation/{drawn}.json": {"location": PLACE},
    "POST /api/annotation/search.json": {"project": "{project}", "users": [1], "bbox": None},
    "POST /api/annotation/{drawn}/term/{other_term}.json": {"rate": 0.5, "expectedTerm": "{term}"},
    "POST /api/annotation/{left}/review.json": {"terms": ["{term}"]},
    "POST /api/annotationcorrection.json": {"image": "{image}", "location": PLACE, "layers": [1]}
    | {"annotation": None, "remove": False, "review": False},
    "POST /api/job.json": {"project": "{project}", "software": "{software}", "params": []}
    | {"status": 0, "progress": 0, "statusComment": "", "rate": 0.5},
    "PUT /api/job/{job}.json": {"status": 2, "progress": 5, "statusComment": "", "rate": 1}
    | {"name": "x"},
    "POST /api/job/{job}/favorite.json": {"favorite": True},
    "POST /api/jobparameter.json": {"job": "{job}", "softwareParameter": "{parameter}", "value": 1},
    "PUT /api/jobparameter/{jobparameter}.json": {"value": 1},
    "POST /api/jobdata.json": {"job": "{job}", "key": "k", "filename": "f"},
    "PUT /api/jobdata/{jobdata}.json": {"key": "k", "filename": "f"},
    "POST /api/jobtemplate.json": {"name": "x", "project": "{project}", "software": "{software}"}
    | {"params": [{"softwareParameter": "{parameter}", "value": 1}]},
    "POST /api/jobtemplateannotation.json": {
        "jobTemplate": "{jobtemplate}",
        "annotationIdent": "{drawn}",
    },
    "POST /api/project/{project}/property.json": {"key": "k", "value": "v"},
    "POST /api/property.json": {"key": "k", "value": "v", "domainIdent": "{job}"}
    | {"domainClassName": "be.cytomine.processing.Job"},
    "PUT /api/domain/x/{job}/property/{property}.json": {"key": "k", "value": "v"},
    "POST /api/domain/x/{job}/description.json": {"data": "d"},
    "POST /api/domain/x/{job}/tag_domain_association.json": {"tag": "{tag}"},
    "POST /api/tag.json": {"name": "x"},
    "POST /api/task.json": {"project": "{project}", "printInActivity": True},
    "PUT /api/task/{task}.json": {"progress": 5, "comment": "c"},
    "POST /api/term.json": {"name": "x", "ontology": "{ontology}", "color": "#112233"}
    | {"parent": "{term}"},
    "PUT /api/term/{term}.json": {"name": "x", "color": "red", "comment": "c", "parent": None},
    "POST /api/relation/parent/term.json": {"term1": "{term}", "term2": "{other_term}"},
    "POST /api/ontology.json": {"name": "x"},
    "POST /api/project.json": {"name": "x", "ontology": "{ontology}"},
    "PUT /api/project/{project}.json": {"name": "x", "ontology": "{ontology}"},
    "POST /api/software.json": {"name": "x", "softwareVersion": "1", "resultName": "y"}
    | {"deprecated": False, "executeCommand": "z", "pullingCommand": "z"},
    "PUT /api/software/{software}.json": {"name": "x", "softwareVersion": "1", "deprecated": True},
    "POST /api/softwareparameter.json": {"name": "x", "type": "Number", "software": "{software}"}
    | {"index": 1, "required": True, "defaultParamValue": "3", "uri": "u", "humanName": "h"},
    "PUT /api/softwareparameter/{parameter}.json": {"name": "x", "type": "Number", "index": 1},
    "POST /api/softwareproject.json": {"software": "{software}", "project": "{project}"},
    "POST /api/software_parameter_constraint.json": {
        "softwareParameter": "{parameter}",
        "parameterConstraint": 9_000_000_000_000_001,
        "value": "3",
    },
    "POST /api/imageinstance.json": {"project": "{project}", "baseImage": "{base}"},
    "PUT /api/imageinstance/{image}.json": {"instanceFilename": "x", "physicalSizeX": 1}
    | {"magnification": 20},
    "POST /api/userJob.json": {"job": None, "project": "{project}", "software": "{software}"},
    "POST /station/v1/images": {"project": "{project}", "path": "/nowhere", "name": "x"}
    | {"copy": False},
    "POST /station/v1/batches": {"name": "x", "how": "x", "project": "{project}", "rows": []}
    | {"software": "{software}"},
    "PUT /station/v1/queue": {"paused": False, "runs": ["{job}"], "priority": 1},
    "PUT /station/v1/allowances": {"labels": False},
    "PUT /station/v1/domain/x/{job}/tags": {"tags": ["a"]},
    "POST /station/v1/annotations/counts": {"project": "{project}", "by": "term"},
}


@pytest.fixture(scope="module")
def things(home):
    with served_things(home / "odd") as made:
        made.made_anew()
        yield made


def is_in_words(answer):
    return answer.status_code < 400 or (answer.status_code < 500 and "errors" in answer.json())


@pytest.mark.timeout(600)
@pytest.mark.parametrize("path", QUERIES)
def test_a_query_with_an_odd_word_is_answered_in_words(things, path):
    where, _, query = things.real(path).partition("?")
    usual = dict(each.split("=", 1) for each in query.split("&") if each)
    wrong = [
        (word, text[:40], answer.status_code, answer.text[:200])
        for word in QUERIES[path]
        for text in TEXTS
        if not is_in_words(answer := things.human.get(where, params={**usual, word: text}))
    ]
    assert wrong == []


@pytest.mark.timeout(600)
@pytest.mark.parametrize("asked", BODIES)
def test_a_body_with_an_odd_word_is_answered_in_words(things, asked):
    method, path = things.real(asked).split(" ")
    usual = json.loads(things.real(json.dumps(BODIES[asked])).replace("\x00", ""))
    wrong = []
    for word in usual:
        for value in VALUES:
            body = {**usual, word: value}
            for sent in (body, [body]) if method == "POST" else (body,):
                answer = things.human.request(method, path, json=sent)
                if not is_in_words(answer) and answer.status_code != 206:
                    wrong.append((word, str(value)[:40], answer.status_code, answer.text[:200]))
    assert wrong == []
