from __future__ import annotations

import pytest

from cytodesk.errors import NotFound
from cytodesk.workspace import people, projects
from cytodesk.workspace.refusals import AlreadyThere
from cytodesk.workspace.store import Workspace


@pytest.fixture
def workspace(tmp_path):
    workspace = Workspace(tmp_path / "workspace")
    people.ensure_human(workspace, "ada")
    yield workspace
    workspace.close()


def test_what_the_tables_refuse_is_said_in_words(workspace):
    workspace.write(lambda change: projects.add_ontology(change, "twice", people.HUMAN))
    with pytest.raises(AlreadyThere, match="ontology with the same name already"):
        workspace.write(lambda change: projects.add_ontology(change, "twice", people.HUMAN))
    with pytest.raises(NotFound, match="refers to"):
        workspace.write(lambda change: projects.add_ontology(change, "lonely", 999))


def test_a_refused_change_leaves_nothing_and_spoils_no_other(workspace):
    def add(name):
        return workspace.write(lambda change: projects.add_ontology(change, name, people.HUMAN))

    def add_two(change):
        projects.add_ontology(change, "first", people.HUMAN)
        projects.add_ontology(change, "first", people.HUMAN)

    with pytest.raises(AlreadyThere):
        workspace.write(add_two)
    add("second")
    names = [o.name for o in projects.ontologies(workspace.reading())]
    assert names == ["second"]
