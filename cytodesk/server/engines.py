"""The container engines of this computer, and how their containers reach the station."""

from __future__ import annotations

from pathlib import Path

from cytodesk.algorithms.descriptors import read_descriptor_text
from cytodesk.engines import Engine
from cytodesk.errors import N_, BadInput, DescriptorError, EnvironmentFailed
from cytodesk.runs.containers.images import image_here, wanted_image
from cytodesk.runs.containers.talking import StoredImage
from cytodesk.server.answers import Json
from cytodesk.server.asking import Asking
from cytodesk.server.errands import Report
from cytodesk.server.exchanges import told
from cytodesk.server.routes import ByRuns, get, post
from cytodesk.server.serving import Serving
from cytodesk.workspace import algorithms


def engines(serving: Serving, asking: Asking) -> Json:
    """List the engines, and say which one runs what comes as an image."""
    containers = serving.queue.containers
    found = containers.engines(anew=True)
    try:
        chosen = containers.engine()
    except EnvironmentFailed as error:
        return {"engines": [_shown(each) for each in found], "trouble": error.said(asking.words)}
    return {
        "engines": [_shown(each) for each in found],
        "chosen": chosen.kind.value,
        "reach": containers.reach(chosen).name if chosen.kind.has_socket else None,
    }


def try_engine(serving: Serving, asking: Asking) -> Json:
    """Try, as an errand, every way from a container to the station; the first good one is kept."""

    def work(report: Report) -> Json:
        containers = serving.queue.containers
        engine = containers.engine()
        image = _image_to_try(serving, engine)
        station = serving.queue.preparing.given.address()
        return {"engine": engine.title, "reaches": containers.try_reaches(engine, image, station)}

    return told(serving.errands.start(work, serving.noted))


def _image_to_try(serving: Serving, engine: Engine) -> StoredImage:
    """Return an image that is here already, of an installed algorithm."""
    db = serving.workspace.reading()
    if not engine.kind.has_socket:
        raise BadInput(N_("{engine} shares the network of this computer."), engine=engine.title)
    for installed in algorithms.algorithms(db):
        source = algorithms.source_of(db, installed.id)
        try:
            algorithm = read_descriptor_text(source.descriptor, Path("descriptor.json"))
        except DescriptorError:
            continue
        wanted = wanted_image(algorithm, serving.folder / source.folder, source.content)
        if wanted is not None:
            image = image_here(serving.queue.containers.talk(engine), wanted)
            if image is not None:
                return image
    raise BadInput(
        N_("No container image is here to try with: run an algorithm that has one first.")
    )


def _shown(engine: Engine) -> Json:
    return {
        "kind": engine.kind.value,
        "version": engine.version,
        "program": str(engine.program),
        "answers": engine.answers,
        "trouble": engine.trouble,
        "rootless": engine.is_rootless,
        "limits": sorted(engine.limits),
    }


_V1 = "/station/v1"

ROUTES = (
    get(f"{_V1}/engines", engines),
    post(f"{_V1}/engines/try", try_engine, by_runs=ByRuns.NEVER),
)
