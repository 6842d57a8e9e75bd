"""What a run of an app left in its project, and what it left when it was recorded."""

from __future__ import annotations

from collections import Counter
from typing import Any

import httpx
import shapely

from cytodesk.server.run_values import value_text
from tests.traffic.recorded import JOB, PROJECT, RUN_USER, Case

SET_BY_SERVER = {
    *("cytomine_host", "cytomine_public_key", "cytomine_private_key"),
    *("cytomine_id_project", "cytomine_id_software"),
}


def left(case: Case, human: httpx.Client) -> dict[str, Any]:
    """Return what stands in the case's project now, without ids of what the app made."""
    job = human.get(f"/api/job/{case.ids[JOB]}.json").json()
    domain = f"/api/domain/{job['class']}/{job['id']}"
    annotations: list[dict[str, Any]] = []
    for which in ({}, {"includeAlgo": True}):
        query = {"project": case.ids[PROJECT], "showWKT": True, "showMeta": True, "showTerm": True}
        annotations += listed(human, "/api/annotation.json", **query, **which)
    terms = listed(human, f"/api/project/{case.ids[PROJECT]}/term.json")
    values = listed(human, f"/api/job/{job['id']}/parameter.json")
    return {
        "job": (job["status"], job["progress"], job["statusComment"]),
        "annotations": Counter(
            (_normal(a["location"]), a["image"], tuple(a["term"]), a["user"]) for a in annotations
        ),
        "terms": sorted(term["name"] for term in terms),
        "properties": [(p["key"], p["value"]) for p in listed(human, f"{domain}/property.json")],
        "files": [file["filename"] for file in listed(human, f"{domain}/attachedfile.json")],
        "data": [
            (data["key"], data["filename"], data["size"])
            for data in listed(human, f"/api/job/{job['id']}/jobdata.json")
        ],
        "values": {v["name"]: v["value"] for v in values if v["name"] not in SET_BY_SERVER},
    }


def recorded(case: Case) -> dict[str, Any]:
    """Return the recorded end state in the shape of `left`."""
    (job,) = case.end["jobs"]
    users = {RUN_USER: case.ids[RUN_USER], 1: 1}
    values = {v["name"]: value_text(v.get("value")) for v in case.end["jobparam"]}
    return {
        "job": (job["status"], int(job["progress"]), job["statusComment"]),
        "annotations": Counter(
            (
                _normal(a["location"]),
                case.ids[a["image"]],
                tuple(case.ids[term] for term in a["term"]),
                users[a["user"]],
            )
            for a in case.end["annotations"]
        ),
        "terms": ["c0", "c1", "c2", "c3", "cell", "patch", "roi", "tissue"],
        "properties": [(p["key"], p["value"]) for p in case.end["props"]],
        "files": [file["filename"] for file in case.end["files"]],
        "data": [(d["key"], d["filename"], d["size"]) for d in case.end["jobdata"]],
        "values": {name: text for name, text in values.items() if name not in SET_BY_SERVER},
    }


def listed(client: httpx.Client, path: str, **query: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(path, params={"max": 0, "offset": 0, **query}).json()[
        "collection"
    ]
    return found


def _normal(wkt: str) -> str:
    text: str = shapely.to_wkt(shapely.normalize(shapely.from_wkt(wkt)), rounding_precision=3)
    return text
