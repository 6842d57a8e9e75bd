"""Public, unmodified Cytomine apps: where their sources are, what each is asked, what it leaves.

Nothing of them stands in the project. CYTODESK_APPS names a folder with their git repositories,
each as `OWNER+NAME/repo`, `OWNER/NAME` or `NAME`, whole or bare; what they left when they were
recorded lies beside the shared data (tests/traffic/recorded.py reads it).
"""

from __future__ import annotations

import io
import os
import subprocess
import tarfile
from dataclasses import dataclass, replace
from pathlib import Path

from tests.traffic.recorded import Case, read_cases

FIVE = (
    *("cytomine_host", "cytomine_public_key", "cytomine_private_key"),
    *("cytomine_id_project", "cytomine_id_software"),
)
"""What the place of a run fills in."""


@dataclass(frozen=True, slots=True)
class App:
    repository: str
    commit: str
    script: str
    recording: str
    """Name of the recording that says what it was given by hand and what it left."""
    lives_in_the_past: bool = False
    """Whether it needs what scikit-learn and numpy had until 2019."""

    def __str__(self) -> str:
        return self.recording


APPS = (
    App(
        "Cytomine-ULiege/Sample-Software-Python",
        "c0279386",
        "run.py",
        "Cytomine-ULiege__Sample-Software-Python",
    ),
    App(
        "cytomine/S_python_software_example",
        "72a0d8cf",
        "example.py",
        "cytomine__S_python_software_example",
    ),
    App(
        "Cytomine-ULiege/S_Segment-CV-AdaptThres-Sample",
        "edce866c",
        "run.py",
        "Cytomine-ULiege__S_Segment-CV-AdaptThres-Sample",
    ),
    App(
        "Cytomine-ULiege/S_Stats-TermArea",
        "1c1f75cb",
        "run.py",
        "Cytomine-ULiege__S_Stats-TermArea",
    ),
    App(
        "cytomine/S_Segment-ML-MultiOutputET-Train",
        "5d795233",
        "run.py",
        "cytomine__S_Segment-ML-MultiOutputET-Train",
    ),
    App(
        "cytomine/S_Segment-ML-MultiOutputET-Train",
        "5d795233",
        "run.py",
        "cytomine__S_Segment-ML-MultiOutputET-Train_acc",
    ),
    App(
        "mizjaggy18/S_Download_analysis_summary",
        "3e93e14d",
        "analysis_summary.py",
        "mizjaggy18__S_Download_analysis_summary",
    ),
    App(
        "mizjaggy18/S_Delete_selected_annotations",
        "dc11a091",
        "run.py",
        "mizjaggy18__S_Delete_selected_annotations",
    ),
    App("mizjaggy18/S_ROI_splitpoly", "d572d9d4", "splitpoly.py", "mizjaggy18__S_ROI_splitpoly"),
    App(
        "rmaree/S_Classify-ML-RandomSubwET-Train",
        "25023835",
        "run.py",
        "rmaree__S_Classify-ML-RandomSubwET-Train",
        lives_in_the_past=True,
    ),
)


def place_of(repository: str) -> Path | None:
    """Return the git folder of `repository`; None where it is not at hand."""
    told = os.environ.get("CYTODESK_APPS")
    if not told:
        return None
    owner, _, name = repository.partition("/")
    places = [Path(told, *parts) for parts in ((f"{owner}+{name}", "repo"), (owner, name), (name,))]
    return next((place for place in places if place.is_dir()), None)


def checked_out(repository: Path, commit: str, folder: Path) -> Path:
    """Write the files of a repository, as its commit has them, into `folder`."""
    archive = subprocess.run(
        ["git", "-C", str(repository), "archive", "--format=tar", commit],
        capture_output=True,
        check=True,
    ).stdout
    folder.mkdir(parents=True)
    with tarfile.open(fileobj=io.BytesIO(archive)) as files:
        files.extractall(folder, filter="data")
    return folder


def cases_of(apps: Path) -> dict[str, tuple[Case, Case]]:
    """Return for each recording two cases with the same end: by hand, and with a run's key."""
    by_name = {case.name: case for case in read_cases(apps)}
    return {
        str(app): (
            by_name[app.recording],
            replace(by_name[app.recording], name=f"own key of {app.recording}", ids={}),
        )
        for app in APPS
    }
