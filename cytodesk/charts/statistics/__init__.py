"""Statistics on columns of numbers; docs/statistics.md names formula, source and judge of each.

    aggregates.py     n, mean, sd, quartiles, a seeded bootstrap interval
    ranks.py          Spearman, paired Wilcoxon with its effect size, Holm
    reliability.py    ICC(2,1), Cohen's kappa, Fleiss' kappa
    methods.py        Bland-Altman, Passing-Bablok

Missing is NaN; pairs with a missing half are left out and counted. What cannot be computed is a
`Note` that says why, never a number.
"""
