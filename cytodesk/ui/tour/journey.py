"""What the tour clicks: from the Start page to a comparison, as a person would."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton, QLineEdit

from cytodesk.errors import N_
from cytodesk.ui.compare.page import ComparePage
from cytodesk.ui.form.field import Field
from cytodesk.ui.form.launch_bar import LaunchBar
from cytodesk.ui.parts.tabs import Tabs
from cytodesk.ui.runs.activity import ActivityStrip
from cytodesk.ui.runs.analysis import AnalysisPage
from cytodesk.ui.tour.album import Album
from cytodesk.ui.tour.hand import Hand
from cytodesk.ui.window.main_window import MainWindow
from cytodesk.wire.runs import RunState

_FIELD, _OTHER = "Smallest nucleus", "50"
_WITHIN = 300.0
"""Seconds for an analysis: the first one makes its environment."""


class Journey:
    def __init__(self, window: MainWindow, hand: Hand, album: Album) -> None:
        self._window, self._hand, self._album = window, hand, album
        self._words = window.house.look.words

    async def whole(self) -> dict[str, str]:
        """Play all of it; return what there is to tell beside the pictures."""
        await self._take("start", N_("Start: everything begins here."))
        await self._first_analysis()
        await self._second_analysis()
        told = {self._words("Clicks to a chart of two analyses"): str(self._hand.clicks)}
        await self._comparison()
        await self._cancelled()
        await self._other_pages()
        return told

    async def _first_analysis(self) -> None:
        await self._press(N_("Open the sample"))
        await self._hand.until(lambda: self._window.here is not None, "the sample project")
        await self._take("project", N_("The sample project: a slide, its terms, its truth."))
        await self._press(N_("Algorithms"))
        await self._hand.found(lambda: self._button(N_("New analysis")), "an algorithm")
        await self._take("algorithms", N_("Algorithms, and whether they can run here."))
        await self._press(N_("New analysis"))
        await self._can_launch()
        await self._take("new-analysis", N_("The form of an algorithm, from its descriptor."))
        await self._launch()
        await self._take("running", N_("The analysis runs; its log grows."))
        await self._ended(RunState.SUCCEEDED)
        await self._take("analysis", N_("What it left: annotations by term, files, the log."))

    async def _second_analysis(self) -> None:
        hand = self._hand
        await self._press(N_("Run again with these values"))
        await self._can_launch()
        await self._press(N_("Has a good default"))
        (await hand.found(self._field, _FIELD)).focus()
        line = await hand.found(self._threshold, _FIELD)
        await hand.write(line, _OTHER)
        await self._can_launch()
        await self._take("changed", N_("Another threshold; what was changed can be put back."))
        await self._launch()
        await self._ended(RunState.SUCCEEDED)
        await self._press(N_("Add to compare"))
        await hand.until(self._is_compared, "the comparison")

    async def _comparison(self) -> None:
        """Take a picture of each tab."""
        tabs = await self._hand.see(Tabs)
        for place in range(tabs.count()):
            tabs.setCurrentIndex(place)
            await self._hand.until(self._is_compared, tabs.tabText(place))
            await self._take(f"compare-{place + 1}", tabs.tabText(place))

    async def _cancelled(self) -> None:
        """Start one more analysis, and stop it from the strip below."""
        await self._press(N_("Analyses"))
        await self._press(N_("New analysis"))
        await self._can_launch()
        await self._launch()
        strip = await self._hand.see(ActivityStrip)
        await self._press(N_("Cancel it"), strip)
        await self._ended(RunState.CANCELLED)
        await self._take("cancelled", N_("One that was cancelled."))

    async def _other_pages(self) -> None:
        await self._press(N_("Analyses"))
        await self._take("analyses", N_("All analyses of the project."))
        await self._press(N_("Preferences"))
        await self._take("preferences", N_("Preferences."))
        await self._press(N_("Start"))
        await self._take("start-again", N_("Start knows what was open lately."))

    # what a hand does again and again

    async def _press(self, words: str, within: ActivityStrip | None = None) -> None:
        await self._hand.press(self._words(words), within)

    async def _take(self, name: str, says: str) -> None:
        await self._album.take(name, self._words(says))

    async def _launch(self) -> None:
        bar = await self._hand.see(LaunchBar)
        await self._hand.click(bar.launch)
        await self._hand.until(lambda: self._state() is not None, "the analysis")

    async def _can_launch(self) -> None:
        bar = await self._hand.see(LaunchBar)
        await self._hand.until(bar.launch.isEnabled, "Launch")

    async def _ended(self, state: RunState) -> None:
        await self._hand.until(lambda: self._state() is state, state.value, _WITHIN)

    def _state(self) -> RunState | None:
        page = self._window.book.currentWidget()
        if isinstance(page, AnalysisPage) and page.details is not None:
            return page.details.row.state
        return None

    def _is_compared(self) -> bool:
        page = self._window.book.currentWidget()
        return isinstance(page, ComparePage) and page.is_ready

    def _button(self, words: str) -> QAbstractButton | None:
        return self._hand.button(self._words(words), self._window.book.currentWidget())

    def _field(self) -> Field | None:
        fields = self._window.book.findChildren(Field)
        named = (each for each in fields if each.accessibleName() == _FIELD and each.isVisible())
        return next(named, None)

    def _threshold(self) -> QLineEdit | None:
        field = self._field()
        lines = field.findChildren(QLineEdit) if field else ()
        return next((each for each in lines if each.isVisible()), None)
