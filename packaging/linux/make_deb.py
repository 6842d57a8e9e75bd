"""Make a Debian package of dist/cytodesk: dist/cytodesk_VERSION_ARCH.deb.

    python packaging/linux/make_deb.py

The program lies in /opt/cytodesk, a link in /usr/bin; what a user keeps is never touched.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).parents[2]
_HERE = Path(__file__).parent
sys.path.insert(0, str(_ROOT))

from cytodesk import __version__  # noqa: E402

_NEEDS = (
    "python3 (>= 3.11)",  # what the algorithms' environments are made from
    "libgl1", "libegl1", "libxkbcommon0", "libdbus-1-3", "libfontconfig1", "libglib2.0-0",
    "libxkbcommon-x11-0", "libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0",
    "libxcb-randr0", "libxcb-xkb1", "libxcb-image0", "libxcb-render-util0", "libx11-xcb1",
)  # fmt: skip
_CONTROL = """\
Package: cytodesk
Version: {version}
Architecture: {architecture}
Maintainer: CytoDesk <cytodesk@users.noreply.github.com>
Installed-Size: {size}
Depends: {needs}
Section: science
Priority: optional
Description: configure, launch and compare analyses of Cytomine apps
 Runs the image analyses of Cytomine on this computer or on a server, builds
 the form of each from its descriptor, and shows the results of past analyses
 side by side. Works without any network. Not for diagnosis.
"""


def main() -> int:
    program = _ROOT / "dist" / "cytodesk"
    if not (program / "cytodesk").is_file():
        print(f"{program} is not there. Build it first: make frozen", file=sys.stderr)
        return 1
    tree = _ROOT / "build" / "deb"
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(program, tree / "opt" / "cytodesk", symlinks=True)
    _lay_out(tree)
    architecture = _said("dpkg", "--print-architecture")
    _write_control(tree, architecture)
    package = _ROOT / "dist" / f"cytodesk_{__version__}_{architecture}.deb"
    _said("dpkg-deb", "-Zzstd", "--root-owner-group", "--build", str(tree), str(package))
    print(package)
    return 0


def _lay_out(tree: Path) -> None:
    share, binaries = tree / "usr" / "share", tree / "usr" / "bin"
    icon = _ROOT / "resources" / "icons" / "cytodesk.svg"
    _copied(_HERE / "cytodesk.desktop", share / "applications")
    _copied(_HERE / "cytodesk.xml", share / "mime" / "packages")
    _copied(icon, share / "icons" / "hicolor" / "scalable" / "apps")
    _copied(_ROOT / "THIRD-PARTY.md", share / "doc" / "cytodesk")
    shutil.copy(_ROOT / "LICENSE", share / "doc" / "cytodesk" / "copyright")
    binaries.mkdir(parents=True)
    (binaries / "cytodesk").symlink_to("/opt/cytodesk/cytodesk")


def _write_control(tree: Path, architecture: str) -> None:
    size = sum(each.stat().st_size for each in tree.rglob("*") if each.is_file()) // 1024
    (tree / "DEBIAN").mkdir()
    (tree / "DEBIAN" / "control").write_text(
        _CONTROL.format(
            version=__version__, architecture=architecture, size=size, needs=", ".join(_NEEDS)
        ),
        encoding="utf-8",
    )


def _copied(source: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(source, folder)


def _said(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
