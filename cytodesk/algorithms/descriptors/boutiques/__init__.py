"""Schema Boutiques 0.5 (and 0.4, which wrote some names otherwise), of boutiques.github.io.

    descriptor.py   the whole: name, container, outputs
    inputs.py       one input
    rules.py        groups, and what inputs demand or forbid of each other
    names.py        attributes that the schema does not have

The table of dialects comes in through `recognises` and `read`.
"""

from cytodesk.algorithms.descriptors.boutiques.descriptor import read, recognises

__all__ = ["read", "recognises"]
