"""Which editor enters which kind of parameter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from cytodesk.algorithms.parameters import Parameter, ParameterType
from cytodesk.ui.form.editors.date import DateEditor
from cytodesk.ui.form.editors.domain import DomainEditor
from cytodesk.ui.form.editors.editor import Editor
from cytodesk.ui.form.editors.entries import EntriesEditor
from cytodesk.ui.form.editors.number import NumberEditor
from cytodesk.ui.form.editors.one import PickEditor
from cytodesk.ui.form.editors.text import TextEditor
from cytodesk.ui.form.editors.truth import TruthEditor
from cytodesk.ui.form.offers import Offers
from cytodesk.ui.form.thumbs import Thumbs
from cytodesk.ui.look import Look


@dataclass(frozen=True, slots=True)
class Supply:
    """Where fields get what can be chosen."""

    offers: Offers
    thumbs: Thumbs


_EDITORS: dict[ParameterType, Callable[[Look, Parameter], Editor]] = {
    ParameterType.STRING: TextEditor,
    ParameterType.LIST: TextEditor,
    ParameterType.NUMBER: NumberEditor,
    ParameterType.BOOLEAN: TruthEditor,
    ParameterType.DATE: DateEditor,
}


def editor_for(look: Look, parameter: Parameter, supply: Supply) -> Editor:
    if parameter.type in (ParameterType.DOMAIN, ParameterType.LIST_DOMAIN):
        return DomainEditor(look, parameter, supply.offers.source(parameter), supply.thumbs)
    if parameter.entries is not None:
        return EntriesEditor(look, parameter, partial(editor_for, supply=supply))
    if parameter.choices:
        return PickEditor(look, parameter)
    return _EDITORS[parameter.type](look, parameter)
