"""The data of the GraphQL benchmarks: a district's views, filled directly, so that history and size are as stated."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import psycopg
from psycopg import sql

from ledger.demo.people import DIVISION
from ledger.domain.hazard_events import HazardLevel, HazardStatus
from ledger.projections import control, tables
from ledger.projections.blacklist import blacklist
from ledger.projections.catalogue import VIEWS
from ledger.projections.folding import Changes, Version
from ledger.projections.hazard_ledger import hazard_ledger
from ledger.projections.mine_register import mine_register
from ledger.projections.obligations import obligations
from ledger.projections.projector import Projector
from ledger.projections.view import Row, View

NOW = datetime(2026, 7, 1, tzinfo=UTC)
FIRST_DAY = date(2025, 1, 1)


@dataclass(frozen=True)
class Size:
    """How much there is; `versions` of each hazard, of which the last is open."""

    mines: int = 100
    hazards: int = 5_000
    versions: int = 10
    listings: int = 2_000
    obligations: int = 2_000

    @property
    def head(self) -> int:
        """The position up to which the ledger reaches."""
        return 1_000 * self.versions


def key(kind: int, number: int) -> UUID:
    """The id of a thing of the benchmark."""
    return UUID(int=(kind << 64) + number)


def code(number: int) -> str:
    """The credit code of a listed subject: synthetic, without a checksum."""
    return f"91230599MA{number:08d}"


def mines(size: Size, dice: random.Random) -> Iterator[Version]:
    for n in range(size.mines):
        row: Row = {
            "code": f"230599{n:06d}", "name": f"虚构{n}号煤矿", "enterprise": f"虚构煤业{n % 20}公司",
            "credit_code": code(n), "division": DIVISION, "supervisor_body": "虚构区煤管局",
            "approved_capacity": None, "announced_capacity": None, "liaison_leader": None,
            "capacity": Decimal(dice.choice((30, 45, 60, 120))), "size_class": "MEDIUM", "disaster_types": ["瓦斯"],
            "standardisation": dice.randint(0, 3), "status": "PRODUCING", "register_only": False, "source": None,
            "registered_on": NOW, "updated_at": NOW, "version": 3, "disposition": None,
            "registered_disasters": ["瓦斯"], "appraised": [],
        }  # fmt: skip
        yield Version(key(1, n), {"mine": key(1, n), **row}, 1)


def hazards(size: Size, dice: random.Random) -> Iterator[Version]:
    statuses = list(HazardStatus)
    for n in range(size.hazards):
        found = FIRST_DAY + timedelta(days=dice.randrange(500))
        row: Row = {
            "hazard": key(2, n), "mine": key(1, dice.randrange(size.mines)), "division": DIVISION,
            "department": "虚构区煤管局", "description": f"回风流甲烷传感器位置不符合规定（第{n}处）",
            "location": "二采区回风巷", "source": "SUPERVISION", "status": "FOUND",
            "level": HazardLevel.GENERAL_B.value,
            "standard": "21号令", "article": 5, "item": 3, "category": "C05", "category_zh": "瓦斯", "found_on": found,
            "deadline": found + timedelta(days=30), "extensions": 0, "responsible_unit": "通风队",
            "responsible_person": "虚构人", "funds": Decimal("12000.00"), "listed_by": None, "listing_level": None,
            "listing_deadline": None, "proposed_change": None, "claimed_on": None, "accepted_on": None,
            "cleared_on": None, "reopened": 0, "reopening_cause": None, "defects": 0, "reported_at": NOW, "version": 0,
        }  # fmt: skip
        for version in range(size.versions):
            since = 1_000 * version + 1 + n % 1_000
            until = None if version == size.versions - 1 else since + 1_000
            status = statuses[min(version, len(statuses) - 1)].value
            yield Version(key(2, n), {**row, "status": status, "version": version + 1}, since, until)


def listings(size: Size, dice: random.Random) -> Iterator[Version]:
    for n in range(size.listings):
        decided = FIRST_DAY + timedelta(days=dice.randrange(500))
        row: Row = {
            "listing": key(3, n), "division": DIVISION, "department": "虚构区应急管理局", "regime": "MEM_11",
            "list_zh": "严重失信主体名单", "subject_kind": "ENTERPRISE", "subject_name": f"虚构{n}矿业公司",
            "credit_code": code(n), "subject_key": None, "mine": None, "ground": "G1", "ground_zh": "虚构情形",
            "basis_source": "应急管理部令第11号", "penalty_reference": f"虚构罚〔2025〕{n}号", "decided_on": decided,
            "valid_from": decided, "valid_to": date(2029, 1, 1), "term_end": date(2029, 1, 1), "annulled": False,
            "removed_on": None, "ended_because": None, "version": 1,
        }  # fmt: skip
        yield Version(key(3, n), row, 1)


def owed(size: Size, dice: random.Random) -> Iterator[Version]:
    for n in range(size.obligations):
        due = FIRST_DAY + timedelta(days=dice.randrange(500))
        row: Row = {
            "mine": key(1, dice.randrange(size.mines)), "division": DIVISION, "department": "虚构区煤管局",
            "duty": "TEN_DAY_INSPECTION", "duty_zh": "每旬专项排查", "rule": "TEN_DAY-1",
            "article": "虚构", "source": "虚构", "verified": "ours", "subject": key(1, 1), "owner_kind": "POST",
            "owner": "虚构煤业公司", "post": "分管负责人", "period": f"{due}", "opens_on": due - timedelta(days=9),
            "due_on": due, "due": NOW, "status": dice.choice(("MET", "MISSED", "MET_LATE")), "met_on": None,
            "settled_on": None, "former_owner": None, "passed_on": None, "missed": False, "account": None,
            "evidence": None, "proved_by": None, "why": None,
            "reminders": 1, "escalation": 0, "told": None, "opened_at": NOW, "version": 3,
        }  # fmt: skip
        yield Version(key(4, n), {"obligation": key(4, n), **row}, 1)


def whole(view: View, versions: Iterable[Version]) -> list[Version]:
    """The same with nothing in the columns that are not said: a view that grows needs no change here."""
    nothing: Row = {column.name: None for column in view.columns if column.nullable}
    return [replace(version, row={**nothing, **version.row}) for version in versions]


async def fill(owner: str, projector: str, size: Size) -> None:
    """Let the ledger reach its head, and fill the four views."""
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute(
            "INSERT INTO ledger.event (position, stream, version, type, occurred_at, recorded_at, body) "
            "SELECT n, gen_random_uuid(), 1, 'NothingOfInterest', %s, %s, '{}' FROM generate_series("
            "(SELECT coalesce(max(position), 0) + 1 FROM ledger.event), %s) n",
            (NOW, NOW, size.head),
        )
    dice = random.Random(7)
    async with await psycopg.AsyncConnection.connect(projector, autocommit=True) as connection:
        views = Projector(projector, list(VIEWS.values()))
        await views.build_missing(connection)
        while await views.advance(connection):
            pass
        table_of = {g.view: g.table_name for g in await control.generations(connection)}
        made: list[tuple[View, Iterable[Version]]] = [
            (mine_register, mines(size, dice)),
            (hazard_ledger, hazards(size, dice)),
            (blacklist, listings(size, dice)),
            (obligations, owed(size, dice)),
        ]
        for view, versions in made:
            await tables.write(connection, view, table_of[view.name], Changes(added=whole(view, versions)))
            await connection.execute(sql.SQL("ANALYZE {}").format(tables.qualified(table_of[view.name])))


PEER_VIEWS: dict[str, tuple[str, str]] = {
    "mine": ("mine_register", "@primaryKey mine"),
    "hazard": ("hazard_ledger", "@primaryKey hazard\n@foreignKey (mine) references mine (mine)"),
    "listing": ("blacklist", "@primaryKey listing"),
}


def open_rows_for_the_peer(superuser: str) -> None:
    """The open rows of the same tables as views in a schema of their own, with the keys that PostGraphile needs."""
    with psycopg.connect(superuser, autocommit=True) as connection:
        connection.execute("CREATE SCHEMA peer")
        for name, (view, comment) in PEER_VIEWS.items():
            columns = sql.SQL(", ").join(map(sql.Identifier, VIEWS[view].column_names))
            connection.execute(
                sql.SQL("CREATE VIEW peer.{} AS SELECT {} FROM views.{} WHERE until IS NULL").format(
                    sql.Identifier(name), columns, sql.Identifier(view)
                )
            )
            connection.execute(
                sql.SQL("COMMENT ON VIEW peer.{} IS {}").format(sql.Identifier(name), sql.Literal(comment))
            )
        connection.execute(
            "CREATE TABLE peer.note (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), actor text NOT NULL, "
            "body text NOT NULL)"
        )
