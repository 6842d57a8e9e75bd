from __future__ import annotations

import string
from pathlib import Path

import pytest

from cytodesk import assets
from cytodesk.assets import PSEUDO, Words, languages, resource, system_language
from cytodesk.errors import N_, NotFound

IN_USE = N_("{path} is in use by another process.")
PO = r"""
msgid ""
msgstr ""
"Language: xx\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 ? 1 : 2);\n"

# of a translator
#, python-brace-format
msgid "{number} run"
msgid_plural "{number} runs"
msgstr[0] "{number} a"
msgstr[1] "{number} b"
msgstr[2] "{number} c"

#, fuzzy
msgid "guessed"
msgstr "WRONG"

msgid ""
"long \"quoted\" "
"line"
msgstr ""
"un\n"
"deux"

msgid "waiting"
msgstr ""

#~ msgid "gone"
#~ msgstr "parti"
"""


@pytest.fixture
def words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Words:
    catalogue = tmp_path / "translations" / "xx" / "LC_MESSAGES" / "cytodesk.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text(PO, encoding="utf-8")
    monkeypatch.setattr(assets, "_PACKAGED", tmp_path)
    return Words.for_language("xx_YY")


def test_english_needs_no_catalogue() -> None:
    assert Words.for_language("en")(IN_USE, path="w") == "w is in use by another process."


def test_french_speaks_french() -> None:
    assert Words.for_language("fr_CA")(IN_USE, path="w") == "w est utilisé par un autre processus."


def test_an_unknown_language_speaks_english() -> None:
    assert Words.for_language("tlh")(IN_USE) == IN_USE


def test_the_pseudo_language_marks_a_sentence_and_keeps_its_blanks() -> None:
    words = Words.for_language(PSEUDO)
    assert words(IN_USE) == f"⟦{IN_USE}⟧"
    assert words.plural("{number} run", "{number} runs", 2) == "⟦2 runs⟧"


def test_an_error_is_said_in_the_language_of_who_reads_it() -> None:
    error = NotFound(IN_USE, path="w")
    assert error.said(Words.for_language("fr")) == "w est utilisé par un autre processus."
    assert error.said(Words.for_language(PSEUDO)).startswith("⟦w is in use")


@pytest.mark.parametrize(("number", "said"), [(1, "1 a"), (3, "3 b"), (5, "5 c"), (11, "11 c")])
def test_a_language_has_its_own_plurals(words: Words, number: int, said: str) -> None:
    assert words.plural("{number} run", "{number} runs", number) == said


def test_a_guessed_or_missing_translation_is_not_shown(words: Words) -> None:
    assert [words("guessed"), words("waiting"), words("gone")] == ["guessed", "waiting", "gone"]


def test_a_sentence_may_run_over_lines_and_hold_quotes(words: Words) -> None:
    assert words('long "quoted" line') == "un\ndeux"


def test_every_translation_keeps_the_blanks_of_its_sentence() -> None:
    def blanks(sentence: str) -> set[str | None]:
        return {name for _, name, _, _ in string.Formatter().parse(sentence)} - {None}

    for language in languages()[1:]:
        words = Words.for_language(language)
        for sentence, said in words.sentences.items():
            assert blanks(said) == blanks(sentence), said


@pytest.mark.parametrize(
    ("told", "language"),
    [
        ({"LANG": "fr_FR.UTF-8"}, "fr_FR"),
        ({"LANG": "en_US", "LC_ALL": "de_DE@euro"}, "de_DE"),
        ({"LANGUAGE": "pt_BR:pt:en", "LANG": "C"}, "pt_BR"),
        ({"LANG": "C.UTF-8"}, "en"),
    ],
)
def test_the_system_says_its_language(told: dict[str, str], language: str) -> None:
    assert system_language(told) == language


def test_resources_are_found_in_a_checkout_and_in_a_wheel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert resource("translations").is_dir()
    monkeypatch.setattr(assets, "_PACKAGED", tmp_path)
    assert resource("icons", "run.svg") == tmp_path / "icons" / "run.svg"


def test_figures_are_written_as_the_language_writes_them() -> None:
    english, french = Words(), Words.for_language("fr")
    for words, said in ((english, "1,234 of 5,678"), (french, "1\u202f234 of 5\u202f678")):
        assert words("{shown:,} of {total}", shown=1234, total="5,678") == said
        assert words("{this} of {that}", this=1234, that="a,b") == "1234 of a,b"
    assert (english.figures("6,506.5"), french.figures("6,506.5")) == ("6,506.5", "6\u202f506,5")
    assert (english("{it:.1f}", it=1.25), french("{it:.1f}", it=1.25)) == ("1.2", "1,2")


def test_no_french_line_can_begin_with_a_colon() -> None:
    words = Words.for_language("fr")
    said = [
        *words.sentences.values(),
        *(form for forms in words.plurals.values() for form in forms),
    ]
    assert [text for text in said if any(sign in text for sign in (" :", " ?", " !", " »"))] == []
    assert sum("\u00a0:" in text for text in said) > 50
