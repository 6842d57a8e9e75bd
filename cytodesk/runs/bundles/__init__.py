"""What goes into a run as files and comes out as files, and what becomes of it.

    inputs     values -> files of the folder that a container sees as /inputs
    outputs    files of /outputs -> answers of their declared types, or every problem at once
    limits     how large a file or an image may be, both ways
    geometry   GeoJSON -> outlines
    harvest    answers -> annotations and files of the run, in one transaction with its end

As the App Engine has it (its contract 1.5 to 1.8); the outputs of other dialects are the files
whose paths they declare.
"""
