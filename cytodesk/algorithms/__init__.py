"""What can be run: a program with a descriptor, its parameters, and the values for one run.

    descriptors/        file, folder or zip -> Algorithm, of any dialect; and what is odd about it
    algorithm.py        the Algorithm: parameters.py, outputs.py and rule_kinds.py are its parts
    values.py           what a user entered -> Values, checked; and back to the text that is stored
      conversion.py       a text -> a value of a type
      fitting.py          a value beside bounds, choices, lengths and entries
      rules.py            what one value disables or requires of others
    command_line.py     Values -> the tokens that start a program
      cytomine_line.py    the line of a Cytomine descriptor, taken apart
      boutiques_line.py   the line of a Boutiques descriptor, filled in
    batches/            many runs of one form: a table, a sweep, one for each image or term
    presets.py          values under a name, as a file
    changes.py          what is new, gone or changed between two versions

Doors: `descriptors.read_descriptor`; `values.check`, and for a form `values.ruled` and
`values.in_use`; `command_line.command_line` and `.arguments`. Everybody comes in here: the form,
the command line, the wire and the station. Nothing in this room opens a connection, starts a
program or knows a window.
"""
