"""How well two layers agree, from the counts of a matching."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scores:
    """`matches` pairs of `baseline` and `other` objects, with the sum of their IoU.

    Of nothing at all no score is known: None, not 0. The baseline stands for the truth.
    """

    matches: int
    baseline: int
    other: int
    iou_sum: float

    @property
    def missed(self) -> int:
        return self.baseline - self.matches

    @property
    def extra(self) -> int:
        return self.other - self.matches

    @property
    def precision(self) -> float | None:
        """Return matches / objects of the other layer."""
        return _ratio(self.matches, self.other)

    @property
    def recall(self) -> float | None:
        """Return matches / objects of the baseline."""
        return _ratio(self.matches, self.baseline)

    @property
    def f1(self) -> float | None:
        """Return 2 TP / (2 TP + FP + FN) (van Rijsbergen 1979)."""
        return _ratio(2 * self.matches, self.baseline + self.other)

    @property
    def mean_iou(self) -> float | None:
        """Return the mean IoU of the matches (segmentation quality, Kirillov et al. 2019)."""
        return _ratio(self.iou_sum, self.matches)

    @property
    def panoptic_quality(self) -> float | None:
        """Return sum of IoU / (TP + FP / 2 + FN / 2) (Kirillov et al. 2019)."""
        return _ratio(2 * self.iou_sum, self.baseline + self.other)

    def plus(self, other: Scores) -> Scores:
        return Scores(
            self.matches + other.matches,
            self.baseline + other.baseline,
            self.other + other.other,
            self.iou_sum + other.iou_sum,
        )


def _ratio(above: float, below: float) -> float | None:
    return above / below if below else None
