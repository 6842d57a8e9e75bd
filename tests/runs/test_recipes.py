"""What an app says of its packages and its Python, wherever it says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cytodesk.errors import EnvironmentFailed, NeedsBuilding
from cytodesk.runs.dockerfile import read_dockerfile
from cytodesk.runs.environments.choosing import Environments, Wanted
from cytodesk.runs.environments.managed import managed
from cytodesk.runs.environments.old_client import CLIENT
from cytodesk.runs.environments.pythons import OWN
from cytodesk.runs.environments.recipe import recipe_of
from tests.runs.house import slow_package


def _app(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text)
    return folder


def test_a_list_of_requirements_comes_first(tmp_path: Path) -> None:
    app = _app(
        tmp_path,
        requirements__txt="a\n",
        pyproject__toml='[project]\ndependencies = ["b"]\n',
        Dockerfile="FROM python:3.9\nRUN pip install c\n",
    )
    recipe = recipe_of(app)
    assert (recipe.origin, recipe.file, recipe.lines) == (
        "requirements.txt",
        tmp_path / "requirements.txt",
        (),
    )
    assert recipe.python == "3.9"


def test_a_project_says_its_packages_and_the_newest_python_it_allows(tmp_path: Path) -> None:
    text = '[project]\ndependencies = ["numpy<2", "b[x]>=1"]\nrequires-python = ">=3.8,<3.11"\n'
    recipe = recipe_of(_app(tmp_path, pyproject__toml=text))
    assert recipe.lines == ("numpy<2", "b[x]>=1")
    assert recipe.python == "3.10"


def test_a_python_that_is_only_bounded_below_may_be_any(tmp_path: Path) -> None:
    text = '[project]\ndependencies = ["a"]\nrequires-python = ">=3.8"\n'
    assert recipe_of(_app(tmp_path, pyproject__toml=text)).python is None


def test_versions_as_poetry_writes_them_are_understood(tmp_path: Path) -> None:
    text = """
[tool.poetry.dependencies]
python = "~3.9"
numpy = "^1.21.4"
zero = "^0.3"
tilde = "~2.1"
any = "*"
exact = "1.0"
table = {version = ">=2", optional = true}
"""
    recipe = recipe_of(_app(tmp_path, pyproject__toml=text))
    assert recipe.lines == (
        "numpy>=1.21.4,<2", "zero>=0.3,<0.4", "tilde~=2.1.0", "any", "exact==1.0", "table>=2"
    )  # fmt: skip
    assert recipe.python == "3.9"


def test_setup_cfg_says_it_too(tmp_path: Path) -> None:
    text = "[options]\npython_requires = <3.9\ninstall_requires =\n    a>1\n    b\n"
    recipe = recipe_of(_app(tmp_path, setup__cfg=text))
    assert (recipe.origin, recipe.lines, recipe.python) == ("setup.cfg", ("a>1", "b"), "3.8")


def test_the_pip_lines_of_a_dockerfile_are_the_last_resort(tmp_path: Path) -> None:
    (tmp_path / "more.txt").write_text("d\n")
    recipe = recipe_of(
        _app(
            tmp_path,
            Dockerfile="""FROM python:3.8-slim
ARG CLIENT=2.8.3
COPY more.txt /tmp/more.txt
RUN apt-get install -y libgl1 && pip install --no-cache-dir -U pip && rm -r /x
RUN pip3 install "numpy>=1.20" 'scipy<2' --extra-index-url https://example.org/simple \\
    -r /tmp/more.txt . cytomine-python-client==${CLIENT}
RUN python -m pip install -q torch
ENTRYPOINT ["python", "run.py"]
""",
        )
    )
    assert recipe.lines == (
        "numpy>=1.20",
        "scipy<2",
        "--extra-index-url https://example.org/simple",
        f"-r {(tmp_path / 'more.txt').resolve()}",
        "cytomine-python-client==2.8.3",
        "torch",
    )
    assert recipe.python == "3.8"


_CLONED = """FROM python:3.6.9-stretch
RUN git clone https://github.com/cytomine-uliege/Cytomine-python-client.git && \\
    cd /Cytomine-python-client && git checkout tags/v2.7.3 && pip install . && \\
    rm -r /Cytomine-python-client
RUN pip install pyxit==1.1.3
"""
_BASED = "FROM cytomineuliege/software-python3-base:v2.7.0-py3.7.6\n"
_BY_URL = "git+https://github.com/Cytomine-ULiege/Cytomine-python-client@v2.9.0#egg=x"


@pytest.mark.parametrize(
    ("dockerfile", "lines"),
    [
        (_CLONED, ("pyxit==1.1.3", CLIENT)),
        (_BASED, (CLIENT,)),
        (_BASED + "RUN pip install rasterio sldc\n", ("rasterio", "sldc", CLIENT)),
        (f"FROM python:3.8\nRUN pip3 install {_BY_URL} scipy\n", ("scipy", CLIENT)),
        (_BASED + "RUN pip install cytomine-python-client==3.0.0\n",
         ("cytomine-python-client==3.0.0",)),
        ("FROM python:3.8\nRUN pip install scipy\n", ("scipy",)),
    ],
)  # fmt: skip
def test_a_client_that_comes_with_the_image_is_asked_for_by_name(
    tmp_path: Path, dockerfile: str, lines: tuple[str, ...]
) -> None:
    recipe = recipe_of(_app(tmp_path, Dockerfile=dockerfile))
    assert (recipe.origin, recipe.file, recipe.lines) == ("Dockerfile", None, lines)


def test_a_client_stands_beside_the_list_that_lacks_it(tmp_path: Path) -> None:
    app = _app(tmp_path, requirements__txt="scipy\n", Dockerfile=_BASED)
    recipe = recipe_of(app)
    assert recipe.lines == (f"-r {(tmp_path / 'requirements.txt').resolve()}", CLIENT)
    _app(tmp_path, requirements__txt=f"scipy\n{_BY_URL}\n")
    assert recipe_of(app).lines == ("scipy", CLIENT)
    _app(tmp_path, requirements__txt="cytomine-python-client==3.0.0\n")
    assert recipe_of(app).file == tmp_path / "requirements.txt"


def test_pip_lines_that_take_the_list_in_say_more_than_it(tmp_path: Path) -> None:
    dockerfile = """FROM python:3.8
COPY requirements.txt /tmp/
RUN pip3 install -r /tmp/requirements.txt
RUN pip3 install scikit-image
"""
    recipe = recipe_of(_app(tmp_path, requirements__txt="scipy\n", Dockerfile=dockerfile))
    assert recipe.lines == (f"-r {(tmp_path / 'requirements.txt').resolve()}", "scikit-image")


ODD = {
    "lists in a stage that was copied from": (
        "ARG PY=3.8\nFROM python:${PY}-slim AS build\nCOPY needs/base.txt /tmp/all.txt\n"
        "RUN pip install --user -r /tmp/all.txt\nFROM python:${PY}-slim\n"
        "COPY --from=build /opt/made /opt/made\n",
        ("-r needs/base.txt",),
        "3.8",
    ),
    "a stage by its number": (
        "FROM python:3.9\nRUN pip install six\nFROM python:3.9-slim\nCOPY --from=0 /usr /usr\n",
        ("six",),
        "3.9",
    ),
    "a list where one went": (
        "FROM ubuntu:20.04\nCOPY . /app\nWORKDIR /app\nRUN cd needs && pip3 install -r base.txt\n",
        ("-r needs/base.txt",),
        None,
    ),
    "a list where one was": (
        "FROM ubuntu\nCOPY needs /a\nWORKDIR /a\nRUN pip install -r base.txt\nWORKDIR /b\n",
        ("-r needs/base.txt",),
        None,
    ),
    "pip by its path, Python by conda": (
        "FROM continuumio/miniconda3\nRUN conda install -y python=3.7 numpy\n"
        "RUN /opt/conda/bin/pip install six==1.15.0\n",
        ("six==1.15.0",),
        "3.7",
    ),
    "scripts and lists of words": (
        "FROM python:3.11\nRUN <<END\napt-get update\npip install six\nEND\n"
        'RUN ["pip", "install", "idna"]\nRUN python3.11 -m pip install packaging\n',
        ("six", "idna", "packaging"),
        "3.11",
    ),
}


@pytest.mark.parametrize("case", ODD)
def test_the_pip_lines_of_odd_dockerfiles_are_found(tmp_path: Path, case: str) -> None:
    dockerfile, lines, python = ODD[case]
    (tmp_path / "needs").mkdir()
    (tmp_path / "needs" / "base.txt").write_text("six\n")
    (tmp_path / "Dockerfile").write_text(dockerfile)
    told = recipe_of(tmp_path)
    assert told.origin == "Dockerfile"
    assert told.lines == tuple(line.replace("-r ", f"-r {tmp_path.resolve()}/") for line in lines)
    assert told.python == python


def test_a_setup_py_is_read_to_the_letter_and_never_executed(tmp_path: Path) -> None:
    (tmp_path / "setup.py").write_text(
        "import setuptools\nraise SystemExit('executed')\nNEEDS = ['six==1.16.0', 'idna']\n"
        "setuptools.setup(name='x', python_requires='>=3.6,<3.9', install_requires=NEEDS)\n"
    )
    told = recipe_of(tmp_path)
    assert (told.origin, told.lines, told.python) == ("setup.py", ("six==1.16.0", "idna"), "3.8")


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode()))
def test_whatever_a_setup_py_says_is_read(
    tmp_path_factory: pytest.TempPathFactory, told: bytes
) -> None:
    folder = tmp_path_factory.getbasetemp() / "any-setup"
    folder.mkdir(exist_ok=True)
    (folder / "setup.py").write_bytes(b"from setuptools import setup\n" + told)
    recipe_of(folder)


@given(st.text(max_size=200))
def test_whatever_a_dockerfile_says_is_read(tmp_path_factory: pytest.TempPathFactory, text) -> None:  # type: ignore[no-untyped-def]
    folder = tmp_path_factory.mktemp("app")
    (folder / "Dockerfile").write_text(f"FROM x\nRUN pip install {text}\n", "utf-8")
    assert read_dockerfile(folder) is not None
    recipe_of(folder)


def test_a_recipe_of_lines_becomes_a_list_once(tmp_path: Path) -> None:
    app = tmp_path / "app"
    app.mkdir()
    recipe = recipe_of(_app(app, pyproject__toml='[project]\ndependencies = ["a", "b"]\n'))
    environments = Environments(tmp_path / "cache")
    first, second = environments.requirements(recipe), environments.requirements(recipe)
    assert first == second
    assert first is not None
    assert first.read_text().splitlines() == ["# pyproject.toml", "a", "b"]


def test_building_a_package_has_to_be_allowed(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text(slow_package(tmp_path))
    with pytest.raises(NeedsBuilding) as told:
        managed(
            tmp_path / "requirements.txt",
            None,
            tmp_path / "cache",
            None,
            lambda line: None,
            lambda: False,
        )
    assert "allow it to build" in told.value.said()
    assert not (tmp_path / "building").exists()


def test_wheels_for_other_pythons_are_said_with_what_helps(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("frog==1.0\n")
    for minor in (9, 8):
        (tmp_path / f"frog-1.0-cp3{minor}-cp3{minor}-any.whl").write_bytes(b"")
    with pytest.raises(EnvironmentFailed) as told:
        managed(
            tmp_path / "requirements.txt",
            tmp_path,
            tmp_path / "cache",
            None,
            lambda line: None,
            lambda: False,
        )
    assert "There are wheels for Python 3.8, 3.9: install" in told.value.said()


def test_a_python_that_was_asked_for_and_is_nowhere_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environments = Environments(tmp_path / "cache")
    monkeypatch.setattr(environments.pythons, "provide", lambda *_: False)
    wanted = Wanted(app=tmp_path, python="3.9")
    with pytest.raises(EnvironmentFailed, match=r"Python 3\.9 is not here"):
        environments.environment(wanted, lambda line: None, lambda: False)


def test_what_an_app_only_wishes_for_may_be_replaced_by_our_own_python(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = tmp_path / "app"
    app.mkdir()
    _app(app, Dockerfile="FROM python:3.9\n")
    environments = Environments(tmp_path / "cache")
    monkeypatch.setattr(environments.pythons, "provide", lambda *_: False)
    made = environments.environment(Wanted(app=app), lambda line: None, lambda: False)
    assert made.python.exists()
    assert made.warning is not None
    assert made.warning.startswith("it is made for Python 3.9, which could not be had")
    _app(app, Dockerfile=f"FROM python:{OWN}\n")
    made = environments.environment(Wanted(app=app), lambda line: None, lambda: False)
    assert made.warning is None


def test_a_list_for_conda_alone_is_refused_where_there_is_no_conda(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "environment.yml").write_text("dependencies: [numpy]\n")
    monkeypatch.setenv("PATH", str(tmp_path))
    environments = Environments(tmp_path / "cache")
    with pytest.raises(EnvironmentFailed, match="install conda or micromamba"):
        environments.environment(Wanted(app=tmp_path), lambda line: None, lambda: False)
    with pytest.raises(EnvironmentFailed, match="install conda or micromamba"):
        environments.refuse_hopeless(tmp_path, None)
    environments.refuse_hopeless(tmp_path, "/usr/bin/python3")
    (tmp_path / "requirements.txt").write_text("")
    environments.refuse_hopeless(tmp_path, None)
