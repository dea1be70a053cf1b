"""Front ends of others: names that a proxy stands for, and origins from which a browser may ask."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from ledger.server.acting import verifier
from ledger.server.app import create_app
from ledger.server.settings import Settings, SettingsRefused, unknown
from tests.conftest import Database

DESK = "https://desk.example:8443"
ASK = {"query": "{ ledger { position } }"}


@pytest.fixture
async def elsewhere(database: Database, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """A server that a browser may ask from one origin, under one more name."""
    settings = Settings(
        data=tmp_path,
        app_dsn=SecretStr(database.app_dsn),
        projector_dsn=SecretStr(database.projector_dsn),
        reader_dsn=SecretStr(database.reader_dsn),
        oidc_issuer="https://id.example",
        hosts=("ledger.example",),
        origins=(DESK,),
    )
    app = create_app(settings)
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://ledger.example") as http:
            yield http


async def test_a_browser_may_ask_from_an_origin_that_is_named(elsewhere: httpx.AsyncClient) -> None:
    asked = {"origin": DESK, "access-control-request-method": "POST"}
    asked |= {"access-control-request-headers": "authorization,content-type,ledger-instant"}
    before = await elsewhere.options("/graphql", headers=asked)
    assert before.status_code == 200
    assert before.headers["access-control-allow-origin"] == DESK
    assert "POST" in before.headers["access-control-allow-methods"]
    answer = await elsewhere.post("/graphql", json=ASK, headers={"origin": DESK})
    assert answer.json()["data"]["ledger"]["position"] > 0
    assert answer.headers["access-control-allow-origin"] == DESK
    assert "x-request-id" in answer.headers["access-control-expose-headers"]
    assert "access-control-allow-credentials" not in answer.headers


async def test_no_browser_is_told_that_it_may_from_anywhere_else(elsewhere: httpx.AsyncClient) -> None:
    asked = {"origin": "https://evil.example", "access-control-request-method": "POST"}
    assert (await elsewhere.options("/graphql", headers=asked)).status_code == 400
    answer = await elsewhere.post("/graphql", json=ASK, headers={"origin": "https://evil.example"})
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize(("host", "status"), [("ledger.example", 200), ("127.0.0.1:8000", 200), ("evil.example", 400)])
async def test_requests_are_taken_for_names_that_are_known(
    elsewhere: httpx.AsyncClient, host: str, status: int
) -> None:
    assert (await elsewhere.post("/graphql", json=ASK, headers={"host": host})).status_code == status


def test_development_tokens_are_not_taken_under_another_name_than_loopback(tmp_path: Path) -> None:
    with pytest.raises(SettingsRefused) as refused:
        verifier(Settings(data=tmp_path, hosts=("ledger.example",)))
    assert "LEDGER_OIDC_ISSUER" in refused.value.message_zh


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LEDGER_PORT", "abc"),
        ("LEDGER_PROJECT", "beside"),
        ("LEDGER_ORIGINS", "*"),
        ("LEDGER_ORIGINS", "https://desk.example/path"),
        ("LEDGER_HOSTS", "ledger.example,*.example"),
        ("LEDGER_ATTACHMENT_MAX_MB", "0"),
    ],
)
def test_a_setting_that_is_none_is_refused_by_its_name(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsRefused, match=name):
        Settings()


def test_lists_are_parted_by_commas_and_what_is_no_setting_is_known_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEDGER_ORIGINS", f" {DESK}, http://localhost:3000 ")
    monkeypatch.setenv("LEDGER_PROT", "8001")
    assert Settings().origins == (DESK, "http://localhost:3000")
    assert "LEDGER_PROT" in unknown()
