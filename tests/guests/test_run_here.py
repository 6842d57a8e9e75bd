"""Run here, save there: two stations, one of them as an old server far away."""

from __future__ import annotations

import os
from dataclasses import replace

import psutil
import pytest

from cytodesk.client.guests import run_here
from cytodesk.client.launching import cancel
from cytodesk.client.registering import registered
from cytodesk.errors import BadInput
from cytodesk.wire.algorithms import InstalledAlgorithm
from cytodesk.wire.projects import Project
from cytodesk.wire.runs import RunState
from tests.station.conftest import until

from .conftest import Both, is_gone, keys_of_run, seen


def test_an_algorithm_of_this_computer_runs_here_and_is_saved_there(both: Both) -> None:
    folder = both.orders("saved")
    guest = both.run_here(folder)
    told = seen(folder)
    until(lambda: both.there(guest).state is RunState.RUNNING)
    (folder / "end").touch()
    here, there = both.told(guest), both.there(guest)
    keys = keys_of_run(both, guest)
    assert there.state is here.run.state is RunState.SUCCEEDED
    assert there.comment == "ended without reporting"
    assert there.user == guest.home.user
    assert told["given"] == {
        "--cytomine_host": both.network.url,
        "--cytomine_public_key": keys.public,
        "--cytomine_private_key": keys.private,
        "--cytomine_id_project": str(both.world.project),
        "--cytomine_id_software": str(there.algorithm),
        "--image": str(both.world.image),
        "--folder": str(folder),
        "--ending": "0",
    }
    assert {p.name: p.value for p in there.parameters}["image"] == str(both.world.image)


def test_the_program_never_sees_the_humans_keys(
    both: Both, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = both.orders("keys")
    guest = both.run_here(folder)
    shown = repr(seen(folder))
    (folder / "end").touch()
    both.told(guest)
    humans = [both.server.keys, both.near.keys]
    assert [key for pair in humans for key in (pair.public, pair.private) if key in shown] == []


def test_the_log_is_there_after_the_end_without_any_key(both: Both) -> None:
    folder = both.orders("log")
    guest = both.run_here(folder)
    seen(folder)
    (folder / "end").touch()
    both.told(guest)
    log = both.log(guest)
    assert log.splitlines()[-1] == "ends"
    assert keys_of_run(both, guest).private not in log
    live = both.near.get(f"/station/v1/runs/{guest.run.id}/log")["text"]
    assert keys_of_run(both, guest).private not in live


def test_the_keys_of_a_guest_are_kept_in_private_until_all_is_told(both: Both) -> None:
    folder = both.orders("private")
    guest = both.run_here(folder)
    seen(folder)
    kept = both.keys_in_private()
    assert len(kept) == 1
    assert os.name == "nt" or kept[0].stat().st_mode & 0o077 == 0
    (folder / "end").touch()
    both.told(guest)
    until(lambda: both.keys_in_private() == [])
    keys = keys_of_run(both, guest)
    files = [path for path in both.station.folder.rglob("*") if path.is_file()]
    holders = [path for path in files if keys.private.encode() in path.read_bytes()]
    assert holders == []


def test_a_program_that_fails_is_a_failed_job_there(both: Both) -> None:
    folder = both.orders("fails")
    guest = both.run_here(folder, ending=3)
    seen(folder)
    (folder / "end").touch()
    here, there = both.told(guest), both.there(guest)
    assert there.state is here.run.state is RunState.FAILED
    assert there.comment == here.run.comment == "ends"


def test_what_the_program_told_the_server_of_its_end_stands_here_too(both: Both) -> None:
    folder = both.orders("says")
    guest = both.run_here(folder)
    seen(folder)
    job = both.server.get(f"job/{guest.home.run}.json")
    said = {"status": 4, "statusComment": "the tissue is too small", "progress": 40}
    both.server.put(f"job/{guest.home.run}.json", {**job, **said})
    (folder / "end").touch()
    here, there = both.told(guest), both.there(guest)
    assert (there.state, there.comment) == (RunState.FAILED, "the tissue is too small")
    assert (here.run.state, here.run.comment) == (RunState.FAILED, "the tissue is too small")


def test_a_kill_there_ends_the_program_here(both: Both) -> None:
    folder = both.orders("killed-there")
    guest = both.run_here(folder)
    pid = seen(folder)["pid"]
    cancel(both.server, guest.home.run)
    until(lambda: is_gone(pid))
    here = both.told(guest)
    assert both.there(guest).state is here.run.state is RunState.CANCELLED


def test_a_cancel_here_is_told_there(both: Both) -> None:
    folder = both.orders("killed-here")
    guest = both.run_here(folder)
    pid = seen(folder)["pid"]
    cancel(both.near, guest.run.id)
    both.told(guest)
    assert is_gone(pid)
    assert both.there(guest).state is RunState.CANCELLED


def test_a_lost_network_is_said_and_what_is_to_be_reported_is_sent_when_it_is_back(
    both: Both,
) -> None:
    folder = both.orders("lost")
    guest = both.run_here(folder)
    seen(folder)
    until(lambda: both.there(guest).state is RunState.RUNNING)
    both.network.cut()
    try:
        silent = until(lambda: now if (now := both.here(guest)).silent_since else None, 60)
        assert silent.run.state is RunState.RUNNING
        (folder / "end").touch()
        until(lambda: both.here(guest).run.state is RunState.SUCCEEDED)
        assert not both.here(guest).is_told
    finally:
        both.network.mend()
    here, there = both.told(guest), both.there(guest)
    assert there.state is RunState.SUCCEEDED
    assert here.warning is not None
    assert f"{both.network.url} did not answer from" in here.warning
    assert here.silent_since is None
    log = both.log(guest)
    assert "What is to be reported is kept until it answers." in log
    assert log.splitlines()[-1].startswith(f"[cytodesk] {both.network.url} did not answer from")


def test_a_run_waits_in_the_queue_while_its_server_is_away(both: Both) -> None:
    folder, first = both.orders("waits"), both.orders("goes-before")
    before = both.run_here(first)
    seen(first)
    guest = both.run_here(folder)
    both.network.cut()
    try:
        (first / "end").touch()
        until(lambda: both.here(before).run.state.has_ended)
        until(lambda: both.here(guest).silent_since, 60)
        assert both.here(guest).run.state is RunState.QUEUED
    finally:
        both.network.mend()
    seen(folder)
    (folder / "end").touch()
    both.told(guest)
    both.told(before)
    assert both.there(guest).state is RunState.SUCCEEDED


def test_a_job_that_was_deleted_there_ends_the_program_here(both: Both) -> None:
    folder = both.orders("deleted")
    guest = both.run_here(folder)
    pid = seen(folder)["pid"]
    both.server.delete(f"job/{guest.home.run}.json")
    until(lambda: is_gone(pid))
    here = both.told(guest)
    assert here.warning is not None
    assert "does not know the analysis any more" in here.warning


def test_a_killed_station_goes_on_telling_where_it_was(both: Both) -> None:
    folder = both.orders("crash")
    guest = both.run_here(folder)
    seen(folder)

    def station() -> psutil.Process:
        return until(
            lambda: next(
                (
                    each
                    for each in psutil.process_iter(["cmdline"])
                    if {"station", str(both.station.folder)} <= set(each.info["cmdline"] or ())
                    and "serve" not in each.info["cmdline"]
                ),
                None,
            )
        )

    station().kill()
    (folder / "end").touch()
    until(lambda: _answers(both))
    both.told(guest)
    assert both.there(guest).state is RunState.SUCCEEDED


def _answers(both: Both) -> bool:
    return bool(both.near.get("/station/v1/hello"))


def test_the_algorithm_is_written_down_there_once_with_its_parameters(both: Both) -> None:
    first = registered(both.server, both.near, both.patient, both.project)
    second = registered(both.server, both.near, both.patient, both.project)
    assert first.id == second.id
    assert (first.name, first.executable) == ("Patient", False)
    assert [p.name for p in first.parameters] == ["image", "folder", "ending"]
    image = first.parameters[0]
    assert (image.type, image.uri) == (
        "Domain",
        "/api/project/$currentProject$/imageinstance.json",
    )
    filled = both.server.get(f"software/{first.id}/software_parameter.json?withSetByServer=true")
    assert {row["name"] for row in filled["collection"] if row["setByServer"]} == {
        "cytomine_host",
        "cytomine_public_key",
        "cytomine_private_key",
        "cytomine_id_project",
        "cytomine_id_software",
    }
    listed = both.server.things(InstalledAlgorithm, f"project/{both.world.project}/software.json")
    assert first.id in {each.id for each in listed}


def test_another_algorithm_of_the_same_name_there_is_refused_in_words(both: Both) -> None:
    body = {"name": "Patient", "softwareVersion": "of another"}
    both.server.post("software.json", body)
    imposter = replace(both.patient, version="of another")
    with pytest.raises(BadInput, match="does not know image, folder, ending"):
        run_here(both.server, both.near, imposter, both.project, {})


def test_what_stands_for_a_project_of_another_server_is_in_no_list(both: Both) -> None:
    assert list(both.near.things(Project, "project.json")) == []


def test_a_station_is_no_server_to_save_at(both: Both) -> None:
    with pytest.raises(BadInput, match="is a station"):
        run_here(both.near, both.near, both.patient, both.project, {})
