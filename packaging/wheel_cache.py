"""Fill the cache of wheels that the tests install from, once, with network.

    python packaging/wheel_cache.py            fill what is missing, verify what is there
    python packaging/wheel_cache.py --check    say where it is, or what is missing; no network
    python packaging/wheel_cache.py --list NAME    the files of one section, each on a line
    python packaging/wheel_cache.py --folder   where it is
    python packaging/wheel_cache.py --lock     choose versions anew: wheels.txt -> wheels.lock

wheels.lock holds the version and the sha256 of everything that may be fetched; what has to be
built is built once, and its own hash is recorded beside it. The cache lies in the user's cache
folder, or where CYTODESK_WHEELS says.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from platformdirs import user_cache_path

_HERE = Path(__file__).parent
_ASKED, _LOCK = _HERE / "wheels.txt", _HERE / "wheels.lock"
_BUILD = "build"
_NEEDS_SHARED = "apps"


def main(arguments: list[str]) -> int:
    if "--lock" in arguments:
        _LOCK.write_text(_locked(_sections(_ASKED)), encoding="utf-8")
        return 0
    cache = wheel_folder()
    cache.mkdir(parents=True, exist_ok=True)
    if "--folder" in arguments:
        print(cache)
        return 0
    if "--list" in arguments:
        name = arguments[-1]
        record = _record(cache, name, _sections(_LOCK)[name])
        print("\n".join(str(cache / wheel) for wheel in _hashes_in(record)))
        return 0
    missing = {
        name: wanted for name, wanted in _wanted_here() if not _is_whole(cache, name, wanted)
    }
    if "--check" in arguments:
        print(
            f"{cache} lacks the wheels of {', '.join(missing)}. Fill it with: make wheels"
            if missing
            else cache
        )
        return int(bool(missing))
    for name, wanted in missing.items():
        print(f"Filling {cache} with the wheels of {name} ...", file=sys.stderr)
        try:
            _fill(_record(cache, name, wanted), wanted)
        except subprocess.CalledProcessError:
            told = "They could not be fetched or built (see above). With network, try: make wheels"
            print(told, file=sys.stderr)
            return 1
    return 0


def wheel_folder() -> Path:
    told = os.environ.get("CYTODESK_WHEELS")
    return Path(told).absolute() if told else user_cache_path("cytodesk", False) / "wheels"


def _shared() -> Path:
    return Path(os.environ.get("CYTODESK_SHARED") or _HERE.parents[1] / "shared") / "apps"


def _sections(path: Path) -> dict[str, str]:
    """Return the text under each [name]."""
    parts = re.split(r"^\[(.+)\]$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {name: text.strip() + "\n" for name, text in zip(parts[1::2], parts[2::2], strict=True)}


def _wanted_here() -> list[tuple[str, str]]:
    has_shared = _shared().is_dir()
    sections = _sections(_LOCK).items()
    return [(name, wanted) for name, wanted in sections if name != _NEEDS_SHARED or has_shared]


def _record(cache: Path, name: str, wanted: str) -> Path:
    """Return the file that lists a filling: one per lock, interpreter and system."""
    told = hashlib.sha256(f"{wanted}{sys.version_info[:2]}{sys.platform}".encode()).hexdigest()
    return cache / f"{name}-{told[:16]}.json"


def _is_whole(cache: Path, name: str, wanted: str) -> bool:
    record = _record(cache, name, wanted)
    return record.is_file() and all(
        _hash_of(cache / wheel) == said for wheel, said in _hashes_in(record).items()
    )


def _hashes_in(record: Path) -> dict[str, str]:
    hashes: dict[str, str] = json.loads(record.read_bytes())
    return hashes


def _hash_of(path: Path) -> str:
    if not path.is_file():
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _fill(record: Path, wanted: str) -> None:
    with tempfile.TemporaryDirectory(dir=record.parent) as made:
        requirements = Path(made, "wanted.txt")
        requirements.write_text(wanted, encoding="utf-8")
        constraints = Path(made, "build.txt")
        constraints.write_text(_sections(_ASKED)[_BUILD], encoding="utf-8")
        told = {"PIP_CONSTRAINT": str(constraints), "PIP_BUILD_CONSTRAINT": str(constraints)}
        pip = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--require-hashes"]
        pip += ["--use-pep517"]  # else an old pip wants what builds wheels in our own environment
        subprocess.run(
            [*pip, "-r", str(requirements), "-w", made],
            check=True,
            env={**os.environ, **told},
        )
        known = {
            name: said
            for other in record.parent.glob("*.json")
            for name, said in _hashes_in(other).items()
        }
        hashes = {}
        for wheel in sorted(Path(made).glob("*.whl")):
            there = record.with_name(wheel.name)
            if _hash_of(there) != known.get(wheel.name):  # else another set has fetched or built it
                wheel.replace(there)
            hashes[there.name] = _hash_of(there)
    record.write_text(json.dumps(hashes, indent=1), encoding="utf-8")


def _locked(sections: dict[str, str]) -> str:
    head = "# Made by wheel_cache.py --lock: versions and hashes of all that may be fetched.\n"
    return head + "".join(
        f"\n[{name}]\n{_resolved(wanted)}" for name, wanted in sections.items() if name != _BUILD
    )


def _resolved(wanted: str) -> str:
    """Let uv choose every version, for all systems and both Pythons, with its hashes."""
    command = "pip compile -q --universal --python-version 3.11 --generate-hashes --no-header"
    plain = "--no-annotate --no-emit-index-url"
    uv = Path(sys.executable).with_name("uv")
    return subprocess.run(
        [str(uv), *command.split(), *plain.split(), "-"],
        check=True,
        input=wanted,
        capture_output=True,
        text=True,
    ).stdout


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
