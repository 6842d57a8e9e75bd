"""Where the text of a descriptor is: a file, a folder or a zip."""

from __future__ import annotations

import json
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from cytodesk.errors import N_, DescriptorError, Problem

_USUAL_NAME = "descriptor.json"
_LARGEST = 4 * 1024 * 1024
"""Bytes; the largest real descriptor has 40 thousand."""
_MOST_CANDIDATES = 200
_SIGNS = ('"inputs"', '"command-line"')


def text_of(path: Path) -> str:
    """Return the text of the descriptor at `path`; raises DescriptorError in words."""
    try:
        return _decoded(_bytes_of(path))
    except _UnfoundError as trouble:
        raise _refusal(path, trouble.template, **trouble.fields) from None
    except (OSError, EOFError, RuntimeError, zlib.error, zipfile.BadZipFile) as trouble:
        # RuntimeError: a zip with a password, or with a compression that nobody knows.
        raise _refusal(path, N_("It cannot be read: {reason}."), reason=trouble) from trouble


class _UnfoundError(Exception):
    def __init__(self, template: str, **fields: object) -> None:
        super().__init__(template)
        self.template = template
        self.fields = fields


def _refusal(path: Path, template: str, **fields: object) -> DescriptorError:
    return DescriptorError(path, [Problem(template, fields, rule="no-descriptor")])


def _bytes_of(path: Path) -> bytes:
    if path.is_dir():
        return _limited(_file_in(path))
    if not path.exists():
        raise _UnfoundError(N_("Nothing is there. Choose a descriptor, its folder or a zip of it."))
    if not path.is_file():
        raise _UnfoundError(N_("It is neither a file nor a folder."))
    if zipfile.is_zipfile(path):
        return _bytes_in_zip(path)
    return _limited(path)


def _limited(path: Path) -> bytes:
    with path.open("rb") as file:
        return _checked(file.read(_LARGEST + 1))


def _checked(data: bytes) -> bytes:
    if len(data) > _LARGEST:
        raise _UnfoundError(N_("It is larger than {most} bytes: no descriptor is."), most=_LARGEST)
    return data


def _file_in(folder: Path) -> Path:
    usual = folder / _USUAL_NAME
    if usual.is_file():
        return usual
    candidates = sorted(each for each in folder.glob("*.json") if each.is_file())
    found = [each for each in candidates[:_MOST_CANDIDATES] if _looks_like_one(each)]
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(each.name for each in found)
        raise _UnfoundError(N_("It holds several descriptors: {names}. Choose one."), names=names)
    raise _UnfoundError(N_("It holds no descriptor.json. Choose the folder that does."))


def _looks_like_one(path: Path) -> bool:
    if path.stat().st_size > _LARGEST:
        return False
    text = _decoded(path.read_bytes())
    return text.lstrip("\ufeff \t\r\n").startswith("{") and all(sign in text for sign in _SIGNS)


def _bytes_in_zip(path: Path) -> bytes:
    # Only this one member is ever read, and no more of it than the limit.
    with zipfile.ZipFile(path) as archive, archive.open(_member(archive)) as file:
        return _checked(file.read(_LARGEST + 1))


def _member(archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    files = [each for each in archive.infolist() if not each.is_dir()]
    tops = {PurePosixPath(each.filename).parts[:1] for each in files} - {("__MACOSX",)}
    places = [_USUAL_NAME]
    if len(tops) == 1:
        places += ["/".join((*top, _USUAL_NAME)) for top in tops]
    by_name = {each.filename: each for each in files}
    for place in places:
        if place in by_name:
            return by_name[place]
    raise _UnfoundError(N_("The zip holds no descriptor.json at its top or in its one top folder."))


def _decoded(data: bytes) -> str:
    try:
        return data.decode(json.detect_encoding(data))
    except UnicodeDecodeError:
        # Old Windows editors; every byte has a sign in this encoding, so nothing is lost.
        return data.decode("latin-1")
