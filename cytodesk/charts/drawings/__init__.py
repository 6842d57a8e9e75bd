"""A comparison or an agreement -> Drawings. One module for each tab of the page.

results.py         counts and total areas by term, one metric image by image
distributions.py   boxes, violins, ECDF and histogram of what objects or images measure
parts.py           what they share: a run's series, boxes, bins, spread dots
"""
