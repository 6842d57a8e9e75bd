"""Contract 5.3 and chapter 4 of the quirks once more, as plainly as they are written there.

Knows nothing of cytodesk: a descriptor as parsed JSON and texts go in, tokens come out. It is
slow and has no names for things; where it and the program differ, one of them misread the page.

    1  a value takes the place of its key, as flag and value: two tokens, one where the value
       begins with a dash behind a long flag; blanks in a flag part it
    2  keys are compared token by token, with or without brackets and @, whatever stands inside
    3  the flag of an input is not written twice
    4  keys without value vanish, with the option that the line wrote for them
    5  keys without input vanish too, with the flag of an input in front of them; the five of the
       server are filled in all the same
    6  inputs without key follow as --<id> value (a Cytomine app) or with their own flag
"""

from __future__ import annotations

import re
from typing import Any

FIVE = {
    "host": "cytomine_host",
    "publickey": "cytomine_public_key",
    "privatekey": "cytomine_private_key",
    "idproject": "cytomine_id_project",
    "projectid": "cytomine_id_project",
    "idsoftware": "cytomine_id_software",
    "softwareid": "cytomine_id_software",
}


def five_of(name: str) -> str | None:
    return FIVE.get(name.replace("_", "").lower().removeprefix("cytomine"))


def expand(text: Any, id: str) -> str:
    return re.sub(r"@id\b", id, re.sub(r"@ID\b", id.upper(), str(text)))


def naked(text: str) -> str:
    return text.strip("[]").removeprefix("@").lstrip("-").replace("-", "_").lower()


def says_same(option: str, name: str) -> bool:
    one, other = naked(option), naked(name)
    return bool(one) and (
        one == other or (five_of(one) is not None and five_of(one) == five_of(other))
    )


def is_true(value: Any) -> bool:
    return str(value).lower() in ("true", "1", "yes")


def option(flag: str, text: str) -> list[str]:
    *before, last = flag.split(" ")
    if last.startswith("--") and text.startswith("-"):
        return [*before, f"{last}={text}"]
    return [*before, last, text] if flag else [text]


def looks_like_key(token: str, before: str) -> bool:
    if re.fullmatch(r"\[.*|.*\]|@\w+", token):
        return True
    is_word = re.fullmatch(r"[A-Z][A-Z0-9_]+", token) is not None
    is_literal = before.startswith("--") and not says_same(before, token)
    return is_word and not is_literal


def reference_line(
    descriptor: dict[str, Any], values: dict[str, str], server: dict[str, str]
) -> list[str]:
    inputs = []
    for one in descriptor["inputs"]:
        id = str(one["id"]).strip()
        key = expand(one.get("value-key") or "[@ID]", id).strip()
        flag = expand(one.get("command-line-flag", "--@id"), id).strip()
        inputs.append((id, key, flag, is_true(one.get("set-by-server"))))
    five = {
        id: five_of(id)
        for id, _, _, set_by_server in inputs
        if five_of(id) and (set_by_server or id.lower().startswith("cytomine"))
    }
    texts = {id: values.get(id, "") for id, *_ in inputs}
    texts |= {id: server.get(name or "", "") for id, name in five.items()}

    program, tokens, placed, named = [], [], set(), set()
    line = str(descriptor.get("command-line") or "").replace("][", "] [").split()
    flags = {flag for _, _, flag, _ in inputs}
    is_program = True
    for place, token in enumerate(line):
        before = line[place - 1] if place else ""
        bare = token.rstrip(",;")
        found = next((one for one in inputs if one[1] == bare), None)
        if found is None and looks_like_key(bare, before if before not in program else ""):
            found = next((one for one in inputs if naked(one[1]) == naked(bare)), None)
            found = found or next((one for one in inputs if naked(one[0]) == naked(bare)), None)
            if found is None:
                is_program = False
                names = [bare, *(each_flag or each_id for each_id, _, each_flag, _ in inputs)]
                is_own = before.startswith("-") and any(says_same(before, each) for each in names)
                if tokens and tokens[-1] == before and is_own:
                    tokens.pop()
                if name := five_of(naked(bare)):
                    named.add(name)
                    tokens += option(f"--{name}", server[name])
                continue
        if found is None:
            is_program = is_program and not token.startswith("--") and token not in flags
            (program if is_program else tokens).append(token)
            continue
        is_program = False
        id, _, flag, _ = found
        placed.add(id)
        own = before if tokens and tokens[-1] == before and before.startswith("-") else ""
        if own and (not flag or says_same(own, flag) or says_same(own, bare)):
            tokens.pop()
            flag = flag or own
        if texts[id]:
            tokens += option(flag, texts[id])
    for id, _, flag, _ in inputs:
        if id not in placed and texts[id]:
            tokens += option(f"--{id}" if five else flag or f"--{id}", texts[id])
    if five:
        for name in server:
            if name not in named and name not in five.values():
                tokens += option(f"--{name}", server[name])
    return [*program, *tokens]
