"""A doorkeeper hears each signal, whatever it is about at that moment."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.journeys.command_line import ROOT

_SIGNALS = """
import faulthandler, os, signal, threading, time
from cytodesk.station.door import AskedToEnd

faulthandler.dump_traceback_later(60, exit=True)
asked, heard, sent = AskedToEnd(), 0, threading.Event()

def send():
    for _ in range(3000):
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(0.0003)
    sent.set()

threading.Thread(target=send).start()
while not sent.is_set():
    asked.wait(0.001)
    heard += asked.is_so
    asked.is_so = False
print(heard > 0)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a signal to oneself ends a program there")
def test_a_signal_that_interrupts_the_wait_for_it_is_heard() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _SIGNALS], cwd=ROOT, capture_output=True, text=True, timeout=90
    )
    assert done.stdout == "True\n", done.stderr
