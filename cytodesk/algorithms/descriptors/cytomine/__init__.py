"""Schema cytomine-0.1, as Cytomine's own readers take it and as people write it.

    descriptor.py   the whole: name, image, the list of inputs
    container.py    image and type, as people write them
    inputs.py       one input, BIOMERO's types and attributes too
    attributes.py     what it says, with @id expanded
    defaults.py       its default, choices and bounds
    uris.py           where its choices come from
    coherence.py      what of it rules each other out
    together.py     all inputs beside each other: ids, names, the five of the server
    line.py         the command line beside the inputs; line_text.py: as it is written
    client.py       what the old Python client makes of an id
    naming.py       names that a trusted source demands (only when asked)

The table of dialects comes in through `recognises` and `read`.
"""

from cytodesk.algorithms.descriptors.cytomine.descriptor import read, recognises

__all__ = ["read", "recognises"]
