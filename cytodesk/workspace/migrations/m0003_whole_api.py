"""What the whole of Cytomine's API keeps beside: names, tags, templates, links, limits, tasks."""

SQL = """
alter table run add column name text;
alter table image add column review_start integer;
alter table image add column review_stop integer;
alter table image add column review_user integer;

drop index annotation_user;
create index annotation_user on annotation(user, kind);
create index run_algorithm on run(algorithm, status);

create table tag (
  id integer primary key, uuid text not null unique, created integer not null, updated integer,
  name text not null unique, user integer not null references person(id)
) strict;

create table tagging (
  id integer primary key, uuid text not null unique, created integer not null, updated integer,
  tag integer not null references tag(id) on delete cascade,
  domain_id integer not null, domain_class text not null,
  unique (domain_id, domain_class, tag)
) strict;
create index tagging_tag on tagging(tag);

create table template (
  id integer primary key, uuid text not null unique, created integer not null, updated integer,
  name text not null, user integer not null,
  project integer not null references project(id) on delete cascade,
  algorithm integer not null references algorithm(id) on delete cascade,
  unique (project, algorithm, name)
) strict;

create table template_value (
  id integer primary key, uuid text not null unique, created integer not null, updated integer,
  template integer not null references template(id) on delete cascade,
  parameter integer not null references parameter(id) on delete cascade,
  value text,
  unique (template, parameter)
) strict;

create table template_annotation (
  id integer primary key, uuid text not null unique, created integer not null, updated integer,
  template integer not null references template(id) on delete cascade,
  annotation integer not null references annotation(id) on delete cascade,
  unique (template, annotation)
) strict;

create table algorithm_project (
  id integer primary key, uuid text not null unique, created integer not null, updated integer,
  algorithm integer not null references algorithm(id) on delete cascade,
  project integer not null references project(id) on delete cascade,
  unique (algorithm, project)
) strict;

create table parameter_limit (
  id integer primary key, uuid text not null unique, created integer not null, updated integer,
  parameter integer not null references parameter(id) on delete cascade,
  kind integer not null, value text not null,
  unique (parameter, kind)
) strict;

create table task (
  id integer primary key, uuid text not null unique, created integer not null, updated integer,
  project integer references project(id) on delete cascade, user integer not null,
  progress integer not null default 0, comments text not null default '[]',
  is_printed integer not null default 0
) strict;

create table unknown_request (
  method text not null, path text not null, at integer not null, count integer not null,
  run integer, primary key (method, path)
) strict, without rowid;
"""
