"""Who goes first in the queue."""

SQL = """
alter table run add column priority integer not null default 0;
"""
