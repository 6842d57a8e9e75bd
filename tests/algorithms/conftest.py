"""The look-alikes of tests/data, and the real descriptors where they are at hand."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from cytodesk.algorithms.algorithm import Algorithm
from cytodesk.algorithms.descriptors import read_descriptor

LOOK_ALIKES = Path(__file__).resolve().parents[1] / "data" / "descriptors"


@pytest.fixture
def look_alike() -> Callable[[str], Algorithm]:
    """Read one of our own descriptors by its name."""
    return lambda name: read_descriptor(LOOK_ALIKES / f"{name}.json")


@pytest.fixture
def corpus() -> list[Path]:
    """Every real descriptor of schema cytomine-0.1, of today and of earlier commits."""
    beside = Path(__file__).resolve().parents[2].parent / "shared"
    shared = Path(os.environ.get("CYTODESK_SHARED", beside))
    files = [
        file
        for folder in ("cytomine", "history")
        for file in sorted((shared / "corpus" / folder).glob("*.json"))
    ]
    if not files:
        pytest.skip(f"no real descriptors: {shared} is absent")
    return files
