"""What terms and images are called where runs meet.

Runs of different places and projects share no ids, so things are known by name. Where one project
has two images of a name (or one ontology two terms), the id stands behind it: `a.svs (#12)`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cytodesk.charts.results import RunResults
from cytodesk.errors import N_

NO_TERM = N_("no term")
"""The label of objects that were given no term."""
NO_IMAGE = N_("no image")
"""The label of objects that do not say where they are."""


@dataclass(frozen=True, slots=True)
class Labels:
    shared_image_names: frozenset[str]
    shared_term_names: frozenset[str]
    shared_run_numbers: frozenset[int]

    def of_run(self, results: RunResults) -> str:
        """Return `#13`; runs of several algorithms may share a number, then `#13 (500)`."""
        run = results.run
        if results.name:
            return results.name
        if not run.number:
            return f"({run.id})"
        is_taken = run.number in self.shared_run_numbers
        return f"#{run.number} ({run.id})" if is_taken else f"#{run.number}"

    def of_image(self, results: RunResults, id: int | None) -> str:
        if id is None:
            return NO_IMAGE
        image = results.images.get(id)
        if image is None or not image.name:
            return f"#{id}"
        is_taken = image.name == NO_IMAGE or image.name in self.shared_image_names
        return f"{image.name} (#{id})" if is_taken else image.name

    def of_term(self, results: RunResults, id: int) -> str:
        term = results.terms.get(id)
        if term is None or not term.name:
            return f"#{id}"
        is_taken = term.name == NO_TERM or term.name in self.shared_term_names
        return f"{term.name} (#{id})" if is_taken else term.name


def labels_of(runs: Sequence[RunResults]) -> Labels:
    """Return the names by which the things of all `runs` can be told apart."""
    images = [(n, i.project, i.name, i.id) for n, r in enumerate(runs) for i in r.images.values()]
    terms = [(n, t.ontology, t.name, t.id) for n, r in enumerate(runs) for t in r.terms.values()]
    numbers = Counter(results.run.number for results in runs)
    return Labels(
        shared_image_names=_shared(images),
        shared_term_names=_shared(terms),
        shared_run_numbers=frozenset(number for number, count in numbers.items() if count > 1),
    )


def _shared(named: Iterable[tuple[int, int | None, str, int]]) -> frozenset[str]:
    """Return the names that mean two things within one home (project, ontology) or one run."""
    meanings: dict[tuple[str, int | None, str], set[int]] = defaultdict(set)
    for run, home, name, id_ in named:
        meanings["home", home, name].add(id_)
        meanings["run", run, name].add(id_)
    return frozenset(name for (_, _, name), ids in meanings.items() if len(ids) > 1)
