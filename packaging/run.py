"""What `make run` does: open CytoDesk, or play its journey where there is no screen."""

from __future__ import annotations

import subprocess
import sys

from cytodesk.ui.window.screens import has_screen


def main() -> int:
    command = [sys.executable, "-m", "cytodesk"]
    if has_screen():
        print("CytoDesk opens; the sample project is on its Start page.", flush=True)
        return subprocess.run([*command, "open"]).returncode
    print("There is no screen: the journey is played without one.", flush=True)
    return subprocess.run([*command, "tour"]).returncode


if __name__ == "__main__":
    sys.exit(main())
