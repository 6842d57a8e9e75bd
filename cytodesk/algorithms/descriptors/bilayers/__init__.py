"""Bilayers' config.yaml, which BIOMERO reads beside its own schema.

descriptor.py   the whole: name, container, hidden arguments
inputs.py       one input or parameter
"""

from cytodesk.algorithms.descriptors.bilayers.descriptor import read, recognises

__all__ = ["read", "recognises"]
