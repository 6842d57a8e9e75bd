"""Batches: runs that were asked for together. A row that is tried again has several runs."""

SQL = """
create table batch (
  id integer primary key, uuid text not null unique, created integer not null, updated integer,
  project integer not null references project(id) on delete cascade,
  algorithm integer not null references algorithm(id) on delete cascade,
  name text not null, how text not null, user integer not null
) strict;
create index batch_project on batch(project);

alter table run add column batch integer references batch(id) on delete set null;
alter table run add column batch_row integer;
alter table run add column batch_label text;
create index run_batch on run(batch) where batch is not null;
"""
