"""RunsInImage: which container image an algorithm is in, whether it is here, and who runs it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cytodesk.client.installing import Needs
from cytodesk.ui.algorithms.standing import Standing
from cytodesk.ui.algorithms.standing_line import StandingLine
from cytodesk.ui.algorithms.surroundings import Surroundings
from cytodesk.ui.look import Look
from cytodesk.ui.parts.layouts import be_shown, column
from cytodesk.ui.parts.switches import Tick
from cytodesk.ui.parts.texts import Text


class RunsInImage(Surroundings):
    """An image that is not here is fetched now, unless one would rather wait."""

    def __init__(self, look: Look, needs: Needs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._needs = look.words, needs
        words = look.words
        self.image = Text(look, needs.image or "", "mono", wraps=True).be_selectable()
        self.standing = StandingLine(look, self._standing(), is_small=True)
        self.fetch = Tick(
            look, words("Fetch its image now, so that its first analysis starts at once")
        )
        self.fetch.set_value(True)
        self.fetch.changed.connect(self.changed)
        title = Text(look, words("The container image it runs in"), "label")
        self.setLayout(
            column(title, self.image, self.standing, self.fetch, spacing=4, margins=(0, 8, 0, 4))
        )
        be_shown(self.fetch, self._can_fetch)

    @property
    def fetches_now(self) -> bool:
        return self._can_fetch and self.fetch.value()

    @property
    def fetching(self) -> str:
        return self._words("Fetching its image")

    @property
    def _can_fetch(self) -> bool:
        return bool(self._needs.engine and self._needs.image) and not self._needs.image_is_here

    def _standing(self) -> Standing:
        words, needs = self._words, self._needs
        if needs.engine is None:
            return Standing(
                "warn",
                words("No container engine answers: it can be installed, and runs once one does."),
            )
        if needs.image_is_here:
            return Standing("good", words("It is here; {engine} runs it.", engine=needs.engine))
        said = words("It is not here yet; {engine} fetches it once.", engine=needs.engine)
        return Standing("soft", said)
