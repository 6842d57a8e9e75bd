"""Pages at a real station, and at one that pretends to be an old server."""

from tests.ui.places import either_place, here_at, legacy_place, station_place

__all__ = ["either_place", "here_at", "legacy_place", "station_place"]
