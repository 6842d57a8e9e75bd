"""Says again what a client said when it was recorded (recorder.py), without the client.

What was masked as `#` is an id of the same thing here: of the place that the program was given, or
of what it made last.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import httpx

_INSTANT = "1700000000000"
_NOBODY = 999_999_999
_ALIKE = {
    "userannotation": "annotation",
    "algoannotation": "annotation",
    "annotationIdent": "annotation",
    "domainIdent": "annotation",
    "imageinstance": "image",
    "images": "image",
    "terms": "term",
    "expectedTerm": "term",
    "users": "user",
    "userJob": "user",
}
"""Other names under which the same thing is spoken of."""
_MADE = {"job", "jobdata", "annotation", "property", "description"}


class Replaying:
    """Sends recorded requests in their order; `ids` names what the recorded program was given."""

    def __init__(self, ids: dict[str, int], parameters: dict[str, int]) -> None:
        self._ids = dict(ids)
        self._parameters = parameters

    @property
    def run_user(self) -> int:
        return self._ids["user"]

    def send(self, client: httpx.Client, line: dict[str, Any]) -> httpx.Response:
        path = self._path(line["path"], line["answer"]["status"])
        query = {name: self._value(value, name) for name, value in line.get("query", {}).items()}
        content: dict[str, Any] = {}
        if line.get("type") == "multipart/form-data":
            content["files"] = {line["body"][0][0]: (line["body"][0][1], b"image;count\n7;76\n")}
        elif "body" in line:
            content["content"] = json.dumps(self._body(line["body"])).encode()
        if line.get("type") == "application/json":
            content["headers"] = {"content-type": "application/json"}
        answer = client.request(line["method"], path, params=query, **content)
        self._remember(line, answer)
        return answer

    def _remember(self, line: dict[str, Any], answer: httpx.Response) -> None:
        if line["method"] != "POST" or not answer.is_success:
            return
        told = answer.json()
        for name in (each for each in _MADE if isinstance(told.get(each), dict)):
            self._ids[name] = told[name]["id"]
            if name == "job":
                self._ids["user"] = told[name]["userJob"]

    def _path(self, masked: str, status: int) -> str:
        """Put ids back: each follows the name of what it is."""

        def id_after(match: re.Match[str]) -> str:
            return f"{match[1]}/{_NOBODY if status == 404 else self._id(match[1])}"

        return re.sub(r"([\w.]+)/#", id_after, masked)

    def _body(self, body: Any) -> Any:
        if isinstance(body, list):
            cut = re.fullmatch(r"<(\d+) more>", str(body[-1])) if body else None
            whole = body[:-1] + body[-2:-1] * int(cut[1]) if cut else body
            return [self._body(each) for each in whole]
        if not isinstance(body, dict):
            return body
        said = {name: self._value(value, name) for name, value in body.items()}
        if "softwareParameter" in body and "class" not in body:
            said["softwareParameter"] = self._parameters[_parameter_of(body)]
        if "Project" in str(body.get("domainClassName")):
            said["domainIdent"] = self._ids["project"]
        return said

    def _value(self, value: Any, name: str) -> Any:
        if isinstance(value, dict | list):
            return self._body(value)
        if value == "#":
            return str(self._ids["image"]) if name == "value" else self._id(name)
        if isinstance(value, str):
            return value.replace("<instant as text>", _INSTANT).replace("#", "1")
        return value

    def _id(self, name: str) -> int:
        name = "project" if name.endswith("Project") else _ALIKE.get(name, name)
        return self._ids.get(name, 1)


def _parameter_of(body: dict[str, Any]) -> str:
    """Return which parameter got the value; of each kind there is one (test_real_clients.py)."""
    value = body.get("value")
    if isinstance(value, bool):
        return "smooth"
    return {int: "count", float: "threshold", str: "images", type(None): "note"}[type(value)]


def recorded_lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
