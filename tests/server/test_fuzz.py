"""Thousands of requests that nobody would send: each is answered, in words, and soon.

They are made from the station's own routes by hypothesis, always the same ones. CYTODESK_FUZZ says
how many; 10000 take a minute and a half.
"""

from __future__ import annotations

import itertools
import json
import os
import re
import time
from contextlib import ExitStack, contextmanager

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cytodesk.client.station_keys import Keys
from cytodesk.server.annotation_filters import ANSWERED, IGNORED, REFUSED
from cytodesk.server.subjects import STATION_SUBJECTS, SUBJECTS
from tests.server.stations import make_world, serving

REQUESTS = int(os.environ.get("CYTODESK_FUZZ", "2500"))
_SOON = 10.0
"""Seconds; far more than any of them needs."""
_LEFT_OUT = ("/stop", "/exports", "/imports", "/errands", "/ready", "/look")
"""They end the station, or reach files and programs outside it: tested by hand elsewhere."""

ROUTES = [
    route
    for subject in SUBJECTS + STATION_SUBJECTS
    for route in subject
    if not any(part in route.path for part in _LEFT_OUT)
]
_NAMES = (
    *("id", "project", "software", "job", "image", "slice", "term", "terms", "user", "users"),
    *("name", "key", "value", "location", "status", "progress", "statusComment", "rate", "params"),
    *("softwareParameter", "type", "ontology", "color", "parent", "filename", "domainIdent"),
    *("domainClassName", "data", "tag", "tags", "userannotation", "annotation", "expectedTerm"),
    *("jobTemplate", "annotationIdent", "baseImage", "instanceFilename", "physicalSizeX", "index"),
    *("required", "defaultParamValue", "parameterConstraint", "term1", "term2", "roi", "property"),
    *("properties", "layers", "remove", "review", "favorite", "comment", "softwareVersion", "path"),
    *("executeCommand", "deprecated", "python", "wheels", "copy", "printInActivity", "geometry"),
)
_WORDS = (
    *ANSWERED,
    *REFUSED,
    *IGNORED,
    *("max", "offset", "sort", "order", "datatables", "light", "showWKT", "showGIS", "showTerm"),
    *("hideBasic", "maxSize", "zoom", "bits", "increaseArea", "square", "color", "thickness"),
    *("contrast", "gamma", "inverse", "colormap", "type", "draw", "mask", "alphaMask", "complete"),
    *(
        "withExterior",
        "annotations",
        "location",
        "geometry",
        "by",
        "format",
        "startDate",
        "endDate",
    ),
    *("daysRange", "accumulate", "reverseOrder", "publicKey", "queryString", "method", "after"),
    *("wait", "z", "x", "y", "tileIndex", "zoomify", "fif", "tree", "software", "ids", "minPoint"),
    *("maxPoint", "domainIdent", "domainClassName", "filename", "value", "withSetByServer"),
    *("created[gte]", "status[in]", "name[ilike]", "name[like]", "id[equals]", "width[lte]"),
    *("softwareName[ilike]", "nonsense[in]", "name[nonsense]", "username[in]"),
)
_PLACES = (
    *("POINT (1 1)", "POINT EMPTY", "POINT (nan 1)", "POINT (1e308 -1e308)", "POINT Z (1 2 3)"),
    *("POLYGON ((0 0, 9 0, 9 9, 0 0))", "POLYGON ((0 0, 9 9, 9 0, 0 9, 0 0))", "POLYGON ((0 0))"),
    *("POLYGON ((0 0, 1e300 0, 1e300 1e300, 0 0))", "POLYGON ((-5 -5, -1 -5, -1 -1, -5 -5))"),
    *("LINESTRING (0 0, 5 5)", "MULTIPOINT ((1 1), (2 2))", "GEOMETRYCOLLECTION EMPTY"),
    *("GEOMETRYCOLLECTION (POINT (1 1), LINESTRING (0 0, 3 3))", "CIRCULARSTRING (0 0, 1 1, 2 0)"),
    *("POLYGON ((0 0, 9 0, 9 9, 0 0), (1 1, 2 1, 2 2, 1 1))", "POLYGON", "((((", "point(1 1"),
    *(
        "POLYGON ((1 1, 1 1, 1 1, 1 1))",
        "MULTIPOLYGON (((0 0, 3 0, 3 3, 0 0)), ((1 1, 4 1, 4 4, 1 1)))",
    ),
)
_ODD = (
    *("0", "-1", "1", "9223372036854775807", "9223372036854775808", "1e400", "nan", "inf", "-inf"),
    *("1,2,3", "[1]", "true", "True", "null", "None", "", " ", "%00", "a" * 300, "*" * 40, "ä€𝄞"),
    *(
        "0,0,10,10",
        "10,10,0,0",
        "nan,nan,nan,nan",
        "1,2",
        "'; drop table run; --",
        "../../etc/passwd",
    ),
    *("#12345", "#00ff00", "0xff0000", "chartreuse", "image,term", "csv", "pdf", "asc", "desc"),
)
_KINDS = {
    **{name: name for name in ("project", "ontology", "term", "software", "job", "jobdata", "tag")},
    **{name: name for name in ("jobparameter", "jobtemplate", "task", "user", "attachedfile")},
    **dict.fromkeys(("imageinstance", "image", "images"), "image"),
    **dict.fromkeys(("abstractimage", "baseImage"), "base"),
    **dict.fromkeys(("sliceinstance", "slice", "slices"), "slice"),
    **dict.fromkeys(("softwareparameter", "software_parameter"), "parameter"),
    **dict.fromkeys(("softwareParameter",), "parameter"),
    **dict.fromkeys(("annotation", "userannotation", "annotationIdent", "annotations"), "drawn"),
    **dict.fromkeys(("algoannotation", "baseAnnotation", "bboxAnnotation"), "left"),
    **dict.fromkeys(("terms", "term1", "expectedTerm", "suggestedTerm"), "term"),
    **dict.fromkeys(("term2", "parent"), "other_term"),
    **dict.fromkeys(("users", "userJob", "userForTermAlgo", "layers"), "run_user"),
    **dict.fromkeys(("domainIdent", "jobForTermAlgo", "be.cytomine.processing.Job"), "job"),
    **dict.fromkeys(("property", "association"), "property"),
    **dict.fromkeys(("jobTemplate",), "jobtemplate"),
}
"""Which thing a word of a path, a query or a body names."""
_whole = st.sampled_from([0, 1, -1, 2, 7, 100, 1000, 1 << 31, 1 << 53, 1 << 63, 1 << 64, 10**30])
_ids = st.integers(0, 60).map(lambda number: f"{{{number}}}") | _whole.map(str)
"""`{5}` stands for the id of the fifth thing there is."""
_text = st.sampled_from(_ODD) | st.sampled_from(_PLACES) | st.text(max_size=12)
_scalar = st.one_of(
    st.none(), st.booleans(), _whole, st.floats(), _ids, _text, st.sampled_from(_PLACES)
)
_value = st.recursive(
    _scalar,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_NAMES), inner, max_size=3)
    ),
    max_leaves=5,
)
_FITTING = {
    "location": st.sampled_from(_PLACES),
    "geometry": st.sampled_from(_PLACES),
    "domainClassName": st.just("be.cytomine.processing.Job"),
    "type": st.sampled_from(["Number", "String", "List", "number"]),
    "name": st.text(min_size=1, max_size=8),
    "key": st.text(min_size=1, max_size=8),
    "filename": st.sampled_from(["a.csv", "../b", "\u0000", "a/b\\c", "x" * 300]),
    "status": st.integers(-1, 9),
    "progress": st.integers(-1, 101) | st.floats(),
    **{name: st.just(f"{{{kind}}}") for name, kind in _KINDS.items()},
}
"""What a word would mean, so that requests come past the door."""


@st.composite
def _object(draw):
    names = draw(st.lists(st.sampled_from(_NAMES), max_size=7, unique=True))
    return {
        name: draw(_FITTING[name] if name in _FITTING and draw(st.integers(0, 3)) else _value)
        for name in names
    }


_body = st.one_of(
    st.none(),
    _object(),
    _object(),
    st.lists(_object() | _scalar, max_size=4),
    st.binary(max_size=40),
    st.sampled_from(
        [b"[" * 100_000, b'{"a":' * 5000, b'"\\ud800"', b'{"name":"\\ud800"}', b"\xff"]
    ),
)
_query = st.dictionaries(st.sampled_from(_WORDS) | st.text(max_size=6), _ids | _text, max_size=5)
_fitting_query = st.dictionaries(
    st.sampled_from(["project", "image", "users", "term", "software", "job", "domainIdent"]),
    st.none(),
    max_size=3,
).map(lambda words: {name: f"{{{_KINDS[name]}}}" for name in words})
_places_in_path = {
    "corner": st.sampled_from(["0-0", "-5--5", "630-470", "99999-1", "1-", "a-b"]),
    "w": st.sampled_from(["0", "1", "40", "700", "1000000000"]),
    "h": st.sampled_from(["0", "1", "40", "700", "1000000000"]),
    "format": st.sampled_from(["png", "jpg", "tif", "jpeg", "json", "exe", "%20"]),
    "label": st.sampled_from(["macro", "label", "x"]),
    "domain": st.sampled_from(
        [
            "be.cytomine.processing.Job",
            "annotation",
            "project",
            "imageinstance",
            "x",
            "%00",
            "a" * 99,
        ]
    ),
    "name": st.sampled_from(["current", "ada", "1", "9" * 30, "%C3%A4", "x" * 300]),
    "z": st.sampled_from(["0", "1", "2", "9", "99999999999999999999"]),
}
THINGS = set(_KINDS.values()) | {"property"}
_A_THING = re.compile(r"\{(\d{1,2}|" + "|".join(sorted(THINGS)) + r")\}")
_PART = re.compile(r"\{(\w+)(:int)?\}")


@st.composite
def requests(draw):
    route = draw(st.sampled_from(ROUTES))

    def filled(part):
        if part[1] in _places_in_path:
            return draw(_places_in_path[part[1]])
        before = _KINDS.get(path[: part.start()].rstrip("/").rsplit("/", 1)[-1], part[1])
        if before in THINGS and draw(st.integers(0, 4)):
            return f"{{{before}}}"
        return draw(_ids) if part[2] else draw(st.sampled_from(["x", "%2F", "{3}", "a" * 50]))

    path = draw(st.sampled_from(route.paths))
    path = _PART.sub(filled, path)
    is_upload = route.method in ("POST", "PUT") and draw(st.integers(0, 9)) == 0
    return {
        "method": route.method if draw(st.integers(0, 19)) else draw(st.sampled_from(_METHODS)),
        "path": path,
        "query": draw(_query) | draw(_fitting_query),
        "body": None if route.method == "GET" and draw(st.booleans()) else draw(_body),
        "upload": draw(st.binary(max_size=60)) if is_upload else None,
        "by": draw(st.sampled_from(["human", "human", "human", "run", "run", "nobody"])),
        "headers": draw(st.dictionaries(st.sampled_from(_HEADERS), st.sampled_from(_ODD_HEADERS))),
    }


_METHODS = ("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD")
_HEADERS = ("accept-language", "x-request-id", "if-none-match", "content-type", "nopage", "range")
_ODD_HEADERS = ("", "fr", "zz;q=x", "application/json", "multipart/form-data", "text/plain", "true")


class Things:
    """The station under test, its clients, and the ids of what there is in it just now."""

    def __init__(self, station, world, stack):
        self.station, self.world, self._stack = station, world, stack
        self.human = stack.enter_context(station.client())
        strange = Keys("nobody", "nothing")
        self.nobody = stack.enter_context(station.client(keys=strange))
        self.run = self.human
        self.numbers = itertools.count()
        self.ids: dict[str, int] = {}
        self.asked = 0

    def made_anew(self):
        """Make one of everything: what was asked before may have deleted what there was."""
        number = next(self.numbers)

        def post(path, under, /, **body):
            answer = self.human.post(f"/api/{path}.json", json=body)
            assert answer.status_code == 200, answer.text
            return answer.json()[under]

        ontology = post("ontology", "ontology", name=f"Fuzz {number}")["id"]
        terms = [post("term", "term", name=n, ontology=ontology)["id"] for n in ("a", "b")]
        project = post("project", "project", name=f"Fuzz {number}", ontology=ontology)["id"]
        path = str(self.station.folder.parent / f"{self.station.folder.name}.png")
        body = {"project": project, "path": path}
        image = self.human.post("/station/v1/images", json=body).json()
        software = post("software", "software", name=f"Fuzz {number}")["id"]
        parameter = post(
            "softwareparameter", "softwareparameter", name="p", type="Number", software=software
        )["id"]
        job = post("job", "job", project=project, software=software)
        self.run = self._stack.enter_context(self.station.client(job["userJob"]))
        outline = "POLYGON ((5 5, 50 5, 50 50, 5 5))"
        drawn = post("annotation", "annotation", image=image["id"], location=outline, term=terms)
        body = {"image": image["id"], "location": outline, "term": terms[:1]}
        left = self.run.post("/api/annotation.json", json=body).json()["annotation"]["id"]
        data = post("jobdata", "jobdata", job=job["id"], key="k", filename="f")["id"]
        value = {"job": job["id"], "softwareParameter": parameter, "value": 3}
        value = post("jobparameter", "jobparameter", **value)["id"]
        tag = post("tag", "tag", name=f"fuzz {number}")["id"]
        task = self.human.post("/api/task.json", json={"project": project}).json()["task"]["id"]
        template = {"name": "t", "project": project, "software": software}
        template = post("jobtemplate", "jobtemplate", **template)["id"]
        slice_ = self.human.get(f"/api/imageinstance/{image['id']}/sliceinstance.json").json()
        path = f"/api/domain/be.cytomine.processing.Job/{job['id']}/property.json"
        kept = self.human.post(path, json={"key": "k", "value": "v"}).json()["property"]["id"]
        query = {"domainClassName": "be.cytomine.processing.Job", "domainIdent": job["id"]}
        file = {"files[]": ("a", b"a")}
        file = self.human.post("/api/attachedfile.json", params=query, files=file).json()["id"]
        self.ids = {
            "project": project,
            "ontology": ontology,
            "term": terms[0],
            "other_term": terms[1],
            "image": image["id"],
            "base": image["baseImage"],
            "slice": slice_["collection"][0]["id"],
            "software": software,
            "parameter": parameter,
            "job": job["id"],
            "run_user": job["userJob"],
            "drawn": drawn["id"],
            "left": left,
            "jobdata": data,
            "jobparameter": value,
            "jobtemplate": template,
            "tag": tag,
            "task": task,
            "property": kept,
            "attachedfile": file,
            "user": 1,
        }
        assert set(self.ids) == THINGS

    def real(self, text):
        """Return `text` with `{job}` replaced by the job's id, `{5}` by that of the fifth thing."""
        known = list(self.ids.values())

        def id_of(found):
            word = found[1]
            return str(known[int(word) % len(known)] if word.isdecimal() else self.ids[word])

        return re.sub(_A_THING, id_of, text)


@contextmanager
def served_things(folder):
    """Serve a new workspace in `folder`, with what can be made there by asking."""
    folder.mkdir()
    world = make_world(folder / "workspace")
    with serving(folder / "workspace", folder) as station, ExitStack() as stack:
        yield Things(station, world, stack)


@pytest.fixture(scope="module")
def things(home):
    with served_things(home / "fuzzed") as made:
        yield made


@pytest.mark.timeout(1200)
@settings(
    max_examples=REQUESTS,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
    database=None,
)
@given(asked=requests())
def test_whatever_is_asked_is_answered_in_words_and_soon(things, asked):
    if things.asked % 250 == 0:
        things.made_anew()
    things.asked += 1
    client = {"human": things.human, "run": things.run, "nobody": things.nobody}[asked["by"]]
    body = asked["body"]
    content = body if isinstance(body, bytes) else None
    if body is not None and content is None:
        content = things.real(json.dumps(body)).encode()
    headers = dict(asked["headers"])
    files = None
    if asked["upload"] is not None:
        content, files = None, {"files[]": ("../\u00e4.bin", asked["upload"])}
        headers.pop("content-type", None)
    query = {_sendable(k): things.real(_sendable(v)) for k, v in asked["query"].items()}
    query.pop("wait", None)
    began = time.monotonic()
    answer = client.request(
        asked["method"],
        things.real(asked["path"]),
        params=query,
        content=content,
        files=files,
        headers=headers,
    )
    lasted = time.monotonic() - began
    assert answer.status_code < 500, (asked, answer.text)
    assert "Traceback" not in answer.text
    assert lasted < _SOON, (asked, lasted)
    if answer.status_code >= 400 and asked["method"] != "HEAD" and "range" not in headers:
        assert "errors" in answer.json(), (asked, answer.text)


def _sendable(text):
    return text.encode("utf-8", errors="replace").decode()


def test_the_station_is_still_there_and_its_book_is_in_order(things):
    assert things.human.get("/api/user/current.json").status_code == 200
    told = things.human.get("/station/v1/unknown").json()
    assert len(told["paths"]) <= 501
