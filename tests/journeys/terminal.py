"""The command line as a user types it: every command is a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


@dataclass
class Terminal:
    """A home folder of its own, in which commands are typed."""

    home: Path

    def type(self, *words: str | Path, status: int = 0) -> str:
        """Run `cytodesk WORDS`, which must end with `status`; return what it answers."""
        done = subprocess.run(
            [sys.executable, "-m", "cytodesk", *map(str, words)],
            capture_output=True,
            text=True,
            env=self.environment,
            timeout=240,
            check=False,
        )
        assert done.returncode == status, f"{words}: {done.returncode}\n{done.stdout}{done.stderr}"
        return done.stdout if status == 0 or done.stdout else done.stderr

    def json(self, *words: str | Path, status: int = 0) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads(self.type(*words, "--json", status=status))
        return answer

    def serve(self, *words: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "cytodesk", "serve", *words, "--json"],
            stdout=subprocess.PIPE,
            text=True,
            env=self.environment,
        )

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "CYTODESK_HOME": str(self.home),
            "PYTHONPATH": str(ROOT),
            "HOME": str(self.home),
            "CYTODESK_LANGUAGE": "en",
            "COLUMNS": "100",
        }
