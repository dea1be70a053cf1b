"""What a body holds when it is succeeded: list items, orders, warnings, entries on lists; killed or not, once each."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from ledger.commands.department import AnnulSuccession
from ledger.commands.listing import AnnulListing, DecideListing, Regime, RestoreListing
from ledger.commands.order import IssueOrder, RestoreOrder, RevokeOrder
from ledger.commands.two_lists import EnterListItem, UpdateListItem
from ledger.commands.warning import IssueWarning, LiftWarning
from ledger.domain.listing import SubjectKind
from ledger.domain.order_events import OnSiteMeasure, OrderKind, OrderScope
from ledger.domain.two_lists import ListKind
from ledger.domain.warning_events import WarningLevel, WarningSource
from ledger.processes.runner import ProcessRunner
from ledger.processes.succession import Succession
from ledger.projections.blacklist import blacklist
from ledger.projections.orders import orders
from ledger.projections.two_lists import two_lists
from ledger.projections.warning_board import warning_board
from ledger.values.actor import Role
from ledger.values.errors import GuardRefused
from tests.conftest import DIVISION, Database
from tests.house import BUREAU, HEAD, House, credit_code, open_house, person
from tests.processes.bodies import EMERGENCY, PAPER, succeeds, the_bodies
from tests.processes.dying import Killed, dying

SUCCESSOR = person("head-7", Role.HEAD, department=EMERGENCY, post="局长")
VIEWS = {"two_lists": two_lists, "orders": orders, "warning_board": warning_board, "blacklist": blacklist}


async def an_item(house: House, unit: str = BUREAU) -> UUID:
    item = EnterListItem(
        division=DIVISION,
        kind=ListKind.MEASURES,
        text="制度缺失",
        unit=unit,
        person="张明",
        time_limit=date(2026, 9, 1),
    )
    return (await house.do(item)).subject


async def an_order(house: House, mine: UUID) -> UUID:
    order = IssueOrder(
        mine=mine, kind=OrderKind.ON_SITE_MEASURE, scope=OrderScope.MINE, addressee="向阳煤业", content="立即撤人",
        legal_basis="煤矿安全生产条例 §44", measure=OnSiteMeasure.WITHDRAW_PEOPLE,
    )  # fmt: skip
    return (await house.do(order)).subject


async def a_warning(house: House) -> UUID:
    warning = IssueWarning(
        division=DIVISION, level=WarningLevel.BLUE, source=WarningSource.WEATHER, title="暴雨", text="暴雨",
        demands="停止井下作业", departments=["领导小组办公室"],
    )  # fmt: skip
    return (await house.do(warning)).subject


async def an_entry(house: House) -> UUID:
    entry = DecideListing(
        division=DIVISION, regime=Regime.ORDER_11_2023, ground="11-7-1", subject_kind=SubjectKind.ENTERPRISE,
        subject_name="虚构公司", credit_code=credit_code(77), penalty_reference="处罚〔2026〕1号",
        penalty_decided_by=BUREAU, decided_on=house.now.date(), starts_on=house.now.date(),
    )  # fmt: skip
    return (await house.do(entry, HEAD)).subject


async def departments(house: House) -> dict[str, set[str]]:
    """Who holds what, by view."""
    await house.project(*VIEWS.values())
    return {
        name: {
            row["department"] for row in await house.rows(f"SELECT department FROM views.{name} WHERE until IS NULL")
        }
        for name in VIEWS
    }


async def passed_on(house: House) -> list[dict[str, Any]]:
    recorded = await house.store.read_all(limit=9_999, types=Succession.own_types)
    return [{"type": r.envelope.type, "stream": r.envelope.stream, **r.envelope.data} for r in recorded]


async def one_of_each(house: House) -> None:
    mine = await house.mine()
    await an_item(house)
    await an_order(house, mine)
    await a_warning(house)
    await an_entry(house)


async def test_whatever_a_body_holds_goes_to_its_successor_on_the_day_and_back(house: House) -> None:
    bureau, emergency = await the_bodies(house)
    await one_of_each(house)
    succession = await succeeds(house, bureau, emergency, "2026-08-01")
    await house.run_succession()
    assert set.union(*(await departments(house)).values()) == {BUREAU}, "not before the day"
    await house.on("2026-08-01").mine()
    await house.run_succession()
    assert set.union(*(await departments(house)).values()) == {EMERGENCY}
    for _ in range(2):
        await house.run_succession()
    moved = await passed_on(house)
    assert [m["type"].removesuffix("PassedOn") for m in moved].count("ListItem") == 1
    assert len(moved) == 4
    assert {(m["formerDepartment"], m["effectiveOn"], m["why"]) for m in moved} == {(BUREAU, "2026-08-01", PAPER)}
    undo = AnnulSuccession(department=bureau, succession=succession, why="误登")
    await house.on("2026-08-05").do(undo, person("office-1", Role.COORDINATING_OFFICE, department="领导小组办公室"))
    await house.run_succession()
    assert set.union(*(await departments(house)).values()) == {BUREAU}
    assert len(await passed_on(house)) == 8


async def test_the_successor_lifts_and_decides_and_the_former_body_does_not(house: House) -> None:
    bureau, emergency = await the_bodies(house)
    warning, entry = await a_warning(house), await an_entry(house)
    await succeeds(house, bureau, emergency, "2026-07-06")
    await house.run_succession()
    annul = AnnulListing(listing=entry, annulled_on=date(2026, 7, 6), why="处罚撤销", authority="法院判决")
    for command, code in ((LiftWarning(warning=warning, why="雨停"), "ISSUER_ONLY"), (annul, "NOT_THE_DECIDER")):
        with pytest.raises(GuardRefused, match=code):
            await house.do(command, HEAD)
        await house.do(command, SUCCESSOR)


async def test_what_has_ended_stays_and_goes_when_it_stands_again(house: House) -> None:
    bureau, emergency = await the_bodies(house)
    mine = await house.mine()
    order, entry = await an_order(house, mine), await an_entry(house)
    revoke = RevokeOrder(order=order, authority="复议决定", why="错误", revoked_on=date(2026, 7, 6))
    await house.do(revoke, HEAD)
    await house.do(AnnulListing(listing=entry, annulled_on=date(2026, 7, 6), why="错误", authority="复议决定"), HEAD)
    await succeeds(house, bureau, emergency, "2026-07-06")
    await house.run_succession()
    assert await passed_on(house) == []
    await house.on("2026-07-20").do(RestoreOrder(order=order, why="判决"), HEAD)
    await house.do(RestoreListing(listing=entry, restored_on=date(2026, 7, 20), why="判决"), HEAD)
    await house.run_succession()
    assert {m["stream"] for m in await passed_on(house)} == {order, entry}


async def test_of_a_list_item_who_rectifies_goes_too_and_what_was_changed_since_is_left(house: House) -> None:
    bureau, emergency = await the_bodies(house)
    first, second = await an_item(house), await an_item(house, unit="向阳煤业")
    await succeeds(house, bureau, emergency, "2026-07-06")
    await house.run_succession()
    moved = {m["stream"]: (m["department"], m["unit"]) for m in await passed_on(house)}
    assert moved == {first: (EMERGENCY, EMERGENCY), second: (EMERGENCY, "向阳煤业")}
    update = UpdateListItem(
        item=first, unit="领导小组办公室", person="李宁", time_limit=date(2026, 10, 1), why="职责调整"
    )
    await house.on("2026-07-10").do(update, SUCCESSOR)
    await house.run_succession()
    assert len(await passed_on(house)) == 2


async def a_year(house: House) -> None:
    """Two successions, one of them undone, another after it; the process is down all the while."""
    bureau, emergency = await the_bodies(house)
    await one_of_each(house)
    first = await succeeds(house, bureau, emergency, "2026-07-10")
    await one_of_each(house.on("2026-07-08"))
    office = person("office-1", Role.COORDINATING_OFFICE, department="领导小组办公室")
    undo = AnnulSuccession(department=bureau, succession=first, why="误登")
    await house.on("2026-07-20").do(undo, office)
    await succeeds(house.on("2026-08-01"), bureau, emergency, "2026-07-25")
    await house.on("2027-01-02").mine()


async def courses(house: House) -> list[list[tuple[str, str, str]]]:
    """What became of each thing, in order; ids are other ones in another ledger."""
    told: dict[UUID, list[tuple[str, str, str]]] = defaultdict(list)
    for moved in await passed_on(house):
        told[moved["stream"]].append((moved["type"], moved["department"], moved["why"]))
    return sorted(told.values())


async def test_killed_after_each_of_its_appends_it_comes_to_the_same(house: House, second_database: Database) -> None:
    await a_year(house)
    await house.run_succession()
    undisturbed = await courses(house)
    assert sum(len(course) for course in undisturbed) == 24
    async with open_house(second_database) as other:
        await a_year(other)
        kills = 0
        while True:
            with dying(other, after=1 + kills % 2) as runner:
                try:
                    await runner.keep_up(Succession())
                    break
                except Killed:
                    kills += 1
        assert kills > 10
        assert await courses(other) == undisturbed


async def test_it_waits_for_the_day_and_not_for_the_next_event(house: House) -> None:
    bureau, emergency = await the_bodies(house)
    await an_item(house)
    await succeeds(house, bureau, emergency, "2026-08-01")
    process = Succession()
    runner = ProcessRunner(house.database.app_dsn, house.store, house.bus, [], simulated=True)
    await runner.keep_up(process)
    assert process.next_moment() == datetime(2026, 7, 31, 16, tzinfo=UTC)
