"""One command from its words to its exit status."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence

from cytodesk.assets import Words
from cytodesk.cli.asked import Asked, said
from cytodesk.cli.grammar import grammar
from cytodesk.cli.speech import Speech
from cytodesk.desk import Desk
from cytodesk.errors import CytoDeskError, DescriptorError, InvalidValues

INTERRUPTED = 5


def run_command(words: Sequence[str]) -> int:
    """Run the command and return its exit status.

    0 done, 1 the run failed, 2 usage, 3 bad input, 4 no place reached, 5 cancelled.
    """
    try:
        with Desk("cli") as desk:
            chosen = grammar(desk.words).parse_args(list(words) or ["--help"])
            speech = Speech(desk.words, as_json=chosen.json)
            return _answered(Asked(desk, speech, chosen))
    except CytoDeskError as error:
        said = Words.for_language(os.environ.get("CYTODESK_LANGUAGE"))
        sys.stderr.write(f"{error.said(said)}\n")
        return error.exit_code
    except BrokenPipeError:
        return 0


def _answered(asked: Asked) -> int:
    speech = asked.speech
    try:
        answer: Callable[[Asked], int] = asked.chosen.answer
        return answer(asked)
    except (DescriptorError, InvalidValues) as error:
        speech.tell_as_it_is(f"{error.said(speech.words)}\n")
        for problem in error.problems:
            speech.tell_as_it_is(f"  {said(problem, speech)}\n")
        return error.exit_code
    except CytoDeskError as error:
        speech.tell_as_it_is(f"{error.said(speech.words)}\n")
        return error.exit_code
    except KeyboardInterrupt:
        return INTERRUPTED
