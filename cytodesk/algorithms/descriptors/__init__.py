"""Descriptors -> Algorithms, and everything that is odd about them.

    reading.py           read_descriptor, read_descriptor_text; look_over says all that was found
    checking.py          Checker: one file held against every rule, mended where that is asked
    dialects.py          the table of dialects, each a folder:
      cytomine/            cytomine-0.1, and BIOMERO's schema which grew from it
      boutiques/           Boutiques 0.5
      app_engine/          descriptor.yml of today's App Engine
      bilayers/            config.yaml of Bilayers
    rulebook.py          every rule: how grave it is, and why it matters
    findings.py          what was found, each at its line
    source.py            where a text is kept, and how it is encoded; image_archive.py
    notations.py         JSON or YAML: positioned_json.py, positioned_yaml.py know every place;
                         json_scalars.py: its texts, numbers and words
    documents.py         what they give; members.py reads texts and lists out of it
    mending.py           round after round of mends.py (what) and edits.py (where)

`read_descriptor` takes what a user drops: a file, a folder, a zip or the
archive of a container image. It gives an Algorithm with
its warnings, or raises DescriptorError with every problem at its line.
"""

from cytodesk.algorithms.descriptors.reading import read_descriptor, read_descriptor_text

__all__ = ["read_descriptor", "read_descriptor_text"]
