"""The whole thing, as it is run: killed at any point under load, it loses nothing that was answered."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from ledger.demo.agenda import agenda
from ledger.demo.loader import QUERIES, UNFINISHED
from ledger.domain.hazard_events import HazardStatus

pytestmark = pytest.mark.slow
PATIENCE = 90.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def started(data: Path, port: int, log_file: Path | None = None, *options: str) -> subprocess.Popen[bytes]:
    """`ledger up --demo`, or with other options."""
    with (log_file or data.parent / f"{data.name}.log").open("ab") as log:
        arguments = [sys.executable, "-m", "ledger.cli.main", "up", *(options or ["--demo"])]
        arguments += ["--data", str(data), "--port", str(port)]
        return subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=log)


@contextmanager
def running(data: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """`ledger up --demo`, until ready; ended by SIGTERM."""
    process = started(data, port)
    assert process.stdout is not None
    drain = threading.Thread(target=process.stdout.read, daemon=True)
    try:
        for line in process.stdout:
            if b"Three queries" in line:
                break
        else:
            raise AssertionError(f"it did not start: {(data.parent / f'{data.name}.log').read_text()}")
        drain.start()
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(PATIENCE)
        if drain.ident is not None:
            drain.join(PATIENCE)
        process.stdout.close()


def ask(data: Path, port: int, query: str, variables: dict[str, Any] | None = None, role: str = "officer") -> Any:
    token = json.loads((data / "tokens.json").read_text())[role]
    headers = {"content-type": "application/json", "authorization": f"Bearer {token}"}
    body = json.dumps({"query": query, "variables": variables or {}}).encode()
    request = urllib.request.Request(f"http://127.0.0.1:{port}/graphql", body, headers)
    with urllib.request.urlopen(request, timeout=15) as response:
        answer = json.load(response)
    assert "errors" not in answer, answer
    return answer["data"]


def views(data: Path, *arguments: str) -> set[tuple[int, int]]:
    """What `ledger views` says of all of them: how far behind they are, and where."""
    command = [sys.executable, "-m", "ledger.cli.main", "views", *arguments, "--json", "--data", str(data)]
    done = subprocess.run(command, capture_output=True, check=True)
    return {(view["lag"], view["position"]) for view in json.loads(done.stdout)}


def at_rest(data: Path) -> int:
    """The position at which all views stand once the ledger has done what it does by itself when it starts."""
    ends, seen = time.monotonic() + PATIENCE, views(data)
    while time.monotonic() < ends:
        before, seen = seen, views(data)
        if seen == before and {lag for lag, _ in seen} == {0}:
            [(_, position)] = seen
            return position
    raise AssertionError(f"never at rest: {seen}")


REPORT = """mutation($i: ReportHazardInput!) {
  reportHazard(input: $i) { hazard { id } position errors { code } } }"""


def report_until_dead(data: Path, port: int, mine: str, answered: list[str], stop: threading.Event) -> None:
    while not stop.is_set():
        given = {"mine": mine, "description": str(uuid4()), "location": "井口", "source": "TIP"}
        try:
            payload = ask(data, port, REPORT, {"i": given})["reportHazard"]
        except (urllib.error.URLError, OSError, AssertionError, json.JSONDecodeError):
            return
        if payload["errors"] == []:
            answered.append(payload["position"])


def test_the_demo_runs_stops_and_goes_on_and_its_queries_and_commands_answer(tmp_path: Path) -> None:
    data, port = tmp_path / "data", free_port()
    with running(data, port):
        assert (data / "tokens.json").stat().st_mode & 0o777 == 0o600
        for query in QUERIES:
            ask(data, port, query)
        states = ask(data, port, "{ hazards(first: 500) { nodes { status reopened } } }")["hazards"]["nodes"]
        assert {s["status"] for s in states} == set(HazardStatus)
        assert any(s["reopened"] for s in states)
        fields = "results { listed }"
        lookup = f'query($d: Date) {{ blacklistLookup(subjects: ["虚构旧矿业公司"], effectiveOn: $d) {{ {fields} }} }}'
        for day, listed in (("2025-01-19", False), ("2025-01-20", True)):
            assert ask(data, port, lookup, {"d": day})["blacklistLookup"]["results"] == [{"listed": listed}]
        quiet_at = at_rest(data)
        assert views(data, "rebuild", "hazard_ledger") == {(0, quiet_at)}
        before = ask(data, port, "{ ledger { position } }")
        told = (data / "run.json").read_bytes()
        second = started(data, free_port())
        second.communicate(timeout=PATIENCE)
        assert second.returncode == 1
        assert "is in use by process" in (tmp_path / "data.log").read_text()
        assert (data / "run.json").read_bytes() == told
    with running(data, port):
        assert ask(data, port, "{ ledger { position } }") == before


def broken_off(data: Path, port: int, ending: signal.Signals, after: int) -> int:
    """Start the demo, and end it at once when that many events are on record; its exit status."""
    process = started(data, port)
    reached = 0
    while reached < after:
        assert process.poll() is None
        try:
            reached = int(ask(data, port, "{ ledger { position } }")["ledger"]["position"])
        except (urllib.error.URLError, OSError):
            threading.Event().wait(0.02)
    process.send_signal(ending)
    process.communicate(timeout=PATIENCE)
    assert (data / UNFINISHED).exists()
    return process.returncode


def test_a_demo_that_was_broken_off_while_loading_is_loaded_to_its_end_by_the_next_start(tmp_path: Path) -> None:
    data, port = tmp_path / "数据 夹", free_port()
    assert broken_off(data, port, signal.SIGTERM, 300) == 130
    assert not (data / "run.json").exists()
    assert broken_off(data, free_port(), signal.SIGKILL, 600) == -signal.SIGKILL
    again = free_port()
    with running(data, again):
        assert not (data / UNFINISHED).exists()
        hazards = ask(data, again, "{ hazards(first: 500) { nodes { status } } }")["hazards"]["nodes"]
        reported = [deed for deed in agenda(datetime.now(UTC)) if deed.mutation == "reportHazard"]
        assert len(hazards) == len(reported)
        assert {hazard["status"] for hazard in hazards} == set(HazardStatus)


def test_a_real_ledger_without_an_identity_provider_makes_no_tokens_of_the_people_of_the_demo(tmp_path: Path) -> None:
    data = tmp_path / "data"
    process = started(data, free_port(), None, "--division", "230505")
    assert process.stdout is not None
    said = process.stdout.readline() + process.stdout.readline() + process.stdout.readline()
    said += process.stdout.readline()
    process.terminate()
    rest, _ = process.communicate(timeout=PATIENCE)
    told = (said + rest).decode()
    assert "tokens of nobody yet" in told
    assert "LEDGER_OIDC_ISSUER" in told
    assert "eyJ" not in told
    assert not (data / "tokens.json").exists()


def test_a_port_that_is_taken_is_told_before_anything_is_made(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        process = started(data, port)
        process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert f"port {port} is taken" in (tmp_path / "data.log").read_text()
    assert not data.exists()


@pytest.mark.parametrize("kind", ["a file", "no room"])
def test_a_data_folder_that_cannot_be_one_is_refused_with_a_sentence(tmp_path: Path, kind: str) -> None:
    (tmp_path / "data").write_bytes(b"")
    data = tmp_path / "data" if kind == "a file" else Path("/proc/data")
    process = started(data, free_port(), tmp_path / "log")
    process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    said = (tmp_path / "log").read_text()
    assert str(data) in said
    assert "Traceback" not in said


POSITIONS = "{ ledger { position viewsPosition } }"


@pytest.mark.parametrize("victim", ["server", "postgres", "supervisor"])
def test_killing_any_process_under_load_loses_nothing_that_was_answered(tmp_path: Path, victim: str) -> None:
    data, port = tmp_path / "data", free_port()
    answered: list[str] = []
    stop = threading.Event()
    with running(data, port):
        mine = ask(data, port, "{ mines { nodes { id } } }")["mines"]["nodes"][0]["id"]
        load = [threading.Thread(target=report_until_dead, args=(data, port, mine, answered, stop)) for _ in range(4)]
        for thread in load:
            thread.start()
        until = time.monotonic() + PATIENCE
        while len(answered) < 100 and time.monotonic() < until:
            threading.Event().wait(0.01)
        os.kill(json.loads((data / "run.json").read_text())[victim], signal.SIGKILL)
        stop.set()
        for thread in load:
            thread.join(PATIENCE)
    assert len(answered) >= 100
    again = free_port()
    with running(data, again) as process:
        query = "query($p: Position!) { events(first: 1, afterPosition: $p) { nodes { position type } } }"
        for position in answered:
            [event] = ask(data, again, query, {"p": int(position) - 1})["events"]["nodes"]
            assert event == {"position": position, "type": "HazardReported"}
        # What the ledger does by itself goes on meanwhile: the views come to where the record is, whenever that is.
        until = time.monotonic() + PATIENCE
        while (ledger := ask(data, again, POSITIONS))["ledger"]["viewsPosition"] != ledger["ledger"]["position"]:
            assert time.monotonic() < until, ledger
        process.terminate()
        assert process.wait(PATIENCE) == 0
    assert not (data / "run.json").exists()
