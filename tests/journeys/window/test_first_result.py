"""From a cold start to a chart of two analyses, by mouse: in how many clicks."""

from __future__ import annotations

import time
from collections.abc import Callable

from tests.journeys.window.program import Program

MOST_CLICKS = 8
_AN_ANALYSIS = 200.0
"""Seconds; the first one makes its environment."""


def test_the_sample_is_analysed_twice_and_compared_in_a_few_clicks(
    program: Program, record_property: Callable[[str, object], None]
) -> None:
    program.open()
    program.see("Open the sample")
    program.take("start")
    began = time.monotonic()
    program.press("Open the sample")
    program.see("~sample-nuclei.tif.*annotations")
    program.take("project")
    program.press("Algorithms")
    program.press("New analysis with Detect nuclei")
    program.press("~^Launch")
    program.press("Run again with these values")
    program.press("~^Has a good default")
    program.tab_to("Smallest nucleus")
    program.hand.key("ctrl+a")
    program.hand.type("50")
    program.take("form")
    program.press("~^Launch")
    program.see("Detect nuclei #2", "label")
    program.take("waiting")
    program.press("Add to compare", seconds=_AN_ANALYSIS)
    program.see("~^#2 against #1: Smallest nucleus 50 instead of 15. Objects found: ")
    program.see("~^Objects by term. Objects in all: #1 [0-9,]+, #2 ")
    record_property("seconds from Start to the chart", time.monotonic() - began)
    program.take("compared")
    assert program.hand.clicks <= MOST_CLICKS
