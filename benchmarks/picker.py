"""How long it takes to choose among very many images, beside Qt's bare lists.

    python benchmarks/picker.py [--count 100000] [--large 0]

A workspace of `--count` images is made and served by a real station; the picker of the form is
opened on it, its first page included, searched, and scrolled from end to end. Beside it stand a
bare QListView (uniform sizes, a QStringListModel that is ready) and a QComboBox. Stalls are those
of a 1 ms timer, above what it has while nothing happens. With `--large 1000000` the station alone
is asked for pages and searches of that many.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import gc
import os
import random
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import httpx
import psutil
from PySide6.QtCore import QStringListModel, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QListView, QWidget
from qasync import QEventLoop

from cytodesk.algorithms.parameters import Parameter, ParameterType
from cytodesk.assets import Words
from cytodesk.client.connection import Connection
from cytodesk.desk import Desk
from cytodesk.ui.form.editors.many import ManyEditor
from cytodesk.ui.form.offers import Offers
from cytodesk.ui.form.thumbs import Thumbs
from cytodesk.ui.look import Look
from cytodesk.ui.parts.layouts import column
from cytodesk.ui.remote import Remote
from cytodesk.ui.theme.theme import Theme
from cytodesk.ui.window.opening import TURN
from cytodesk.wire.projects import Project
from cytodesk.workspace.people import HUMAN, ensure_human
from cytodesk.workspace.store import Workspace
from cytodesk.workspace.writer import Change

IMAGES = Parameter(
    id="images",
    name="Images",
    type=ParameterType.LIST_DOMAIN,
    uri="/api/project/$currentProject$/imageinstance.json",
    print_attribute="instanceFilename",
    sort_attribute="instanceFilename",
)
STAINS = ("HE", "PAS", "Ki67", "CD3", "Trichrome")
SEARCHES = ("ki6", "pat", "123", "tri", "zzz", "e 2")
_TURNS = 7
_TOGETHER = 5000


def furnish(folder: Path, count: int) -> None:
    """Make a workspace with one project of `count` images that have no pixels."""
    dice = random.Random(1)
    space = Workspace(folder)
    ensure_human(space, "somebody")
    project = space.write(_project)
    for first in range(0, count, _TOGETHER):
        names = [_name(dice, number) for number in range(first, min(first + _TOGETHER, count))]
        space.write(lambda change, names=names: _images(change, project, names))
    space.close()


def _name(dice: random.Random, number: int) -> str:
    return f"{dice.choice(STAINS)} patient {number % 50000:05d} slide {number // 50000 + 1}.svs"


def _project(change: Change) -> int:
    ontology = change.insert("ontology", name="Words", user=HUMAN)
    return change.insert("project", name="Large", ontology=ontology)


def _images(change: Change, project: int, names: Sequence[str]) -> None:
    for name in names:
        change.insert(
            "image",
            base_image=change.new_id(),
            slice=change.new_id(),
            base_slice=change.new_id(),
            project=project,
            user=HUMAN,
            name=name,
            original_name=name,
            path="nowhere",
            is_copy=0,
            fingerprint="",
            token=secrets.token_hex(16),
            content_type="image/tiff",
            width=40_000,
            height=30_000,
            channels=1,
            pixel_size_x=0.25,
            pixel_size_y=0.25,
            magnification=40.0,
            zoom=8,
        )


def best(measure: Callable[[], object]) -> float:
    """Return the milliseconds of the quickest of some turns."""
    turns = []
    for _ in range(_TURNS):
        start = time.perf_counter()
        measure()
        turns.append((time.perf_counter() - start) * 1000)
    return min(turns)


def ask_station(place: Connection, project: Project, count: int) -> None:
    """Print what pages and searches take, answered and read."""
    path = f"project/{project.id}/imageinstance.json"
    order = {"sort": "instanceFilename", "order": "asc"}
    print(f"station, {count:,} images, pages of 100, answered and read:")
    for share in (0.0, 0.25, 0.5, 0.75, 0.999):
        offset = int(count * share)
        spent = best(lambda offset=offset: place.page(path, size=100, offset=offset, **order))
        print(f"  by offset {offset:9,}   {spent:7.1f} ms")
    before = place.page(path, size=1, offset=count // 2, **order).rows[0]["id"]
    spent = best(lambda: place.page(path, size=100, after=before, **order))
    print(f"  by key                {spent:7.1f} ms")
    for text in SEARCHES:
        query = {"instanceFilename[ilike]": text, **order}
        total = place.page(path, size=100, **query).total
        spent = best(lambda query=query: place.page(path, size=100, **query))
        print(f"  search {text!r:6} {total:9,}  {spent:7.1f} ms")


class Beats:
    """A timer of 1 ms that knows how late it was."""

    def __init__(self) -> None:
        self._last = time.perf_counter()
        self.gaps: list[float] = []
        self._timer = QTimer(interval=1, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now = time.perf_counter()
        self.gaps.append((now - self._last) * 1000)
        self._last = now

    def taken(self) -> tuple[float, float]:
        """Return p99 and the longest since the last time, in ms."""
        gaps, self.gaps = sorted(self.gaps), []
        return gaps[int(len(gaps) * 0.99)] if gaps else 0.0, gaps[-1] if gaps else 0.0


def bare_list(texts: list[str]) -> float:
    model = QStringListModel(texts)

    def show() -> None:
        view = QListView()
        view.setUniformItemSizes(True)
        view.setModel(model)
        _shown(view)
        view.close()
        view.deleteLater()

    return best(show)


def combo_box(texts: list[str]) -> float:
    box = QComboBox()
    box.addItems(texts)
    box.show()
    start = time.perf_counter()
    box.showPopup()
    QApplication.processEvents()
    spent = (time.perf_counter() - start) * 1000
    box.hidePopup()
    box.close()
    box.deleteLater()
    return spent


def _shown(widget: QWidget) -> None:
    widget.resize(460, 300)
    widget.show()
    QApplication.processEvents()
    widget.repaint()


class Picker:
    """The form's picker of several images in a window of its own, on a real station."""

    def __init__(self, look: Look, remote: Remote, project: Project) -> None:
        self.offers = Offers(remote, project)
        self.thumbs = Thumbs(remote, edge=96)
        self.window = QWidget()
        self.editor = ManyEditor(look, IMAGES, self.offers.source(IMAGES), self.thumbs)
        self.window.setLayout(column(self.editor, None, margins=(20, 20, 20, 20)))
        self.window.resize(500, 700)
        self.window.show()
        self.window.activateWindow()

    async def until(self, claim: Callable[[], object]) -> None:
        """Wait until `claim` holds, and paint."""
        while not claim():
            await asyncio.sleep(0.002)
        self.editor._list.view.viewport().repaint()

    async def open(self) -> tuple[float, float]:
        """Return the milliseconds until the list is shown, and those of work in this thread."""
        start, work = time.perf_counter(), time.thread_time()
        QTest.keyClick(self.editor._line.edit, Qt.Key.Key_Down)
        await self.until(lambda: self.editor._model.choice(0) is not None)
        return _since(start, work)

    async def type(self, text: str) -> tuple[float, float]:
        start, work = time.perf_counter(), time.thread_time()
        QTest.keyClicks(self.editor._line.edit, text[-1])
        wanted = self.editor._line.text()
        await self.until(lambda: self.editor._model.query == wanted)
        return _since(start, work)

    async def scroll(self) -> None:
        bar = self.editor._list.view.verticalScrollBar()
        for step in range(200):
            bar.setValue(bar.maximum() * step // 199)
            await asyncio.sleep(0.01)
        await self.until(lambda: not self.editor._model.missing(*self.editor._list.in_sight()))

    def close(self) -> None:
        self.offers.end()
        self.thumbs.end()
        self.window.close()
        self.window.deleteLater()


async def use_window(look: Look, place: Connection, project: Project) -> None:
    remote = Remote(place)
    gc.collect()
    gc.freeze()  # both as the program does after its start
    sys.setswitchinterval(TURN)
    beats = Beats()
    opened = []
    for _ in range(_TURNS):
        picker = Picker(look, remote, project)
        opened.append(await picker.open())
        picker.close()
        await asyncio.sleep(0.05)
    wall, work = min(opened)
    print(f"  ours: open {wall:7.1f} ms ({work:.1f} in the window's thread), first page included")
    picker = Picker(look, remote, project)
    await picker.open()
    beats.taken()
    await asyncio.sleep(2)
    idle_p99, idle = beats.taken()
    keys = []
    for word in ("patient", "ki67", "slide"):
        for end in range(1, len(word) + 1):
            keys.append(await picker.type(word[:end]))
            await asyncio.sleep(0.05)
        picker.editor._line.set_text("")
        picker.editor._search()
        await asyncio.sleep(0.2)
    for place, what in enumerate(("key to list", "of it in the window's thread")):
        spent = [each[place] for each in keys]
        said = f"median {statistics.median(spent):.1f}, longest {max(spent):.1f} ms"
        print(f"  ours: {what} {said} of {len(keys)}")
    typing = beats.taken()
    await picker.scroll()
    before = psutil.Process().memory_info().rss
    for _ in range(3):
        await picker.scroll()
    grown = (psutil.Process().memory_info().rss - before) / 1e6
    scrolling = beats.taken()
    print(f"  gaps of a 1 ms timer, p99 and longest: idle {idle_p99:.1f}, {idle:.1f} ms;")
    print(f"    typing {typing[0]:.1f}, {typing[1]:.1f} ms; scrolling {_pair(scrolling)}")
    print(f"  memory grown by three more ways from end to end: {grown:.1f} MB")
    picker.close()
    remote.close()


def _since(start: float, work: float) -> tuple[float, float]:
    return (time.perf_counter() - start) * 1000, (time.thread_time() - work) * 1000


def _pair(gaps: tuple[float, float]) -> str:
    return f"{gaps[0]:.1f}, {gaps[1]:.1f} ms"


def served(folder: Path, count: int, use: Callable[[Connection, Project], None]) -> None:
    workspace = folder / f"workspace-{count}"
    furnish(workspace, count)
    with Desk("cli") as desk:
        place = desk.connect(workspace=workspace)
        try:
            use(place, next(iter(place.things(Project, "project.json"))))
        finally:
            _stop(place)


def _stop(place: Connection) -> None:
    """Stop the station and wait until nobody answers: its folder will be removed."""
    place.post("/station/v1/stop", {"now": True})
    give_up = time.monotonic() + 20
    with contextlib.suppress(httpx.HTTPError):
        while time.monotonic() < give_up:
            httpx.get(f"{place.url}/server/ping", trust_env=False, timeout=1)
            time.sleep(0.1)
    place.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--large", type=int, default=0)
    asked = parser.parse_args()
    application = QApplication([])
    application.setQuitOnLastWindowClosed(False)
    dice = random.Random(1)
    texts = [_name(dice, number) for number in range(asked.count)]
    print(f"window, {asked.count:,} images:")
    print(f"  bare QListView: open {bare_list(texts):7.1f} ms, its texts being there")
    print(f"  QComboBox: open {combo_box(texts):7.1f} ms, its texts being there")
    look = Look(Theme(application, "light"), Words())

    def use(place: Connection, project: Project) -> None:
        with QEventLoop(application) as loop:
            loop.run_until_complete(use_window(look, place, project))
        ask_station(place, project, asked.count)

    with tempfile.TemporaryDirectory() as folder:
        os.environ["CYTODESK_HOME"] = folder
        served(Path(folder), asked.count, use)
        if asked.large:
            served(Path(folder), asked.large, lambda *it: ask_station(*it, asked.large))


if __name__ == "__main__":
    main()
