"""Every sentence can be said in another language, and French says all of them."""

from __future__ import annotations

import ast
import errno
import io
import json
import os
import platform
import re
import string
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from PIL import Image

from cytodesk.algorithms.algorithm import SERVER_PARAMETERS
from cytodesk.algorithms.descriptors.rulebook import RULES
from cytodesk.assets import Words, languages, resource
from cytodesk.cli.command import run_command
from cytodesk.cli.grammar import grammar
from cytodesk.engines import find_engines
from cytodesk.errors import NotFound, NotReached
from cytodesk.parsing import Parser, said_again
from cytodesk.station.serve import serve

ROOT = Path(__file__).resolve().parents[1]
REFUSED = (os.strerror(errno.ECONNREFUSED),)
DESCRIPTOR = {
    "name": "α1",
    "description": "α2",
    "schema-version": "cytomine-0.1",
    "command-line": "python run.py --n [N]",
    "inputs": [
        {"id": "n", "name": "ν", "value-key": "[N]", "type": "Number", "default-value": 5},
    ],
}


def tree(parser: Parser, *names: str) -> Iterator[tuple[tuple[str, ...], Parser]]:
    """Yield every command with its parser."""
    yield names, parser
    for action in parser._actions:
        if isinstance(action.choices, dict):
            for name, below in action.choices.items():
                yield from tree(below, *names, name)


COMMANDS = [names for names, _ in tree(grammar(Words()))]
SYNTAX = {word for names in COMMANDS for word in names} | {"cytodesk", "legacy", "server", "here"}


def escaped(text: str, *data: str) -> list[str]:
    """Return the words of `text` that nobody translated and that are neither data nor syntax."""
    while text != (text := re.sub(r"⟦[^⟦⟧]*⟧", " ", text)):
        pass
    text = re.sub(r"https?://\S+|(?<![\w.])/[\w.]\S*|(?<![\w-])--?[a-z][\w-]*", " ", text)
    text = re.sub(r"\b[0-9a-f]{16,}\b", " ", text)  # what is named by its content
    for known in sorted(data, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(known)}(?!\w)", " ", text)
    words = re.findall(r"[^\W\d_]{2,}", text)
    return [word for word in words if not word.isupper() and word not in SYNTAX]


def _marked_around_blanks(self: Words, sentence: str) -> str:
    """Mark what was translated, but not what fills its blanks: English may hide there."""
    if self.language != "pseudo" or not sentence:
        return sentence
    return re.sub(r"(?<!{)({[a-z_]+})(?!})", r"⟧\1⟦", f"⟦{sentence}⟧")


@pytest.fixture
def pseudo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CYTODESK_LANGUAGE", "pseudo")
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr(Words, "_marked", _marked_around_blanks)


@pytest.mark.usefixtures("pseudo")
@pytest.mark.parametrize("names", COMMANDS, ids=" ".join)
def test_help_is_translated(names: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run_command([*names, "--help"])
    assert escaped(capsys.readouterr().out) == []


@pytest.mark.usefixtures("pseudo")
def test_help_of_serve_is_translated(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        serve(["--help"])
    assert escaped(capsys.readouterr().out, "{station,legacy}", "cytodesk serve") == []


@pytest.mark.usefixtures("pseudo")
@pytest.mark.parametrize(
    "typed",
    [
        "run",
        "nonsense",
        "project",
        "show 1 --frob",
        "show one",
        "show 1 2",
        "compare 1 --server",
        "show --json=3 1",
        "image add µ --pro",
    ],
)
def test_a_slip_is_told_in_translated_words(typed: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run_command(typed.split())
    said = capsys.readouterr().err
    assert ended.value.code == 2
    assert "⟦" in said
    assert escaped(said, *typed.split()) == []


@pytest.mark.parametrize(
    "message",
    [
        "the following arguments are required: WHAT",
        "one of the arguments --a --b is required",
        "unrecognized arguments: --frob",
        "argument --a: not allowed with argument --b",
        "argument --json: ignored explicit argument '3'",
        "argument --server: expected one argument",
        "argument --a: expected at most one argument",
        "argument FILE: expected at least one argument",
        "argument --a: expected 2 arguments",
        "ambiguous option: --p could match --project, --python",
        "argument RUN: invalid int value: 'one'",
        "argument --x: invalid float value: 'one'",
        "argument FILE: invalid Path value: 'one'",
        "argument COMMAND: invalid choice: 'no' (choose from 'run', 'show')",
    ],
)
def test_each_message_of_argparse_has_words_of_ours(message: str) -> None:
    again = said_again(message, Words.for_language("pseudo"))
    assert again != message
    assert "⟦" in again
    assert said_again(message, Words.for_language("fr")) != message


@pytest.fixture(scope="module")
def workspace(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("words") / "workspace"
    yield folder
    run_command(["stop", "--now", "--workspace", str(folder)])


@pytest.fixture(scope="module")
def things(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with an image, an app, and a descriptor that needs mending."""
    folder = tmp_path_factory.mktemp("things")
    Image.new("RGB", (300, 200), "grey").save(folder / "µ.png")
    app = folder / "app"
    app.mkdir()
    (app / "descriptor.json").write_text(json.dumps(DESCRIPTOR), encoding="utf-8")
    (app / "run.py").write_text("print('123')\n", encoding="utf-8")
    (folder / "broken.json").write_text('{"name": 5,, }', encoding="utf-8")
    (folder / "empty.json").write_text('{"name": "", "inputs": []}', encoding="utf-8")
    return folder


@pytest.fixture
def say(
    workspace: Path, pseudo: None, capsys: pytest.CaptureFixture[str]
) -> Callable[..., list[str]]:
    """Return what runs a command and gives the untranslated words that it said."""

    def said(*typed: object, status: int = 0, data: tuple[str, ...] = ()) -> list[str]:
        capsys.readouterr()
        ended = run_command([*map(str, typed), "--workspace", str(workspace)])
        told = capsys.readouterr()
        assert ended == status, told
        assert told.out + told.err != ""
        known = ("α1", "µ.png", "µ", "#1", "root", *map(str, typed), *data)
        return escaped(told.out + told.err, *known)

    return said


def test_every_command_speaks_translated(
    say: Callable[..., list[str]], workspace: Path, things: Path, tmp_path: Path
) -> None:
    left: dict[str, list[str]] = {}

    def check(*typed: object, **expected: object) -> None:
        if words := say(*typed, **expected):
            left[" ".join(map(str, typed))] = words

    file = tmp_path / "π.cytodesk"
    interpreter = ("--python", sys.executable)
    engines = re.findall(r"\w+", " ".join(f"{each.kind} {each.trouble}" for each in find_engines()))
    facts = (platform.platform(), platform.python_version(), "CytoDesk", "Python", *engines)
    check("project", "new", "π")
    check("project", "new", status=3)
    check("project", "list")
    check("term", "add", "τ", "--project", "π")
    check("image", "add", things / "µ.png", "--project", "π")
    check("image", "add", things / "empty.json", "--project", "π", status=3)
    check("image", "list", "--project", "π")
    check("algorithm", "add", things / "app", *interpreter)
    check("algorithm", "add", things / "broken.json", status=3)
    check("algorithm", "list")
    comment = ("ended without reporting",)  # the station's words, kept with the run
    check("run", "α1", "--project", "π", "--wait", data=comment)
    check("run", "α1", "--project", "π", "--set", "n=6", "--wait", data=comment)
    check("run", "α1", "--project", "π", "--set", "n=many", status=3, data=("many",))
    check("run", "α1", "--project", "π", "--set", "n", status=3)
    check("run", "α1", "--project", "nowhere", status=3)
    check("run", "nothing", "--project", "π", status=3)
    check("runs", data=comment)
    check("runs", "--project", "π", data=comment)
    run, other = runs_in(workspace)
    check("show", run, data=comment)
    check("log", run)
    check("cancel", run, data=comment)
    check("compare", run, other)
    check("compare", run, other, "--by-image")
    check("compare", run, "999999", status=3)
    check("show", "999999", status=3)
    attributes = (
        "command-line-flag",
        "container-image",
        "description",
        "inputs",
        "command-line",
        "schema-version",
        "name",
        "cytomine-0.1",
    )
    descriptors = [things / name for name in ("app", "broken.json", "empty.json")]
    check("check", *descriptors, status=3, data=(*RULES, *attributes, *SERVER_PARAMETERS))
    check("doctor", data=(*facts, *words_of_computer(workspace)))
    check("project", "export", "π", file)
    check("project", "import", file)
    reason = ("BadZipFile: File is not a zip file",)  # Python's own words
    check("project", "import", things / "µ.png", status=3, data=reason)
    check("algorithm", "remove", "α1")
    check("project", "list", "--server", "http://127.0.0.1:9", status=4, data=REFUSED)
    check("stop")
    assert left == {}, "\n".join(f"{a}: {b}" for a, b in left.items())


def test_the_reason_of_an_error_is_said_in_the_same_language() -> None:
    inner = NotFound("there is nobody of that name")
    outer = NotReached("No connection to {place}: {reason}", place="x", reason=inner)
    french = Words.for_language("fr")
    assert outer.said(french) == f"Pas de connexion à x\u00a0: {inner.said(french)}"
    assert inner.said(french) != inner.said()


def test_json_is_the_same_in_every_language(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    names = []
    for language in ("en", "fr"):
        monkeypatch.setenv("CYTODESK_LANGUAGE", language)
        run_command(["doctor", "--json", "--server", "http://127.0.0.1:9"])
        names.append(list(json.loads(capsys.readouterr().out)["facts"]))
    assert names[0] == names[1]


def words_of_computer(workspace: Path) -> list[str]:
    """Return what engines say of themselves, and the names of what is kept: data too."""
    with redirect_stdout(io.StringIO()) as out:
        run_command(["doctor", "--json", "--workspace", str(workspace)])
    told = json.loads(out.getvalue())
    said = [f"{each['kind']} {each['trouble']}" for each in told["engines"]]
    said += [f"{each['name']} {each['title']}" for each in told["kept"]]
    return [word for each in said for word in re.findall(r"\w+", each)]


def runs_in(workspace: Path) -> list[str]:
    """Return the ids of the runs, from JSON: data needs no translation."""
    with redirect_stdout(io.StringIO()) as out:
        run_command(["runs", "--json", "--workspace", str(workspace)])
    return [str(run["id"]) for run in json.loads(out.getvalue())["runs"]]


def blanks(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


@pytest.mark.parametrize("language", languages()[1:])
def test_every_sentence_is_said_in_every_language(language: str) -> None:
    said = subprocess.run(
        [sys.executable, str(ROOT / "packaging" / "words.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stderr
    words = Words.for_language(language)
    text = resource("translations", language, "LC_MESSAGES", "cytodesk.po").read_text("utf-8")
    assert len(words.sentences) + len(words.plurals) == text.count("\nmsgid ")  # none waits
    for sentence, other in words.sentences.items():
        assert blanks(other) == blanks(sentence), other
    for one, forms in words.plurals.items():
        assert all(blanks(form) <= blanks(one) for form in forms), forms


def test_each_sentence_is_in_the_catalogue_in_the_form_it_is_asked_for() -> None:
    """What collects them reads no f-string, and is led astray by a call inside a call."""
    with resource("translations", "cytodesk.pot").open("rb") as file:
        forms = {each.id for each in read_po(file)}
    singles = {each for each in forms if isinstance(each, str)}
    plurals = {each[0] for each in forms if not isinstance(each, str)}
    missing = [
        f"{path.relative_to(ROOT)}:{call.lineno} {sentence}"
        for path in (ROOT / "cytodesk").rglob("*.py")
        for call, sentence in _asked_for(path)
        if sentence not in (plurals if _name(call) == "plural" else singles)
    ]
    assert not missing


def _asked_for(path: Path) -> Iterator[tuple[ast.Call, str]]:
    """Yield each call that says a sentence, with the sentence."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and _name(node) in ("N_", "words", "_words", "plural"):
            match node.args:
                case [ast.Constant(value=str(sentence)), *_] if sentence:
                    yield node, sentence


def _name(call: ast.Call) -> str:
    """Return the last word of what is called."""
    return getattr(call.func, "attr", getattr(call.func, "id", ""))
