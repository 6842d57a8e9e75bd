"""Finds the reviewed copy of an annotation: a list of 50,000 had looked through all for each."""

SQL = """
create index annotation_reviewed_of on annotation(reviewed_of) where reviewed_of is not null;
create index event_run on event(run, kind) where run is not null;
"""
