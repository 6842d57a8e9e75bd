"""Make tests/data/statistics.json: what other libraries say of the same data.

    uv venv judges && uv pip install --python judges/bin/python \\
        numpy==2.4.6 scipy==1.17.1 scikit-learn==1.9.1 statsmodels==0.15.0 pingouin==0.7.0
    judges/bin/python tests/charts/judges.py

Run it where a figure is added; the tests only read what it wrote.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pingouin
from scipy import stats
from sklearn import metrics
from statsmodels.stats import inter_rater, multitest

OUT = Path(__file__).parents[1] / "data" / "statistics.json"


def pairs() -> dict[str, tuple[list[float], list[float]]]:
    chance = np.random.default_rng(7)
    x = chance.lognormal(3, 0.6, 40)
    close = x * 1.1 + chance.normal(0, 2, 40)
    ties = chance.integers(0, 6, 30).astype(float)
    far = chance.normal(0, 1, 70)
    return {
        "close": (x.tolist(), close.tolist()),
        "ties": (ties.tolist(), (ties + chance.integers(-1, 3, 30)).tolist()),
        "few": ([1.0, 2.0, 3.0, 4.0, 5.0, 7.0], [1.5, 1.75, 3.3, 4.9, 6.0, 6.5]),
        "large": (far.tolist(), (far + chance.normal(0.4, 1, 70)).tolist()),
        "small numbers": ((x * 1e-9).tolist(), (close * 1e-9).tolist()),
        "far from zero": ((x + 1e6).tolist(), (close + 1e6).tolist()),
        "opposite": (x[:12].tolist(), (-x[:12]).tolist()),
    }


def judged(one: list[float], other: list[float]) -> dict[str, Any]:
    rho = stats.spearmanr(one, other)
    # The exact distribution is asked for where there are no ties, as ours does.
    differences = np.array(other) - np.array(one)
    sizes = np.abs(differences[differences != 0])
    is_exact = len(sizes) <= 50 and len(np.unique(sizes)) == len(sizes)
    way = "exact" if is_exact else "approx"
    test = stats.wilcoxon(other, one, zero_method="wilcox", correction=False, method=way)
    pingouins = pingouin.wilcoxon(other, one, zero_method="wilcox", correction=False, method=way)
    n = len(one)
    table = pd.DataFrame(
        {
            "image": np.tile(np.arange(n), 2),
            "run": np.repeat(["a", "b"], n),
            "value": np.concatenate([one, other]),
        }
    )
    icc = pingouin.intraclass_corr(table, "image", "run", "value").iloc[1]
    interval = next(icc[name] for name in icc.index if str(name).startswith("CI95"))
    return {
        "baseline": one,
        "other": other,
        "spearman": [float(rho.statistic), float(rho.pvalue)],
        "wilcoxon": [float(test.statistic), float(test.pvalue)],
        "rank biserial": float(pingouins["RBC"].iloc[0]),
        "icc": [float(icc["ICC"]), *(float(end) for end in interval)],
    }


def tables() -> dict[str, Any]:
    chance = np.random.default_rng(11)
    found = {}
    for name, size, n in (("two", 2, 60), ("four", 4, 200), ("agree", 3, 40)):
        one = chance.integers(0, size, n)
        keep = chance.random(n) < (0.75 if name != "agree" else 1.0)
        other = np.where(keep, one, chance.integers(0, size, n))
        counts = np.zeros((size, size), dtype=int)
        np.add.at(counts, (one, other), 1)
        cohen = inter_rater.cohens_kappa(counts)
        found[name] = {
            "counts": counts.tolist(),
            "sklearn": float(metrics.cohen_kappa_score(one, other)),
            # Where all agree its variance is a rounding error below 0: no interval then.
            "statsmodels": [
                float(each) if np.isfinite(each) else None
                for each in (cohen.kappa, cohen.kappa_low, cohen.kappa_upp)
            ],
        }
    return found


def several() -> dict[str, Any]:
    chance = np.random.default_rng(13)
    found = {}
    for name, raters, terms, n in (("three", 3, 2, 30), ("five", 5, 4, 80)):
        true = chance.integers(0, terms, n)
        noise = chance.integers(0, terms, (n, raters))
        ratings = np.where(chance.random((n, raters)) < 0.7, true[:, None], noise)
        counts, _ = inter_rater.aggregate_raters(ratings, n_cat=terms)
        found[name] = {
            "counts": counts.tolist(),
            "fleiss": float(inter_rater.fleiss_kappa(counts, method="fleiss")),
        }
    return found


def corrected() -> list[dict[str, list[float]]]:
    chance = np.random.default_rng(17)
    columns = [chance.random(n) ** 3 for n in (1, 5, 20)] + [np.array([0.01, 0.01, 0.04, 1.0])]
    return [
        {"p": p.tolist(), "holm": multitest.multipletests(p, method="holm")[1].tolist()}
        for p in columns
    ]


def main() -> None:
    said = {
        "pairs": {name: judged(*columns) for name, columns in pairs().items()},
        "tables": tables(),
        "several": several(),
        "corrected": corrected(),
    }
    OUT.write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
