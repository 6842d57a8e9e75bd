"""A human, or the user that every run has of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from cytodesk.wire.codec import ID, INSTANT, TEXT, TRUTH, key


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    wire_class: ClassVar[str] = "be.cytomine.security.User"

    id: int = key("id", ID)
    created: int | None = key("created", INSTANT)
    updated: int | None = key("updated", INSTANT)
    username: str = key("username", TEXT, "")
    firstname: str = key("firstname", TEXT, "")
    lastname: str = key("lastname", TEXT, "")
    is_run: bool = key("algo", TRUTH, False)
    """True for the user of a run (a UserJob); `run` is then its id."""
    run: int | None = key("job", ID)
    human_username: str | None = key("humanUsername", TEXT)
