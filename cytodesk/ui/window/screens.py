"""Whether there is a screen to open a window on."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

_NAMES = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def has_screen(variables: Mapping[str, str] = os.environ) -> bool:
    """Whether a window can be shown, or Qt was told where; on other systems it always can."""
    return sys.platform != "linux" or any(variables.get(name) for name in _NAMES)
