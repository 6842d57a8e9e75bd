"""What algorithms take of the disk beside their runs, who needs it, and freeing it."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from cytodesk.errors import N_, BadInput
from cytodesk.runs.environments.space import Kept, free, kept_in
from cytodesk.server.answers import Json
from cytodesk.server.asking import Asking
from cytodesk.server.routes import ByRuns, get, post
from cytodesk.server.serving import Serving
from cytodesk.settings import free_bytes
from cytodesk.workspace import algorithms

_IMAGE = "image"


@dataclass(frozen=True, slots=True)
class _Users:
    """Names of installed algorithms, by what they need."""

    environments: dict[str, list[str]]
    images: dict[str, list[str]]

    def of(self, kept: Kept) -> list[str]:
        if kept.kind == _IMAGE:
            return self.images.get(kept.name, [])
        return self.environments.get(kept.name, [])


def show(serving: Serving, asking: Asking) -> Json:
    """List environments, models, Pythons, wheels and images with size, last use and users."""
    users = _users(serving)
    found = sorted(_all(serving), key=lambda each: -each.bytes)
    return {
        "free": free_bytes(serving.folder),
        "kept": [asdict(each) | {"needed_by": users.of(each)} for each in found],
    }


def make_free(serving: Serving, asking: Asking) -> Json:
    """Remove one of them: `{kind, name}`; it comes again with the next run that needs it."""
    kind, name = str(asking.object.get("kind")), str(asking.object.get("name"))
    found = next((each for each in _all(serving) if (each.kind, each.name) == (kind, name)), None)
    if found is None:
        raise BadInput(N_("Nothing of that name is kept: {kind} {name}."), kind=kind, name=name)
    busy = serving.workspace.rows(
        "select id from run where executed=1 and duration is null and environment=?",
        (found.identity,),
    )
    if found.identity and busy:
        raise BadInput(N_("Run {run} uses it: wait for its end."), run=busy[0]["id"])
    if kind == _IMAGE:
        serving.queue.containers.forget_image(name)
        return {"freed": found.bytes}
    return {"freed": free(serving.queue.cache, kind, name)}


def _all(serving: Serving) -> list[Kept]:
    images = [
        Kept(
            _IMAGE,
            each.tags[0].rpartition(":")[2],
            each.tags[0],
            each.size,
            None,
            f"image {each.id}",
        )
        for each in serving.queue.containers.kept_images()
        if each.tags
    ]
    return [*kept_in(serving.queue.cache), *images]


def _users(serving: Serving) -> _Users:
    environments: dict[str, list[str]] = {}
    images: dict[str, list[str]] = {}
    db = serving.workspace.reading()
    for installed in algorithms.algorithms(db):
        source = algorithms.source_of(db, installed.id)
        if not source.folder:
            continue
        wanted = serving.queue.preparing.wanted(source)
        name = serving.queue.preparing.environments.name_of(wanted)
        if name is not None:
            environments.setdefault(name, []).append(installed.full_name)
        images.setdefault(source.content[:16], []).append(installed.full_name)
    return _Users(environments, images)


_V1 = "/station/v1"

ROUTES = (
    get(f"{_V1}/space", show),
    post(f"{_V1}/space/free", make_free, by_runs=ByRuns.NEVER),
)
