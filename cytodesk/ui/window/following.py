"""Following the runs of the project that one is in: in the strip, and beside Analyses."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from cytodesk.ui.window.frame import Frame

if TYPE_CHECKING:
    from cytodesk.client.run_lists import ListedRun
    from cytodesk.ui.here import Here
    from cytodesk.ui.remote import Remote
    from cytodesk.ui.runs.activity import ActivityStrip
    from cytodesk.ui.window.activity import Activity
    from cytodesk.ui.window.queueing import QueueWatch


class Following:
    """Nothing is followed, and nothing of it imported, until the first project is entered."""

    def __init__(
        self,
        frame: Frame,
        open_run: Callable[[int], None],
        station: Callable[[], Awaitable[Remote]],
    ) -> None:
        self._frame, self._open_run, self._station = frame, open_run, station
        self._activity: Activity | None = None

    def begin(self, here: Here) -> None:
        """Follow the runs of this project, and no other's."""
        from cytodesk.ui.window.activity import Activity

        if self._activity:
            self._activity.close()
            self._activity.deleteLater()
        self._activity = Activity(here, self._station)
        navigation = self._frame.navigation
        strip = self._strip()
        self._activity.changed.connect(strip.put)
        self._activity.queue.changed.connect(strip.put_queue)
        strip.put_queue(self._activity.queue.queue)
        self._activity.changed.connect(lambda runs: navigation.set_count("analyses", len(runs)))
        self._activity.look()

    def close(self) -> None:
        if self._activity:
            self._activity.close()

    @property
    def running(self) -> list[ListedRun]:
        return self._activity.running if self._activity else []

    @property
    def queue(self) -> QueueWatch | None:
        """The queue of the place where one is; None before the first project."""
        return self._activity.queue if self._activity else None

    def pause(self, yes: bool) -> None:
        """Let no further run of that queue start, or let them start again."""
        if self._activity:
            self._activity.queue.pause(yes)

    def before(self, run_id: int) -> ListedRun | None:
        """Return the run that this one is best compared with: see `Activity.before`."""
        return self._activity.before(run_id) if self._activity else None

    def look(self) -> None:
        if self._activity:
            self._activity.look()

    def look_after(self, batch_id: int) -> None:
        if self._activity:
            self._activity.batches.note(batch_id)
            self._activity.look()

    def _cancel(self, run_id: int) -> None:
        if self._activity:
            self._activity.cancel(run_id)

    def _strip(self) -> ActivityStrip:
        """Return the strip that shows runs, made when the first project is entered."""
        from cytodesk.ui.runs.activity import ActivityStrip

        strip = self._frame.strip
        if isinstance(strip, ActivityStrip):
            return strip
        strip = ActivityStrip(self._frame.house.look)
        strip.run_wanted.connect(self._open_run)
        strip.cancel_wanted.connect(self._cancel)
        strip.queue.pause_wanted.connect(self.pause)
        self._frame.put_strip(strip)
        return strip
