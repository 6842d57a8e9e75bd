"""Where annotations lie, for finding those in a window among a million; filled by boxes.py."""

SQL = """
create virtual table annotation_box using rtree(
  id, low_image, high_image, min_x, max_x, min_y, max_y
);

create trigger annotation_gone after delete on annotation begin
  delete from annotation_box where id = old.id;
end;

create trigger annotation_moved after update of image, min_x, min_y, max_x, max_y on annotation
begin
  update annotation_box set low_image = new.image, high_image = new.image + 1,
    min_x = new.min_x, max_x = new.max_x, min_y = new.min_y, max_y = new.max_y
  where id = new.id;
end;
"""
