"""What runs and layers left, asked from the place where they are: the one module here that talks.

Images and terms are asked once per project, annotations once per run that has ended: after that
they come from the cache as long as the run's counts say that nothing changed.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cytodesk.charts.cache import ColumnCache, fingerprint_of
from cytodesk.charts.columns import Columns, columns_of
from cytodesk.charts.found import MOST_BYTES, FoundTable, of_properties, read_table
from cytodesk.charts.provenance import Provenance
from cytodesk.charts.rated import Rated
from cytodesk.charts.results import LayerKind, RunResults
from cytodesk.client.annotations import OUTLINES, download_file, files_of
from cytodesk.client.connection import Connection
from cytodesk.client.finding import find_run
from cytodesk.errors import N_, BadInput, NotFound, NotUnderstood, PlaceError, Refused
from cytodesk.wire.annotations import Annotation
from cytodesk.wire.codec import from_json
from cytodesk.wire.images import ImageInstance
from cytodesk.wire.notes import Tagging
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
    _provenance: Provenance = field(init=False)

    def __post_init__(self) -> None:
        self._provenance = Provenance(self.place)

    def results_of(self, id_: int) -> RunResults:
        """Return what the run left, and what it can be measured by. Raises a CytoDeskError."""
        run = find_run(self.place, id_)
        project = run.project or 0
        images = self.images(project)
        files = files_of(self.place, run)
        record = self._provenance.record(run)
        algorithm = self._provenance.algorithm(run.algorithm)
        columns = self._columns(run, images)
        return RunResults(
            run=run,
            annotations=(),
            images=images,
            terms=self.terms(project),
            files=files,
            duration=None if record.get("duration") is None else float(record["duration"]),
            declared=() if algorithm is None else tuple(self._provenance.declared(algorithm.id)),
            columns=columns,
            rated=columns.ratings,
            found=tuple(self._tables(run, files, images)),
            environment=self._provenance.environment(record, algorithm),
            server_id=self.place.server_id,
            descriptor=self._provenance.descriptor(algorithm),
            tags=self._tags(run),
        )

    def layer(self, id_: int, project: int) -> RunResults:
        """Return the run of an id; -project is its reviewed layer, -user what a person drew."""
        if id_ >= 0:
            return self.results_of(id_)
        is_reviewed = id_ == -project
        return (
            self.layer_of(REVIEWED, project) if is_reviewed else self.layer_of_person(-id_, project)
        )

    def layer_of(self, what: str, project: int) -> RunResults:
        """Return the layer `reviewed` or `user:NAME` of a project. Raises BadInput, NotFound."""
        if what == REVIEWED:
            return self._layer(project, -project, LayerKind.REVIEWED, REVIEWED, reviewed=True)
        if not what.startswith("user:"):
            raise BadInput(
                N_("{what} is no layer: it is an analysis's id, 'reviewed' or 'user:NAME'."),
                what=what,
            )
        name = what.removeprefix("user:")
        for user in self.place.things(User, "user.json"):
            if user.username == name:
                return self.layer_of_person(user.id, project)
        raise NotFound(N_("There is no user {name} at {url}."), name=name, url=self.place.url)

    def layer_of_person(self, person: int, project: int) -> RunResults:
        """Return what a person drew in a project. Raises NotFound."""
        name = self.place.thing(User, f"user/{person}.json").username
        return self._layer(project, -person, LayerKind.PERSON, name, users=person)

    def _layer(
        self, project: int, id_: int, kind: LayerKind, name: str, **query: Any
    ) -> RunResults:
        """Return a layer; no run has an id below 0, so that a layer is told from every run."""
        found = self.place.things(
            Annotation,
            "annotation.json",
            page=_PAGE,
            project=project,
            **OUTLINES,
            **query,
        )
        images = self.images(project)
        return RunResults(
            run=Run(id=id_, status=3, project=project),
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
            showAlgo=True,
            **OUTLINES,
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

    def _tags(self, run: Run) -> tuple[str, ...]:
        try:
            path = f"domain/{Run.wire_class}/{run.id}/tag_domain_association.json"
            return tuple(sorted(each.name for each in self.place.things(Tagging, path)))
        except (NotFound, Refused):
            return ()
