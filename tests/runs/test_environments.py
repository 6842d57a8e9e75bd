"""Environments from a tiny wheel folder that is made here; no network is asked."""

from __future__ import annotations

import base64
import hashlib
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import psutil
import pytest

from cytodesk.errors import Cancelled, EnvironmentFailed
from cytodesk.processes import own_environment
from cytodesk.runs.environments import managed as managed_module
from cytodesk.runs.environments.environment import Environment
from cytodesk.runs.environments.interpreter import named_interpreter
from cytodesk.runs.environments.managed import managed
from tests.runs.house import slow_package
from tests.station.conftest import until

POSIX_ONLY = pytest.mark.skipif(os.name == "nt", reason="a stand-in interpreter is a script")


def make_wheel(folder: Path, name: str, version: str, requires: str = "") -> Path:
    """Write the smallest wheel that an installer takes."""
    folder.mkdir(parents=True, exist_ok=True)
    info = f"{name}-{version}.dist-info"
    needs = f"Requires-Dist: {requires}\n" if requires else ""
    script = f"[console_scripts]\n{name}-say = {name}:say\n"
    files = {
        f"{name}/__init__.py": f"VERSION = {version!r}\ndef say(): print('said', VERSION)\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{needs}",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/entry_points.txt": script,
    }
    record = "".join(f"{path},{_digest(text)},{len(text)}\n" for path, text in files.items())
    wheel = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
        archive.writestr(f"{info}/RECORD", record + f"{info}/RECORD,,\n")
    return wheel


def _digest(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return "sha256=" + base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


@pytest.fixture
def wheels(tmp_path: Path) -> Path:
    make_wheel(tmp_path / "wheels", "tinytissue", "1.0", requires="tinycell")
    make_wheel(tmp_path / "wheels", "tinycell", "2.5")
    return tmp_path / "wheels"


class Maker:
    """Asks for environments as the queue does."""

    def __init__(self, folder: Path, wheels: Path) -> None:
        self.folder, self.wheels, self.cache = folder, wheels, folder / "cache"
        self.heard: list[str] = []
        self.is_cancelled = False

    def make(self, text: str) -> Environment:
        app = self.folder / "app"
        app.mkdir(exist_ok=True)
        (app / "requirements.txt").write_text(text)
        return managed(
            app / "requirements.txt",
            self.wheels,
            self.cache,
            None,
            self.heard.append,
            lambda: self.is_cancelled,
        )

    def leftovers(self) -> list[str]:
        return [path.name for path in (self.cache / "environments").glob(".making-*")]


@pytest.fixture
def maker(tmp_path: Path, wheels: Path) -> Maker:
    return Maker(tmp_path, wheels)


def said_by(python: Path, code: str) -> str:
    done = subprocess.run([python, "-I", "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_requirements_become_an_environment_without_a_network(maker: Maker) -> None:
    environment = maker.make("tinytissue==1.0\n")
    assert said_by(environment.python, "import tinytissue, tinycell; tinycell.say()") == "said 2.5"
    assert any("tinycell" in line for line in maker.heard)
    assert maker.leftovers() == []


def test_scripts_of_an_environment_survive_its_renaming(maker: Maker) -> None:
    environment = maker.make("tinytissue")
    script = environment.python.with_name("tinytissue-say")
    done = subprocess.run([script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "said 1.0"


def test_the_same_content_is_made_once(maker: Maker) -> None:
    first = maker.make("tinytissue==1.0\ntinycell # the small one\n")
    maker.heard.clear()
    assert maker.make("\ntinycell\n# a remark\ntinytissue==1.0\r\n") == first
    assert maker.heard == []


def test_other_content_is_another_environment(maker: Maker) -> None:
    both, one = maker.make("tinytissue"), maker.make("tinycell")
    assert both.python != one.python
    assert both.identity != one.identity


def test_a_new_wheel_in_the_folder_makes_a_new_environment(maker: Maker) -> None:
    old = maker.make("tinycell")
    make_wheel(maker.wheels, "tinycell", "3.0")
    new = maker.make("tinycell")
    assert said_by(new.python, "import tinycell; print(tinycell.VERSION)") == "3.0"
    assert said_by(old.python, "import tinycell; print(tinycell.VERSION)") == "2.5"
    assert old.identity != new.identity


def test_included_lists_count(maker: Maker) -> None:
    (maker.folder / "app").mkdir()
    included = maker.folder / "app" / "more.txt"
    included.write_text("tinycell")
    first = maker.make("-r more.txt")
    included.write_text("tinytissue")
    assert maker.make("-r more.txt").python != first.python


def test_no_requirements_are_an_empty_environment(maker: Maker) -> None:
    environment = managed(None, maker.wheels, maker.cache, None, maker.heard.append, lambda: False)
    assert said_by(environment.python, "import sys; print(sys.version_info[0])") == "3"


def test_a_half_made_environment_is_never_taken_for_whole(maker: Maker) -> None:
    environment = maker.make("tinycell")
    place = environment.python.parents[1]
    (place / "cytodesk-environment.json").unlink()
    assert maker.make("tinycell") == environment
    assert (place / "cytodesk-environment.json").is_file()


@POSIX_ONLY
def test_an_environment_whose_interpreter_went_away_is_made_again(maker: Maker) -> None:
    environment = maker.make("tinycell")
    environment.python.unlink()
    environment.python.symlink_to(maker.folder / "removed-by-an-upgrade")
    assert maker.make("tinycell") == environment
    assert said_by(environment.python, "import tinycell; tinycell.say()") == "said 2.5"


def test_this_programs_python_by_name_is_the_same_environment(maker: Maker) -> None:
    by_default = maker.make("tinycell")
    own = f"{sys.version_info.major}.{sys.version_info.minor}"
    listed = maker.folder / "app" / "requirements.txt"
    named = managed(listed, maker.wheels, maker.cache, own, maker.heard.append, lambda: False)
    assert named == by_default


def test_what_a_killed_maker_left_is_swept(maker: Maker) -> None:
    folder = maker.cache / "environments"
    (folder / ".making-0123456789ab" / "bin").mkdir(parents=True)
    (folder / ".making-0123456789ab.lock").touch()
    maker.make("tinycell")
    assert maker.leftovers() == []


def _living(processes: list[psutil.Process]) -> list[psutil.Process]:
    return [
        each for each in processes if each.is_running() and each.status() != psutil.STATUS_ZOMBIE
    ]


KILLED = """
import sys
from pathlib import Path
from cytodesk.runs.environments.managed import managed
from tests.runs.house import slow_package
from tests.station.conftest import until
managed(Path(sys.argv[1]), None, Path(sys.argv[2]), None, print, lambda: False, may_build=True)
"""


def test_what_a_killed_maker_had_started_is_ended_by_the_next(maker: Maker, tmp_path: Path) -> None:
    slow = tmp_path / "slow.txt"
    slow.write_text(slow_package(tmp_path))
    words = [sys.executable, "-c", KILLED, str(slow), str(maker.cache)]
    killed = subprocess.Popen(words, stdout=subprocess.DEVNULL, env=own_environment())
    until((tmp_path / "building").exists)
    helpers = psutil.Process(killed.pid).children(recursive=True)
    killed.kill()
    killed.wait()
    assert _living(helpers)
    maker.make("tinycell")
    assert _living(helpers) == []
    assert maker.leftovers() == []


def test_a_package_that_is_not_there_is_told_in_one_sentence(maker: Maker) -> None:
    with pytest.raises(EnvironmentFailed) as told:
        maker.make("tinytissue==9.9\n")
    sentence = str(told.value)
    assert sentence.startswith("The packages of requirements.txt could not be installed: ")
    assert "could not be installed: Because there is no version of tinytissue==9.9" in sentence
    assert not set(sentence) & set("×╰▶│├\n")
    assert "tinytissue" in str(told.value.fields["details"])
    assert maker.leftovers() == []


def test_a_requirements_file_that_cannot_be_parsed_is_told(maker: Maker) -> None:
    with pytest.raises(EnvironmentFailed, match=r"requirements\.txt could not be installed"):
        maker.make("tinytissue=>1\n")


def test_a_python_that_is_not_installed_is_told(maker: Maker) -> None:
    with pytest.raises(EnvironmentFailed, match=r"No environment with Python 3\.99"):
        managed(None, maker.wheels, maker.cache, "3.99", maker.heard.append, lambda: False)


def test_a_cancelled_making_leaves_nothing(maker: Maker) -> None:
    maker.is_cancelled = True
    with pytest.raises(Cancelled):
        maker.make("tinycell")
    assert maker.leftovers() == []


def test_the_users_own_settings_of_uv_play_no_part(
    maker: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UV_CONSTRAINT", str(maker.folder / "nowhere.txt"))
    monkeypatch.setenv("UV_CACHE_DIR", str(maker.folder / "users-cache"))
    (maker.folder / "app").mkdir()
    (maker.folder / "app" / "uv.toml").write_text('nonsense = "yes"')
    maker.make("tinycell")
    assert not (maker.folder / "users-cache").exists()


def test_two_makers_of_the_same_agree_on_one(maker: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    finish = managed_module._finish

    def after_another(making: Path, place: Path) -> None:
        monkeypatch.setattr(managed_module, "_finish", finish)
        maker.make("tinycell")
        finish(making, place)

    monkeypatch.setattr(managed_module, "_finish", after_another)
    environment = maker.make("tinycell")
    assert said_by(environment.python, "import tinycell; tinycell.say()") == "said 2.5"
    assert maker.leftovers() == []


def test_caches_of_models_lie_beside_the_environment_and_exist(maker: Maker) -> None:
    environment = maker.make("tinycell")
    variables = environment.variables()
    assert {"XDG_CACHE_HOME", "TORCH_HOME", "HF_HOME", "MPLCONFIGDIR"} <= variables.keys()
    assert all(Path(folder).is_dir() for folder in variables.values())
    assert environment.cache.is_relative_to(maker.cache)
    assert not environment.cache.is_relative_to(environment.python.parents[1])


def test_a_named_interpreter_is_known_by_what_it_has(maker: Maker) -> None:
    made = maker.make("tinycell")
    named = named_interpreter(made.python, maker.cache)
    assert named.identity == made.identity
    assert named.python == made.python


@POSIX_ONLY
def test_a_named_interpreter_is_asked_again_only_after_a_change(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    asked = tmp_path / "asked"
    python = stand_in(
        tmp_path / "python",
        f'test "$1" = -V && exec {sys.executable} -V\n'
        f'echo x >> {asked}\nPYTHONPATH={site} exec {sys.executable} -c "$3"',
    )
    first = named_interpreter(python, tmp_path / "cache")
    assert named_interpreter(python, tmp_path / "cache") == first
    assert asked.read_text() == "x\n"
    (site / "newcomer-1.0.dist-info").mkdir()
    assert named_interpreter(python, tmp_path / "cache").identity != first.identity
    assert asked.read_text() == "x\nx\n"


@POSIX_ONLY
def test_a_program_that_is_no_python_is_refused_in_words(tmp_path: Path) -> None:
    python = stand_in(tmp_path / "python", "echo I am a teapot; exit 3")
    with pytest.raises(EnvironmentFailed, match="I am a teapot"):
        named_interpreter(python, tmp_path / "cache")


@POSIX_ONLY
def test_what_is_no_python_is_given_no_program_to_run(tmp_path: Path) -> None:
    asked = tmp_path / "asked"
    python = stand_in(tmp_path / "python", f'echo "$@" >> {asked}')
    with pytest.raises(EnvironmentFailed, match="it said nothing"):
        named_interpreter(python, tmp_path / "cache")
    assert asked.read_text() == "-V\n"


def test_an_interpreter_that_is_not_there_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFailed, match="There is no interpreter at"):
        named_interpreter(tmp_path / "python", tmp_path / "cache")


def stand_in(path: Path, script: str) -> Path:
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path
