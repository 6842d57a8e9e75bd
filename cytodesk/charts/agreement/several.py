"""More than two layers: how far all of them give the same terms."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cytodesk.charts.agreement.agreeing import Agreement
from cytodesk.charts.figures import Joined, Note
from cytodesk.charts.labels import NO_TERM
from cytodesk.charts.statistics.reliability import Kappa, fleiss_kappa
from cytodesk.errors import N_


def kappa_of_several(agreements: Sequence[Agreement]) -> Kappa | Note:
    """Return Fleiss' kappa of the baseline and all others, over what everybody found and named.

    All agreements have the same baseline. An object of the baseline counts where it has a partner
    in every other layer and a term in all of them. Layers that share no image with the baseline
    are left out.
    """
    agreements = [each for each in agreements if each.is_known]
    if len(agreements) < 2:
        return Note(N_("Not computed: Fleiss' kappa, which needs three layers or more."))
    names = list(dict.fromkeys(name for each in agreements for name in each.prepared.terms))
    code = {name: place for place, name in enumerate(names)}
    ratings = [_ratings(agreements[0], code)]
    ids = agreements[0].prepared.baseline.ids
    order = np.argsort(ids)
    for each in agreements:
        column = np.full(len(ids), code[NO_TERM])
        own = np.array([code[name] for name in each.prepared.terms], dtype=np.intp)
        pairs = np.flatnonzero(each.partner_of_baseline >= 0)
        given = own[each.prepared.other.label[each.partner_of_baseline[pairs]]]
        places, is_there = _places_of(each.prepared.baseline.ids[pairs], ids, order)
        column[places[is_there]] = given[is_there]
        ratings.append(column)
    table = np.column_stack(ratings)
    table = table[(table != code[NO_TERM]).all(axis=1)]
    counts = np.zeros((len(table), len(names)), dtype=np.int64)
    for column in table.T:
        counts[np.arange(len(table)), column] += 1
    return fleiss_kappa(counts)


def sentence_of_several(agreements: Sequence[Agreement]) -> Note | None:
    """Return what Fleiss' kappa says, or why there is none; None of two layers."""
    if len(agreements) < 2:
        return None
    kappa = kappa_of_several(agreements)
    if isinstance(kappa, Note):
        return kappa
    template = N_("Terms of {layers}: Fleiss' κ = {kappa} (n = {n} objects).")
    known = [each.prepared for each in agreements if each.is_known]
    layers = Joined((known[0].baseline.name, *(each.other.name for each in known)))
    fields = {"layers": layers, "kappa": round(kappa.kappa, 3), "n": kappa.n}
    return Note(template, fields)


def _places_of(
    wanted: NDArray[np.int64], ids: NDArray[np.int64], order: NDArray[np.intp]
) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Return where `wanted` stand among `ids`, and which do; `order` sorts `ids`."""
    if not len(ids):
        return np.zeros(len(wanted), dtype=np.intp), np.zeros(len(wanted), dtype=bool)
    places = order[np.minimum(np.searchsorted(ids, wanted, sorter=order), len(ids) - 1)]
    return places, ids[places] == wanted


def _ratings(agreement: Agreement, code: dict[str, int]) -> NDArray[np.intp]:
    own = np.array([code[name] for name in agreement.prepared.terms], dtype=np.intp)
    return own[agreement.prepared.baseline.label]
