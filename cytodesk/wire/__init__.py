"""The border: JSON of Cytomine's API on one side, our types on the other, both directions.

Client and station share these modules; words of Cytomine's API (software, job, user job) stay
behind them and in `server/`.

    codec.py        the tables that read and write
    people.py       User
    projects.py     Project, Ontology, Term
    images.py       ImageInstance, SliceInstance
    annotations.py  Annotation, AnnotationTerm
    algorithms.py   InstalledAlgorithm, InstalledParameter (software, software parameter)
    runs.py         Run, RunState, RunParameter, RunFile (job, job parameter, job data)
    guests.py       Home: where a run of this computer is written down at another server
    batches.py      Batch, BatchRow (a station only)
    notes.py        Property, AttachedFile, Description
"""
