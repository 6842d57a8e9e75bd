"""A comparison or an agreement -> Drawings. One module for each tab of the page.

results.py         counts and total areas by term, one metric image by image
distributions.py   boxes, violins, ECDF and histogram of samples.py: a value per object of each run
relations.py       a metric against a parameter, over time, by repeats; scales.py where runs stand
parallel.py        parallel coordinates
agreement.py       fates, Bland and Altman
scores.py          scores by image and by IoU
confusion.py       the matrix of terms
parts.py           what they share: a run's series, boxes, bins, spread dots
data.py            their numbers as CSV
"""
