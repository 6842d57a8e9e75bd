"""What lies beside the code: icons, themes, sample files, and the words of each language."""

from __future__ import annotations

import ast
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

PSEUDO = "pseudo"
"""A language that marks each translated sentence, so that English that escaped stands out."""

_PACKAGED = Path(__file__).parent / "resources"
_IN_CHECKOUT = Path(__file__).parents[1] / "resources"
_SI_SIGNS = str.maketrans({",": "\N{NARROW NO-BREAK SPACE}", ".": ","})
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")
_FRENCH_GAPS = re.compile(r"(?<=«) | (?=[:;?!»])")
_KEYWORD = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)\s+(".*")')


def resource(*names: str) -> Path:
    """Return the path of a file or folder of ours, in a checkout, a wheel and a frozen build."""
    return (_PACKAGED if _PACKAGED.is_dir() else _IN_CHECKOUT).joinpath(*names)


def languages() -> list[str]:
    """Return the languages that can be chosen, English first."""
    found = resource("translations").glob("*/LC_MESSAGES/cytodesk.po")
    return ["en", *sorted(path.parents[1].name for path in found)]


def _one_or_many(number: int) -> int:
    return int(number != 1)


@dataclass(frozen=True, slots=True)
class Words:
    """The sentences of one language: `words("Open a folder")`.

    Catalogues are read as the .po files that translators write; there is nothing to compile.
    """

    language: str = "en"
    sentences: Mapping[str, str] = field(default_factory=dict)
    plurals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    which_plural: Callable[[int], int] = _one_or_many

    @classmethod
    def for_language(cls, language: str | None = None) -> Words:
        """Return the words of `language`, of the system for None, English where unknown."""
        wanted = language or system_language()
        if wanted == PSEUDO:
            return cls(PSEUDO)
        for name in (wanted, wanted.partition("_")[0]):
            catalogue = resource("translations", name, "LC_MESSAGES", "cytodesk.po")
            if catalogue.is_file():
                return _read_catalogue(name, catalogue)
        return cls()

    def __call__(self, sentence: str, **blanks: object) -> str:
        """Return `sentence` in this language, its {blanks} filled where any are given."""
        said = self._marked(self.sentences.get(sentence) or sentence)
        return said.format(**self._parted(blanks)) if blanks else said

    def plural(self, one: str, many: str, number: int, **blanks: object) -> str:
        """Return the form for `number`; `{number}` is filled with it."""
        forms = self.plurals.get(one, (one, many))
        said = forms[min(self.which_plural(number), len(forms) - 1)]
        return self._marked(said).format(**self._parted({"number": number, **blanks}))

    def figures(self, text: str) -> str:
        """Return '1,234.5' as this language writes it."""
        return figures_in(self.language, text)

    def _parted(self, blanks: Mapping[str, object]) -> Mapping[str, object]:
        """Let numbers among the blanks be written so; 1,234 is a decimal in French."""
        if _is_english(self.language):
            return blanks
        return {name: _in_figures(value) for name, value in blanks.items()}

    def _marked(self, sentence: str) -> str:
        return f"⟦{sentence}⟧" if self.language == PSEUDO and sentence else sentence


def figures_in(language: str, text: str) -> str:
    """Return figures, `1,234.5`, as `language` writes them: in English as they are.

    Elsewhere a narrow space stands between thousands and a comma before decimals, as SI has it.
    """
    return text if _is_english(language) else text.translate(_SI_SIGNS)


def _is_english(language: str) -> bool:
    return language.partition("_")[0] in ("en", PSEUDO)


class _Count(int):
    def __format__(self, form: str) -> str:
        return super().__format__(form).translate(_SI_SIGNS)


class _Measure(float):
    def __format__(self, form: str) -> str:
        return super().__format__(form).translate(_SI_SIGNS)


def _in_figures(value: object) -> object:
    if isinstance(value, int) and not isinstance(value, bool):
        return _Count(value)
    if isinstance(value, float):
        return _Measure(value)
    is_count = isinstance(value, str) and _THOUSANDS.fullmatch(value)
    return str(value).translate(_SI_SIGNS) if is_count else value


def system_language(environment: Mapping[str, str] = os.environ) -> str:
    """Return the language the user's system speaks, as `fr` or `pt_BR`; `en` where it is unsaid."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if told := environment.get(name, "").partition(":")[0]:
            return _plain(told)
    import locale

    if sys.platform == "win32":
        import ctypes

        number = ctypes.windll.kernel32.GetUserDefaultUILanguage()
        return _plain(locale.windows_locale.get(number, "en"))
    return _plain(locale.getlocale()[0] or "en")


def _plain(told: str) -> str:
    name = re.split(r"[.@]", told)[0]
    return "en" if name in ("C", "POSIX") else name


@dataclass(slots=True)
class _Entry:
    """One entry of a .po file: the texts by keyword, and whether it is only a guess."""

    texts: dict[str, str] = field(default_factory=dict)
    is_fuzzy: bool = False


def _read_catalogue(language: str, path: Path) -> Words:
    sentences: dict[str, str] = {}
    plurals: dict[str, tuple[str, ...]] = {}
    which: Callable[[int], int] = _one_or_many
    for entry in _entries(path.read_text(encoding="utf-8")):
        said = {name: _gapped(language, text) for name, text in entry.texts.items()}
        key, text = entry.texts.get("msgid", ""), said.get("msgstr", "")
        forms = tuple(form for name, form in said.items() if name.startswith("msgstr["))
        if not key:
            which = _plural_rule(text)
        elif entry.is_fuzzy:
            continue
        elif forms and all(forms):
            plurals[key] = forms
        elif text:
            sentences[key] = text
    return Words(language, sentences, plurals, which)


def _gapped(language: str, text: str) -> str:
    """Return a translation in which no line can begin with a colon or end with a quote."""
    return _FRENCH_GAPS.sub("\N{NO-BREAK SPACE}", text) if language == "fr" else text


def _entries(text: str) -> Iterator[_Entry]:
    entry, current, fuzzy = _Entry(), "", False
    for line in text.splitlines():
        if line.startswith("#,") and "fuzzy" in line:
            fuzzy = True
        elif found := _KEYWORD.match(line):
            keyword, quoted = found.groups()
            if keyword == "msgctxt" or (keyword == "msgid" and "msgid" in entry.texts):
                yield entry
                entry = _Entry()
            if keyword == "msgid":
                entry.is_fuzzy, fuzzy = fuzzy, False
            current = keyword
            entry.texts[current] = ast.literal_eval(quoted)
        elif line.startswith('"'):
            entry.texts[current] += ast.literal_eval(line)
    yield entry


def _plural_rule(header: str) -> Callable[[int], int]:
    import gettext

    found = re.search(r"plural=([^;\n]+)", header)
    if not found:
        return _one_or_many
    rule: Callable[[int], int] = gettext.c2py(found[1])
    return rule
