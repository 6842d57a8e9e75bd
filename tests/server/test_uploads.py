"""Slides sent by clients: kept in the workspace, added to projects, refused in words."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image


def picture() -> bytes:
    file = io.BytesIO()
    Image.fromarray(np.full((30, 40, 3), 200, np.uint8)).save(file, "PNG")
    return file.getvalue()


def sent(client, content: bytes, name: str = "C:\\slides\\new.png", **words: object):
    return client.post("/upload", params=words, files={"files[]": (name, content)})


def test_an_upload_is_an_image_of_each_project(either, human, new_name):
    projects = [
        human.post("/api/project.json", json={"name": new_name("Sent")}).json()["project"]["id"]
        for _ in range(2)
    ]
    words = {"projects": ",".join(map(str, projects)), "keys": "stain", "values": "HE"}
    ((told),) = sent(human, picture(), **words).json()
    assert told["uploadedFile"]["status"] == 100
    assert told["uploadedFile"]["projects"] == projects
    (image,) = told["images"]
    assert [each["project"] for each in image["imageInstances"]] == projects
    for each in image["imageInstances"]:
        assert (each["instanceFilename"], each["width"], each["height"]) == ("new.png", 40, 30)
        assert each["baseImage"] == image["image"]["id"]
        path = f"/api/domain/{each['class']}/{each['id']}/property.json"
        assert [p["value"] for p in human.get(path).json()["collection"]] == ["HE"]
    shown = human.get(f"/api/uploadedfile/{told['uploadedFile']['id']}.json").json()
    assert shown["originalFilename"] == "new.png"
    listed = human.get("/api/uploadedfile.json").json()["collection"]
    assert shown["id"] in {each["id"] for each in listed}


def test_what_is_no_picture_is_refused_and_not_kept(station, human, world):
    before = set((station.folder / "images").glob("*"))
    answer = sent(human, b"no slide", project=world.project)
    assert answer.status_code == 400
    assert "is no image" in answer.json()["errors"]
    assert set((station.folder / "images").glob("*")) == before
    assert sent(human, picture()).status_code == 400
    assert human.post("/upload", params={"projects": world.project}).status_code == 400
    assert sent(human, picture(), projects=999_999).status_code == 404
    assert human.post("/api/uploadedfile.json", json={}).status_code == 400


@pytest.mark.parametrize("name", ["projects", "idProject", "project"])
def test_a_run_uploads_into_its_own_project_only(station, human, of_job, job, new_name, name):
    other = human.post("/api/project.json", json={"name": new_name("Other")}).json()["project"]
    assert sent(of_job, picture(), **{name: other["id"]}).status_code == 403
    both = f"{job['project']},{other['id']}"
    assert sent(of_job, picture(), projects=both).status_code == 403
    assert sent(of_job, picture(), **{name: job["project"]}).status_code == 200
