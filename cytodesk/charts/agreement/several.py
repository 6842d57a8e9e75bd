"""More than two layers: how far all of them give the same terms."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cytodesk.charts.agreement.agreeing import Agreement
from cytodesk.charts.figures import Note
from cytodesk.charts.labels import NO_TERM
from cytodesk.charts.statistics.reliability import Kappa, fleiss_kappa
from cytodesk.errors import N_


def kappa_of_several(agreements: Sequence[Agreement]) -> Kappa | Note:
    """Return Fleiss' kappa of the baseline and all others, over what everybody found and named.

    All agreements have the same baseline. An object of the baseline counts where it has a partner
    in every other layer and a term in all of them.
    """
    if len(agreements) < 2:
        return Note(N_("Not computed: Fleiss' kappa, which needs three layers or more."))
    names = list(dict.fromkeys(name for each in agreements for name in each.prepared.terms))
    code = {name: place for place, name in enumerate(names)}
    ratings = [_ratings(agreements[0], code)]
    places = {int(id_): place for place, id_ in enumerate(agreements[0].prepared.baseline.ids)}
    for each in agreements:
        column = np.full(len(places), code[NO_TERM])
        own = np.array([code[name] for name in each.prepared.terms], dtype=np.intp)
        pairs = np.flatnonzero(each.partner_of_baseline >= 0)
        given = own[each.prepared.other.label[each.partner_of_baseline[pairs]]]
        ids = each.prepared.baseline.ids[pairs].tolist()
        known = [place for place, id_ in enumerate(ids) if id_ in places]
        column[[places[ids[place]] for place in known]] = given[known]
        ratings.append(column)
    table = np.column_stack(ratings)
    table = table[(table != code[NO_TERM]).all(axis=1)]
    counts = np.zeros((len(table), len(names)), dtype=np.int64)
    for column in table.T:
        counts[np.arange(len(table)), column] += 1
    return fleiss_kappa(counts)


def _ratings(agreement: Agreement, code: dict[str, int]) -> np.typing.NDArray[np.intp]:
    own = np.array([code[name] for name in agreement.prepared.terms], dtype=np.intp)
    return own[agreement.prepared.baseline.label]
