"""One request, read: who asks, for what, with which words."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Any

import msgspec
from starlette.datastructures import FormData, Headers, QueryParams, UploadFile

from cytodesk.assets import Words
from cytodesk.errors import N_, BadInput
from cytodesk.wire.codec import read_id, read_ids, read_truth
from cytodesk.wire.people import User

_BLOCK = 1 << 20
_BEYOND = 1 << 63
"""No id and no instant is that large: SQLite holds 64 bits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    method: str
    path: str
    named: Mapping[str, Any]
    """The parts of the path that have names."""
    query: QueryParams
    headers: Headers
    base: str
    """`scheme://host` as the client wrote it: addresses in answers must begin so (contract 1.6)."""
    user: User | None
    body: bytes = b""
    form: FormData = field(default_factory=FormData)

    @property
    def id(self) -> int:
        return int(self.named["id"])

    @property
    def words(self) -> Words:
        """Return the language in which to say no: what the client asks for, English for an app."""
        return _words(self.headers.get("accept-language", ""))

    @property
    def asker(self) -> User:
        """Return who asks; only handlers behind a signature may."""
        if self.user is None:
            raise AssertionError("a handler behind a signature has a user")
        return self.user

    @property
    def json(self) -> Any:
        if not self.body:
            return {}
        try:
            return msgspec.json.decode(self.body)
        except (ValueError, RecursionError) as error:
            raise BadInput(N_("The body is not valid JSON: {reason}"), reason=str(error)) from error

    @property
    def object(self) -> dict[str, Any]:
        """Return the body, which must be a JSON object."""
        json = self.json
        if not isinstance(json, dict):
            raise BadInput(N_("The body must be a JSON object"))
        return json

    @property
    def object_or_list(self) -> dict[str, Any] | list[Any]:
        """Return the body of a POST that takes one or many; elements may still be anything."""
        return json if isinstance(json := self.json, list) else self.object

    def text(self, name: str) -> str | None:
        """Return a query parameter; an empty one counts as absent (contract 3.9)."""
        return self.query.get(name) or None

    def truth(self, name: str, default: bool = False) -> bool:
        value = self.query.get(name)
        return default if value is None else read_truth(value)

    def number(self, name: str) -> float | None:
        """Return a number, or None where it is absent, nonsense or beyond all bounds."""
        try:
            number = float(self.query[name])
        except (KeyError, ValueError):
            return None
        return number if abs(number) < _BEYOND else None

    def whole(self, name: str) -> int | None:
        value = self.number(name)
        return None if value is None else int(value)

    def ids(self, *names: str) -> tuple[int, ...]:
        """Return the ids under any of `names`; nonsense is passed over as the server does.

        So is 0 under the name of one thing (`user=0`): programs mean "none given" by it. Under
        the name of several (`users=0`) it is an id, and nobody's.
        """
        found: list[int] = []
        for name in names:
            is_of_several = name.endswith("s") or name.startswith("users")
            if self.query.get(name) == "0" and not is_of_several:
                continue
            for part in (self.query.get(name) or "").replace("_", ",").split(","):
                digits = part.strip(" []")
                if digits.isdecimal() and int(digits) < _BEYOND:
                    found.append(int(digits))
        return tuple(found)

    def upload(self) -> tuple[str, Iterator[bytes]]:
        """Return the file name (without folders) and blocks of the uploaded file.

        Python's client sends the part as `files[]` and its name as the path that the app passed.
        """
        parts = [part for part in self.form.values() if isinstance(part, UploadFile)]
        if not parts:
            return "", iter((self.body,) if self.body else ())
        return base_name(parts[0].filename or "file"), iter(
            partial(parts[0].file.read, _BLOCK), b""
        )


@lru_cache(maxsize=16)
def _words(accepted: str) -> Words:
    first = re.split("[,;]", accepted, maxsplit=1)[0].strip()
    return Words.for_language(first.replace("-", "_") or "en")


def base_name(path: str) -> str:
    """Return a name without folders, of whichever system, and without what no file name may have.

    Nothing of it ever names a file of ours: it is what a download is called.
    """
    name = re.split(r"[\\/]", path)[-1]
    return "".join(letter for letter in name if letter.isprintable()).strip() or "file"


def name_in(body: Mapping[str, Any]) -> str:
    """Return the name that a body gives; raises BadInput where it gives none."""
    name = str(body.get("name") or "").strip()
    if not name:
        raise BadInput(N_("name not set"))
    return name


def required_id(json: Mapping[str, Any], name: str) -> int:
    """Return the id under `name`; raises BadInput in the server's words where it is missing."""
    value = optional_id(json, name)
    if value is None:
        raise BadInput(N_("{name} not set"), name=name)
    return value


def optional_id(json: Mapping[str, Any], name: str) -> int | None:
    """Return the id under `name`, if there is one; raises BadInput for what is none."""
    try:
        value = read_id(json.get(name))
    except (TypeError, ValueError, OverflowError) as error:
        raise BadInput(N_("{name} is not an id"), name=name) from error
    if value is not None and not 0 <= value < _BEYOND:
        raise BadInput(N_("{name} is not an id"), name=name)
    return value


def optional_number(json: Mapping[str, Any], name: str) -> float | None:
    """Return the number under `name`, if there is one; raises BadInput for what is none."""
    value = json.get(name)
    try:
        number = None if value is None else float(value)
    except (TypeError, ValueError, OverflowError) as error:
        raise BadInput(N_("{name} is not a number"), name=name) from error
    if number is not None and not math.isfinite(number):
        raise BadInput(N_("{name} is not a number"), name=name)
    return number


def ids_in(json: Mapping[str, Any], *names: str) -> tuple[int, ...]:
    try:
        return tuple(id_ for name in names for id_ in read_ids(json.get(name)))
    except (TypeError, ValueError, OverflowError) as error:
        raise BadInput(N_("{name} is not a list of ids"), name=names[0]) from error
