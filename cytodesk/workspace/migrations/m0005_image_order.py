"""A project's images in the order of their names, searched by any three letters of them.

`sort_key` and `words` are wire/sort_keys.py of the name; triggers keep them, trigrams and counts.
"""

SQL = """
alter table image add column sort_key text not null default '';
alter table image add column words text not null default '';
update image set sort_key = sort_key(name), words = folded(name);
create index image_order on image(project, sort_key, words, id);
create index image_created on image(project, created, id);

create virtual table image_words using fts5(words, content='', tokenize='trigram');
insert into image_words(rowid, words) select id, words from image;

create table image_count (
  project integer primary key references project(id) on delete cascade, number integer not null
) strict;
insert into image_count select project, count(*) from image group by project;

create trigger image_came after insert on image begin
  update image set sort_key = sort_key(new.name), words = folded(new.name) where id = new.id;
  insert into image_words(rowid, words) values (new.id, folded(new.name));
  insert into image_count values (new.project, 1)
    on conflict(project) do update set number = number + 1;
end;
create trigger image_renamed after update of name on image when new.name is not old.name begin
  insert into image_words(image_words, rowid, words) values ('delete', old.id, old.words);
  update image set sort_key = sort_key(new.name), words = folded(new.name) where id = new.id;
  insert into image_words(rowid, words) values (new.id, folded(new.name));
end;
create trigger image_moved after update of project on image
when new.project is not old.project begin
  update image_count set number = number - 1 where project = old.project;
  insert into image_count values (new.project, 1)
    on conflict(project) do update set number = number + 1;
end;
create trigger image_went after delete on image begin
  insert into image_words(image_words, rowid, words) values ('delete', old.id, old.words);
  update image_count set number = number - 1 where project = old.project;
end;
"""
