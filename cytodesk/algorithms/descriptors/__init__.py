"""Descriptors -> Algorithms; each dialect is a file, found through the table of dialects.py.

`read_descriptor` takes what a user drops: a file, a folder or a zip. It gives an Algorithm with
its warnings, or raises DescriptorError with every problem at its line.
"""

from cytodesk.algorithms.descriptors.reading import read_descriptor, read_descriptor_text

__all__ = ["read_descriptor", "read_descriptor_text"]
