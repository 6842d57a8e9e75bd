"""A study as one file: on paper, for a browser, or as a research object."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from cytodesk import __version__
from cytodesk.charts.figures import untranslated
from cytodesk.charts.study import Study
from cytodesk.errors import N_, BadInput
from cytodesk.reports.contents import contents_of
from cytodesk.reports.crate import write_crate
from cytodesk.reports.paper import write_pdf
from cytodesk.reports.web import write_html

Translate = Callable[[str], str]
ENDINGS = (".pdf", ".html", ".zip")


def write_report(
    study: Study, path: Path, translate: Translate = untranslated, language: str = "en"
) -> None:
    """Write `study` to `path`, by its ending; .zip is a Workflow Run RO-Crate.

    The file is whole or not there. Raises BadInput for another ending and for a folder that is
    not there.
    """
    check_path(path)
    beside = path.with_name(f".{path.stem}.part{path.suffix}")
    try:
        match path.suffix.lower():
            case ".pdf":
                blocks = contents_of(study, translate, __version__)
                write_pdf(blocks, beside, translate, __version__)
            case ".html":
                blocks = contents_of(study, translate, __version__)
                write_html(blocks, beside, translate, __version__, language)
            case _:
                write_crate(study, beside, translate, __version__, language)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def check_path(path: Path) -> None:
    """Raise BadInput where no report can be written; ask before a long comparison, not after."""
    if path.suffix.lower() not in ENDINGS:
        raise BadInput(N_("{path} ends in none of .pdf, .html and .zip."), path=path)
    if not path.parent.is_dir():
        raise BadInput(N_("There is no folder {folder}."), folder=path.parent)
