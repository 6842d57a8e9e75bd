"""Where a frozen build begins."""

from __future__ import annotations

import sys

from cytodesk.__main__ import main

sys.exit(main())
