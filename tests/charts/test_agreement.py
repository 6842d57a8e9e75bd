from __future__ import annotations

import json
import pickle

import pytest
import shapely

from cytodesk.charts.agreement.agreeing import NO_PARTNER, Agreement, agree
from cytodesk.charts.agreement.fates import Fate
from cytodesk.charts.agreement.preparing import prepare
from cytodesk.charts.agreement.several import kappa_of_several
from cytodesk.charts.agreement.told import agreement_json
from cytodesk.charts.figures import Note
from cytodesk.charts.labels import NO_TERM
from cytodesk.errors import BadInput
from cytodesk.wire.images import ImageInstance
from cytodesk.wire.runs import RunState

from .made import BOW_TIE, IMAGES, box, given, outline, run

SIZED = {
    id_: ImageInstance(id=id_, project=9, name=f"{id_}.svs", width=200, height=100)
    for id_ in (1, 2, 3)
}


def agreement(one, other, iou=0.5, **options) -> Agreement:
    return agree(
        prepare(run(500, one, images=SIZED), run(501, other, images=SIZED), **options), iou
    )


def fates(found: Agreement) -> tuple[list[Fate], list[Fate]]:
    return (
        [Fate(each) for each in found.fates_of_baseline],
        [Fate(each) for each in found.fates_of_other],
    )


def test_objects_meet_on_the_image_of_the_same_name_only():
    here = [outline(1, box(10, 10), 1), outline(2, box(10, 10), 2)]
    there = [outline(3, box(10, 10), 2), outline(4, box(10, 10), 3)]
    found = agreement(here, there)
    assert [scores.matches for scores in found.by_image] == [0, 1, 0]
    assert fates(found) == ([Fate.MISSED, Fate.MATCHED], [Fate.MATCHED, Fate.EXTRA])
    pooled = found.pooled
    assert (pooled.precision, pooled.recall, pooled.f1) == (0.5, 0.5, 0.5)
    assert (pooled.panoptic_quality, pooled.mean_iou) == (0.5, 1.0)


def test_one_that_several_cover_is_split_and_the_reverse_is_merged():
    whole = [outline(1, box(10, 10))]
    parts = [outline(2, box(4, 10)), outline(3, box(4, 10, 6))]
    assert fates(agreement(whole, parts)) == ([Fate.SPLIT], [Fate.SPLIT, Fate.SPLIT])
    assert fates(agreement(parts, whole)) == ([Fate.MERGED, Fate.MERGED], [Fate.MERGED])


def test_parts_that_cover_less_than_a_half_together_split_nothing():
    whole = [outline(1, box(10, 10))]
    twice_the_same = [outline(2, box(4, 10)), outline(3, box(4, 10))]
    assert fates(agreement(whole, twice_the_same)) == (
        [Fate.DISPLACED],
        [Fate.DISPLACED, Fate.DISPLACED],
    )


def test_exactly_one_half_is_enough():
    whole = [outline(1, box(10, 10))]
    parts = [outline(2, box(3, 10)), outline(3, box(2, 10, 8))]
    assert fates(agreement(whole, parts))[0] == [Fate.SPLIT]


def test_a_match_wins_over_a_split():
    whole = [outline(1, box(10, 10))]
    parts = [outline(2, box(8, 10)), outline(3, box(1, 10, 9))]
    assert fates(agreement(whole, parts)) == ([Fate.MATCHED], [Fate.MATCHED, Fate.SPLIT])


def test_another_term_is_relabelled_and_no_term_is_not():
    here = [outline(1, box(9, 9)), outline(2, box(9, 9, 20)), outline(3, box(9, 9, 40), terms=())]
    there = [
        outline(4, box(9, 9), terms=(12,)),
        outline(5, box(9, 9, 20), terms=()),
        outline(6, box(9, 9, 40)),
    ]
    assert fates(agreement(here, there))[0] == [Fate.RELABELLED, Fate.MATCHED, Fate.MATCHED]


def test_less_than_a_tenth_of_both_is_missed_and_extra():
    here, there = [outline(1, box(10, 10))], [outline(2, box(10, 10, 9.5))]
    assert fates(agreement(here, there)) == ([Fate.MISSED], [Fate.EXTRA])
    there = [outline(2, box(10, 10, 9))]
    assert fates(agreement(here, there)) == ([Fate.DISPLACED], [Fate.DISPLACED])


def test_the_confusion_counts_every_object_once_and_its_cells_can_be_seen():
    here = [outline(1, box(9, 9)), outline(2, box(9, 9, 20)), outline(3, box(5, 5, 40))]
    there = [
        outline(4, box(9, 9)),
        outline(5, box(9, 9, 20), terms=(12,)),
        outline(6, box(3, 3, 80)),
    ]
    found = agreement(here, there)
    assert found.labels == ("Nucleus", "Stroma", NO_TERM, NO_PARTNER)
    assert found.confusion.tolist() == [[1, 1, 0, 1], [0, 0, 0, 0], [0, 0, 0, 0], [1, 0, 0, 0]]
    (cell,) = found.cell("Nucleus", "Stroma")
    assert (cell.baseline, cell.other, cell.fate) == (2, 5, Fate.RELABELLED)
    assert [(each.baseline, each.other) for each in found.disagreements()] == [
        (2, 5),
        (3, None),
        (None, 6),
    ]


def test_scores_of_a_term_count_pairs_that_both_gave_it():
    here = [outline(1, box(9, 9)), outline(2, box(9, 9, 20)), outline(3, box(5, 5, 40))]
    there = [outline(4, box(9, 9)), outline(5, box(9, 9, 20), terms=(12,))]
    found = agreement(here, there)
    nucleus, stroma = found.scores_of("Nucleus"), found.scores_of("Stroma")
    assert (nucleus.matches, nucleus.baseline, nucleus.other) == (1, 3, 1)
    assert (stroma.matches, stroma.baseline, stroma.other, stroma.recall) == (0, 0, 1, None)
    assert nucleus.iou_sum == 1.0


def test_kappa_is_of_pairs_that_both_named():
    here = [outline(n, box(9, 9, 20 * n), terms=(11 if n < 6 else 12,)) for n in range(8)]
    there = [outline(n, box(9, 9, 20 * n), terms=(11 if n < 5 else 12,)) for n in range(8)]
    kappa = agreement(here, there).kappa
    assert not isinstance(kappa, Note)
    assert (kappa.n, kappa.observed) == (8, 7 / 8)
    assert kappa.kappa == pytest.approx((7 / 8 - 0.5625) / (1 - 0.5625))
    of_one = agreement(here[:3], there[:3]).kappa
    assert isinstance(of_one, Note)
    assert of_one.said().endswith("as everybody gave one and the same term.")


def test_pixels_agree_as_areas_do():
    found = agreement([outline(1, box(20, 10))], [outline(2, box(10, 20))])
    assert found.covered
    assert found.covered.dice == pytest.approx(0.5)
    assert found.covered.iou == pytest.approx(1 / 3)


def test_images_on_which_a_failed_run_left_nothing_are_left_out_and_said():
    whole = run(500, [outline(1, box(9, 9), 1), outline(2, box(9, 9), 2)], images=SIZED)
    broken = run(501, [outline(3, box(9, 9), 1)], images=SIZED, state=RunState.FAILED)
    prepared = prepare(whole, broken)
    assert prepared.images == ("1.svs",)
    assert [note.said() for note in prepared.notes] == [
        "Images left out, on which one side may not have looked: 1."
    ]


def test_an_image_that_a_run_was_not_given_is_left_out():
    whole = run(500, [outline(1, box(9, 9), 1), outline(2, box(9, 9), 2)], images=SIZED)
    values = [given("images", "1,3", "ListDomain")]
    other = run(501, [outline(3, box(9, 9), 1)], images=SIZED, parameters=values)
    assert other.looked_at == {1, 3}
    assert prepare(whole, other).images == ("1.svs",)
    every = run(502, [outline(3, box(9, 9), 1)], images=SIZED)
    assert every.looked_at is None
    prepared = prepare(whole, every)
    assert prepared.images == ("1.svs", "2.svs")
    assert [note.said() for note in prepared.notes] == [
        "Images where one side left nothing, counted as nothing found: 1."
    ]


def test_one_term_can_be_asked_for():
    here = [outline(1, box(9, 9)), outline(2, box(50, 50, 20), terms=(12,))]
    found = agreement(here, [outline(3, box(9, 9))], terms={"Nucleus"})
    assert (found.pooled.baseline, found.pooled.recall) == (1, 1.0)


def test_what_has_no_area_matches_nothing_and_is_counted():
    found = agreement([outline(1, "POINT (1 1)"), outline(2, BOW_TIE)], [outline(3, BOW_TIE)])
    assert found.pooled.matches == 1
    notes = [note.said() for note in found.prepared.notes]
    assert "#1: objects without an area, which match nothing: 1." in notes


def test_nothing_at_all_has_no_score_and_says_so():
    found = agreement([], [])
    assert (found.pooled.f1, found.pooled.precision, found.covered) == (None, None, None)
    assert found.sentence().said() == "Neither #1 nor #2 left objects to compare."
    json.dumps(agreement_json(found), allow_nan=False)


def test_an_agreement_can_be_sent_to_a_worker_and_told():
    here = [outline(1, box(9, 9)), outline(2, box(9, 9, 20))]
    found = agreement(here, [outline(3, box(9, 9)), outline(4, box(9, 5, 20), terms=(12,))])
    told = json.loads(json.dumps(agreement_json(found), allow_nan=False))
    assert agreement_json(pickle.loads(pickle.dumps(found))) == told
    assert told["pooled"]["f1"] == 1.0
    assert told["sentence"] == (
        "At IoU 0.5, 2 of 2 objects of #1 and 2 of #2 match (F1 1.000); "
        "missed 0, extra 0, split 0, merged 0."
    )


def test_the_iou_moves_without_measuring_again():
    prepared = prepare(
        run(500, [outline(1, box(10, 10))], images=SIZED),
        run(501, [outline(2, box(10, 7))], images=SIZED),
    )
    assert [agree(prepared, iou).pooled.matches for iou in (0.1, 0.7, 0.71, 1.0)] == [1, 1, 0, 0]
    for wrong in (0.0, 0.09, 1.1):
        with pytest.raises(BadInput, match=r"from 0\.1 to 1"):
            agree(prepared, wrong)


def test_fleiss_is_of_what_everybody_found_and_named():
    first = [outline(n, box(9, 9, 20 * n), terms=(11 + n % 2,)) for n in range(6)]
    second = [outline(n + 10, box(9, 9, 20 * n), terms=(11 + n % 2,)) for n in range(6)]
    third = [outline(n + 20, box(9, 9, 20 * n), terms=(11,)) for n in range(5)]
    layers = [run(500 + n, each, images=SIZED) for n, each in enumerate((first, second, third))]
    agreements = [agree(prepare(layers[0], layer)) for layer in layers[1:]]
    kappa = kappa_of_several(agreements)
    assert not isinstance(kappa, Note)
    # Five objects; by hand: P = (1 + 1/3 + 1 + 1/3 + 1) / 5, p = 11/15 and 4/15.
    observed, expected = 11 / 15, (11 / 15) ** 2 + (4 / 15) ** 2
    assert (kappa.n, kappa.observed) == (5, pytest.approx(observed))
    assert kappa.kappa == pytest.approx((observed - expected) / (1 - expected))
    assert isinstance(kappa_of_several(agreements[:1]), Note)


def test_sizes_of_pixels_change_nothing():
    one, other = [outline(1, box(20, 10))], [outline(2, box(18, 10))]
    square = agree(prepare(run(500, one), run(501, other)))
    flat = agree(prepare(run(500, one, images=IMAGES), run(501, other, images=IMAGES)))
    assert square.pooled == flat.pooled
    assert shapely.from_wkt(one[0].location).area == 200
