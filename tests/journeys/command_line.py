"""The command line as a person has it: a process of its own, on a workspace of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class CommandLine:
    workspace: Path

    def said(self, *words: object, status: int = 0) -> subprocess.CompletedProcess[str]:
        """Run the command and return what it said; fail where its exit status is another."""
        command = [sys.executable, "-m", "cytodesk", *map(str, words)]
        ended = subprocess.run(
            [*command, "--workspace", str(self.workspace)],
            capture_output=True,
            text=True,
            cwd=ROOT,
            check=False,
            encoding="utf-8",
        )
        assert ended.returncode == status, ended.stdout + ended.stderr
        return ended

    def json(self, *words: object) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads(self.said(*words, "--json").stdout)
        return answer

    def serve(self, *words: str) -> subprocess.Popen[str]:
        """Serve in the foreground; the first line that it says is its address as JSON."""
        command = [sys.executable, "-m", "cytodesk", "serve", *words, "--json"]
        return subprocess.Popen(
            [*command, "--workspace", str(self.workspace)],
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )

    def stop(self) -> None:
        self.said("stop", "--now")
