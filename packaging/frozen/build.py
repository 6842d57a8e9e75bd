"""Build CytoDesk as a folder that needs no Python of the user's: dist/cytodesk.

    python packaging/frozen/build.py

The wheels of the sample's algorithms go inside, so that the sample runs without a network.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).parents[2]
_BUILD = _ROOT / "build" / "frozen"


def main() -> int:
    shutil.rmtree(_BUILD, ignore_errors=True)
    _BUILD.mkdir(parents=True)
    _gather_wheels(_BUILD / "wheels")
    if sys.platform != "linux":
        _draw_icon()
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    places = ["--distpath", str(_ROOT / "dist"), "--workpath", str(_BUILD / "work")]
    spec = _ROOT / "packaging" / "frozen" / "cytodesk.spec"
    return subprocess.run([*command, *places, str(spec)]).returncode


def _gather_wheels(folder: Path) -> None:
    folder.mkdir()
    cache = str(_ROOT / "packaging" / "wheel_cache.py")
    subprocess.run([sys.executable, cache], check=True)
    listed = subprocess.run(
        [sys.executable, cache, "--list", "sample"], check=True, capture_output=True, text=True
    )
    for wheel in listed.stdout.splitlines():
        shutil.copy(wheel, folder)


def _draw_icon() -> None:
    """Draw the icon at the sizes that Windows and macOS want in one file."""
    import io
    import os

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PIL import Image
    from PySide6.QtCore import QBuffer, QByteArray
    from PySide6.QtGui import QGuiApplication, QIcon

    application = QGuiApplication([])
    drawn = QIcon(str(_ROOT / "resources" / "icons" / "cytodesk.svg")).pixmap(512, 512)
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    drawn.save(buffer, "PNG")
    picture = Image.open(io.BytesIO(content.data()))
    suffix = "ico" if sys.platform == "win32" else "icns"
    picture.save(_BUILD / f"cytodesk.{suffix}")
    application.quit()


if __name__ == "__main__":
    sys.exit(main())
