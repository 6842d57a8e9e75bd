"""What this computer's station tells of runs that it carries out for servers, as notices."""

from __future__ import annotations

from cytodesk.ui.notices import Notices
from cytodesk.ui.remote import Remote

_SILENT = "home silent"
_ANSWERS = "home answers"


class GuestNews:
    """Told once per place; the station's own window shows the same in the run's log."""

    def __init__(self, notices: Notices) -> None:
        self._notices = notices

    def follow(self, station: Remote) -> None:
        """Show from now on when a server does not answer its runs here, and when it does again."""
        if station.is_station:
            station.news.happened.connect(self._hear)

    def _hear(self, event: dict[str, object]) -> None:
        data = event.get("data")
        url = str(data.get("url", "")) if isinstance(data, dict) else ""
        words = self._notices.words
        if event.get("kind") == _SILENT:
            sentence = words(
                "{url} does not answer. Its analysis goes on here, and is reported when it does.",
                url=url,
            )
            self._notices.show(sentence, "warn")
        elif event.get("kind") == _ANSWERS:
            sentence = words("{url} answers again: what was to be reported is sent.", url=url)
            self._notices.show(sentence, "good")
