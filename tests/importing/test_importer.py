"""Rows carried out through the command bus: in order, once, with the rights of whoever imports."""

from __future__ import annotations

import asyncio
import csv
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import pytest

from ledger.commands.bus import CommandBus
from ledger.importing.gathering import GatheringStore
from ledger.importing.importer import Importer, Tally
from ledger.importing.kinds import opened
from ledger.importing.mine_register import NAME
from ledger.importing.refusals import Refusals
from ledger.importing.rows import NAMESPACE
from ledger.rights.right import Principal
from ledger.rules.catalogue import shipped
from ledger.sealed.vault import Vault
from ledger.values.actor import Role
from tests.conftest import VAULT_KEY, Database
from tests.house import HEAD, MINER, OFFICER, House, open_house, person

REGISTER = Path(__file__).parents[3] / "shared" / "data" / "gem-china-mines-2024.csv"
NATIONAL = person("registrar", Role.ADMINISTRATOR, division="000000")


@pytest.fixture
async def house(database: Database) -> AsyncIterator[House]:
    async with open_house(database) as house:
        yield house


class Desk:
    """Imports files into a house."""

    def __init__(self, house: House, folder: Path) -> None:
        self.house, self.folder, self.number = house, folder, 0

    async def take(self, path: Path, kind: str, by: Principal = HEAD, *, in_flight: int = 64) -> Tally:
        self.report = self.folder / "refused.csv"
        house = self.house
        async with GatheringStore(house.database.app_dsn) as store:
            # On a simulated ledger without moments of its own, the clock of the house is the clock.
            bus = CommandBus(store, Vault(VAULT_KEY), simulated=house.database.simulated, clock=lambda: house.now)
            with Refusals(self.report) as refusals:
                return await Importer(bus, store, by, refusals, in_flight=in_flight).run(opened(path, kind).rows)

    async def lines(self, *lines: dict[str, Any], by: Principal = HEAD) -> Tally:
        self.number += 1
        path = self.folder / f"{self.number}.jsonl"
        path.write_text("".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines), "utf-8")
        return await self.take(path, "commands", by)

    def refused(self) -> list[tuple[int, str, str]]:
        with self.report.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        assert all(row["message"] and row["messageZh"] for row in rows)
        return sorted((int(row["line"]), row["code"], row["path"]) for row in rows)


@pytest.fixture
def desk(house: House, folder: Path) -> Desk:
    return Desk(house, folder)


def mine(serial: int, **more: Any) -> dict[str, Any]:
    entry = {"code": f"2305991{serial:05d}", "name": f"虚构{serial}号", "enterprise": "虚构煤业", "division": "230599"}
    return {"command": "RegisterMine", "input": entry | {"capacity": "60", **more}}


def hazard(of: str, text: str = "皮带机头防护栏缺失") -> dict[str, Any]:
    given = {"mine": of, "description": text, "location": "主运输巷", "source": "SUPERVISION"}
    return {"command": "ReportHazard", "input": given}


async def test_rows_are_carried_out_and_a_repetition_changes_nothing(desk: Desk) -> None:
    lines = [mine(n) for n in range(300)]
    first = await desk.lines(*lines)
    assert (first.rows, first.accepted, first.repeated, first.refused) == (300, 300, 0, 0)
    head = (await desk.house.store.head()).position
    assert first.events + len(shipped()) == head == first.position
    again = await desk.lines(*lines)
    assert (again.rows, again.accepted, again.repeated, again.refused) == (300, 0, 300, 0)
    assert (await desk.house.store.head()).position == head


async def test_whoever_imports_a_file_again_does_not_do_it_twice(desk: Desk) -> None:
    await desk.lines(mine(1), hazard("230599100001"))
    again = await desk.lines(mine(1), hazard("230599100001"), by=OFFICER)
    assert (again.accepted, again.repeated) == (0, 2)


async def test_two_imports_of_one_file_at_the_same_moment_do_it_once(desk: Desk, folder: Path) -> None:
    path = folder / "mines.jsonl"
    path.write_text("".join(f"{json.dumps(mine(n))}\n" for n in range(200)), "utf-8")
    other = Desk(desk.house, folder / "other")
    (folder / "other").mkdir()
    tallies = await asyncio.gather(desk.take(path, "commands"), other.take(path, "commands"))
    assert sum(t.accepted for t in tallies) == 200
    assert sum(t.repeated for t in tallies) == 200
    assert (await desk.house.store.head()).position == len(shipped()) + 400


async def test_a_row_may_point_at_what_a_row_before_it_makes(desk: Desk) -> None:
    made = UUID(int=77)
    grade = {"command": "GradeHazard", "input": {"level": "GENERAL_B", "hazard": str(uuid5(made, "Hazard:"))}}
    tally = await desk.lines(mine(1), hazard("230599100001") | {"commandId": str(made)}, grade)
    assert (tally.accepted, tally.refused) == (3, 0)


async def test_rows_about_one_thing_keep_their_order(desk: Desk) -> None:
    bodies = [f"监管机构{n}" for n in range(60)]
    key = "the mine"
    id = uuid5(uuid5(NAMESPACE, f"commands\n{key}"), "Mine:")
    given = [{"mine": str(id), "body": body, "effectiveOn": "2026-07-01"} for body in bodies]
    tally = await desk.lines(
        mine(1) | {"key": key}, *({"command": "AssignSupervisorBody", "input": one} for one in given)
    )
    assert tally.accepted == 61
    events = [r.envelope for r in await desk.house.store.read_stream(id) if r.envelope.type == "SupervisorBodyAssigned"]
    assert [event.data["body"] for event in events] == bodies


async def test_rows_of_different_moments_are_recorded_at_these(desk: Desk) -> None:
    moments = [f"2026-07-0{n}T08:00:00Z" for n in range(1, 6)]
    tally = await desk.lines(*(mine(n) | {"instant": moment} for n, moment in enumerate(moments)))
    assert tally.accepted == 5
    recorded = [event.recorded_at.isoformat() for event in await desk.house.store.read_all(len(shipped()))]
    assert recorded == [moment.replace("Z", "+00:00") for moment in moments for _ in range(2)]


async def test_refused_rows_are_reported_with_line_code_and_path_and_the_others_are_carried_out(desk: Desk) -> None:
    tally = await desk.lines(
        mine(1),
        mine(2, code="12"),
        mine(3, credit_code="91230599MA00000000"),
        mine(1, name="另一矿"),
        hazard("230599999999"),
        hazard("nothing"),
        {"command": "FlyToTheMoon", "input": {}},
        mine(4, capacity="-1", division="x"),
        mine(5),
    )
    assert (tally.accepted, tally.refused) == (2, 7)
    assert desk.refused() == [
        (2, "MINE_CODE", "input.code"),
        (3, "CREDIT_CODE_CHECKSUM", "input.creditCode"),
        (4, "KEY_TAKEN", "input.code"),
        (5, "MINE_NOT_FOUND", "input.mine"),
        (6, "INVALID_ID", "input.mine"),
        (7, "COMMAND_UNKNOWN", "command"),
        (8, "GREATER_THAN", "input.capacity"),
        (8, "STRING_PATTERN_MISMATCH", "input.division"),
    ]


async def test_the_import_has_no_more_rights_than_the_person(desk: Desk) -> None:
    tally = await desk.lines(mine(1), by=MINER)
    assert (tally.accepted, tally.denied) == (0, "NOT_PERMITTED")
    elsewhere = await desk.lines(mine(2, division="140000"), by=HEAD)
    assert (elsewhere.accepted, elsewhere.denied) == (0, "OUT_OF_SCOPE")
    assert (await desk.house.store.head()).position == len(shipped())


async def test_a_key_used_for_another_content_is_refused(desk: Desk) -> None:
    await desk.lines(mine(1) | {"key": "a"})
    tally = await desk.lines(mine(2) | {"key": "a"}, mine(3))
    assert (tally.accepted, tally.refused) == (1, 1)
    assert desk.refused() == [(1, "ROW_KEY_REUSED", "")]
    id = str(UUID(int=9))
    await desk.lines(mine(4) | {"commandId": id}, mine(5) | {"commandId": id})
    assert desk.refused() == [(2, "ROW_KEY_REUSED", "")]


async def test_a_moment_is_refused_on_a_real_ledger(real_database: Database, folder: Path) -> None:
    async with open_house(real_database) as house:
        desk = Desk(house, folder)
        tally = await desk.lines(mine(1) | {"instant": "2026-07-01T08:00:00Z"})
        assert (tally.refused, desk.refused()[0][1]) == (1, "INSTANT_ON_REAL_LEDGER")


async def test_a_table_of_hazards_names_its_mines_by_code(desk: Desk, folder: Path) -> None:
    await desk.lines(mine(1))
    path = folder / "hazards.csv"
    heading = "煤矿,隐患描述,隐患地点,隐患来源,发现日期\n"
    rows = "".join(f"230599100001,缺陷{n},主运输巷,举报,2026-07-01\n" for n in range(50))
    path.write_bytes((heading + rows).encode("gb18030"))
    tally = await desk.take(path, "ReportHazard", OFFICER)
    assert (tally.accepted, tally.refused) == (50, 0)


async def test_the_register_of_real_mines_comes_in_as_rows_of_a_register(desk: Desk) -> None:
    if not REGISTER.exists():
        pytest.skip("the register is not on this machine")
    tally = await desk.take(REGISTER, NAME, NATIONAL, in_flight=256)
    assert tally.rows == 2334
    assert (tally.accepted, tally.repeated, tally.refused) == (2309, 2, 23)
    assert {code for _, code, _ in desk.refused()} == {"CAPACITY_UNKNOWN", "ROW_KEY_REUSED"}
    again = await desk.take(REGISTER, NAME, NATIONAL)
    assert (again.accepted, again.repeated, again.refused) == (0, 2311, 23)
    await desk.house.project()
    rows = await desk.house.rows(
        "SELECT count(*) AS n, count(*) FILTER (WHERE register_only) AS only "
        "FROM views.mine_register WHERE until IS NULL"
    )
    assert rows == [{"n": 2309, "only": 2309}]
