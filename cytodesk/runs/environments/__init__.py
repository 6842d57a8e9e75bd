"""What a program needs around it: an interpreter with the right packages.

    environment    Environment: the interpreter, its identity, its cache folder
    interpreter    named_interpreter: one that the user names
    managed        managed: a virtual environment from requirements, made once per content
    markers        the file that says that an environment is whole
    by_uv          what uv does for it; requirements: what such a file asks for
    setup_py       what a setup.py asks for; old_client: Cytomine's, of an app that names none

An environment's identity goes with each run: a model trained in one environment may not load in
another. The runs room comes in.
"""
