"""Small slides, some of them broken after they were added, and a program that looks at them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import tifffile

PIXEL = 0.5

_URI = "/api/project/$currentProject$/imageinstance.json"
_DESCRIPTOR: dict[str, Any] = {
    "name": "Look",
    "description": "Looks at images and says which cannot be read.",
    "schema-version": "cytomine-0.1",
    "container-image": {"image": "none/look", "type": "singularity"},
    "command-line": "python run.py",
    "inputs": [
        *(
            {
                "id": name,
                "value-key": "@ID",
                "command-line-flag": "--@id",
                "name": name,
                "type": "String",
                "set-by-server": True,
            }
            for name in ("cytomine_host", "cytomine_public_key", "cytomine_private_key")
        ),
        {
            "id": "images",
            "value-key": "@ID",
            "command-line-flag": "--@id",
            "name": "Images",
            "type": "ListDomain",
            "uri": _URI,
            "uri-print-attribute": "instanceFilename",
            "uri-sort-attribute": "instanceFilename",
        },
        {
            "id": "threshold",
            "value-key": "@ID",
            "command-line-flag": "--@id",
            "name": "Threshold",
            "type": "Number",
            "default-value": 0.5,
            "minimum": 0,
            "maximum": 1,
            "optional": True,
        },
        {
            "id": "term",
            "value-key": "@ID",
            "command-line-flag": "--@id",
            "name": "Term",
            "type": "Domain",
            "optional": True,
            "uri": "/api/ontology/$currentOntology$/term.json",
            "uri-print-attribute": "name",
        },
    ],
}
_PROGRAM = '''"""Fetches a picture of each image; the standard library is enough for that."""

import argparse
import base64
import hashlib
import hmac
import sys
import time
import urllib.error
import urllib.request

parser = argparse.ArgumentParser()
for name in ("host", "public_key", "private_key"):
    parser.add_argument(f"--cytomine_{name}")
parser.add_argument("--images")
asked, _ = parser.parse_known_args()


def fetched(path):
    date = time.strftime("%a, %d %b %Y %H:%M:%S +0000", time.gmtime())
    message = "\\n".join(["GET", "", "", date, path]).encode()
    digest = hmac.new(asked.cytomine_private_key.encode(), message, hashlib.sha1).digest()
    sign = base64.b64encode(digest).decode()
    headers = {"date": date, "authorization": f"CYTOMINE {asked.cytomine_public_key}:{sign}"}
    request = urllib.request.Request(asked.cytomine_host + path, headers=headers)
    with urllib.request.urlopen(request) as answer:
        return answer.read()


for image in asked.images.split(","):
    try:
        print(image, len(fetched(f"/api/imageinstance/{image}/thumb.png?maxSize=16")))
    except urllib.error.HTTPError as error:
        print(f"image {image} cannot be read ({error.code})", flush=True)
        sys.exit(1)
'''


def make_slides(folder: Path, count: int) -> list[Path]:
    """Write slides that differ in their grey."""
    folder.mkdir(parents=True, exist_ok=True)
    scale: dict[str, Any] = {"resolution": (10000 / PIXEL,) * 2, "resolutionunit": 3}
    paths = [folder / f"slide {number:02}.tif" for number in range(1, count + 1)]
    for number, path in enumerate(paths):
        pixels = np.full((96, 128, 3), 40 + 4 * number % 200, np.uint8)
        tifffile.imwrite(path, pixels, tile=(64, 64), **scale)
    return paths


def break_slides(paths: Iterable[Path]) -> None:
    """Leave nothing of them that any reader opens."""
    for path in paths:
        path.write_bytes(b"this was a slide\n")


def make_looker(folder: Path) -> Path:
    """Make the folder of the algorithm Look."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "descriptor.json").write_text(json.dumps(_DESCRIPTOR), "utf-8")
    (folder / "run.py").write_text(_PROGRAM, "utf-8")
    return folder
