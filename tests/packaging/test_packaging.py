from __future__ import annotations

import importlib.util
import re
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "packaging" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("licence", "is_forbidden"),
    [
        ("MIT", False),
        ("LGPL-3.0-only OR GPL-2.0-only", False),
        ("GNU Lesser General Public License v3 (LGPLv3)", False),
        ("LGPL-2.1-only AND (BSD-3-Clause OR GPL-2.0-only)", False),
        ("MIT AND GPL-3.0-or-later", True),
        ("MIT AND (GPL-2.0-only OR AGPL-3.0-only)", True),
        ("GNU General Public License v3 (GPLv3)", True),
        ("AGPL-3.0-only", True),
        ("unknown", True),
    ],
)
def test_gpl_and_agpl_do_not_ship_unless_there_is_a_choice(
    licence: str, is_forbidden: bool
) -> None:
    assert script("third_party")._is_forbidden(licence) is is_forbidden


def test_every_dependency_has_a_range_and_a_word_what_for() -> None:
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    project = tomllib.loads(text)["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    for each in asked:
        assert re.search(r"==|<", each), each
        assert re.search(re.escape(f'"{each}",') + r" +# \w", text), each


def test_every_dependency_has_an_exact_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    exact = {
        line.partition("==")[0] for line in (ROOT / "constraints.txt").read_text().splitlines()
    }
    names = (re.split(r"[<>=]", each)[0].lower() for each in project["dependencies"])
    assert set(names) <= exact


def test_the_cache_of_wheels_holds_both_old_clients(wheels: Path) -> None:
    there = {path.name.split("-py3")[0] for path in wheels.glob("cytomine_python_client-*.whl")}
    assert there >= {"cytomine_python_client-2.4.1", "cytomine_python_client-3.0.0"}


def test_the_cache_of_wheels_serves_the_sample_algorithms() -> None:
    locked = script("wheel_cache")._sections(ROOT / "packaging" / "wheels.lock")["sample"]
    for asked in (ROOT / "resources" / "sample").rglob("requirements.txt"):
        lines = asked.read_text("utf-8").splitlines()
        for line in (line for line in lines if line and not line.startswith("#")):
            assert f"{line} \\\n" in locked, f"{asked.parent.name} asks for {line}: wheels.txt"
