"""The application over a real database, asked over HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from ledger.rights.right import Principal
from ledger.server.app import create_app
from ledger.server.secrets_folder import secret
from ledger.server.settings import Settings
from ledger.server.tokens import DevelopmentIssuer
from tests.conftest import Database
from tests.house import OFFICER


@dataclass
class Api:
    """A client of the API, and what it needs to be somebody."""

    http: httpx.AsyncClient
    issuer: DevelopmentIssuer
    instant: str | None = "2026-07-06T02:00:00+00:00"
    headers: dict[str, str] = field(default_factory=dict)

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

    async def do(
        self, mutation: str, given: dict[str, Any], by: Principal = OFFICER, shows: str = ""
    ) -> dict[str, Any]:
        kind = mutation[0].upper() + mutation[1:]
        fields = f"{shows} position viewsPending errors {{ __typename code path message messageZh rule }}"
        query = f"mutation($input: {kind}Input!) {{ {mutation}(input: $input) {{ {fields} }} }}"
        payload: dict[str, Any] = (await self.ask(query, {"input": given}, by))[mutation]
        return payload


@pytest.fixture
async def api(database: Database, tmp_path: Path) -> AsyncIterator[Api]:
    settings = Settings(
        data=tmp_path,
        app_dsn=SecretStr(database.app_dsn),
        projector_dsn=SecretStr(database.projector_dsn),
        reader_dsn=SecretStr(database.reader_dsn),
    )
    app = create_app(settings)
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as http:
            yield Api(http, DevelopmentIssuer(secret(tmp_path / "secrets", "tokens.key", 32)))
