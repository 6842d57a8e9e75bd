"""What `make run` does: open CytoDesk, or play its journey where there is no screen."""

from __future__ import annotations

import os
import subprocess
import sys


def main() -> int:
    command = [sys.executable, "-m", "cytodesk"]
    if _has_screen():
        print("CytoDesk opens; the sample project is on its Start page.", flush=True)
        return subprocess.run([*command, "open"]).returncode
    print("There is no screen: the journey is played without one.", flush=True)
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run([*command, "tour"], env=environment).returncode


def _has_screen() -> bool:
    if sys.platform != "linux":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


if __name__ == "__main__":
    sys.exit(main())
