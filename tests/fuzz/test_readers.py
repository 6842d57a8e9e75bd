"""Whatever bytes come: each reader takes them or refuses them in words, and soon.

Hypothesis changes what is right until it is wrong, always in the same ways. CYTODESK_FUZZ says how
often; `atheris_main.py` looks further, guided by what the code does, in an environment of its own.
"""

from __future__ import annotations

import os
import time
import warnings

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.fuzz.targets import TARGETS

_TIMES = int(os.environ.get("CYTODESK_FUZZ", "2500"))
_SOON = 10.0
"""Seconds; far more than any of them needs."""
_USUAL = {
    "phases": [Phase.generate],
    "suppress_health_check": list(HealthCheck),
    "database": None,
    "deadline": None,
}


@st.composite
def _changed(draw: st.DrawFn, seeds: tuple[bytes, ...]) -> bytes:
    """Cut, flip, insert and repeat pieces of a seed."""
    content = bytearray(draw(st.sampled_from(seeds)))
    for _ in range(draw(st.integers(0, 6))):
        place = draw(st.integers(0, max(0, len(content) - 1)))
        length = draw(st.integers(0, 40))
        match draw(st.integers(0, 4)):
            case 0:
                content[place : place + length] = draw(st.binary(max_size=8))
            case 1:
                content[place : place + 4] = draw(st.sampled_from(_ODD))
            case 2:
                content[place:place] = content[place : place + length] * draw(st.integers(1, 50))
            case 3:
                del content[place:]
            case _ if content:
                content[place] ^= 1 << draw(st.integers(0, 7))
    return bytes(content)


_ODD = (
    b"\xff\xff\xff\xff",
    b"\x00\x00\x00\x00",
    b"\x7f\xff\xff\xff",
    b"1e999",
    b"nan",
    b"-1",
    b'"',
    b"[[[[",
    b"{",
    b"null",
    b"\xed\xa0\x80",
    b"../",
    b"\r\n",
)


@pytest.mark.faults
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("name", TARGETS)
def test_whatever_bytes_come_they_are_taken_or_refused_in_words(name: str) -> None:
    target = TARGETS[name]
    times = max(30, _TIMES // (100 if target.slow else 10))

    @settings(max_examples=times, **_USUAL)  # type: ignore[arg-type]
    @given(content=_changed(target.seeds))
    def read(content: bytes) -> None:
        began = time.monotonic()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            target(content)
        assert time.monotonic() - began < _SOON

    read()


@pytest.mark.parametrize("name", TARGETS)
def test_the_seeds_come_past_the_door(name: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        taken = [TARGETS[name](seed) for seed in TARGETS[name].seeds]
    assert any(taken), name
