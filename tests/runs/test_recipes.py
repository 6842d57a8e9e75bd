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
from cytodesk.runs.environments.recipe import CLIENT, recipe_of
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
