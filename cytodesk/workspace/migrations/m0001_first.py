"""The first schema: everything that a small Cytomine knows. Instants are UTC epoch milliseconds."""

SQL = """
create table setting (name text primary key, value text not null) strict;
create table sequence (next integer not null) strict;
insert into sequence values (1);

create table person (
  id integer primary key, uuid text not null unique, created integer not null, updated integer,
  username text not null, firstname text not null default '', lastname text not null default '',
  run integer references run(id) on delete cascade,
  human integer references person(id)
) strict;
create index person_run on person(run);

create table ontology (
  id integer primary key, uuid text not null unique, created integer not null, updated integer,
  name text not null unique, user integer not null references person(id)
) strict;

create table term (
  id integer primary key, uuid text not null unique, created integer not null, updated integer,
  name text not null, comment text, color text not null,
  ontology integer not null references ontology(id) on delete cascade,
  parent integer references term(id) on delete set null,
  unique (ontology, name)
) strict;

create table project (
  id integer primary key, uuid text not null unique, created integer not null, updated integer,
  name text not null unique, ontology integer references ontology(id)
) strict;

create table image (
  id integer primary key, uuid text not null unique, created integer not null, updated integer,
  base_image integer not null, slice integer not null unique, base_slice integer not null,
  project integer not null references project(id) on delete cascade,
  user integer not null references person(id),
  name text not null, original_name text not null, path text not null, is_copy integer not null,
  fingerprint text not null, token text not null unique, content_type text,
  width integer not null, height integer not null, channels integer not null,
  pixel_size_x real, pixel_size_y real, magnification real,
  bit_depth integer, colorspace text, zoom integer not null
) strict;
create index image_project on image(project);
create index image_base on image(base_image);

create table algorithm (
  id integer primary key, uuid text not null unique, created integer not null, updated integer,
  name text not null, version text not null default '', result_name text,
  execute_command text, pulling_command text, description text not null default '',
  descriptor text not null default '', content text not null default '',
  folder text not null default '', python text, wheels text,
  deprecated integer not null default 0,
  unique (name, version)
) strict;

create table parameter (
  id integer primary key, uuid text not null unique, created integer not null, updated integer,
  algorithm integer not null references algorithm(id) on delete cascade,
  name text not null, type text not null, "default" text, required integer not null,
  "index" integer not null, uri text, print_attribute text, sort_attribute text,
  set_by_server integer not null, server_parameter integer not null,
  human_name text not null, value_key text, flag text, description text not null default '',
  unique (algorithm, name)
) strict;

create table run (
  id integer primary key, uuid text not null unique, created integer not null, updated integer,
  project integer not null references project(id) on delete cascade,
  algorithm integer not null references algorithm(id) on delete cascade,
  number integer not null, status integer not null default 0, progress integer not null default 0,
  comment text, rate real, favourite integer not null default 0,
  data_deleted integer not null default 0, user integer, human integer not null,
  executed integer not null default 0, cancel_asked integer not null default 0,
  spoken integer not null default 0, heard integer not null,
  environment text, warning text, exit integer, duration real,
  unique (algorithm, project, number)
) strict;
create index run_project on run(project);
create index run_status on run(status);
create index run_unsettled on run(id) where executed=1 and duration is null;

create table run_parameter (
  id integer primary key, uuid text not null unique, created integer not null, updated integer,
  run integer not null references run(id) on delete cascade,
  parameter integer not null references parameter(id) on delete cascade,
  value text,
  unique (run, parameter)
) strict;

create table run_file (
  id integer primary key, uuid text not null unique, created integer not null, updated integer,
  run integer not null references run(id) on delete cascade,
  name text not null, filename text not null, stored text, size integer
) strict;
create index run_file_run on run_file(run);

create table annotation (
  id integer primary key, uuid text not null unique, created integer not null, updated integer,
  kind text not null, image integer not null references image(id) on delete cascade,
  project integer not null references project(id) on delete cascade,
  user integer not null references person(id) on delete cascade,
  wkb blob not null, area real not null, perimeter real not null,
  centroid_x real not null, centroid_y real not null,
  min_x real not null, min_y real not null, max_x real not null, max_y real not null,
  compression real not null default 0,
  reviewed_of integer, review_user integer
) strict;
create index annotation_image on annotation(image, kind, user);
create index annotation_project on annotation(project, kind, user);
create index annotation_user on annotation(user);

create table annotation_term (
  id integer primary key, uuid text not null unique, created integer not null, updated integer,
  annotation integer not null references annotation(id) on delete cascade,
  term integer not null references term(id) on delete cascade,
  user integer not null references person(id) on delete cascade,
  rate real, expected_term integer references term(id) on delete set null,
  by_run integer not null,
  unique (annotation, term, user)
) strict;
create index annotation_term_term on annotation_term(term);

create table property (
  id integer primary key, uuid text not null unique, created integer not null, updated integer,
  domain_id integer not null, domain_class text not null, name text not null, value text not null,
  unique (domain_id, domain_class, name, value)
) strict;

create table attached_file (
  id integer primary key, uuid text not null unique, created integer not null, updated integer,
  domain_id integer not null, domain_class text not null, filename text not null,
  stored text not null, size integer not null
) strict;
create index attached_file_domain on attached_file(domain_id);

create table description (
  id integer primary key, uuid text not null unique, created integer not null, updated integer,
  domain_id integer not null, domain_class text not null, text text not null,
  unique (domain_id, domain_class)
) strict;

create table event (
  id integer primary key autoincrement, at integer not null, kind text not null,
  subject integer, run integer, data text not null
) strict;
create trigger event_is_kept before delete on event
begin select raise(abort, 'events are never deleted'); end;
create trigger event_stands before update on event
begin select raise(abort, 'events are never changed'); end;

create table answered (
  request text primary key, at integer not null, status integer not null, body text not null
) strict, without rowid;
"""
