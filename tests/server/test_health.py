"""Whoever watches over a server: readiness, metrics for this machine alone, and the log."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import psycopg
import pytest
import structlog
from prometheus_client.parser import text_string_to_metric_families
from structlog.testing import LogCapture

from ledger.projections.catalogue import VIEWS
from ledger.server.metrics import DECLARED
from tests.conftest import Database
from tests.graphql.conftest import Api, served
from tests.house import HEAD, MINER

MINE = {"code": "230599000001", "name": "虚构矿", "enterprise": "虚构煤业", "division": "230599", "capacity": "60"}


@pytest.fixture
async def api(database: Database, tmp_path: Path) -> AsyncIterator[Api]:
    async with served(database, tmp_path) as api:
        yield api


async def metrics(api: Api) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    answer = await api.http.get("/metrics")
    assert answer.status_code == 200
    families = text_string_to_metric_families(answer.text)
    return {(s.name, tuple(sorted(s.labels.items()))): s.value for family in families for s in family.samples}


async def settled(api: Api) -> None:
    """The views are built and have caught up."""
    while True:
        answer = (await api.http.get("/readyz")).json()
        if answer["ready"] and answer["lag"] == 0:
            return


async def test_a_server_says_what_stands_in_the_way_of_its_work(api: Api, database: Database) -> None:
    await settled(api)
    body = (await api.http.get("/readyz")).json()
    assert body["database"]["reachable"] is True
    assert body["migrations"]["missing"] == body["migrations"]["unknown"] == body["unbuiltViews"] == []
    answer = (await api.http.get("/healthz")).json()
    assert answer["ok"]
    assert all(position <= body["head"] for position in answer["processes"].values())
    with psycopg.connect(database.owner_dsn) as owner:
        owner.execute("DELETE FROM ledger_migration WHERE number = 1")
    with psycopg.connect(database.projector_dsn) as projector:
        projector.execute("UPDATE views.control SET state = 'stopped', error = 'position 7' WHERE view = 'journal'")
    answer = await api.http.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["migrations"]["missing"] == ["0001_store"]
    assert answer.json()["stoppedViews"] == {"journal": "position 7"}
    assert (await metrics(api))["ledger_view_stopped", (("view", "journal"),)] == 1


async def test_without_a_database_it_is_not_ready_and_says_so(api: Api, database: Database) -> None:
    with psycopg.connect(database.superuser_dsn, autocommit=True) as superuser:
        superuser.execute("ALTER ROLE ledger_reader NOLOGIN")
        try:
            superuser.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'ledger_reader'")
            answers = [await api.http.get("/readyz") for _ in range(20)]
            assert answers[-1].status_code == 503
            assert answers[-1].json()["database"]["reachable"] is False
            assert (await api.http.get("/metrics")).status_code == 200
        finally:
            superuser.execute("ALTER ROLE ledger_reader LOGIN")


def lags_of(told: dict[tuple[str, tuple[tuple[str, str], ...]], float]) -> dict[str, float]:
    return {labels[0][1]: lag for (name, labels), lag in told.items() if name == "ledger_views_lag_positions"}


async def test_the_metrics_tell_of_requests_commands_appends_views_processes_and_readers(api: Api) -> None:
    await settled(api)
    command = {"commandId": str(uuid4())}
    for given in (MINE | command, MINE | command, MINE):
        await api.do("registerMine", given, HEAD)
    await api.http.get("/elsewhere")
    await settled(api)
    told = await metrics(api)
    # What the ledger does by itself is counted as well.
    assert told["ledger_commands_total", (("outcome", "accepted"),)] >= 1
    assert told["ledger_commands_total", (("outcome", "repeated"),)] == 1
    assert told["ledger_commands_total", (("outcome", "KEY_TAKEN"),)] == 1
    assert told["ledger_http_requests_total", (("route", "/graphql"), ("status", "200"))] == 3
    assert told["ledger_http_requests_total", (("route", "other"), ("status", "404"))] == 1
    assert told["ledger_append_batch_commands_count", ()] >= 1
    assert told["ledger_append_seconds_count", ()] >= 1
    assert told["ledger_position", ()] >= 2
    assert told["ledger_projector_leads", ()] == 1
    assert told["ledger_readers_size", ()] >= told["ledger_readers_busy", ()]
    # What the ledger does by itself may still be on its way into the views.
    while (lags := lags_of(told)) != dict.fromkeys(VIEWS, 0):
        assert lags.keys() == VIEWS.keys()
        told = await metrics(api)
    text = (await api.http.get("/metrics")).text
    assert [one.name for one in DECLARED if f"# HELP {one.name.removesuffix('_total')}" not in text] == []
    for header in ("x-forwarded-for", "forwarded"):
        assert (await api.http.get("/metrics", headers={header: "203.0.113.7"})).status_code == 403
    transport = httpx.ASGITransport(api.app, client=("203.0.113.7", 1234))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as http:
        assert (await http.get("/metrics")).status_code == 403


async def test_a_request_that_changes_something_stands_in_the_log_with_its_commands(api: Api) -> None:
    capture = LogCapture()
    structlog.configure(processors=[capture])
    try:
        command_id = str(uuid4())
        answer = await api.raw(
            "mutation($i: RegisterMineInput!) { registerMine(input: $i) { position } }",
            {"i": MINE | {"commandId": command_id}},
            HEAD,
        )
        await api.do("registerMine", MINE, MINER)
        await api.raw("{ ledger { position } }", by=HEAD)
    finally:
        structlog.reset_defaults()
    lines: list[dict[str, Any]] = [dict(entry) for entry in capture.entries if entry["event"] == "request"]
    assert json.loads(answer.content)["data"]["registerMine"]["position"] > 0
    assert [line["commands"][0]["command"] for line in lines] == ["RegisterMine", "RecordRefusedAttempt"]
    assert lines[0]["request"] == answer.headers["x-request-id"]
    assert lines[0]["commands"] == [{"command": "RegisterMine", "id": command_id, "outcome": "accepted"}]
