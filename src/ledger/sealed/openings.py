"""Openings of sealed values against the record: which are missing without an erasure, which outlived theirs."""

from __future__ import annotations

from enum import StrEnum
from typing import LiteralString, NamedTuple

import psycopg

# In canonical JSON a sealed value is exactly this object, and within a text its quotes would be escaped.
_NAMED: LiteralString = """
  SELECT e.position, found[1] AS digest FROM ledger.event e
  CROSS JOIN LATERAL regexp_matches(convert_from(e.body, 'UTF8'), '\\{"digest":"([A-Za-z0-9_-]{43})"\\}', 'g') found"""
_ERASED: LiteralString = """
  SELECT convert_from(body, 'UTF8')::jsonb #>> '{data,digest}' AS digest FROM ledger.event
  WHERE type = 'PersonalDataErased'"""


class Fault(StrEnum):
    """What is wrong with an opening: gone without an erasure on record, or still there after one."""

    MISSING = "MISSING"
    LEFT_OVER = "LEFT_OVER"


class Finding(NamedTuple):
    """One sealed value whose opening is not as the record says; `position` is of the event that names it."""

    position: int
    digest: str
    fault: Fault


async def repair(dsn: str) -> int:
    """Remove openings that outlived their erasure, as role `ledger_app`; how many there were."""
    async with await psycopg.AsyncConnection.connect(dsn, autocommit=True) as connection:
        row = await (await connection.execute("SELECT ledger.repair_erasures()")).fetchone()
    return int(row[0]) if row else 0


async def findings(dsn: str) -> list[Finding]:
    """Every sealed value whose opening is not as the record says; reads the whole record."""
    statement: LiteralString = f"""
      SELECT n.position, n.digest, CASE WHEN o.digest IS NULL THEN 'MISSING' ELSE 'LEFT_OVER' END
      FROM ({_NAMED}) n LEFT JOIN ledger.opening o USING (digest) LEFT JOIN ({_ERASED}) x USING (digest)
      WHERE (o.digest IS NULL) = (x.digest IS NULL) ORDER BY n.position, n.digest"""
    async with await psycopg.AsyncConnection.connect(dsn, autocommit=True) as connection:
        rows = await (await connection.execute(statement)).fetchall()
    return [Finding(position, digest, Fault(fault)) for position, digest, fault in rows]
