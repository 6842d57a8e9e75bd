"""The commands that need no window.

    command.py    run_command: words -> exit status
    grammar.py    which commands there are and what they take; grammar_of_things.py,
                  grammar_of_batches.py, and grammar_parts.py: what many of them take
    speech.py     one object as JSON or text on stdout, progress on stderr
    things.py     project, term, image, algorithm
    exchange.py   project export, project import
    running.py    run, runs, show, log, cancel
    batching.py   run with a table, a sweep or a preset; batch list, show, retry, cancel
    comparing.py  compare
    descriptors.py  check
    queueing.py   queue
    checking.py   doctor, stop; computer.py: what doctor says of engines and of the disk

The front door comes in.
"""
