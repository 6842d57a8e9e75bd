from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import stats

from cytodesk.charts.figures import Note
from cytodesk.charts.statistics.aggregates import SEED, aggregate, bootstrap_interval
from cytodesk.charts.statistics.methods import bland_altman, passing_bablok
from cytodesk.charts.statistics.pairs import complete_pairs
from cytodesk.charts.statistics.ranks import holm, mid_ranks, spearman, wilcoxon
from cytodesk.charts.statistics.reliability import cohen_kappa, fleiss_kappa, icc_2_1

SAID = json.loads((Path(__file__).parents[1] / "data" / "statistics.json").read_text("utf-8"))
ESTIMATE = {"rel": 1e-9, "abs": 1e-12}
P_VALUE = {"rel": 1e-6, "abs": 1e-12}


def columns(name: str) -> tuple[np.ndarray, np.ndarray]:
    said = SAID["pairs"][name]
    return np.array(said["baseline"]), np.array(said["other"])


@pytest.mark.parametrize("name", SAID["pairs"])
def test_spearman_is_that_of_scipy(name: str):
    found = spearman(*columns(name))
    rho, p = SAID["pairs"][name]["spearman"]
    assert found.rho == pytest.approx(rho, **ESTIMATE)
    assert found.p == pytest.approx(p, **P_VALUE)


@pytest.mark.parametrize("name", SAID["pairs"])
def test_wilcoxon_is_that_of_scipy_and_its_effect_that_of_pingouin(name: str):
    found = wilcoxon(*columns(name))
    w, p = SAID["pairs"][name]["wilcoxon"]
    assert found.w == pytest.approx(w, **ESTIMATE)
    assert found.p == pytest.approx(p, **P_VALUE)
    assert found.effect == pytest.approx(SAID["pairs"][name]["rank biserial"], **ESTIMATE)


@pytest.mark.parametrize("n", [6, 11, 20, 45])
def test_the_shift_is_the_median_of_all_means_and_its_interval_where_scipy_s_p_is_above(n: int):
    """Every shift within the interval is one that scipy's test does not reject, and none beyond."""
    for seed in range(40):
        chance = np.random.default_rng([seed, n])
        baseline, other = chance.normal(0, 2, n), chance.normal(0.7, 2, n)
        d = other - baseline
        found = wilcoxon(baseline, other)
        assert not isinstance(found, Note)
        means = [(d[one] + d[two]) / 2 for one in range(n) for two in range(one, n)]
        assert found.shift == pytest.approx(float(np.median(means)), rel=1e-12)
        near = 1e-9 * (found.high - found.low)
        for end, outward in ((found.low, -near), (found.high, near)):
            assert _p_of(d - (end - outward)) > 0.05
            assert _p_of(d - (end + outward)) <= 0.05


def _p_of(differences: np.ndarray[Any, Any]) -> float:
    return float(stats.wilcoxon(differences, correction=False, method="approx").pvalue)


@pytest.mark.parametrize("name", SAID["pairs"])
def test_icc_is_that_of_pingouin(name: str):
    one, other = columns(name)
    found = icc_2_1(np.column_stack([one, other]))
    icc, low, high = SAID["pairs"][name]["icc"]
    # The judge goes through an analysis of variance, far from zero it keeps fewer digits.
    precision = 1e-6 if name == "far from zero" else 1e-9
    assert found.icc == pytest.approx(icc, rel=precision, abs=1e-12)
    # Its interval is written with few digits.
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.006)


@pytest.mark.parametrize("name", SAID["tables"])
def test_kappa_is_that_of_sklearn_and_its_interval_that_of_statsmodels(name: str):
    said: dict[str, Any] = SAID["tables"][name]
    found = cohen_kappa(np.array(said["counts"]))
    kappa, low, high = said["statsmodels"]
    assert found.kappa == pytest.approx(said["sklearn"], **ESTIMATE)
    assert found.kappa == pytest.approx(kappa, **ESTIMATE)
    if low is not None:
        assert (found.low, found.high) == pytest.approx((low, min(high, 1.0)), **ESTIMATE)


@pytest.mark.parametrize("name", SAID["several"])
def test_fleiss_kappa_is_that_of_statsmodels(name: str):
    said = SAID["several"][name]
    assert fleiss_kappa(np.array(said["counts"])).kappa == pytest.approx(said["fleiss"], **ESTIMATE)


def test_holm_is_that_of_statsmodels():
    for said in SAID["corrected"]:
        assert holm(said["p"]) == pytest.approx(said["holm"], **P_VALUE)
    assert holm([]) == ()


GIAVARINA = np.array(
    [
        "1",
        "8",
        "5",
        "16",
        "10",
        "30",
        "20",
        "24",
        "50",
        "39",
        "40",
        "54",
        "50",
        "40",
        "60",
        "68",
        "70",
        "72",
        "80",
        "62",
        "90",
        "122",
        "100",
        "80",
        "150",
        "181",
        "200",
        "259",
        "250",
        "275",
        "300",
        "380",
        "350",
        "320",
        "400",
        "434",
        "450",
        "479",
        "500",
        "587",
        "550",
        "626",
        "600",
        "648",
        "650",
        "738",
        "700",
        "766",
        "750",
        "793",
        "800",
        "851",
        "850",
        "871",
        "900",
        "957",
        "950",
        "1001",
        "1000",
        "960",
    ],
    dtype=np.float64,
).reshape(-1, 2)
"""Worked data of Giavarina 2015, Biochemia Medica 25, 141-151."""


def test_passing_bablok_keeps_its_figures_on_worked_data():
    one, other = GIAVARINA.T
    found = passing_bablok(one, other)
    assert found.slope == pytest.approx(1.06, abs=0.005)
    assert found.slope_interval == pytest.approx((1.02, 1.09), abs=0.005)
    assert found.intercept == pytest.approx(7.08, abs=0.005)
    assert found.intercept_interval == pytest.approx((-0.30, 19.84), abs=0.005)


METHCOMP = np.array(
    [
        [1.03, 2.05, 2.79, 3.67, 5.00, 5.82, 7.16, 7.69, 8.53, 10.38],
        [11.11, 12.17, 13.47, 13.83, 15.15, 16.12, 16.94, 18.09, 19.13, 19.54],
    ]
).ravel()
"""Against 1, 2, ... 20; what R's mcr says of them is told in the tests of the package methcomp."""


def test_passing_bablok_gives_what_mcr_gives():
    found = passing_bablok(np.arange(1.0, 21.0), METHCOMP)
    assert found.slope == pytest.approx(1.0050, rel=1e-9)
    assert found.intercept == pytest.approx(0.0125, rel=1e-9)
    # mcr takes the ends between two ranks, the paper takes the nearest rank.
    assert found.slope_interval == pytest.approx((0.9848077, 1.0265805), abs=0.0015)
    assert found.intercept_interval == pytest.approx((-0.2975146, 0.1393271), abs=0.015)


def test_bland_altman_gives_what_was_published():
    one, other = GIAVARINA.T
    found = bland_altman(other, one)
    assert found.bias == pytest.approx(-27.17, abs=0.005)
    assert found.bias_interval == pytest.approx((-40.16, -14.17), abs=0.005)
    assert (found.lower, found.upper) == pytest.approx((-95.39, 41.05), abs=0.005)
    error = stats.t.ppf(0.975, 29) * found.sd * math.sqrt(1 / 30 + 1.96**2 / 58)
    assert found.lower - found.lower_interval[0] == pytest.approx(error, rel=1e-4)


def naive_passing_bablok(x: list[float], y: list[float]) -> float:
    """Return the slope as the paper defines it, pair by pair."""
    slopes = []
    for i in range(len(x)):
        for j in range(i + 1, len(x)):
            along, up = x[j] - x[i], y[j] - y[i]
            if along or up:
                slopes.append(up / along if along else math.copysign(math.inf, up))
    slopes = sorted(slope for slope in slopes if slope != -1)
    n, k = len(slopes), sum(slope < -1 for slope in slopes)
    if n % 2:
        return slopes[(n + 1) // 2 + k - 1]
    return (slopes[n // 2 + k - 1] + slopes[n // 2 + k]) / 2


@pytest.mark.parametrize("seed", range(40))
def test_passing_bablok_is_the_shifted_median_of_all_slopes(seed: int):
    chance = np.random.default_rng(seed)
    x = chance.integers(0, 20, 9 + seed % 5).astype(float)
    y = x + chance.integers(-4, 5, len(x))
    found = passing_bablok(x, y)
    if isinstance(found, Note):
        assert "no positive linear relation" in found.said()
    else:
        assert found.slope == naive_passing_bablok(x.tolist(), y.tolist())


def test_exchanging_the_methods_turns_the_line_around():
    one, other = columns("close")
    there, back = passing_bablok(one, other), passing_bablok(other, one)
    assert back.slope == pytest.approx(1 / there.slope, rel=0.01)
    assert back.slope_interval == pytest.approx(
        tuple(1 / end for end in reversed(there.slope_interval)), rel=0.01
    )


EQUAL, RISING = np.ones(12), np.arange(12.0)


@pytest.mark.parametrize(
    ("found", "why"),
    [
        (spearman(EQUAL[:3], RISING[:3]), "4 pairs or more"),
        (spearman(EQUAL, RISING), "all values of one side are equal"),
        (wilcoxon(RISING[:5], RISING[:5] + 1), "6 pairs that differ"),
        (wilcoxon(RISING, RISING), "6 pairs that differ or more (there are 0)"),
        (icc_2_1(np.ones((2, 2))), "3 pairs or more"),
        (icc_2_1(np.ones((12, 2))), "all values are equal"),
        (bland_altman(RISING[:2], RISING[:2]), "3 pairs or more"),
        (passing_bablok(RISING[:7], RISING[:7]), "8 pairs or more"),
        (passing_bablok(EQUAL, EQUAL), "no positive linear relation"),
        (cohen_kappa(np.zeros((2, 2), dtype=int)), "nothing that everybody rated"),
        (cohen_kappa(np.array([[5, 0], [0, 0]])), "one and the same term"),
        (fleiss_kappa(np.zeros((0, 2), dtype=int)), "nothing that everybody rated"),
        (fleiss_kappa(np.array([[3, 0], [3, 0]])), "one and the same term"),
    ],
)
def test_what_its_conditions_forbid_is_said_and_not_computed(found: object, why: str):
    assert isinstance(found, Note)
    assert found.said().startswith("Not computed: ")
    assert why in found.said()


def test_equal_raters_agree_perfectly():
    assert icc_2_1(np.column_stack([RISING, RISING])).icc == pytest.approx(1.0)
    assert spearman(RISING, RISING * 2).rho == 1.0
    found = passing_bablok(RISING, RISING)
    assert (found.slope, found.intercept, found.slope_interval) == (1, 0, (1, 1))


def test_missing_halves_are_left_out_and_counted():
    one, other, left_out = complete_pairs([1, None, 3, float("nan")], [1, 2, 4, 5])
    assert (one.tolist(), other.tolist(), left_out) == ([1, 3], [1, 4], 2)


def test_aggregates_are_those_of_scipy():
    values = np.random.default_rng(5).lognormal(1, 1, 37)
    found = aggregate([*values.tolist(), None, float("nan")])
    assert (found.n, found.missing) == (37, 2)
    assert found.mean == pytest.approx(stats.tmean(values), **ESTIMATE)
    assert found.sd == pytest.approx(stats.tstd(values), **ESTIMATE)
    quartiles = stats.mstats.mquantiles(values, alphap=1, betap=1)
    assert (found.quartile_low, found.median, found.quartile_high) == pytest.approx(
        tuple(quartiles), **ESTIMATE
    )


def test_the_bootstrap_is_that_of_scipy_with_the_same_seed():
    values = np.random.default_rng(5).lognormal(1, 1, 37)
    said = stats.bootstrap(
        (values,),
        np.mean,
        n_resamples=2000,
        method="percentile",
        rng=np.random.default_rng(SEED),
    ).confidence_interval
    assert bootstrap_interval(values) == pytest.approx((said.low, said.high), **ESTIMATE)


def test_the_bootstrap_covers_the_mean_about_as_often_as_it_says():
    chance = np.random.default_rng(23)
    hits = 0
    for turn in range(400):
        low, high = bootstrap_interval(chance.normal(10, 3, 40), seed=turn)
        hits += low <= 10 <= high
    # The percentile bootstrap of 40 values covers a little less than 95 %.
    assert 0.91 <= hits / 400 <= 0.97


def test_of_few_values_no_interval_is_given_and_of_none_nothing():
    few, one, none = aggregate([1, 2, 3, 4]), aggregate([5.0]), aggregate([None, None])
    assert (few.n, few.low, few.high) == (4, None, None)
    assert (one.mean, one.sd) == (5.0, None)
    assert (none.n, none.missing, none.mean) == (0, 2, None)
    assert bootstrap_interval(np.full(10, 3.0)) == (3.0, 3.0)


def test_ties_share_their_mean_rank():
    assert mid_ranks(np.array([3.0, 1.0, 3.0, 2.0])).tolist() == [3.5, 1, 3.5, 2]
