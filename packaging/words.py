"""Bring every sentence of the program to its translators.

    python packaging/words.py            code -> cytodesk.pot -> each language's cytodesk.po
    python packaging/words.py --check    fail where a sentence of the code is in no .po yet

Sentences are what stands in N_("..."), words("...") and words.plural("...", "...", n). The .po
files are read as they are (cytodesk/assets.py): there is nothing to compile.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

_ROOT = Path(__file__).parents[1]
_TRANSLATIONS = _ROOT / "resources" / "translations"
_KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "N_": None,
    "words": None,
    "_words": None,
    "plural": (1, 2),
}
_LEFT_OUT = (b'"POT-', b'"PO-', b'"Generated-', b'"Report-', b'"Last-', b'"Language-Team')


def main(arguments: list[str]) -> int:
    said = _sentences()
    catalogues = sorted(_TRANSLATIONS.glob("*/LC_MESSAGES/cytodesk.po"))
    if "--check" in arguments:
        return max(_complain(path, said) for path in catalogues)
    _write(_TRANSLATIONS / "cytodesk.pot", said)
    for path in catalogues:
        catalogue = _read(path)
        catalogue.update(said, no_fuzzy_matching=True)
        _write(path, catalogue)
        waiting = [each for each in catalogue if each.id and not _is_translated(each.string)]
        print(f"{path.relative_to(_ROOT)}: {len(catalogue)} sentences, {len(waiting)} wait")
    return 0


def _sentences() -> Catalog:
    found = Catalog(project="CytoDesk", charset="utf-8", fuzzy=False)
    package = _ROOT / "cytodesk"
    for _, _, sentence, comments, context in extract_from_dir(package, keywords=_KEYWORDS):
        found.add(sentence, auto_comments=comments, context=context)
    return found


def _complain(path: Path, said: Catalog) -> int:
    known = {str(each.id) for each in _read(path)}
    missing = [str(each.id) for each in said if each.id and str(each.id) not in known]
    if missing:
        said_of = f"{path.relative_to(_ROOT)} lacks {len(missing)} sentences (make words), such as:"
        print(said_of, *missing[:3], sep="\n  ", file=sys.stderr)
    return int(bool(missing))


def _is_translated(told: object) -> bool:
    return all(told) if isinstance(told, tuple | list) else bool(told)


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parents[1].name)


def _write(path: Path, catalogue: Catalog) -> None:
    catalogue.header_comment = ""
    text = io.BytesIO()
    write_po(text, catalogue, width=100, no_location=True, sort_output=True, ignore_obsolete=True)
    lines = text.getvalue().splitlines()
    kept = [line for line in lines if not line.startswith(_LEFT_OUT)]  # they change each time
    path.write_bytes(b"\n".join(kept).strip() + b"\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
