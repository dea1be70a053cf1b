"""The bare routes: what one writes by hand for these questions and one plain insert. No GraphQL, rights or limits."""

from __future__ import annotations

import contextlib
import os
from collections.abc import AsyncIterator
from typing import Any

import orjson
from psycopg import AsyncConnection
from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

Pool = AsyncConnectionPool[AsyncConnection[Any]]

Q1 = (
    "SELECT subject_name, credit_code, regime, ground_zh, basis_source, decided_on, valid_from, valid_to "
    "FROM views.blacklist WHERE until IS NULL AND NOT annulled AND credit_code = %s "
    "AND valid_from <= current_date AND (valid_to IS NULL OR valid_to > current_date) LIMIT 100"
)
Q2 = (
    "SELECT h.hazard, h.description, h.status, h.found_on, h.deadline, m.mine, m.code, m.name FROM (SELECT * FROM "
    "views.hazard_ledger WHERE until IS NULL ORDER BY found_on DESC, hazard DESC LIMIT %s) h LEFT JOIN "
    "views.mine_register m ON m.mine = h.mine AND m.until IS NULL ORDER BY h.found_on DESC, h.hazard DESC"
)
Q3 = (
    "SELECT hazard, description, location, status, level, found_on, deadline, responsible_unit, funds::text, version "
    "FROM views.hazard_ledger WHERE until IS NULL ORDER BY found_on DESC, hazard DESC LIMIT %s"
)


NOTE = "INSERT INTO peer.note (actor, body) VALUES (%s, %s) RETURNING id"


def create() -> Starlette:
    pool, writers = _pool("LEDGER_READER_DSN"), _pool("BARE_DSN")

    async def rows(statement: str, parameter: object) -> list[dict[str, Any]]:
        async with pool.connection() as connection:
            cursor = connection.cursor(row_factory=dict_row, binary=True)
            await cursor.execute(statement.encode(), (parameter,))
            return await cursor.fetchall()

    async def q1(request: Request) -> Response:
        asked = orjson.loads(await request.body())
        return _json({"entries": await rows(Q1, asked["subject"])})

    async def q2(request: Request) -> Response:
        asked = orjson.loads(await request.body())
        found = await rows(Q2, asked["first"])
        for row in found:
            row["mine"] = {"id": row.pop("mine"), "code": row.pop("code"), "name": row.pop("name")}
        return _json({"hazards": found})

    async def q3(request: Request) -> Response:
        asked = orjson.loads(await request.body())
        return _json({"hazards": await rows(Q3, asked["first"])})

    async def note(request: Request) -> Response:
        asked = orjson.loads(await request.body())
        async with writers.connection() as connection:
            cursor = connection.cursor(row_factory=dict_row, binary=True)
            await cursor.execute(NOTE.encode(), (asked["actor"], asked["body"]))
            return _json({"note": await cursor.fetchone()})

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with pool, writers:
            yield

    routes = [Route(f"/{q.__name__}", q, methods=["POST"]) for q in (q1, q2, q3, note)]
    return Starlette(routes=routes, lifespan=lifespan)


def _pool(name: str) -> Pool:
    return AsyncConnectionPool(os.environ[name], min_size=8, max_size=8, open=False, kwargs={"autocommit": True})


def _json(value: object) -> Response:
    return Response(orjson.dumps(value), media_type="application/json")
