"""Risks, warnings, projects and equipment are read by an index as well: now, and as they stood."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest

from benchmarks.graphql.district import Size, fill, key
from ledger.demo.people import DIVISION
from ledger.graphql.ids import global_id
from ledger.projections import control, tables
from ledger.projections.equipment_chain import equipment_chain, safety_certificates
from ledger.projections.equipment_register import equipment_register
from ledger.projections.folding import Changes, Version
from ledger.projections.project_register import project_approvals, project_register
from ledger.projections.risk_register import risk_lists, risk_notices, risk_register
from ledger.projections.view import View
from ledger.projections.warning_board import warning_board, warning_deliveries
from tests.conftest import Database, cloned
from tests.graphql.conftest import Api, served
from tests.graphql.test_read_paths import every_statement_goes_by_an_index

SIZE = Size(mines=50, hazards=10, versions=4, listings=10)
MINE, WARNING = global_id("Mine", key(1, 7)), global_id("Warning", key(13, 7))
FILLED = (
    risk_register, risk_notices, risk_lists, warning_board, warning_deliveries, project_register, project_approvals,
    equipment_register, equipment_chain, safety_certificates,
)  # fmt: skip
PATHS = {
    "the risk register": "risks(first: 20, AT) { nodes { place mine { name } } }",
    "the risks of a mine": f'risks(first: 20, mine: "{MINE}", AT) {{ nodes {{ place }} }}',
    "the risks due for review": "risks(first: 20, orderBy: REVIEW_DUE, descending: false) { nodes { reviewDue } }",
    "the notices of today": 'riskNotices(first: 20, effectiveOn: "2026-09-01", AT) { nodes { place } }',
    "the list of a year": f'riskLists(first: 20, mine: "{MINE}", year: 2026, AT) {{ nodes {{ grade }} }}',
    "the warning board": "warnings(first: 20, AT) { nodes { title } }",
    "what came to a mine": f'warningReceipts(first: 20, mine: "{MINE}", AT) {{ nodes {{ addressee }} }}',
    "a warning with its receipts": f'warning(id: "{WARNING}", AT) {{ receipts {{ channel }} }}',
    "the projects of a mine": f'projects(first: 20, mine: "{MINE}", AT) {{ nodes {{ name }} }}',
    "the approvals": "projectApprovals(first: 20, AT) { nodes { document } }",
    "the equipment register": "equipmentRegister(first: 20, AT) { nodes { serial } }",
    "a piece by its serial": 'equipmentRegister(first: 20, serial: "serial 7") { nodes { name } }',
    "a piece with its chain": f'equipment(id: "{global_id("Equipment", key(17, 7))}", AT) {{ chain {{ place }} }}',
    "where things were": "equipmentChain(first: 20, AT) { nodes { place } }",
    "the certificates that end first": "safetyCertificates(first: 20, AT) { nodes { number } }",
}


def some(type_: str, name: str, n: int) -> Any:
    """A value of a column of row `n`: days over two years, references among few."""
    values: dict[str, Any] = {
        "text": f"{name} {n}",
        "integer": n % 5,
        "boolean": n % 2 == 0,
        "numeric": Decimal(n),
        "date": date(2025, 1, 1) + timedelta(days=n % 700),
        "timestamptz": datetime(2025, 1, 1, tzinfo=UTC) + timedelta(hours=n),
        "uuid": key(9, n),
        "text[]": [],
        "uuid[]": [],
    }
    return values[type_]


def versions(view: View, kind: int, count: int) -> Iterator[Version]:
    near: dict[str, Any] = {"division": DIVISION, "year": 2026, "valid_to": None}
    for n in range(count):
        row: dict[str, Any] = {c.name: some(c.type, c.name, n) for c in view.columns}
        row |= {name: value for name, value in near.items() if name in row and (value or view.nullable(name))}
        points = {"mine": key(1, n % SIZE.mines), "warning": key(13, n // 3), "equipment": key(17, n // 3)}
        row |= {name: value for name, value in points.items() if name in row}
        row |= {view.key: key(kind, n)} | ({"status": "STANDING"} if view is warning_board else {})
        for version in range(1 if view.constant else SIZE.versions):
            since = 1_000 * version + 1 + n % 1_000
            yield Version(key(kind, n), row, since, None if version == SIZE.versions - 1 else since + 1_000)


async def fill_views(database: Database) -> None:
    await fill(database.owner_dsn, database.projector_dsn, SIZE)
    async with await psycopg.AsyncConnection.connect(database.projector_dsn, autocommit=True) as connection:
        table_of = {g.view: g.table_name for g in await control.generations(connection)}
        for kind, view in enumerate(FILLED, 10):
            added = list(versions(view, kind, 1_500))
            await tables.write(connection, view, table_of[view.name], Changes(added=added))
            await connection.execute(f"ANALYZE views.{table_of[view.name]}".encode())


@pytest.fixture(scope="module")
def filled(cluster: str, simulated_template: str) -> Iterator[Database]:
    with contextmanager(cloned)(cluster, simulated_template, simulated=True) as database:
        asyncio.run(fill_views(database))
        yield database


@pytest.fixture
async def large(filled: Database, tmp_path: Path) -> AsyncIterator[Api]:
    async with served(filled, tmp_path) as api:
        yield api


def test_the_ids_of_the_paths_are_of_the_rows_they_mean() -> None:
    assert FILLED[13 - 10] is warning_board
    assert FILLED[17 - 10] is equipment_register
    assert isinstance(key(13, 7), UUID)


@pytest.mark.parametrize("at", ["now", "as it stood"])
async def test_the_read_paths_go_by_an_index(
    large: Api, filled: Database, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    for path in PATHS.values():
        query = path.replace(", AT)", ")" if at == "now" else f", asOf: {{position: {SIZE.head // 2}}})")
        await every_statement_goes_by_an_index(large, filled, monkeypatch, query)
