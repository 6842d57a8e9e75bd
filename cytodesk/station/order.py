"""What is to be served, and how one process of ours tells the next."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class StationOrder:
    """What is to be served: `port` 0 takes the last one of this workspace, or any."""

    workspace: Path
    port: int = 0
    is_legacy: bool = False
    is_kept: bool = False
    """Whether it stays although nobody asks for anything."""


def words_of(order: StationOrder) -> list[str]:
    """Return `order` as the words that one process of ours says to the next."""
    words = ["--workspace", str(order.workspace), "--port", str(order.port)]
    return words + ["--legacy"] * order.is_legacy + ["--kept"] * order.is_kept


def order_of(words: Sequence[str]) -> StationOrder:
    parser = argparse.ArgumentParser()
    parser.add_argument("--workspace", type=Path, required=True)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--legacy", dest="is_legacy", action="store_true")
    parser.add_argument("--kept", dest="is_kept", action="store_true")
    return StationOrder(**vars(parser.parse_args(words)))
