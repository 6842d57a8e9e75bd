"""Runs: one execution with fixed values. Cytomine's words for them are job and user job."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import ClassVar

from cytodesk.wire.codec import ID, INSTANT, REAL, TEXT, TRUTH, WHOLE, key, nested


class RunState(enum.StrEnum):
    CREATED = "CREATED"
    QUEUED = "QUEUED"
    RUNNING = "RUNNING"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    LOST = "LOST"
    CANCELLED = "CANCELLED"

    @property
    def has_ended(self) -> bool:
        return self in _ENDS

    @property
    def is_settled(self) -> bool:
        """Whether nothing may follow any more; word may still arrive of a lost run."""
        return self not in _LEADS_TO

    def leads_to(self, state: RunState) -> bool:
        return state in _LEADS_TO.get(self, ())


_ENDS = {RunState.SUCCEEDED, RunState.FAILED, RunState.LOST, RunState.CANCELLED}

_LEADS_TO = {
    RunState.CREATED: {
        RunState.QUEUED,
        RunState.RUNNING,
        RunState.SUCCEEDED,
        RunState.FAILED,
        RunState.CANCELLED,
        RunState.LOST,
    },
    RunState.QUEUED: {
        RunState.RUNNING,
        RunState.SUCCEEDED,
        RunState.FAILED,
        RunState.CANCELLED,
        RunState.LOST,
    },
    RunState.RUNNING: {
        RunState.SUCCEEDED,
        RunState.FAILED,
        RunState.CANCELLED,
        RunState.LOST,
    },
    RunState.LOST: {RunState.RUNNING, RunState.SUCCEEDED, RunState.FAILED},
}

_OF_STATUS = {
    0: RunState.CREATED,
    1: RunState.QUEUED,
    2: RunState.RUNNING,
    3: RunState.SUCCEEDED,
    4: RunState.FAILED,
    5: RunState.LOST,
    6: RunState.QUEUED,
    7: RunState.CREATED,
    8: RunState.CANCELLED,
}

_STATUS = {
    RunState.CREATED: 0,
    RunState.QUEUED: 1,
    RunState.RUNNING: 2,
    RunState.SUCCEEDED: 3,
    RunState.FAILED: 4,
    RunState.LOST: 5,
    RunState.CANCELLED: 8,
}


def state_of(status: int) -> RunState:
    """Return the state that Cytomine's `status` (0..8, contract 4.1) stands for."""
    return _OF_STATUS[status]


def status_of(state: RunState) -> int:
    """Return the status that Cytomine's API shows for `state`."""
    return _STATUS[state]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunParameter:
    """A value that a run was given, as the text that the server keeps (contract 6.4)."""

    wire_class: ClassVar[str] = "be.cytomine.processing.JobParameter"

    id: int = key("id", ID)
    created: int | None = key("created", INSTANT)
    updated: int | None = key("updated", INSTANT)
    run: int | None = key("job", ID)
    parameter: int | None = key("softwareParameter", ID)
    name: str = key("name", TEXT, "")
    human_name: str = key("humanName", TEXT, "")
    type: str = key("type", TEXT, "String")
    index: int = key("index", WHOLE, 0)
    value: str | None = key("value", TEXT)
    uri: str | None = key("uri", TEXT)
    print_attribute: str | None = key("uriPrintAttribut", TEXT)
    sort_attribute: str | None = key("uriSortAttribut", TEXT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    wire_class: ClassVar[str] = "be.cytomine.processing.Job"

    id: int = key("id", ID)
    created: int | None = key("created", INSTANT)
    updated: int | None = key("updated", INSTANT)
    algo_type: str = key("algoType", TEXT, "job")
    name: str = key("name", TEXT, "")
    progress: int = key("progress", WHOLE, 0)
    status: int = key("status", WHOLE, 0)
    number: int = key("number", WHOLE, 0)
    comment: str | None = key("statusComment", TEXT)
    project: int | None = key("project", ID)
    place: int | None = key("processingServer", ID)
    algorithm: int | None = key("software", ID)
    algorithm_name: str = key("softwareName", TEXT, "")
    rate: float | None = key("rate", REAL)
    data_deleted: bool = key("dataDeleted", TRUTH, False)
    favourite: bool = key("favorite", TRUTH, False)
    username: str | None = key("username", TEXT)
    user: int | None = key("userJob", ID)
    """The run's own user: everything that the run leaves behind belongs to it."""
    parameters: tuple[RunParameter, ...] = nested("jobParameters", RunParameter)

    @property
    def state(self) -> RunState:
        return state_of(self.status)

    @property
    def usual_name(self) -> str:
        """Return what a server calls a run to which nobody gave a name (contract 2.2)."""
        return f"{self.algorithm_name} : {self.number}"

    @property
    def is_named(self) -> bool:
        return self.name not in ("", self.usual_name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """Values under a name, from which runs are made (a JobTemplate)."""

    wire_class: ClassVar[str] = "be.cytomine.processing.JobTemplate"

    id: int = key("id", ID)
    created: int | None = key("created", INSTANT)
    updated: int | None = key("updated", INSTANT)
    algo_type: str = key("algoType", TEXT, "jobtemplate")
    name: str = key("name", TEXT, "")
    project: int | None = key("project", ID)
    algorithm: int | None = key("software", ID)
    algorithm_name: str = key("softwareName", TEXT, "")
    user: int | None = key("user", ID)
    parameters: tuple[RunParameter, ...] = nested("jobParameters", RunParameter)


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateAnnotation:
    """That the runs of a template look at an annotation (a JobTemplateAnnotation)."""

    wire_class: ClassVar[str] = "be.cytomine.processing.JobTemplateAnnotation"

    id: int = key("id", ID)
    created: int | None = key("created", INSTANT)
    updated: int | None = key("updated", INSTANT)
    template: int | None = key("jobTemplate", ID)
    annotation: int | None = key("annotationIdent", ID)
    annotation_class: str | None = key("annotationClassName", TEXT)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFile:
    """A file that a run left (job data); `size` in bytes."""

    wire_class: ClassVar[str] = "be.cytomine.processing.JobData"

    id: int = key("id", ID)
    created: int | None = key("created", INSTANT)
    updated: int | None = key("updated", INSTANT)
    name: str = key("key", TEXT, "")
    run: int | None = key("job", ID)
    filename: str = key("filename", TEXT, "")
    size: int | None = key("size", WHOLE)
