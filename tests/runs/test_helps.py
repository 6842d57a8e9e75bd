"""What is said to who runs a program without the container that it was written for."""

from __future__ import annotations

import pytest

from cytodesk.runs.helps import help_for


@pytest.mark.parametrize(
    ("words", "helps"),
    [
        ("ModuleNotFoundError: No module named 'bs4'", "has no bs4"),
        ("ModuleNotFoundError: No module named 'cytomine.utilities.reader'", "cytomine.utilities"),
        ("ImportError: cannot import name 'CytomineJob' from 'cytomine' (/x/y.py)", "2.4.1"),
        (
            "ImportError: cannot import name 'watershed' from 'skimage.morphology' (/x/y.py)",
            "skimage.morphology may be newer",
        ),
        ("AttributeError: module 'numpy' has no attribute 'int'.", "numpy may be newer"),
        ("FileNotFoundError: [Errno 2] No such file or directory: '/app'", "/app is a place"),
        ("OSError: No such file or directory: '/models/he/config.json'", "its container"),
        ("RuntimeError: No CUDA GPUs are available", "graphics card"),
        ("AssertionError: Torch not compiled with CUDA enabled", "graphics card"),
        ("RuntimeError: Found no NVIDIA driver on your system.", "graphics card"),
    ],
)
def test_what_a_container_would_have_is_named(words, helps):
    assert helps in help_for(words)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "ValueError: no image found for processing",
        "AttributeError: 'NoneType' object has no attribute 'shape'",
        "FileNotFoundError: [Errno 2] No such file or directory: 'tmp/output.txt'",
        "FileNotFoundError: [Errno 2] No such file or directory: '/home/me/slides/a.svs'",
        "It ended with 2",
    ],
)
def test_of_other_ends_nothing_is_guessed(words):
    assert help_for(words) == ""
