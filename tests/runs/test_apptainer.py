"""Apptainer by its command line, with a stand-in that does what the real one would."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

import pytest

from cytodesk.engines import Engine, EngineKind, find_engines
from cytodesk.errors import EnvironmentFailed
from cytodesk.runs.containers.apptainer import built_image, command_of, variables_of
from cytodesk.runs.containers.creating import ContainerOrder, Mounted
from cytodesk.runs.containers.house import Containers
from cytodesk.runs.containers.images import WantedImage
from cytodesk.runs.process_runner import LOG, Running, Waiting, follow
from cytodesk.runs.record import Ended

pytestmark = pytest.mark.skipif(os.name == "nt", reason="apptainer is for Linux")
STAND_IN = f"""#!{sys.executable}
import json, os, pathlib, subprocess, sys
words = sys.argv[1:]
if words == ["--version"]:
    print("apptainer version 1.3.0")
elif words[0] == "build":
    if "missing" in words[2]:
        sys.exit("FATAL: no such image")
    pathlib.Path(words[1]).write_text(words[2])
else:
    begin = words.index("/bin/sh")
    inside = {{name.removeprefix("APPTAINERENV_"): value for name, value in os.environ.items()
              if name.startswith("APPTAINERENV_")}}
    print(json.dumps({{"words": words[:begin]}}), flush=True)
    sys.exit(subprocess.call(words[begin:], env={{**inside, "PATH": os.environ["PATH"]}}))
"""


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    program = tmp_path / "bin" / "apptainer"
    program.parent.mkdir()
    program.write_text(STAND_IN)
    program.chmod(0o755)
    return Engine(EngineKind.APPTAINER, program, "1.3.0", is_rootless=True)


def _image(engine: Engine, folder: Path, name: str = "docker.io/a/b:1") -> ContainerOrder:
    wanted = WantedImage(name)
    image = built_image(engine, wanted, folder / "cache", lambda line: None, lambda: False)
    run = folder / "run"
    run.mkdir()
    return ContainerOrder(
        run_id=7,
        folder=run,
        image=image,
        arguments=["-c", "import os, sys; print(sys.argv[1:], dict(os.environ))", "se cret'$(x)"],
        entrypoint=sys.executable,
        mounts=(Mounted(folder, "/inputs", is_read_only=True),),
        variables={"COLOUR": "blue"},
    )


def test_it_is_found_by_itself(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(engine.program.parent))
    monkeypatch.setattr("cytodesk.engines._ALSO_HERE", ())
    (found,) = find_engines()
    assert found == engine


def test_no_argument_of_the_program_stands_in_its_command_line(
    engine: Engine, tmp_path: Path
) -> None:
    order = _image(engine, tmp_path)
    command = command_of(engine, order)
    assert not any("cret" in word for word in command)
    assert f"{tmp_path}:/inputs:ro" in command
    assert command[command.index("--network") + 1] == "none"
    assert any("cret" in value for value in variables_of(order).values())


def test_arguments_arrive_to_the_letter_and_leave_the_environment(
    engine: Engine, tmp_path: Path
) -> None:
    order = _image(engine, tmp_path)
    containers = Containers("w" * 8, tmp_path, tmp_path / "cache", lambda: None)
    started = containers.start(engine, order)
    give_up = time.monotonic() + 20
    while isinstance(fate := follow(order.folder, started), Waiting | Running):
        assert time.monotonic() < give_up
        time.sleep(0.02)
    log = (order.folder / LOG).read_text()
    assert isinstance(fate, Ended), log
    assert fate.exit == 0, log
    first, said = log.splitlines()[:2]
    assert json.loads(first)["words"][0] == "exec"
    assert said.startswith("""["se cret'$(x)"]""")
    assert "'COLOUR': 'blue'" in said
    assert "CYTODESK_COMMAND" not in said


def test_an_image_is_built_once(engine: Engine, tmp_path: Path) -> None:
    first = _image(engine, tmp_path).image
    engine.program.write_text("no program any more")
    wanted = WantedImage("docker.io/a/b:1")
    again = built_image(engine, wanted, tmp_path / "cache", lambda line: None, lambda: False)
    assert again == first


def test_an_image_that_is_nowhere_is_said(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFailed, match="no such image"):
        _image(engine, tmp_path, "docker.io/a/missing:1")
