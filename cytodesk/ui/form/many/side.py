"""What stands beside the form: the image that it will run on, a table or a sweep."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from cytodesk.algorithms.batches.rows import How
from cytodesk.ui.form.answers import Answers
from cytodesk.ui.form.editors.table import Supply
from cytodesk.ui.form.image_panel import ImagePanel
from cytodesk.ui.form.images import image_parameter, shown_images, shown_terms
from cytodesk.ui.form.many.many import Many
from cytodesk.ui.form.many.sweep_panel import SweepPanel
from cytodesk.ui.form.many.table_panel import TablePanel
from cytodesk.ui.form.offers import Offers
from cytodesk.ui.form.thumbs import Thumbs
from cytodesk.ui.look import Look


class Side(QStackedWidget):
    csv_wanted = Signal()

    def __init__(self, look: Look, thumbs: Thumbs) -> None:
        super().__init__()
        self._words = look.words
        self.image = ImagePanel(look, thumbs)
        self.table = TablePanel(look)
        self.table.csv_wanted.connect(self.csv_wanted)
        self.sweep = SweepPanel(look)
        for panel in (self.image, self.table, self.sweep):
            self.addWidget(panel)

    def put(self, many: Many, supply: Supply) -> None:
        """Show what belongs to the way in which many analyses are made."""
        self.table.put(many, supply)
        self.sweep.put(many)
        self.turn_to(many.how)

    def turn_to(self, how: How) -> None:
        panels = {How.TABLE: self.table, How.SWEEP: self.sweep}
        self.setCurrentWidget(panels.get(how, self.image))

    def show_image(self, answers: Answers, offers: Offers) -> None:
        images, is_chosen = shown_images(answers, offers)
        none = self._words("This algorithm asks for no image.")
        said = none if image_parameter(answers) is None else ""
        self.image.show_images(images, is_chosen=is_chosen, said=said)
        self.image.show_terms(shown_terms(answers, offers))
