"""From a cold start to a chart of two analyses, by mouse: how many clicks, how many seconds."""

from __future__ import annotations

import time

from tests.journeys.window.program import Program

MOST_CLICKS = 8
MOST_SECONDS = 120.0
_AN_ANALYSIS = 100.0


def test_the_sample_is_analysed_twice_and_compared_in_a_few_clicks(program: Program) -> None:
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
    program.see("~only in Smallest nucleus|Smallest nucleus")
    took, clicks = time.monotonic() - began, program.hand.clicks
    program.take("compared")
    assert clicks <= MOST_CLICKS
    assert took <= MOST_SECONDS
    print(f"{clicks} clicks, {took:.1f} s")
    print(program.shown())
