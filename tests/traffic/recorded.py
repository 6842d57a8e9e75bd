"""What real apps asked and left behind, as it was recorded, and the workspace that they start from.

The recorded ids are those of the recording; each case has a project and a software of its own
here, and a table that leads from recorded ids to ours.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cytodesk.wire.algorithms import InstalledParameter
from cytodesk.wire.annotations import AnnotationKind
from cytodesk.workspace import algorithms, annotation_store, images, people, projects
from cytodesk.workspace.pixels import read_facts
from cytodesk.workspace.shapes import shape_of
from cytodesk.workspace.store import Workspace
from cytodesk.workspace.writer import Change

PROJECT, ONTOLOGY, SOFTWARE, JOB, RUN_USER = 1000, 2000, 9000, 100000, 100001
_SLICE_OFFSET = 7
_ID_KEYS = {
    *("id", "project", "software", "job", "softwareParameter", "userJob", "user", "users"),
    *("image", "images", "slice", "term", "terms", "domainIdent", "annotationIdent"),
}
_UPLOAD = re.compile(r"<multipart \d+ bytes; \[b'(.+)'\]>")


@dataclass(slots=True)
class Case:
    name: str
    requests: list[dict[str, Any]]
    end: dict[str, list[dict[str, Any]]]
    ids: dict[int, int] = field(default_factory=dict)

    @property
    def starts_with_job_keys(self) -> bool:
        return self.name.endswith("_userjob")

    def ours(self, value: Any) -> Any:
        """Return `value` with recorded ids turned into ours; lists and comma lists too."""
        if isinstance(value, list):
            return [self.ours(each) for each in value]
        if isinstance(value, str) and re.fullmatch(r"[\d,]+", value):
            return ",".join(str(self.ids.get(int(part), part)) for part in value.split(",") if part)
        return self.ids.get(value, value) if isinstance(value, int) else value

    def ours_in(self, words: dict[str, Any]) -> dict[str, Any]:
        return {
            name: self.ours(value) if name in _ID_KEYS else value for name, value in words.items()
        }

    def path(self, recorded: str) -> str:
        return "/".join(
            re.sub(r"^\d+", lambda digits: str(self.ours(int(digits[0]))), part)
            for part in recorded.split("/")
        )


def read_cases(apps: Path) -> list[Case]:
    cases = []
    for path in sorted(apps.glob("*.requests.jsonl")):
        end_path = path.with_name(path.name.replace("requests.jsonl", "end-state.json"))
        end = json.loads(end_path.read_text("utf-8"))
        lines = path.read_text("utf-8").splitlines()
        cases.append(Case(path.name.split(".")[0], [json.loads(line) for line in lines], end))
    return cases


def make_workspace(folder: Path, shared: Path, cases: list[Case]) -> None:
    """Make a workspace in which each case finds what its recording began with; fills their ids."""
    seeds = json.loads((shared / "apps" / "seeds.json").read_text("utf-8"))
    files = {image["id"]: shared / "slides" / image["file"] for image in seeds["images"]}
    facts = {id_: (path, read_facts(path)) for id_, path in files.items()}
    workspace = Workspace(folder)
    try:
        people.ensure_human(workspace, "human")
        for case in cases:
            workspace.write(lambda change, case=case: _make(change, case, seeds, facts))
    finally:
        workspace.close()


def _make(change: Change, case: Case, seeds: dict[str, Any], facts: dict[int, Any]) -> None:
    ids = case.ids
    ids[ONTOLOGY] = projects.add_ontology(change, case.name, people.HUMAN).id
    ids[PROJECT] = projects.add_project(change, case.name, ids[ONTOLOGY]).id
    for term in seeds["terms"]:
        made = projects.add_term(change, term["name"], ids[ONTOLOGY], term["color"])
        ids[term["id"]] = made.id
    shown = {}
    for id_, (path, known) in facts.items():
        image = images.add_image(
            change, ids[PROJECT], people.HUMAN, path, known, name=path.name, copy=False
        )
        shown[id_], ids[id_] = image, image.id
        ids[id_ + _SLICE_OFFSET] = images.stored_image(change.db, image.id).slice
    is_other_truth = case.name.endswith("_acc")
    for annotation in case.end["annotations"] if is_other_truth else seeds["annotations"]:
        ids[annotation["id"]] = annotation_store.add_annotation(
            change,
            shape_of(annotation["location"], shown[annotation["image"]]),
            kind=AnnotationKind.USER,
            image=ids[annotation["image"]],
            project=ids[PROJECT],
            user=people.HUMAN,
            terms=[ids[term] for term in annotation["term"]],
        )
    ids[SOFTWARE] = algorithms.add_algorithm(change, case.name, "")
    for index, value in enumerate(case.end["jobparam"]):
        parameter = InstalledParameter(
            id=0, algorithm=ids[SOFTWARE], name=value["name"], index=index, set_by_server=index < 5
        )
        ids[value["softwareParameter"]] = algorithms.add_parameter(change, parameter)


@dataclass(frozen=True, slots=True)
class Replayed:
    """One recorded request, ready to be sent; `upload` is the name of an uploaded file."""

    method: str
    path: str
    query: dict[str, Any]
    body: Any
    upload: str | None
    by_run: bool


def requests_of(case: Case, tile_token: list[str]) -> Iterator[Replayed]:
    """Yield the requests in order; each is turned into our ids only when its turn has come."""
    new = [a for a in case.end["annotations"] if a["id"] >= JOB]
    for said in case.requests:
        query = case.ours_in(said["q"])
        if query.get("fif") == "<path>":
            query["fif"] = tile_token[-1]
        uploaded = _UPLOAD.match(said["body"])
        body = None
        if said["body"] and not uploaded:
            whole, new = _whole_body(said["body"], new)
            body = _ours_in_all(case, whole)
        yield Replayed(
            said["m"],
            case.path(said["p"]),
            query,
            body,
            uploaded[1] if uploaded else None,
            said["key"] != "PUB",
        )


def _ours_in_all(case: Case, body: Any) -> Any:
    return [case.ours_in(each) for each in body] if isinstance(body, list) else case.ours_in(body)


def _whole_body(text: str, new: list[dict[str, Any]]) -> tuple[Any, list[dict[str, Any]]]:
    """Return the body, and which of the `new` annotations are still to come.

    Bodies were cut at 600 characters: what was cut off is taken from the end state.
    """
    try:
        body = json.loads(text)
    except ValueError:
        keys = ("location", "image", "project", "term")
        return [{key: each[key] for key in keys} for each in new], []
    return body, new[len(body) :] if isinstance(body, list) else new
