"""Bilayers' config.yaml, which BIOMERO reads beside its own schema.

    descriptor.py   the whole: name, container, hidden arguments
    inputs.py       one input or parameter

The table of dialects comes in through `recognises` and `read`.
"""

from cytodesk.algorithms.descriptors.bilayers.descriptor import read, recognises

__all__ = ["read", "recognises"]
