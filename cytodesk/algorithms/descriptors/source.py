"""Where the text of a descriptor is: a file, a folder, a zip or a container image."""

from __future__ import annotations

import json
import tarfile
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from cytodesk.algorithms.descriptors.image_archive import descriptor_in_image, is_image_archive
from cytodesk.errors import N_, DescriptorError, Problem

UTF_8 = "utf-8"
_USUAL_NAMES = ("descriptor.json", "descriptor.yml", "descriptor.yaml")
IMAGE_SUFFIX = ".tar"
"""Of the file that holds a container image."""
_NOTATIONS = (".json", ".yml", ".yaml")
_LARGEST = 4 * 1024 * 1024
"""Bytes; the largest real descriptor has 40 thousand."""
_UNREADABLE = (OSError, EOFError, zlib.error, zipfile.BadZipFile, tarfile.TarError)
_MOST_CANDIDATES = 200
_SIGNS = ('"inputs"', '"command-line"')


@dataclass(frozen=True, slots=True)
class Source:
    """The text of a descriptor, a byte order mark included, and how it was kept."""

    text: str
    encoding: str = UTF_8
    name: str = ""
    """The name of its file."""
    file: Path | None = None
    """The file itself; None where it is inside a zip, or nowhere."""


def source_of(path: Path) -> Source:
    """Return the descriptor at `path`; raises DescriptorError in words."""
    try:
        return _source(path)
    except _UnfoundError as trouble:
        raise _refusal(path, trouble.template, **trouble.fields) from None
    except (*_UNREADABLE, RuntimeError) as trouble:
        # RuntimeError: a zip with a password, or with a compression that nobody knows.
        raise _refusal(path, N_("It cannot be read: {reason}."), reason=trouble) from trouble


def files_below(path: Path) -> list[Path]:
    """Return what to check at `path`: itself, or where a folder is no app, all that it holds."""
    if not path.is_dir() or any((path / name).is_file() for name in _USUAL_NAMES):
        return [path]
    found = [each for each in path.rglob("*") if each.suffix in _NOTATIONS and each.is_file()]
    shown = [each for each in found if not _is_hidden(each.relative_to(path))]
    return sorted(shown) or [path]


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") or part == "node_modules" for part in path.parts)


class _UnfoundError(Exception):
    def __init__(self, template: str, **fields: object) -> None:
        super().__init__(template)
        self.template = template
        self.fields = fields


def _refusal(path: Path, template: str, **fields: object) -> DescriptorError:
    return DescriptorError(path, [Problem(template, fields, rule="no-descriptor")])


def _source(path: Path) -> Source:
    if path.is_dir():
        return _of_file(_file_in(path))
    if not path.exists():
        raise _UnfoundError(N_("Nothing is there. Choose a descriptor, its folder or a zip of it."))
    if not path.is_file():
        raise _UnfoundError(N_("It is neither a file nor a folder."))
    if zipfile.is_zipfile(path):
        return _of_zip(path)
    if path.suffix == IMAGE_SUFFIX and is_image_archive(path):
        return _of_image(path)
    return _of_file(path)


def _of_file(path: Path) -> Source:
    with path.open("rb") as file:
        data = _checked(file.read(_LARGEST + 1))
    text, encoding = _decoded(data)
    return Source(text, encoding, path.name, path)


def _of_image(path: Path) -> Source:
    found = descriptor_in_image(path, _USUAL_NAMES, _LARGEST)
    if found is None:
        raise _UnfoundError(
            N_("The image holds no descriptor: neither descriptor.json nor descriptor.yml.")
        )
    name, data = found
    text, encoding = _decoded(_checked(data))
    return Source(text, encoding, name)


def _checked(data: bytes) -> bytes:
    if len(data) > _LARGEST:
        raise _UnfoundError(N_("It is larger than {most} bytes: no descriptor is."), most=_LARGEST)
    return data


def _file_in(folder: Path) -> Path:
    for name in _USUAL_NAMES:
        if (folder / name).is_file():
            return folder / name
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
    text, _ = _decoded(path.read_bytes())
    return text.lstrip("\ufeff \t\r\n").startswith("{") and all(sign in text for sign in _SIGNS)


def _of_zip(path: Path) -> Source:
    # Only this one member is ever read, and no more of it than the limit.
    with zipfile.ZipFile(path) as archive:
        member = _member(archive)
        with archive.open(member) as file:
            data = _checked(file.read(_LARGEST + 1))
    text, encoding = _decoded(data)
    return Source(text, encoding, PurePosixPath(member.filename).name)


def _member(archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    files = [each for each in archive.infolist() if not each.is_dir()]
    tops = {PurePosixPath(each.filename).parts[:1] for each in files} - {("__MACOSX",)}
    places = list(_USUAL_NAMES)
    if len(tops) == 1:
        places += ["/".join((*top, name)) for top in tops for name in _USUAL_NAMES]
    by_name = {each.filename.casefold(): each for each in files}
    for place in places:
        if place.casefold() in by_name:
            return by_name[place.casefold()]
    raise _UnfoundError(N_("The zip holds no descriptor.json at its top or in its one top folder."))


def _decoded(data: bytes) -> tuple[str, str]:
    """Return the text and the name of its encoding."""
    encoding = json.detect_encoding(data)
    try:
        if encoding == "utf-8-sig":
            return data.decode(UTF_8), UTF_8
        return data.decode(encoding), encoding
    except UnicodeDecodeError:
        # Old Windows editors; every byte has a sign in this encoding, so nothing is lost.
        return data.decode("latin-1"), "latin-1"
