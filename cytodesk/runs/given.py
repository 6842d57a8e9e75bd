"""What the place of a run fills in: where its server answers, with which keys, what is run."""

from __future__ import annotations

from collections.abc import Callable

from cytodesk.client.station_keys import Keys
from cytodesk.runs.guests.keys import GuestKeys
from cytodesk.wire.runs import Run
from cytodesk.workspace import guests, runs
from cytodesk.workspace.store import Workspace


class Given:
    """`address` says where the station answers, `keys` those of a user of a run."""

    def __init__(
        self,
        workspace: Workspace,
        address: Callable[[], str],
        keys: Callable[[int], Keys],
        guest_keys: GuestKeys,
    ) -> None:
        self._workspace = workspace
        self.address = address
        self._keys = keys
        self._guest_keys = guest_keys

    def secrets(self, run_id: int) -> tuple[str, ...]:
        """Return the keys of the run, which may stand in its program's arguments only."""
        db = self._workspace.reading()
        guest = guests.guest(db, run_id)
        if guest is None:
            keys: Keys | None = self._keys(runs.run(db, run_id).user or 0)
        else:
            keys = self._guest_keys.of(guest.home)
        return () if keys is None else (keys.public, keys.private)

    def values(self, run: Run) -> dict[str, str]:
        """Return what the place of a run fills in; nobody else knows these five.

        The program of a guest talks to its home, in the words of that server.
        """
        guest = guests.guest(self._workspace.reading(), run.id)
        if guest is None:
            host, project, algorithm = self.address(), run.project, run.algorithm
        else:
            home = guest.home
            host, project, algorithm = home.url, home.project, home.algorithm
        public, private = self.secrets(run.id) or ("", "")
        return {
            "cytomine_host": host,
            "cytomine_public_key": public,
            "cytomine_private_key": private,
            "cytomine_id_project": str(project),
            "cytomine_id_software": str(algorithm),
        }
