"""Runs that this computer carries out for projects of other servers."""

SQL = """
create table guest_project (
  project integer primary key references project(id) on delete cascade,
  server text not null, theirs integer not null,
  unique (server, theirs)
) strict;

create table guest (
  run integer primary key references run(id) on delete cascade,
  server text not null, url text not null, signature text not null,
  project integer not null, project_name text not null, algorithm integer not null,
  theirs integer not null, user integer not null,
  silent_since integer,
  is_told integer not null default 0,
  unique (server, theirs)
) strict;
"""
