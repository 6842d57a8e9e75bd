"""Run a command with all network but loopback cut, where the system lets us.

python packaging/without_network.py COMMAND...
"""

from __future__ import annotations

import os
import shutil
import socket
import struct
import subprocess
import sys

_SIOCGIFFLAGS, _SIOCSIFFLAGS, _IFF_UP = 0x8913, 0x8914, 0x1
_INSIDE = "--inside"


def main(arguments: list[str]) -> int:
    if arguments[0] == _INSIDE:
        _raise_loopback()
        os.execvp(arguments[1], arguments[1:])
    cut = _way_to_cut()
    if cut:
        return subprocess.call([*cut, sys.executable, __file__, _INSIDE, *arguments])
    print("This system does not let us cut the network: the tests run with it.", file=sys.stderr)
    return subprocess.call(arguments)


def _way_to_cut() -> list[str] | None:
    """Return an `unshare` that works here: as root, or as one who is root in a namespace only."""
    if not (unshare := shutil.which("unshare")):
        return None
    for flags in ("-n", "-rn"):
        quiet = subprocess.run([unshare, flags, "true"], capture_output=True, check=False)
        if quiet.returncode == 0:
            return [unshare, flags]
    return None


def _raise_loopback() -> None:
    """Do `ip link set lo up` without iproute2."""
    import fcntl

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        asked = struct.pack("16sH14x", b"lo", 0)
        flags = struct.unpack("16sH14x", fcntl.ioctl(sock, _SIOCGIFFLAGS, asked))[1]
        fcntl.ioctl(sock, _SIOCSIFFLAGS, struct.pack("16sH14x", b"lo", flags | _IFF_UP))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
