"""Where on the slide the runs disagree."""

from __future__ import annotations

from cytodesk.ui.compare.study import Studied
from cytodesk.ui.compare.view import Bench, View
from cytodesk.ui.parts.layouts import column
from cytodesk.ui.parts.texts import Text


class SlideView(View):
    """Says where outlines can be seen meanwhile."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        words = self._look.words
        said = words("Outlines on the slide are not shown here yet. Agreement shows the objects.")
        self.setLayout(column(Text(self._look, said, "soft", wraps=True), None))

    def show_study(self, studied: Studied, *, only_differences: bool) -> None:
        return
