"""The page at a server that is no station: its form knows less, and launches all the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cytodesk.client.connection import Connection
from cytodesk.client.finding import find_project
from cytodesk.client.following import follow
from cytodesk.ui.here import Here
from cytodesk.ui.remote import Remote
from cytodesk.wire.runs import RunState
from tests.server.stations import serving
from tests.ui.form.conftest import Opening, Place, furnish, until


@pytest.fixture(scope="module")
def legacy(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    root = tmp_path_factory.mktemp("legacy")
    folder = root / "workspace"
    folder.mkdir()
    with (
        serving(folder, home) as station,
        Connection.open(station.url, station.keys()) as connection,
    ):
        place = furnish(connection, station, root)
    with serving(folder, home, is_legacy=True) as station:
        yield replace(place, station=station)


def test_an_analysis_is_filled_in_and_launched_at_an_old_server(
    run: Any, opened: Opening, legacy: Place, here: Here
) -> None:
    async def work() -> None:
        with legacy.connect() as connection:
            remote = Remote(connection)
            there = replace(here, remote=remote, project=find_project(connection, "Demo"))
            launched: list[int] = []
            async with opened(legacy.algorithm, there) as page:
                page.launched.connect(launched.append)
                assert page._bar.place._shown()[0] == connection.url.partition("://")[2]
                assert page._answers.parameters["threshold"].maximum is None
                images = page.form.fields["images"].editor._list
                await until(lambda: images._known.offer() is not None)
                assert images._known.offer().total == 12
                page._answers.put("images", tuple(c.id for c in images._known.offer().choices[:2]))
                page._answers.put("term", legacy.terms["Stroma"])
                page._answers.put("title", "é")
                page._bar.launch.click()
                await until(lambda: launched)
            ended = await remote.ask(follow, launched[0], report=lambda news: None, poll=0.1)
            assert ended.state is RunState.SUCCEEDED
            remote.close()

    run(work())
