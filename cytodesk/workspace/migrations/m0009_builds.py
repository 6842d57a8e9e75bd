"""Whether an algorithm's packages may be built from their sources."""

SQL = """
alter table algorithm add column builds integer not null default 0;
"""
