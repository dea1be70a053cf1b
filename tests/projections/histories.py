"""Some history for views to be made of, and what they are compared by."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import psycopg

from ledger.commands.hazard import GradeHazard, ReportHazard
from ledger.commands.hazard_supervision import FollowUpHazard
from ledger.domain.hazard_events import HazardLevel, HazardSource
from ledger.projections import control, tables
from ledger.projections.catalogue import VIEWS
from tests.house import House

ALL = list(VIEWS.values())


async def connect(house: House) -> psycopg.AsyncConnection[Any]:
    return await psycopg.AsyncConnection.connect(house.database.projector_dsn, autocommit=True)


async def some_history(house: House, hazards: int = 6) -> list[UUID]:
    made = []
    mine = await house.mine()
    for n in range(hazards):
        reported = await house.do(
            ReportHazard(mine=mine, description=f"隐患{n}", location="主井", source=HazardSource.SELF_INSPECTION)
        )
        await house.do(GradeHazard(hazard=reported.subject, level=HazardLevel.GENERAL_B))
        await house.do(FollowUpHazard(hazard=reported.subject, finding="进展正常"))
        made.append(reported.subject)
    return made


async def digests(house: House) -> dict[str, str]:
    async with await connect(house) as connection:
        known = {g.view: g for g in await control.generations(connection)}
        return {v.name: await tables.digest(connection, v, known[v.name].table_name) for v in ALL}


async def forget(house: House) -> None:
    async with await connect(house) as connection:
        for generation in await control.generations(connection):
            view = f"DROP VIEW views.{generation.view}"
            await connection.execute(f"{view}; DROP TABLE views.{generation.table_name}".encode())
        await connection.execute("DELETE FROM views.control")


class Died(BaseException):
    """A stand-in for the process being killed: nothing catches it."""
