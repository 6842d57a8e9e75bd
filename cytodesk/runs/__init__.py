"""Executing: a run's program in an environment of its own, followed by what is written down.

    supervisor        one program from start to end; a process of its own, standard library only
    record            what a supervisor wrote: read_record -> Record
    process_runner    ProcessRunner.start(RunOrder), follow -> Fate, cancel, end_leftovers
    programs          find_program: which file of an app is the program
    ways              way_of: a Python program, a command of this computer, or a container
    command_runner    start_command; container_orders: order_of, for each dialect of descriptors
    supervised        start_supervised: any command under a supervisor
    bundles/          inputs and outputs that are files; gathering: what of them becomes the run's
    containers/       Containers: podman, docker, apptainer
    turns             Turns: who goes first, and what room is left
    dockerfile        what a Dockerfile says of it
    logs              last_words, hide_secrets
    queue             RunQueue: submit, cancel, folder, log, sweep; one thread looks and starts
    place             Place: the station, as the queue sees it
    hands             the threads in which runs are started and ended, one a run
    launching         one queued run brought to life, never twice
    preparing         what that needs; given: what its place fills in, keys among it
    standing          which runs are to be looked at, and which are silent for too long
    endings           how it ended, written down once with its log; folders: who works in one
    guests/           runs for projects of other servers: what those are told, and hear
    environments/     named_interpreter, managed -> Environment

A run is never a child of whoever asked for it. Nothing here remembers a run: the supervisor's
record and the living processes say how it stands, before and after a restart alike. The station
comes in through the queue.
"""
