"""Which rows belong to a project; in the file a UUID stands where a row here holds an id.

The order is that of arrival: what is referred to comes first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    columns: tuple[str, ...] = ()
    references: Mapping[str, str] = field(default_factory=dict)
    """Column -> the table whose row it names."""
    belonging: str = ""
    """Condition on `t`, a row of the table, with `:project`."""
    stored_as: str = ""
    """The table of the workspace, where it has another name."""
    has_domain: bool = False
    """Whether a row hangs on anything, by `domain_id`."""

    @property
    def source(self) -> str:
        return self.stored_as or self.name

    @property
    def selected(self) -> str:
        """Return the select of its rows with `id`, `uuid` and UUIDs for all references."""
        uuids = [
            f'(select uuid from {table} where id = t."{column}") as "{column}"'
            for column, table in self.references.items()
        ]
        domain = [f"{_DOMAIN} as domain"] if self.has_domain else []
        own = [f't."{name}"' for name in ("id", "uuid", "created", "updated", *self.columns)]
        return f"select {', '.join([*own, *uuids, *domain])} from {self.source} t"


_HANGING = ("project", "image", "run", "annotation", "ontology", "term", "algorithm")
"""On what properties, files and descriptions hang; ids of all of them are of one sequence."""

_DOMAIN = (
    f"coalesce({', '.join(f'(select uuid from {n} where id = t.domain_id)' for n in _HANGING)})"
)
_ONTOLOGY = "(select ontology from project where id = :project)"
_RUNS = "(select id from run where project = :project)"
_ALGORITHMS = "(select algorithm from run where project = :project)"
_ON_IT = " or ".join(
    f"t.domain_id in {ids}"
    for ids in (
        "(:project)",
        "(select id from image where project = :project)",
        "(select id from annotation where project = :project)",
        f"(select id from term where ontology = {_ONTOLOGY})",
        _ONTOLOGY,
        _RUNS,
        _ALGORITHMS,
    )
)
_HUMANS = " union ".join(
    (
        "select human from run where project = :project",
        "select user from image where project = :project",
        "select user from annotation where project = :project",
        "select review_user from annotation where project = :project",
        f"select user from ontology where id = {_ONTOLOGY}",
        "select g.user from annotation_term g join annotation a on a.id = g.annotation"
        " where a.project = :project",
    )
)

PERSON = Table(
    "person", ("username", "firstname", "lastname"), {}, f"t.run is null and t.id in ({_HUMANS})"
)
ONTOLOGY = Table("ontology", ("name",), {"user": "person"}, f"t.id = {_ONTOLOGY}")
TERM = Table(
    "term",
    ("name", "comment", "color"),
    {"ontology": "ontology", "parent": "term"},
    f"t.ontology = {_ONTOLOGY}",
)
PROJECT = Table("project", ("name",), {"ontology": "ontology"}, "t.id = :project")
IMAGE = Table(
    "image",
    (
        "name",
        "original_name",
        "path",
        "fingerprint",
        "content_type",
        "width",
        "height",
        "channels",
        "pixel_size_x",
        "pixel_size_y",
        "magnification",
        "bit_depth",
        "colorspace",
        "zoom",
    ),
    {"project": "project", "user": "person"},
    "t.project = :project",
)
ALGORITHM = Table(
    "algorithm",
    (
        "name",
        "version",
        "result_name",
        "execute_command",
        "pulling_command",
        "description",
        "descriptor",
        "content",
        "folder",
        "python",
        "wheels",
        "deprecated",
    ),
    {},
    f"t.id in {_ALGORITHMS}",
)
PARAMETER = Table(
    "parameter",
    (
        "name",
        "type",
        "default",
        "required",
        "index",
        "uri",
        "print_attribute",
        "sort_attribute",
        "set_by_server",
        "server_parameter",
        "human_name",
        "value_key",
        "flag",
        "description",
    ),
    {"algorithm": "algorithm"},
    f"t.algorithm in {_ALGORITHMS}",
)
RUN = Table(
    "run",
    (
        "number",
        "status",
        "progress",
        "comment",
        "rate",
        "favourite",
        "data_deleted",
        "executed",
        "cancel_asked",
        "spoken",
        "heard",
        "environment",
        "warning",
        "exit",
        "duration",
        "name",
    ),
    {"project": "project", "algorithm": "algorithm", "human": "person"},
    "t.project = :project",
)
RUN_USER = Table(
    "run_user", (), {"run": "run", "human": "person"}, f"t.run in {_RUNS}", stored_as="person"
)
RUN_VALUE = Table(
    "run_parameter",
    ("value",),
    {"run": "run", "parameter": "parameter"},
    f"t.run in {_RUNS}",
)
RUN_FILE = Table(
    "run_file", ("name", "filename", "stored", "size"), {"run": "run"}, f"t.run in {_RUNS}"
)
ANNOTATION = Table(
    "annotation",
    ("kind", "wkb", "compression"),
    {
        "image": "image",
        "project": "project",
        "user": "person",
        "reviewed_of": "annotation",
        "review_user": "person",
    },
    "t.project = :project and t.kind = :kind and t.user = :user",
)
GIVEN_TERM = Table(
    "annotation_term",
    ("rate", "by_run"),
    {"annotation": "annotation", "term": "term", "user": "person", "expected_term": "term"},
)
PROPERTY = Table("property", ("domain_class", "name", "value"), {}, _ON_IT, has_domain=True)
ATTACHED = Table(
    "attached_file",
    ("domain_class", "filename", "stored", "size"),
    {},
    _ON_IT,
    has_domain=True,
)
DESCRIPTION = Table("description", ("domain_class", "text"), {}, _ON_IT, has_domain=True)

TAG = Table(
    "tag",
    ("name",),
    {"user": "person"},
    f"t.id in (select g.tag from tagging g where {_ON_IT.replace('t.domain_id', 'g.domain_id')})",
)
TAGGING = Table("tagging", ("domain_class",), {"tag": "tag"}, _ON_IT, has_domain=True)
TEMPLATE = Table(
    "template",
    ("name",),
    {"project": "project", "algorithm": "algorithm", "user": "person"},
    f"t.project = :project and t.algorithm in {_ALGORITHMS}",
)
TEMPLATE_VALUE = Table(
    "template_value",
    ("value",),
    {"template": "template", "parameter": "parameter"},
    "t.template in (select id from template where project = :project"
    f" and algorithm in {_ALGORITHMS})",
)

BEFORE_ANNOTATIONS = (
    PERSON,
    ONTOLOGY,
    TERM,
    PROJECT,
    IMAGE,
    ALGORITHM,
    PARAMETER,
    RUN,
    RUN_USER,
    RUN_VALUE,
    RUN_FILE,
    TEMPLATE,
    TEMPLATE_VALUE,
)
AFTER_ANNOTATIONS = (PROPERTY, ATTACHED, DESCRIPTION, TAG, TAGGING)
