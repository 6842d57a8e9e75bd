"""What runs and layers left, asked from the place where they are: the one module here that talks.

Images and terms are asked once per project, annotations once per run that has ended: after that
they come from the cache as long as the run's counts say that nothing changed.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cytodesk.charts.cache import ColumnCache, fingerprint_of
from cytodesk.charts.columns import Columns, columns_of
from cytodesk.charts.found import MOST_BYTES, FoundTable, of_properties, read_table
from cytodesk.charts.rated import Rated
from cytodesk.charts.results import Environment, LayerKind, RunResults
from cytodesk.client.annotations import download_file, files_of
from cytodesk.client.connection import Connection
from cytodesk.client.finding import find_run
from cytodesk.errors import N_, BadInput, NotFound, NotUnderstood, PlaceError, Refused
from cytodesk.wire.algorithms import InstalledAlgorithm, InstalledParameter
from cytodesk.wire.annotations import Annotation
from cytodesk.wire.codec import from_json
from cytodesk.wire.images import ImageInstance
from cytodesk.wire.people import User
from cytodesk.wire.projects import Term
from cytodesk.wire.runs import Run, RunFile

REVIEWED = "reviewed"
"""How the reviewed layer of a project is called for; a person's layer is `user:NAME`."""
_PAGE = 2000
_TABLES = (".csv", ".tsv", ".json")


@dataclass(slots=True)
class Gathering:
    """Asks one place; keep it for one comparison, so that nothing is asked twice."""

    place: Connection
    cache: ColumnCache | None = None
    _images: dict[int, dict[int, ImageInstance]] = field(default_factory=dict, init=False)
    _terms: dict[int, dict[int, Term]] = field(default_factory=dict, init=False)
    _descriptors: dict[int, str] = field(default_factory=dict, init=False)
    _algorithms: dict[int, InstalledAlgorithm | None] = field(default_factory=dict, init=False)

    def results_of(self, id_: int) -> RunResults:
        """Return what the run left, and what it can be measured by. Raises a CytoDeskError."""
        run = find_run(self.place, id_)
        project = run.project or 0
        images = self.images(project)
        files = files_of(self.place, run)
        record = self._record(run)
        algorithm = self._algorithm(run.algorithm)
        columns = self._columns(run, images)
        return RunResults(
            run=run,
            annotations=(),
            images=images,
            terms=self.terms(project),
            files=files,
            duration=None if record.get("duration") is None else float(record["duration"]),
            declared=() if algorithm is None else tuple(self._declared(algorithm.id)),
            columns=columns,
            rated=columns.ratings,
            found=tuple(self._tables(run, files, images)),
            environment=self._environment(record, algorithm),
            server_id=self.place.server_id,
            descriptor=self._descriptor(algorithm),
        )

    def layer_of(self, what: str, project: int) -> RunResults:
        """Return the layer `reviewed` or `user:NAME` of a project. Raises BadInput, NotFound."""
        kind, name, query = self._asked(what)
        found = self.place.things(
            Annotation,
            "annotation.json",
            page=_PAGE,
            project=project,
            showBasic=True,
            showMeta=True,
            showWKT=True,
            showTerm=True,
            **query,
        )
        images = self.images(project)
        return RunResults(
            # No run has an id below 0, so that a layer is told from every run.
            run=Run(id=-int(query.get("users") or project), status=3, project=project),
            annotations=(),
            images=images,
            terms=self.terms(project),
            columns=columns_of(list(found), images),
            kind=kind,
            name=name,
            server_id=self.place.server_id,
        )

    def images(self, project: int) -> dict[int, ImageInstance]:
        if project not in self._images:
            path = f"project/{project}/imageinstance.json"
            listed = self.place.things(ImageInstance, path)
            self._images[project] = {image.id: image for image in listed}
        return self._images[project]

    def terms(self, project: int) -> dict[int, Term]:
        if project not in self._terms:
            listed = self.place.things(Term, f"project/{project}/term.json")
            self._terms[project] = {term.id: term for term in listed}
        return self._terms[project]

    def _asked(self, what: str) -> tuple[LayerKind, str, dict[str, Any]]:
        if what == REVIEWED:
            return LayerKind.REVIEWED, REVIEWED, {"reviewed": True}
        if not what.startswith("user:"):
            raise BadInput(
                N_("{what} is no layer: it is an analysis's id, 'reviewed' or 'user:NAME'."),
                what=what,
            )
        name = what.removeprefix("user:")
        for user in self.place.things(User, "user.json"):
            if user.username == name:
                return LayerKind.PERSON, name, {"users": user.id}
        raise NotFound(N_("There is no user {name} at {url}."), name=name, url=self.place.url)

    def _columns(self, run: Run, images: Mapping[int, ImageInstance]) -> Columns:
        counts = self._counts(run) if self.cache and run.state.has_ended else None
        if self.cache is None or counts is None:
            return self._asked_columns(run, images)
        fingerprint = fingerprint_of(run, counts, images)
        kept = self.cache.read(self.place.server_id, run, fingerprint)
        if kept is None:
            kept = self._asked_columns(run, images)
            self.cache.keep(self.place.server_id, run, fingerprint, kept)
        return kept

    def _asked_columns(self, run: Run, images: Mapping[int, ImageInstance]) -> Columns:
        """Ask for every annotation of the run's user, and what it expected of those of humans.

        Asked for by the user: by `job`, several generations of servers find none (contract 8.2).
        """
        if run.user is None:
            template = N_("The server does not say which user run {run} had.")
            raise NotUnderstood(template, run=run.id)
        rows = self.place.rows(
            "annotation.json",
            page=_PAGE,
            project=run.project,
            users=run.user,
            includeAlgo=True,
            showBasic=True,
            showMeta=True,
            showWKT=True,
            showTerm=True,
            showAlgo=True,
        )
        drawn, rated = [], []
        for row in rows:
            annotation = from_json(Annotation, row)
            if annotation.user in (None, run.user):
                drawn.append(annotation)
            if row.get("idTerm") is not None and row.get("idExpectedTerm") is not None:
                term, expected = int(row["idTerm"]), int(row["idExpectedTerm"])
                rated.append(Rated(annotation.id, term, expected, annotation.rate))
        return columns_of(drawn, images, rated)

    def _counts(self, run: Run) -> dict[str, Any] | None:
        """Return how much the run left, None where the place does not count."""
        try:
            counts = self.place.get(f"job/{run.id}/alldata.json")
        except (PlaceError, NotFound):
            return None
        return counts if isinstance(counts, dict) else None

    def _tables(
        self, run: Run, files: tuple[RunFile, ...], images: Mapping[int, ImageInstance]
    ) -> Iterator[FoundTable]:
        names = {str(id_): image.name for id_, image in images.items()}
        names |= {image.name.lower(): image.name for image in images.values()}
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            for file in files:
                is_table = file.filename.lower().endswith(_TABLES)
                if is_table and (file.size or 0) <= MOST_BYTES:
                    content = self._content(file, Path(folder))
                    table = read_table(Path(file.filename).name, content, names)
                    if table.columns:
                        yield table
        properties = self._properties(run)
        if properties.columns:
            yield properties

    def _content(self, file: RunFile, folder: Path) -> bytes:
        """Return what the file holds; one that was announced and never came holds nothing."""
        try:
            return download_file(self.place, file, folder).read_bytes()
        except (NotFound, Refused):
            return b""

    def _properties(self, run: Run) -> FoundTable:
        try:
            rows = list(self.place.rows(f"domain/{Run.wire_class}/{run.id}/property.json"))
        except (NotFound, Refused):
            rows = []
        return of_properties([(str(row["key"]), str(row["value"]), None) for row in rows])

    def _record(self, run: Run) -> Mapping[str, Any]:
        """Return how the run went, where the place has measured it."""
        if not self.place.is_station:
            return {}
        record = self.place.get(f"/station/v1/runs/{run.id}")
        return record if isinstance(record, dict) else {}

    def _algorithm(self, id_: int | None) -> InstalledAlgorithm | None:
        if id_ is None:
            return None
        if id_ not in self._algorithms:
            try:
                found = self.place.thing(InstalledAlgorithm, f"software/{id_}.json")
            except NotFound:
                found = None
            self._algorithms[id_] = found
        return self._algorithms[id_]

    def _declared(self, algorithm: int) -> Iterator[InstalledParameter]:
        path = f"software/{algorithm}/software_parameter.json"
        try:
            yield from self.place.things(InstalledParameter, path, withSetByServer=True)
        except NotFound:
            return

    def _environment(
        self, record: Mapping[str, Any], algorithm: InstalledAlgorithm | None
    ) -> Environment:
        return Environment(
            version=(algorithm.version or "") if algorithm else "",
            descriptor_hash=_hash_of(self._descriptor(algorithm)),
            place=self.place.url,
            interpreter=str(record.get("environment") or ""),
            image_digest=_digest_in((algorithm and algorithm.pulling_command) or ""),
        )

    def _descriptor(self, algorithm: InstalledAlgorithm | None) -> str:
        """Return the descriptor's text, where the place still has it."""
        if algorithm is None or not self.place.is_station:
            return ""
        if algorithm.id not in self._descriptors:
            path = f"/station/v1/algorithms/{algorithm.id}/descriptor"
            self._descriptors[algorithm.id] = str(self.place.get(path).get("text") or "")
        return self._descriptors[algorithm.id]


def _hash_of(text: str) -> str:
    """Return the SHA-256 of a text; "" of none."""
    return hashlib.sha256(text.encode()).hexdigest() if text else ""


def _digest_in(command: str) -> str:
    """Return the digest of a container image where the pulling command pins one."""
    found = re.search(r"sha256:[0-9a-f]{64}", command)
    return found[0] if found else ""
