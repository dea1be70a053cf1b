"""The application over a real database, asked over HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from ledger.demo.agenda import agenda
from ledger.demo.loader import POLL_SECONDS, note, request
from ledger.demo.people import EVERYBODY
from ledger.eventstore.readers import Reader
from ledger.processes.duty_clock import DutyClock
from ledger.processes.exit_proposals import ExitProposals
from ledger.processes.succession import Succession
from ledger.rights.right import Principal
from ledger.server.app import App, Server, create_app
from ledger.server.secrets_folder import secret, write_private
from ledger.server.settings import Settings
from ledger.server.tokens import DevelopmentIssuer
from ledger.server.vault import FILE
from tests.conftest import VAULT_KEY, Database, cloned
from tests.house import OFFICER

PATIENCE = 60
"""Seconds after which something is wrong, however much this machine has to do."""


@dataclass
class Api:
    """A client of the API, and what it needs to be somebody."""

    http: httpx.AsyncClient
    app: App
    issuer: DevelopmentIssuer
    instant: str | None = "2026-07-06T02:00:00+00:00"
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def server(self) -> Server:
        """What is alive behind the application."""
        return self.app.server

    def bearer(self, by: Principal | None) -> dict[str, str]:
        if by is None:
            return {}
        return {"authorization": f"Bearer {self.issuer.token(by, datetime.now(UTC))}"}

    async def raw(
        self, query: str, variables: dict[str, Any] | None = None, by: Principal | None = OFFICER
    ) -> httpx.Response:
        headers = self.bearer(by) | self.headers | ({"ledger-instant": self.instant} if self.instant else {})
        return await self.http.post("/graphql", json={"query": query, "variables": variables or {}}, headers=headers)

    async def ask(self, query: str, variables: dict[str, Any] | None = None, by: Principal | None = OFFICER) -> Any:
        answer = (await self.raw(query, variables, by)).json()
        assert "errors" not in answer, answer["errors"]
        return answer["data"]

    async def code(self, query: str, variables: dict[str, Any] | None = None, by: Principal | None = OFFICER) -> str:
        [error] = (await self.raw(query, variables, by)).json()["errors"]
        return str(error["extensions"]["code"])

    async def upload(self, name: str, content: bytes, by: Principal) -> None:
        headers = self.bearer(by) | ({"ledger-instant": self.instant} if self.instant else {})
        answer = await self.http.post("/attachments", params={"name": name}, content=content, headers=headers)
        assert answer.status_code == 201, answer.text

    async def do(
        self, mutation: str, given: dict[str, Any], by: Principal = OFFICER, shows: str = ""
    ) -> dict[str, Any]:
        kind = mutation[0].upper() + mutation[1:]
        fields = f"{shows} position viewsPending errors {{ __typename code path message messageZh rule }}"
        query = f"mutation($input: {kind}Input!) {{ {mutation}(input: $input) {{ {fields} }} }}"
        payload: dict[str, Any] = (await self.ask(query, {"input": given}, by))[mutation]
        return payload


@asynccontextmanager
async def served(database: Database, folder: Path, **more: Any) -> AsyncIterator[Api]:
    """The application over a database; `more` are further settings."""
    settings = Settings(
        data=folder,
        app_dsn=SecretStr(database.app_dsn),
        projector_dsn=SecretStr(database.projector_dsn),
        reader_dsn=SecretStr(database.reader_dsn),
        **more,
    )
    (folder / "secrets").mkdir(mode=0o700, exist_ok=True)
    write_private(folder / "secrets" / FILE, VAULT_KEY)
    app = create_app(settings)
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as http:
            yield Api(http, app, DevelopmentIssuer(secret(folder / "secrets", "tokens.key", 32)))


@pytest.fixture
async def api(database: Database, tmp_path: Path) -> AsyncIterator[Api]:
    async with served(database, tmp_path) as api:
        yield api


async def _load_district(database: Database, folder: Path) -> None:
    async with served(database, folder) as api:
        ids: dict[str, str] = {}
        day: date | None = None
        for deed in agenda():
            if deed.at.date() != day:
                await _clock_settled(api)
            day, api.instant = deed.at.date(), deed.at.isoformat()
            if deed.file is not None:
                await api.upload(*deed.file, EVERYBODY[deed.role])
            query, given = request(deed, ids)
            while not note(deed, await api.ask(query, {"input": given}, EVERYBODY[deed.role]), ids):
                pass
        await quiet(api)


async def quiet(api: Api) -> None:
    """Wait until all that time drives has said what it has to say to what is on record, and the views show it."""
    services = api.server.services
    assert services is not None
    await _clock_settled(api)
    assert await services.projector.wait_for((await services.store.head()).position, PATIENCE)


async def _clock_settled(api: Api) -> None:
    assert api.server.services is not None
    assert api.server.runner is not None
    store = api.server.services.store
    driven, positions = (DutyClock.name, ExitProposals.name, Succession.name), api.server.runner.positions
    while min(positions.get(name, 0) for name in driven) < (await store.head()).position:
        with suppress(TimeoutError):
            async with asyncio.timeout(POLL_SECONDS):
                await store.bell.listen().wait()


@pytest.fixture(scope="session")
def district_template(cluster: str, simulated_template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A database with the fictional district of the demo: loaded once a run, through the public mutations."""
    with contextmanager(cloned)(cluster, simulated_template, simulated=True) as database:
        asyncio.run(_load_district(database, tmp_path_factory.mktemp("district")))
        yield database.name


@pytest.fixture
async def district(cluster: str, district_template: str, tmp_path: Path) -> AsyncIterator[Api]:
    """The API over the fictional district."""
    with contextmanager(cloned)(cluster, district_template, simulated=True) as database:
        async with served(database, tmp_path) as api:
            api.instant = "2026-09-01T01:00:00+00:00"
            yield api


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The statements that were run over views."""
    ran: list[str] = []
    rows = Reader.rows

    async def noted(self: Reader, statement: str, parameters: Any = ()) -> Any:
        if "views." in statement:  # the ledger's own followers read the record meanwhile
            ran.append(statement)
        return await rows(self, statement, parameters)

    monkeypatch.setattr(Reader, "rows", noted)
    return ran
