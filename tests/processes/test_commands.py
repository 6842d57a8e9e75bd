from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from cytodesk.processes import clean_environment, own_command, own_environment, own_script

KEY = "d1c5f3a2-0000-4000-8000-000000000001"


@pytest.fixture
def frozen(monkeypatch: pytest.MonkeyPatch) -> str:
    """Stand in for a frozen build as PyInstaller makes it."""
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", "/opt/cytodesk/cytodesk")
    monkeypatch.setenv("LD_LIBRARY_PATH", "/opt/cytodesk/_internal")
    monkeypatch.setenv("_PYI_APPLICATION_HOME_DIR", "/opt/cytodesk/_internal")
    monkeypatch.setenv("_MEIPASS2", "/opt/cytodesk/_internal")
    return sys.executable


def test_in_a_checkout_the_program_is_a_module_of_this_interpreter() -> None:
    assert own_command("serve", "--idle", "9") == [
        *(sys.executable, "-m", "cytodesk"),
        *("serve", "--idle", "9"),
    ]


def test_our_own_command_finds_the_package_from_any_folder(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "import cytodesk; print(cytodesk.__version__)"]
    said = subprocess.run(
        command, cwd=tmp_path, env=own_environment(), capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == "0.1.0"


def test_a_script_of_ours_sees_the_standard_library_only(tmp_path: Path) -> None:
    script = tmp_path / "lonely.py"
    script.write_text("import sys; print('site' in sys.modules, sys.argv[1])")
    said = subprocess.run(
        own_script(script, "a b"), env=clean_environment(), capture_output=True, check=True
    )
    assert said.stdout.split() == [b"False", b"a", b"b"]


def test_a_frozen_program_is_its_own_command(frozen: str) -> None:
    assert own_command("serve") == [frozen, "serve"]


def test_a_frozen_program_runs_its_scripts_by_name(frozen: str) -> None:
    script = Path("/opt/cytodesk/_internal/cytodesk/runs/supervisor.py")
    assert own_script(script, "x") == [frozen, "--script", "supervisor.py", "x"]


def test_a_frozen_programs_libraries_are_not_its_childrens(frozen: str) -> None:
    environment = clean_environment()
    assert "LD_LIBRARY_PATH" not in environment
    assert not [name for name in environment if name.startswith(("_PYI", "_MEI"))]


def test_a_frozen_program_gives_the_users_libraries_back(
    frozen: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", "/usr/local/cuda/lib64")
    environment = clean_environment()
    assert environment["LD_LIBRARY_PATH"] == "/usr/local/cuda/lib64"
    assert "LD_LIBRARY_PATH_ORIG" not in environment


def test_a_frozen_program_starts_itself_afresh(frozen: str) -> None:
    environment = own_environment()
    assert environment["PYINSTALLER_RESET_ENVIRONMENT"] == "1"
    assert "PYTHONPATH" not in environment


@pytest.mark.parametrize(
    "name",
    [
        *("PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV", "QT_QPA_PLATFORM", "QT_PLUGIN_PATH"),
        *("CYTOMINE_PRIVATE_KEY", "CYTOMINE_PUBLIC_KEY", "CYTODESK_HOME", "CYTODESK_SOCKET"),
    ],
)
def test_what_is_ours_does_not_reach_a_program(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, KEY)
    assert name not in clean_environment()
    assert KEY not in clean_environment().values()


@pytest.mark.parametrize("name", ["PATH", "HOME", "LANG", "TMPDIR", "PYTHONUNBUFFERED"])
def test_what_is_the_users_reaches_a_program(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "/theirs")
    assert clean_environment()[name] == "/theirs"


def test_loopback_never_goes_through_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "intranet, localhost")
    monkeypatch.setenv("no_proxy", "pacs")
    environment = clean_environment()
    assert environment["NO_PROXY"] == "intranet,localhost,pacs,127.0.0.1"
    assert environment["no_proxy"] == environment["NO_PROXY"]


def test_our_own_processes_keep_the_home_and_lose_the_keys(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CYTODESK_HOME", "/sealed")
    monkeypatch.setenv("CYTODESK_SOCKET", "7")
    monkeypatch.setenv("CYTOMINE_PRIVATE_KEY", KEY)
    environment = own_environment({"EXTRA": "1"})
    assert environment["CYTODESK_HOME"] == "/sealed"
    assert environment["EXTRA"] == "1"
    assert "CYTODESK_SOCKET" not in environment
    assert KEY not in environment.values()
