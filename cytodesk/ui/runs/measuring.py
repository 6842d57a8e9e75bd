"""What one analysis left, measured: again only where it left something else than before."""

from __future__ import annotations

from cytodesk.client.passport import passport_of
from cytodesk.client.run_care import left_behind
from cytodesk.client.run_details import RunDetails
from cytodesk.ui.here import Here
from cytodesk.ui.runs.figures import RunFigures, View, be_ready, figures_apart, figures_of
from cytodesk.ui.runs.results import ResultsCard
from cytodesk.ui.tasks import Tasks
from cytodesk.ui.worker import Worker

_MANY = 300
"""Annotations from which on a process of its own measures: a thousand hold this one for 0.1 s."""
_PICTURE = 512


class Measuring:
    """Fills `results`; its process ends with their widget."""

    def __init__(self, here: Here, results: ResultsCard, tasks: Tasks) -> None:
        self._here, self._results, self._tasks = here, results, tasks
        self._measured: tuple[object, ...] = ()
        self._is_warm = False
        worker = self._worker = Worker()
        results.destroyed.connect(lambda: worker.close())

    def forget(self) -> None:
        self._measured = ()

    async def measure(self, details: RunDetails) -> None:
        words, run = self._here.look.words, details.row
        if run.data_deleted:
            self._results.say(words("Its data was deleted"), words("Parameters and log stay."))
        elif not run.state.has_ended:
            self._results.say(words("No results yet"), words("They are counted when it has ended."))
            self._warm_up()
        else:
            await self._measure(details)

    async def _measure(self, details: RunDetails) -> None:
        left = await self._here.remote.ask(left_behind, details.row.id)
        key = (left.annotations, details.row.state)
        if key == self._measured:
            return
        self._results.loading()
        figures = await self._figures(details, left.annotations)
        self._measured = key
        self._results.put(figures)
        if figures.view is not None:
            self._tasks.start(self._show_picture(figures.view), replacing="picture")

    def _warm_up(self) -> None:
        """Start the process that will measure, once, while the run goes on."""
        if not self._is_warm:
            self._is_warm = True
            self._tasks.start(self._worker.ask(be_ready))

    async def _figures(self, details: RunDetails, annotations: int) -> RunFigures:
        remote, run, project = self._here.remote, details.run, self._here.project
        if annotations <= _MANY:
            return await remote.ask(figures_of, run, project)
        passport = passport_of(remote.connection)
        try:
            return await self._worker.ask(figures_apart, passport, run, project)
        finally:
            self._worker.close()  # they seldom change: its memory is worth more

    async def _show_picture(self, view: View) -> None:
        self._results.picture.clear()
        path = f"imageinstance/{view.image.id}/window-{view.x}-{view.y}-{view.width}-{view.height}"
        picture = await self._here.remote.picture(f"{path}.jpg", maxSize=_PICTURE)
        self._results.picture.put(view, picture)
