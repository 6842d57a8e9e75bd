"""Lists of images from the database say what a plain list of Python says."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from cytodesk.wire.sort_keys import folded, sort_key
from cytodesk.workspace.conditions import Filter
from cytodesk.workspace.image_lists import ImagesWanted, images
from cytodesk.workspace.migrations import STEPS
from cytodesk.workspace.store import Workspace

NAMES = [
    *(f"slide {number}.svs" for number in range(1, 31)),
    *("Étoile 2.tif", "etoile 10.tif", "ETOILE 1.tif", 'a "quoted" one', "100%", "a*b", "øre"),
    *("007", "7", "x\x01y", "slide", "é", "日本語のスライド"),
]


def add(space: Workspace, names: list[str], project: str) -> int:
    def change(change):
        here = change.db.execute("select id from project where name=?", (project,)).fetchone()
        user = change.db.execute("select id from person").fetchone()
        user = user[0] if user else change.insert("person", username="u")
        id = here[0] if here else change.insert("project", name=project)
        for name in names:
            change.insert(
                "image",
                base_image=change.new_id(),
                slice=(slice_ := change.new_id()),
                base_slice=slice_,
                project=id,
                user=user,
                name=name,
                original_name=name,
                path="",
                is_copy=0,
                fingerprint="",
                token=str(slice_),
                width=len(name),
                height=1,
                channels=1,
                zoom=1,
            )
        return id

    return space.write(change)


@pytest.fixture
def space(tmp_path: Path):
    space = Workspace(tmp_path / "space")
    yield space
    space.close()


@pytest.fixture
def project(space: Workspace) -> int:
    names = list(NAMES)
    random.Random(4).shuffle(names)
    add(space, names[:20], "Frogs")
    add(space, ["slide 3.svs", "toad"], "Toads")
    return add(space, names[20:], "Frogs")


def names_of(space: Workspace, **wanted) -> list[str]:
    return [each.name for each in images(space.reading(), ImagesWanted(**wanted))[0]]


def search(text: str) -> tuple[Filter, ...]:
    return (Filter("instanceFilename", "ilike", text),)


def key(name: str) -> tuple[str, str]:
    return sort_key(name), folded(name)


def in_order(names: list[str]) -> list[str]:
    return sorted(names, key=key)


def test_names_are_in_the_order_of_their_key_from_both_ends(space, project):
    expected = in_order(NAMES)
    for most in (0, 1, 7, 100):
        for offset in (0, 5, len(NAMES) - 3, len(NAMES) + 5):
            for is_descending in (False, True):
                whole = expected[::-1] if is_descending else expected
                part = whole[offset : offset + most] if most else whole[offset:]
                found = names_of(
                    space,
                    project=project,
                    sort="instanceFilename",
                    is_descending=is_descending,
                    most=most,
                    offset=offset,
                )
                assert [key(each) for each in found] == [key(each) for each in part]


@pytest.mark.parametrize("few", [0, 2000])
@pytest.mark.parametrize(
    "text",
    [
        "slide",
        "SLIDE 1",
        "étoile",
        "toi",
        "e",
        "1",
        '"',
        "100",
        "zzz",
        "x y",
        "スライド",
        ".svs",
        "øRE",
    ],
)
def test_a_search_finds_what_has_the_text_in_it(space, project, monkeypatch, text, few):
    monkeypatch.setattr("cytodesk.workspace.image_lists._FEW", few)
    expected = [each for each in NAMES if folded(text) in folded(each)]
    wanted = ImagesWanted(
        project=project, filters=search(text), sort="instanceFilename", most=5, offset=1
    )
    found, total = images(space.reading(), wanted)
    assert total == len(expected)
    assert [each.name for each in found] == in_order(expected)[1:6]


@pytest.mark.parametrize(
    "text", ["s", "e", "1", "t ", "é", "*", "?", "[", "]", "%", "zz", "ス", "1*2"]
)
@pytest.mark.parametrize("is_descending", [False, True])
def test_one_or_two_letters_find_and_count_the_same_on_every_page(
    space, project, text, is_descending
):
    odd = ["a*b", "what?", "[1]", "s]", "50 %"]
    add(space, odd, "Frogs")
    parts = [part for part in folded(text).replace("%", "*").split("*") if part]
    names = [each for each in (*NAMES, *odd) if all(part in folded(each) for part in parts)]
    expected = in_order(names)
    expected = expected[::-1] if is_descending else expected
    last = max(len(expected) - 1, 0)
    for most, offset in ((0, 0), (3, 0), (3, 3), (1, last), (5, last + 1), (99, 2)):
        wanted = ImagesWanted(
            project=project,
            filters=search(text),
            sort="instanceFilename",
            is_descending=is_descending,
            most=most,
            offset=offset,
        )
        found, total = images(space.reading(), wanted)
        assert total == len(expected)
        part = expected[wanted.offset :][: most or None]
        assert [each.name for each in found] == part


def test_stars_stand_for_anything_and_several_searches_must_all_match(space, project):
    both = names_of(space, project=project, filters=(*search("slide"), *search("3")))
    assert sorted(both) == ["slide 13.svs", "slide 23.svs", "slide 3.svs", "slide 30.svs"]
    assert sorted(names_of(space, project=project, filters=search("sl*3*.svs"))) == sorted(both)


@pytest.mark.parametrize("sort", ["instanceFilename", "created", "id"])
@pytest.mark.parametrize("is_descending", [False, True])
def test_a_list_goes_on_behind_a_known_image(space, project, sort, is_descending):
    wanted = {"project": project, "sort": sort, "is_descending": is_descending}
    whole = [each.id for each in images(space.reading(), ImagesWanted(**wanted))[0]]
    seen: list[int] = []
    while len(seen) < len(whole):
        after = seen[-1] if seen else None
        page, total = images(space.reading(), ImagesWanted(**wanted, most=7, after=after))
        assert total == len(whole)
        seen += [each.id for each in page]
    assert seen == whole


def test_numbers_sort_as_numbers_and_filters_count(space, project):
    wide = (Filter("width", "gte", "12"),)
    found, total = images(
        space.reading(),
        ImagesWanted(project=project, filters=wide, sort="width", is_descending=True, most=3),
    )
    assert [each.width for each in found] == sorted(map(len, NAMES), reverse=True)[:3]
    assert total == sum(len(each) >= 12 for each in NAMES)


def test_renamed_and_removed_images_are_found_as_they_are(space, project):
    (slide,) = space.rows("select id from image where name='slide 30.svs'")
    space.write(lambda change: change.update("image", slide["id"], name="Quokka"))
    assert names_of(space, project=project, filters=search("quokka")) == ["Quokka"]
    assert "slide 30.svs" not in names_of(space, project=project, filters=search("slide"))
    space.write(lambda change: change.delete("image", slide["id"]))
    found, total = images(space.reading(), ImagesWanted(project=project, filters=search("quok")))
    assert (found, total) == ([], 0)
    assert images(space.reading(), ImagesWanted(project=project))[1] == len(NAMES) - 1


def test_a_project_takes_its_words_along(space, project):
    space.write(lambda change: change.delete("project", project))
    matching = space.rows("select rowid from image_words where image_words match '\"slide\"'")
    assert len(matching) == 1
    assert space.rows("select count(*) from image_count")[0][0] == 1


def test_images_of_an_older_workspace_are_in_order_after_its_upgrade(tmp_path):
    before = next(place for place, step in enumerate(STEPS) if "image_words" in step)
    older = Workspace(tmp_path / "old", steps=STEPS[:before])
    project = add(older, ["slide 10", "slide 9", "Toad"], "Frogs")
    older.close()
    newer = Workspace(tmp_path / "old")
    assert names_of(newer, project=project, sort="instanceFilename") == [
        "slide 9",
        "slide 10",
        "Toad",
    ]
    assert names_of(newer, project=project, filters=search("toa")) == ["Toad"]
    newer.close()
