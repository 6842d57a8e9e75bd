"""Look-alikes of the layouts of public apps."""

from __future__ import annotations

from pathlib import Path

import pytest

from cytodesk.errors import BadInput
from cytodesk.runs.environments.recipe import recipe_of
from cytodesk.runs.programs import Program, find_program

from .conftest import App

COPIES_ALL = "FROM python:3.8\nADD . /app\n"


def folder_with(place: Path, *files: str, dockerfile: str | None = None, **texts: str) -> Path:
    for name in files:
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text("")
    if dockerfile is not None:
        (place / "Dockerfile").write_text(dockerfile)
    for name, text in texts.items():
        (place / name.replace("_dot_", ".")).write_text(text)
    return place


@pytest.mark.parametrize(
    ("dockerfile", "script"),
    [
        ('ADD run.py /app/run.py\nENTRYPOINT ["python", "/app/run.py"]', "run.py"),
        ('COPY wrapper.py /app/\nENTRYPOINT ["python3.7", "/app/wrapper.py"]', "wrapper.py"),
        ('COPY *.py /app/\nENTRYPOINT ["python3","/app/example.py"]', "example.py"),
        ("ADD . /app\nENTRYPOINT python /app/run.py", "run.py"),
        ("ADD . /app\nENTRYPOINT exec python -u /app/run.py $@", "run.py"),
        ('ADD . /app\nENTRYPOINT ["sh", "-c", "cd /app && python run.py $0 $@"]', "run.py"),
        ('WORKDIR /app\nCOPY . .\nENTRYPOINT ["python", "run.py"]', "run.py"),
        ('COPY run.py /app/run.py\nWORKDIR /data\nENTRYPOINT ["python","/app/run.py"]', "run.py"),
        ('WORKDIR /app\nCOPY src ./\nENTRYPOINT ["python", "deep.py"]', "src/deep.py"),
        ('COPY src /app\nENTRYPOINT ["python", "/app/deep.py"]', "src/deep.py"),
        ('COPY src/deep.py /app/main.py\nENTRYPOINT ["python", "/app/main.py"]', "src/deep.py"),
        ('ENV HOME_OF /app\nADD . $HOME_OF\nENTRYPOINT ["python", "/app/run.py"]', "run.py"),
        ('ENV A=/app B=1\nADD . ${A}\nENTRYPOINT ["python", "/app/run.py"]', "run.py"),
        ('COPY --chown=1000:1000 . /app\nENTRYPOINT ["python","/app/run.py"]', "run.py"),
        ('RUN git clone x /app\nENTRYPOINT ["python", "/app/run.py"]', "run.py"),
        ('ADD . /app\nENTRYPOINT ["python", \\\n  "/app/run.py"]', "run.py"),
        (
            'ADD . /app\n# ENTRYPOINT ["python", "/app/run.py"]\nCMD python /app/example.py',
            "example.py",
        ),
        ('ADD . /app\nENTRYPOINT ["python"]\nCMD ["/app/example.py"]', "example.py"),
        ('ADD . /app\nentrypoint ["python", "/app/run.py"]', "run.py"),
        ("ADD . /app\nENTRYPOINT ['python', '/app/run.py']", "run.py"),
        ('ADD . /app\nENTRYPOINT ["/app/run.py"]', "run.py"),
        ('ADD . /app\nENTRYPOINT ["/opt/conda/bin/python", "/app/run.py"]', "run.py"),
        ('ADD . /app\nENTRYPOINT ["conda", "run", "-n", "e", "python", "/app/run.py"]', "run.py"),
        ('ADD . /app\nENTRYPOINT ["python", "-W", "ignore", "/app/run.py"]', "run.py"),
        ('ADD . /app\nENTRYPOINT ["bash", "/app/start.sh"]', "example.py"),
        ('ADD . /app\nENTRYPOINT ["groovy", "/app/x.groovy"]\n', "run.py"),
        ("ADD . /app\nCMD []", "run.py"),
        ('ADD . /app\r\nENTRYPOINT ["python", "/app/example.py"]\r\n', "example.py"),
    ],
)
def test_the_dockerfile_names_the_script(tmp_path: Path, dockerfile: str, script: str) -> None:
    files = ("run.py", "wrapper.py", "example.py", "src/deep.py")
    folder = folder_with(
        tmp_path,
        *files,
        dockerfile=f"FROM cytomine/software-python3-base:v2.2.0\n{dockerfile}",
        start_dot_sh='#!/bin/bash\nset -e\npython /app/example.py "$@"\n',
    )
    assert find_program(folder, App(command_line="")).script == Path(script)


def test_a_module_is_started_as_a_module_from_where_it_lies(tmp_path: Path) -> None:
    dockerfile = 'FROM python:3.9\nWORKDIR /app\nCOPY src .\nENTRYPOINT ["python","-m","a.b"]'
    folder = folder_with(tmp_path, "src/a/__init__.py", "src/a/b.py", dockerfile=dockerfile)
    program = find_program(folder, App())
    assert program == Program(Path("src/a/b.py"), module="a.b", module_folder=Path("src"))
    assert program.words == ("-m", "a.b")


def test_a_package_is_started_by_its_main_module(tmp_path: Path) -> None:
    dockerfile = 'FROM python:3.9\nWORKDIR /app\nCOPY . .\nENTRYPOINT ["python","-m","a"]'
    folder = folder_with(tmp_path, "a/__main__.py", dockerfile=dockerfile)
    assert find_program(folder, App()).module_folder == Path()


def test_fixed_arguments_of_the_entrypoint_come_before_those_of_the_run(tmp_path: Path) -> None:
    dockerfile = COPIES_ALL + 'ENTRYPOINT ["python", "/app/run.py", "--mode", "train"]'
    folder = folder_with(tmp_path, "run.py", dockerfile=dockerfile)
    assert find_program(folder, App()).words == ("run.py", "--mode", "train")


def test_default_arguments_of_cmd_give_way_to_those_of_the_run(tmp_path: Path) -> None:
    dockerfile = COPIES_ALL + 'ENTRYPOINT ["python", "/app/run.py"]\nCMD ["--help"]'
    folder = folder_with(tmp_path, "run.py", dockerfile=dockerfile)
    assert find_program(folder, App()).words == ("run.py",)


def test_the_last_stage_counts_and_inherits_from_the_stage_it_names(tmp_path: Path) -> None:
    dockerfile = (
        "FROM python:3.7 AS base\nCOPY src /app\n"
        'FROM node AS other\nENTRYPOINT ["node"]\n'
        'FROM base\nENTRYPOINT ["python", "/app/run.py"]\n'
    )
    folder = folder_with(tmp_path, "src/run.py", "run.py", dockerfile=dockerfile)
    assert find_program(folder, App()).script == Path("src/run.py")


def test_the_command_lines_own_script_is_taken_without_an_entrypoint(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "run.py", "segmentation3.py")
    app = App(command_line="python /nucleidetect/segmentation3.py [CYTOMINE_HOST]")
    assert find_program(folder, app).script == Path("segmentation3.py")


@pytest.mark.parametrize("command_line", ["", "echo [CYTOMINE_HOST]", "python gone.py @x"])
def test_usual_names_are_tried_in_their_order(tmp_path: Path, command_line: str) -> None:
    folder = folder_with(tmp_path, "main.py", "wrapper.py")
    assert find_program(folder, App(command_line=command_line)).script == Path("wrapper.py")


def test_the_only_file_with_a_cytomine_job_is_the_program(tmp_path: Path) -> None:
    folder = folder_with(
        tmp_path, "setup.py", analysis_dot_py="from cytomine import CytomineJob", tools_dot_py=""
    )
    assert find_program(folder, App(command_line="")).script == Path("analysis.py")


def test_two_files_with_a_cytomine_job_are_not_guessed_between(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, a_dot_py="CytomineJob", b_dot_py="CytomineJob")
    with pytest.raises(BadInput, match=r"No program was found for look-alike: name .*run\.py"):
        find_program(folder, App(command_line=""))


def test_a_script_outside_the_app_is_never_taken(tmp_path: Path) -> None:
    (tmp_path / "outside.py").write_text("")
    app_folder = tmp_path / "app"
    app_folder.mkdir()
    folder_with(app_folder, "run.py", dockerfile='FROM x\nENTRYPOINT ["python","../outside.py"]')
    assert find_program(app_folder, App()).script == Path("run.py")


@pytest.mark.parametrize(
    ("base", "version"),
    [
        ("python:3.7", "3.7"),
        ("python:3.10-slim-bullseye", "3.10"),
        ("docker.io/library/python:3.8.5", "3.8"),
        ("--platform=linux/amd64 python:3.9 AS base", "3.9"),
        ("cytomine/software-python3-base:v2.2.0-py3.7.6", None),
        ("python:latest", None),
    ],
)
def test_the_base_image_says_which_python_is_wanted(
    tmp_path: Path, base: str, version: str | None
) -> None:
    folder_with(tmp_path, dockerfile=f"FROM {base}\n")
    assert recipe_of(tmp_path).python == version


def test_without_a_dockerfile_no_python_is_wanted(tmp_path: Path) -> None:
    assert recipe_of(tmp_path).python is None
