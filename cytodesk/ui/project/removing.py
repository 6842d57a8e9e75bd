"""Asking before images leave a project: what goes with them is counted first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from cytodesk.ui.amounts import number_said
from cytodesk.ui.look import Look
from cytodesk.ui.parts.dialogs import Answer, ask
from cytodesk.wire.images import ImageInstance


async def may_remove(look: Look, parent: QWidget, images: Sequence[ImageInstance]) -> bool:
    words = look.words
    title = words.plural(
        "Remove {number} image from the project?",
        "Remove {number} images from the project?",
        len(images),
    )
    drawn = sum(
        image.annotation_count + image.run_annotation_count + image.reviewed_annotation_count
        for image in images
    )
    counted = words.plural(
        "{amount} annotation is removed too.",
        "{amount} annotations are removed too.",
        drawn,
        amount=number_said(drawn),
    )
    stay = words("The files themselves stay.")
    text = f"{counted} {stay}" if drawn else stay
    answers = [Answer("remove", words("Remove")), Answer("keep", words("Keep"), "primary")]
    return await ask(look, parent, title, text, answers) == "remove"
