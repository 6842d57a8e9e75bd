"""The sample slide, made once, and the sample algorithms' own modules."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
import tifffile
from numpy.typing import NDArray

from cytodesk.sample.algorithms import sample_algorithms
from cytodesk.sample.slide import make_slide
from cytodesk.sample.truth import SampleTruth


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, SampleTruth]:
    path = tmp_path_factory.mktemp("sample") / "sample.tif"
    return path, make_slide(path)


@pytest.fixture(scope="session")
def pixels(sample: tuple[Path, SampleTruth]) -> NDArray[np.uint8]:
    """The slide at full resolution, as any program reads it: after JPEG."""
    return tifffile.imread(sample[0], key=0)


def _module(algorithm: str, name: str) -> Iterator[ModuleType]:
    """Import a module of an algorithm by path: the algorithms are no packages."""
    folder = next(one for one in sample_algorithms() if one.name == algorithm)
    spec = spec_from_file_location(name, folder / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[name] = module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module
    del sys.modules[name]


@pytest.fixture(scope="session")
def nuclei() -> Iterator[ModuleType]:
    yield from _module("detect-nuclei", "nuclei")


@pytest.fixture(scope="session")
def windows() -> Iterator[ModuleType]:
    yield from _module("detect-nuclei", "windows")


@pytest.fixture(scope="session")
def tissue() -> Iterator[ModuleType]:
    yield from _module("tissue-area", "tissue")
