"""Where two layers of outlines agree: run and run, run and review, run and human.

Doors:

    prepare(baseline, other) -> Prepared      preparing.py   slow: every overlap, measured once
    agree(prepared, iou) -> Agreement         agreeing.py    quick: for any IoU, again and again
    agreement_json(agreement)                 told.py        for other programs
    kappa_of_several(agreements)              several.py     Fleiss' kappa of more than two

Behind them:

    common.py      which images two layers have in common
    overlaps.py    which outlines overlap, and by how much
    trapezoids.py  the area that small outlines share, many pairs at a time
    matching.py    the best one-to-one matching at an IoU
    small_knots.py the same, for many small knots of pairs at once
    fates.py       one word per object: matched, missed, extra, split, merged, ...
    counting.py    scores by image, the confusion of terms
    scores.py      precision, recall, F1, panoptic quality
    raster.py      Dice and IoU by pixels

Everything can be pickled. IoU does not depend on the pixel size: outlines stay in pixels here.
"""
