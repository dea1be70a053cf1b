"""The commands of whoever runs a ledger: token, export, replay, migrate, doctor, and views in their own process."""

from __future__ import annotations

import json
import signal
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest

from ledger.demo.people import PEOPLE
from ledger.eventstore.canonical import is_canonical
from ledger.rules.catalogue import shipped
from ledger.server.checks import findings
from ledger.server.identity import Identity
from ledger.server.migrating import Standing, standing
from ledger.server.secrets_folder import secret
from ledger.server.settings import Settings, shown
from ledger.server.tokens import DevelopmentIssuer
from tests.cli.conftest import PATIENCE, Shell
from tests.cli.test_import import mines
from tests.conftest import Database


@pytest.fixture
def filled(shell: Shell) -> Shell:
    """A ledger with ten mines: twenty events above what it has adopted."""
    shell.run("import", mines(shell.data, 10), "--kind", "commands", "--as", "head")
    return shell


ADOPTED = len(shipped())
"""So many events stand before all others."""


def rows(shell: Shell, query: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(shell.database.reader_dsn) as connection:
        return connection.execute(query.encode()).fetchall()


async def test_a_token_names_the_person_it_was_made_for(shell: Shell) -> None:
    token = shell.run("token", "administrator", "--division", "000000", "--name", "登记员").strip()
    issuer = DevelopmentIssuer(secret(shell.data / "secrets", "tokens.key", 32))
    principal = await Identity(issuer).principal(f"Bearer {token}")
    assert (principal.name, principal.division, principal.division_prefix) == ("登记员", "000000", "")
    shell.run("token", "nobody", status=2)


def test_nobody_of_the_demo_gets_into_a_real_ledger(real_database: Database, folder: Path) -> None:
    real = Shell(real_database, folder)
    refused = real.json("token", "head", "--id", "zhang", status=1)["error"]["message"]
    assert "--name, --department, --division" in refused
    file = mines(folder, 1)
    nobody = real.json("import", file, "--kind", "commands", "--as", "head", status=1)["error"]["message"]
    assert "people of the demo" in nobody
    named = ("--id", "zhang", "--name", "张三", "--department", "某局", "--division", "230599")
    (folder / "mine.token").write_text(real.run("token", "head", *named))
    told = real.json("import", file, "--kind", "commands", "--token-file", folder / "mine.token")
    assert told["accepted"] == 1
    actors = rows(real, "SELECT DISTINCT convert_from(body, 'UTF8')::jsonb #>> '{actor,id}' FROM ledger.event")
    assert ("zhang",) in actors
    assert not {f"{known.id}" for known in PEOPLE.values()} & {id for (id,) in actors}


def test_no_development_token_is_made_beside_an_identity_provider(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEDGER_OIDC_ISSUER", "https://identity.test")
    assert "identity.test" in shell.json("token", "officer", status=1)["error"]["message"]
    assert "identity.test" in shell.json("export", "--as", "auditor", status=1)["error"]["message"]


def test_an_export_writes_what_the_log_hashes_and_stands_on_record(filled: Shell) -> None:
    told = filled.run("export", "--as", "auditor", "--from", 3, "--to", 7)
    lines = [line.encode() for line in told.splitlines()]
    assert [json.loads(line)["position"] for line in lines] == [3, 4, 5, 6, 7]
    assert all(is_canonical(line) for line in lines)
    assert rows(filled, "SELECT type FROM ledger.event ORDER BY position DESC LIMIT 1") == [("ProtectedReadRecorded",)]
    into = filled.data / "events.jsonl"
    assert filled.json("export", "--as", "auditor", "--into", into)["events"] == ADOPTED + 21
    assert len(into.read_text().splitlines()) == ADOPTED + 21


def test_an_export_is_refused_to_others_and_that_stands_on_record(filled: Shell) -> None:
    assert filled.json("export", "--as", "officer", "--into", filled.data / "x", status=1)["error"]["code"] == (
        "NOT_PERMITTED"
    )
    assert rows(filled, "SELECT type FROM ledger.event ORDER BY position DESC LIMIT 1") == [("AttemptRefused",)]
    assert not (filled.data / "x").exists()
    empty = filled.json("export", "--as", "auditor", "--from", 999, "--into", filled.data / "x", status=1)
    assert empty["error"]["code"] == "RANGE_EMPTY"


def test_a_replay_shows_the_course_of_a_thing_and_its_state_up_to_a_position(filled: Shell) -> None:
    [(stream, position)] = rows(
        filled, "SELECT stream, position FROM ledger.event WHERE type = 'MineRegistered' ORDER BY position DESC LIMIT 1"
    )
    answer = filled.json("replay", str(stream))
    assert answer["kind"] == "Mine"
    assert [event["type"] for event in answer["events"]] == ["MineRegistered"]
    assert answer["state"]["division"] == "230599"
    assert "MineRegistered" in filled.run("replay", str(stream))
    early = filled.json("replay", str(stream), "--to", position - 1, status=1)
    assert early["error"]["code"] == "STREAM_NOT_FOUND"
    assert filled.json("replay", str(UUID(int=1)), status=1)["error"]["code"] == "STREAM_NOT_FOUND"
    assert filled.json("replay", "nothing", status=1)["error"]["code"] == "INVALID_ID"


@pytest.mark.slow
def test_the_views_are_kept_by_a_process_of_their_own_until_it_is_told_to_end(filled: Shell) -> None:
    process = filled.begin("project", "--json")
    until = time.monotonic() + PATIENCE
    reached = "SELECT position FROM views.control WHERE view = 'mine_register' AND state = 'live'"
    while rows(filled, reached) != [(ADOPTED + 20,)]:
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < until
    filled.run("import", mines(filled.data, 11), "--kind", "commands", "--as", "head")
    while rows(filled, reached) != [(ADOPTED + 22,)]:
        assert time.monotonic() < until
    process.send_signal(signal.SIGTERM)
    told, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert json.loads(told)["position"] == ADOPTED + 22


def test_a_database_says_which_migrations_it_has_and_lacks(database: Database) -> None:
    whole = standing(database.app_dsn)
    assert whole.applied
    assert whole.missing == whole.unknown == []
    none = Standing.of([])
    assert none.missing == whole.applied
    assert Standing.of([(9999, "from_the_future")]).unknown == ["9999_from_the_future"]


def found(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    for name, value in shell.environment.items():
        monkeypatch.setenv(name, value)
    return {finding.check: finding.state for finding in findings(Settings(data=shell.data))}


def test_the_doctor_finds_a_ledger_in_order_and_says_what_is_not(
    filled: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    states = found(filled, monkeypatch)
    for check in ("secrets", "disk", "database", "migrations", "roles", "views", "clock"):
        assert states[check] == "ok", check
    # No server answers here.
    assert (states["server"], states["identity"]) == ("fail", "warn")
    with psycopg.connect(filled.database.projector_dsn) as connection:
        connection.execute("DELETE FROM views.control WHERE view = 'journal'")
    assert found(filled, monkeypatch)["views"] == "warn"
    (filled.data / "secrets" / "vault.key").chmod(0o644)
    assert found(filled, monkeypatch)["secrets"] == "fail"
    with psycopg.connect(filled.database.owner_dsn) as connection:
        connection.execute("DELETE FROM ledger_migration WHERE number = (SELECT max(number) FROM ledger_migration)")
    assert found(filled, monkeypatch)["migrations"] == "fail"


def test_the_doctor_of_a_ledger_that_does_not_run_says_how_to_start_it(folder: Path) -> None:
    states = {finding.check: finding for finding in findings(Settings(data=folder))}
    assert states["database"].state == states["supervisor"].state == states["secrets"].state == "fail"
    assert "ledger up" in states["database"].hint
    assert "ledger up" in states["database"].hint_zh


def test_the_doctor_ends_with_a_status_and_never_shows_a_secret(filled: Shell) -> None:
    answer = filled.json("doctor", status=1)
    assert answer["healthy"] is False
    assert answer["settings"]["LEDGER_APP_DSN"] == "**********"
    for check in answer["checks"]:
        assert bool(check["hint"]) == bool(check["hintZh"]) == (check["state"] != "ok"), check
    assert "only-for-tests" not in filled.run("doctor", status=1)
    masked = Settings(data=filled.data, attachments_url="s3://key:word@bucket/x")
    assert shown(masked)["LEDGER_ATTACHMENTS_URL"] == "s3://***@bucket/x"


def test_a_token_that_has_ended_is_not_acted_for(shell: Shell) -> None:
    issuer = DevelopmentIssuer(secret(shell.data / "secrets", "tokens.key", 32))
    old = shell.data / "old.token"
    old.write_text(issuer.token(PEOPLE["auditor"], datetime(2020, 1, 1, tzinfo=UTC)))
    answer = shell.json("export", "--token-file", old, "--into", shell.data / "x", status=1)
    assert answer["error"]["code"] == "UNAUTHENTICATED"
