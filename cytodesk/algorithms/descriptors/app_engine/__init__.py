"""A task of the App Engine: descriptor.yml, schema task.v0, as today's server takes it.

    descriptor.py   the whole: names, container, outputs, arrays that match
    inputs.py       one input
    types.py        the type of an input, and of what an array holds

The table of dialects comes in through `recognises` and `read`.
"""

from cytodesk.algorithms.descriptors.app_engine.descriptor import read, recognises

__all__ = ["read", "recognises"]
