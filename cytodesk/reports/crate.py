"""A study as a Workflow Run RO-Crate (profile workflow 0.5): what was run, with what, what came.

Every run is an action of its algorithm; the comparison is an action too, of the workflow that
`comparison-workflow.json` describes, on the annotations of all runs. Every file carries its
SHA-256. Keys and what servers fill in are in no file.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from rocrate.model.computerlanguage import ComputerLanguage
from rocrate.model.contextentity import ContextEntity
from rocrate.model.softwareapplication import SoftwareApplication
from rocrate.rocrate import ROCrate

from cytodesk.charts.comparison import ComparedRun
from cytodesk.charts.drawings.data import as_csv
from cytodesk.charts.results import LayerKind
from cytodesk.charts.study import Study
from cytodesk.errors import N_
from cytodesk.reports.blocks import Figure
from cytodesk.reports.contents import contents_of
from cytodesk.reports.crate_parts import STATUS, annotations_csv, instants_of
from cytodesk.reports.methods import NOT_FOR_DIAGNOSIS
from cytodesk.reports.paper import write_pdf
from cytodesk.wire.runs import RunState

Translate = Callable[[str], str]
_PROFILES = (
    "https://w3id.org/ro/wfrun/process/0.5",
    "https://w3id.org/ro/wfrun/workflow/0.5",
    "https://w3id.org/workflowhub/workflow-ro-crate/1.0",
)
_TERMS = {"sha256": "https://w3id.org/ro/terms/workflow-run#sha256"}
_WORKFLOW = "comparison-workflow.json"


def write_crate(
    study: Study, path: Path, translate: Translate, version: str, language: str = "en"
) -> None:
    """Write the crate as a zip to `path`."""
    with tempfile.TemporaryDirectory() as folder:
        _Crate(study, Path(folder), translate, version, language).write(path)


class _Crate:
    def __init__(
        self, study: Study, folder: Path, translate: Translate, version: str, language: str
    ) -> None:
        self._study = study
        self._folder = folder
        self._translate = translate
        self._version = version
        self._crate = ROCrate(version="1.1")
        self._crate.root_dataset["inLanguage"] = language
        self._now = datetime.datetime.now(datetime.UTC).replace(microsecond=0).isoformat()

    def write(self, path: Path) -> None:
        said = self._translate
        comparison = self._study.comparison
        self._crate.metadata.extra_terms.update(_TERMS)
        self._crate.name = said(N_("Comparison of analyses"))
        self._crate.description = f"{comparison.plain_sentence(said)} {said(NOT_FOR_DIAGNOSIS)}"
        self._crate.license = said(N_("As the images and algorithms allow; ask who gave them."))
        self._crate.root_dataset["conformsTo"] = [self._profile(url) for url in _PROFILES]
        results = [self._run(place, run) for place, run in enumerate(self._study.comparison.runs)]
        self._comparison([entity for entities in results for entity in entities])
        self._crate.write_zip(path)

    def _profile(self, url: str) -> ContextEntity:
        name = url.removeprefix("https://w3id.org/").replace("/", " ")
        properties = {"@type": "CreativeWork", "name": name, "version": url.rsplit("/", 1)[1]}
        return self._crate.add(ContextEntity(self._crate, url, properties=properties))

    def _run(self, place: int, run: ComparedRun) -> list[Any]:
        """Add the action of a run; return the files that it left behind here."""
        name = f"{run.name} {run.algorithm}".strip()
        result = self._file(
            f"results/annotations-{_bare(run)}.csv",
            annotations_csv(self._study.comparison.tables[place].objects),
            self._translate(N_("Annotations of {name}")).format(name=name),
            "text/csv",
        )
        if run.kind is not LayerKind.RUN:
            return [result]
        values = [self._value(place, run, row) for row in self._study.comparison.parameters]
        action = {
            "@type": "CreateAction",
            "name": name,
            "instrument": self._algorithm(run),
            "object": [value for value in values if value is not None],
            "result": [result],
            "actionStatus": {"@id": f"http://schema.org/{STATUS[run.state]}"},
            **instants_of(run),
        }
        if run.state is RunState.FAILED:
            action["error"] = run.comment
        entity = self._crate.add(ContextEntity(self._crate, f"#run-{run.id}", properties=action))
        self._mention(entity)
        return [result]

    def _algorithm(self, run: ComparedRun) -> Any:
        """Add the algorithm once, with its descriptor where that is known."""
        environment = run.environment
        mark = environment.descriptor_hash[:12] or _slug(run.algorithm)
        found = self._crate.dereference(f"#algorithm-{mark}")
        if found is not None:
            return found
        properties = {
            "name": run.algorithm or mark,
            "softwareVersion": environment.version or self._translate(N_("unknown")),
            "description": environment.image_digest or environment.interpreter or "–",
        }
        entity = SoftwareApplication(self._crate, f"#algorithm-{mark}", properties=properties)
        self._crate.add(entity)
        if run.descriptor:
            described = self._file(
                f"descriptors/{mark}.json",
                run.descriptor,
                self._translate(N_("Descriptor of {name}")).format(name=run.algorithm),
                "application/json",
            )
            entity["subjectOf"] = described
        return entity

    def _value(self, place: int, run: ComparedRun, row: Any) -> Any:
        value = row.values[place]
        if value is None:
            return None
        properties = {
            "@type": "PropertyValue",
            "name": row.name,
            "value": value.text if value.text is not None else "",
            "description": f"{row.human_name}: {value.shown}",
        }
        name = f"#run-{run.id}-{_slug(row.name)}"
        return self._crate.add(ContextEntity(self._crate, name, properties=properties))

    def _comparison(self, objects: list[Any]) -> None:
        """Add the workflow, the action of comparing and what came of it."""
        said = self._translate
        told = json.dumps(self._study.as_json(said), ensure_ascii=False, indent=1)
        results = [
            self._file("comparison.json", told, said(N_("All figures")), "application/json"),
            self._report(),
            *self._drawings(),
        ]
        workflow = self._workflow()
        tool = SoftwareApplication(
            self._crate,
            "#cytodesk",
            properties={"name": "CytoDesk", "softwareVersion": self._version},
        )
        self._crate.add(tool)
        self._mention(
            self._crate.add(
                ContextEntity(
                    self._crate,
                    "#comparison",
                    properties={
                        "@type": "CreateAction",
                        "name": said(N_("Comparison of analyses")),
                        "instrument": workflow,
                        "object": objects,
                        "result": results,
                        "endTime": self._now,
                        "actionStatus": {"@id": "http://schema.org/CompletedActionStatus"},
                    },
                )
            )
        )
        self._crate.root_dataset["hasPart"] = list(self._crate.data_entities)

    def _workflow(self) -> Any:
        runs = self._study.comparison.runs
        iou = self._study.agreements[0].iou if self._study.agreements else None
        recipe = {
            "program": f"cytodesk {self._version}",
            "command": ["compare", *(str(run.id) for run in runs)],
            "baseline": runs[0].id,
            "iou": iou,
        }
        path = self._folder / _WORKFLOW
        path.write_text(json.dumps(recipe, indent=1), encoding="utf-8")
        language = self._crate.add(
            ComputerLanguage(
                self._crate,
                "#comparison-language",
                properties={
                    "name": "CytoDesk comparison",
                    "version": self._version,
                },
            )
        )
        workflow = self._crate.add_workflow(path, _WORKFLOW, main=True, lang=language)
        workflow["name"] = self._translate(N_("How the analyses were compared"))
        workflow["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
        return workflow

    def _report(self) -> Any:
        path = self._folder / "report.pdf"
        blocks = contents_of(self._study, self._translate, self._version)
        write_pdf(blocks, path, self._translate, self._version)
        name = self._translate(N_("Report"))
        return self._file("report.pdf", path.read_bytes(), name, "application/pdf")

    def _drawings(self) -> Iterator[Any]:
        blocks = contents_of(self._study, self._translate, self._version)
        drawings = [block.drawing for block in blocks if isinstance(block, Figure)]
        for number, drawing in enumerate(drawings, start=1):
            title = drawing.title.said(self._translate)
            path = f"figures/figure-{number:02d}.csv"
            yield self._file(path, as_csv(drawing, self._translate), title, "text/csv")

    def _file(self, name: str, content: str | bytes, title: str, kind: str) -> Any:
        data = content.encode() if isinstance(content, str) else content
        path = self._folder / name.replace("/", "-")
        path.write_bytes(data)
        properties = {
            "name": title,
            "encodingFormat": kind,
            "contentSize": str(len(data)),
            "sha256": hashlib.sha256(data).hexdigest(),
        }
        return self._crate.add_file(path, name, properties=properties)

    def _mention(self, action: Any) -> None:
        self._crate.root_dataset.append_to("mentions", action)


def _bare(run: ComparedRun) -> str:
    return str(run.id) if run.kind is LayerKind.RUN else _slug(run.name)


def _slug(text: str) -> str:
    return "".join(each if each.isalnum() and each.isascii() else "-" for each in text) or "none"
