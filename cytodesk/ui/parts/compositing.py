"""Whether what is transparent is transparent: X without a compositing manager paints it black."""

from __future__ import annotations

import ctypes

from PySide6.QtGui import QGuiApplication, QNativeInterface

_MANAGER = b"_NET_WM_CM_S0"
"""The selection that a compositing manager owns (Extended Window Manager Hints)."""


def is_composited() -> bool:
    """Say whether windows may have soft edges here; only X has to be asked, each time anew."""
    application = QGuiApplication.instance()
    if not isinstance(application, QGuiApplication):
        return True
    if application.platformName() != "xcb":
        return True
    x11 = application.nativeInterface()
    if not isinstance(x11, QNativeInterface.QX11Application):
        return True
    return _has_owner(x11.display())


def _has_owner(display: int) -> bool:
    try:
        library = ctypes.CDLL("libX11.so.6")
    except OSError:  # Qt found another name for it
        return False
    library.XInternAtom.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int]
    library.XInternAtom.restype = ctypes.c_ulong
    library.XGetSelectionOwner.argtypes = [ctypes.c_void_p, ctypes.c_ulong]
    library.XGetSelectionOwner.restype = ctypes.c_ulong
    atom = library.XInternAtom(display, _MANAGER, 0)
    return bool(library.XGetSelectionOwner(display, atom))
