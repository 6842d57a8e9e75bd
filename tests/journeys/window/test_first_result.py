"""From a cold start to a chart of two analyses, by mouse: how many clicks, how many seconds."""

from __future__ import annotations

import time

from tests.journeys.window.program import Program

MOST_CLICKS = 8
_AN_ANALYSIS = 90.0


def test_the_sample_is_analysed_twice_and_compared_in_a_few_clicks(program: Program) -> None:
    program.open()
    began = time.monotonic()
    program.take("start")
    program.press("Open the sample")
    program.press("Algorithms")
    program.take("algorithms")
    program.press("New analysis")
    program.see("~ready")
    program.take("form")
