"""Environments: the one that an app wants, by what it says and what its user said."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from cytodesk.errors import N_, EnvironmentFailed
from cytodesk.runs.environments.conda import (
    conda_environment,
    conda_file,
    conda_program,
    no_conda,
)
from cytodesk.runs.environments.environment import Environment
from cytodesk.runs.environments.interpreter import named_interpreter
from cytodesk.runs.environments.managed import environment_name, managed
from cytodesk.runs.environments.pythons import OWN, Pythons
from cytodesk.runs.environments.recipe import Recipe, recipe_of
from cytodesk.settings import write_atomically

_VERSION = re.compile(r"3\.\d+")


def _missed(asked: str, ours: str) -> str:
    template = N_("it is made for Python {asked}, which could not be had: it ran with {ours}")
    return EnvironmentFailed(template, asked=asked, ours=ours).said()


def is_version(python: str) -> bool:
    """Whether what was said of a Python is a version (`3.10`), not a path."""
    return _VERSION.fullmatch(python) is not None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was said when an app was installed."""

    app: Path
    python: str | None = None
    """The path of an interpreter, or a version (`3.10`)."""
    wheels: Path | None = None
    may_build: bool = False

    @property
    def version(self) -> str | None:
        return self.python if self.python and is_version(self.python) else None

    @property
    def interpreter(self) -> Path | None:
        return Path(self.python) if self.python and self.version is None else None


class Environments:
    """All below one `cache`; models that programs fetched stand there too."""

    def __init__(self, cache: Path) -> None:
        self._cache = cache
        self.pythons = Pythons(cache)

    def environment(
        self, wanted: Wanted, report: Callable[[str], None], is_cancelled: Callable[[], bool]
    ) -> Environment:
        """Return the environment, made if it is not there. Blocks.

        Raises EnvironmentFailed (NeedsBuilding where the user has to agree), Cancelled.
        """
        if wanted.interpreter is not None:
            return named_interpreter(wanted.interpreter, self._cache)
        recipe = recipe_of(wanted.app)
        file, program = conda_file(wanted.app), conda_program()
        if not recipe.origin and file is not None:
            return conda_environment(program, file, self._cache, report, is_cancelled)
        version = self._version(wanted, recipe, report, is_cancelled)
        made = managed(
            self.requirements(recipe),
            wanted.wheels,
            self._cache,
            version,
            report,
            is_cancelled,
            may_build=wanted.may_build,
        )
        asked, ours = wanted.version or recipe.python, version or OWN
        return made if asked in (None, ours) else replace(made, warning=_missed(asked, ours))

    def refuse_hopeless(self, app: Path, python: str | None) -> None:
        """Raise EnvironmentFailed where nothing here can make what the app needs."""
        file = conda_file(app)
        is_named = python is not None and not is_version(python)
        if not is_named and file is not None and not recipe_of(app).origin and not conda_program():
            raise no_conda(file)

    def name_of(self, wanted: Wanted) -> str | None:
        """Return the name of the folder that holds it; None: it is no environment of ours."""
        if wanted.interpreter is not None:
            return None
        recipe = recipe_of(wanted.app)
        asked = wanted.version or (recipe.python if wanted.wheels is None else None)
        version = asked if asked and asked != OWN and self.pythons.has(asked) else None
        return environment_name(self.requirements(recipe), wanted.wheels, version)

    def requirements(self, recipe: Recipe) -> Path | None:
        """Return the list of a recipe as a file, which is written where it came as lines."""
        if recipe.file is not None or not recipe.lines:
            return recipe.file
        text = "\n".join((f"# {recipe.origin}", *recipe.lines, ""))
        name = hashlib.sha256(text.encode()).hexdigest()[:20]
        path = self._cache / "recipes" / f"{recipe.origin}-{name}.txt"
        if not path.exists():
            write_atomically(path, text.encode())
        return path

    def _version(
        self,
        wanted: Wanted,
        recipe: Recipe,
        report: Callable[[str], None],
        is_cancelled: Callable[[], bool],
    ) -> str | None:
        """Return the version of its Python; what an app only wishes for may be replaced by ours.

        A folder of wheels was filled for this program's Python.
        """
        asked = wanted.version or (recipe.python if wanted.wheels is None else None)
        if asked is None or asked == OWN:
            return None
        if self.pythons.provide(asked, report, is_cancelled):
            return asked
        if wanted.version is not None:
            raise EnvironmentFailed(
                N_(
                    "Python {version} is not here and could not be fetched. Install it, or name "
                    "another version."
                ),
                version=asked,
            )
        return None
