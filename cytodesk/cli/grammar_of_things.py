"""What can be done with projects, terms, images and algorithms."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cytodesk.cli import exchange, things
from cytodesk.cli.grammar_parts import add_command, add_environment, add_family, add_project
from cytodesk.errors import N_


def add_things(root: Any) -> None:
    _add_projects(root)
    _add_terms(root)
    _add_images(root)
    _add_algorithms(root)


def _add_projects(root: Any) -> None:
    project = add_family(root, "project", N_("make, list, export and import projects"))
    new = add_command(project, "new", things.new_project, N_("make a project"))
    new.add_argument("name", metavar="NAME", nargs="?")
    new.add_argument(
        "--ontology", metavar="NAME", help=N_("take this ontology instead of a new one")
    )
    new.add_argument(
        "--sample",
        action="store_true",
        help=N_("make the sample: a slide, its truth and two algorithms"),
    )
    add_environment(new)
    add_command(project, "list", things.list_projects, N_("list projects"))
    out = add_command(project, "export", exchange.export, N_("write a project to a file"))
    out.add_argument("project", metavar="PROJECT")
    out.add_argument("file", metavar="FILE", type=Path)
    out.add_argument("--with-images", action="store_true", help=N_("take the slides along"))
    back = add_command(project, "import", exchange.import_, N_("bring a project from a file"))
    back.add_argument("file", metavar="FILE", type=Path)


def _add_terms(root: Any) -> None:
    term = add_family(root, "term", N_("add terms"))
    add = add_command(term, "add", things.add_term, N_("add a term to a project's ontology"))
    add.add_argument("name", metavar="NAME")
    add_project(add)
    add.add_argument("--color", metavar="#RRGGBB", help=N_("colour of the term"))


def _add_images(root: Any) -> None:
    image = add_family(root, "image", N_("add, list and find images"))
    add = add_command(image, "add", things.add_images, N_("add files of this computer"))
    add.add_argument("files", nargs="+", type=Path, metavar="FILE")
    add_project(add)
    add.add_argument("--copy", action="store_true", help=N_("copy the files into the workspace"))
    add_project(add_command(image, "list", things.list_images, N_("list a project's images")))
    find = add_command(image, "find", things.find_file, N_("say where an image's file went"))
    find.add_argument("image", metavar="IMAGE")
    find.add_argument("where", metavar="WHERE", type=Path)
    add_project(find)


def _add_algorithms(root: Any) -> None:
    algorithm = add_family(root, "algorithm", N_("install, list and remove algorithms"))
    add = add_command(algorithm, "add", things.add_algorithm, N_("install an algorithm"))
    add.add_argument("what", metavar="WHAT", type=Path)
    add_environment(add)
    add_command(algorithm, "list", things.list_algorithms, N_("list algorithms"))
    anew = add_command(
        algorithm,
        "update",
        things.update_algorithm,
        N_("install an algorithm anew from where it came"),
    )
    anew.add_argument("what", metavar="WHAT")
    gone = add_command(algorithm, "remove", things.remove_algorithm, N_("remove an algorithm"))
    gone.add_argument("what", metavar="WHAT")
