"""Two servers over one ledger, each remembering aggregates: what the other did meanwhile is never overlooked."""

from __future__ import annotations

import asyncio

import pytest

from ledger.commands.hazard import GradeHazard, ReportHazard
from ledger.commands.hazard_supervision import FollowUpHazard
from ledger.commands.mine import CorrectMineRegistration, RegisterMine
from ledger.domain.aggregate import Aggregate
from ledger.domain.hazard import Hazard
from ledger.domain.hazard_events import HazardLevel, HazardSource
from ledger.eventstore.envelope import RecordedEvent
from ledger.values.errors import VersionConflict
from tests.house import HEAD, House, open_house


def report(mine: object, text: str = "隐患") -> ReportHazard:
    return ReportHazard.model_validate(
        {"mine": mine, "description": text, "location": "主井", "source": HazardSource.SELF_INSPECTION}
    )


async def test_what_another_server_changed_is_seen_by_the_next_command(house: House) -> None:
    async with open_house(house.database) as other:
        other.now = house.now
        hazard = (await house.do(report(await house.mine()))).subject
        with pytest.raises(VersionConflict, match="it is at version 1"):
            await house.do(FollowUpHazard(hazard=hazard, finding="进展正常"), expected_version=2)
        await other.do(GradeHazard(hazard=hazard, level=HazardLevel.GENERAL_B))
        house.now = other.now
        followed = await house.do(FollowUpHazard(hazard=hazard, finding="进展正常"), expected_version=2)
        assert followed.subject == hazard
        with pytest.raises(VersionConflict, match="it is at version 3"):
            await other.do(FollowUpHazard(hazard=hazard, finding="进展正常"), expected_version=2)


async def test_a_refusal_on_what_is_remembered_is_decided_again_on_what_is_so(house: House) -> None:
    async with open_house(house.database) as other:
        mine = await house.mine(code="230599000091")
        other.now = house.now
        given = {"mine": mine, "name": "向阳煤矿", "enterprise": "向阳煤业", "capacity": "60"}
        await other.do(CorrectMineRegistration.model_validate({**given, "code": "230599000092"}), HEAD)
        house.now = other.now
        rightful = {"name": "东风煤矿", "enterprise": "东风煤业", "division": "230599", "capacity": 30}
        made = await house.do(RegisterMine.model_validate({**rightful, "code": "230599000091"}), HEAD)
        assert made.position > made.first_position


async def test_both_of_two_servers_that_act_at_once_are_heard(house: House) -> None:
    async with open_house(house.database) as other:
        other.now = house.now
        hazard = (await house.do(report(await house.mine()))).subject
        await other.do(GradeHazard(hazard=hazard, level=HazardLevel.GENERAL_B))
        house.now = other.now
        findings = [FollowUpHazard(hazard=hazard, finding=f"进展{n}") for n in range(4)]
        await asyncio.gather(*(server.do(finding) for finding in findings for server in (house, other)))
        found = Hazard.replay(hazard, [r.event for r in await house.store.read_stream(hazard)])
        assert found.version == 10


async def test_what_followers_get_from_memory_is_what_reading_the_bytes_gives(house: House) -> None:
    before = (await house.store.head()).position
    hazard = (await house.do(report(await house.mine()), reason="例行检查")).subject
    await house.do(GradeHazard(hazard=hazard, level=HazardLevel.GENERAL_B))
    head = (await house.store.head()).position
    remembered = house.store.recent.after(before, 1000)
    assert [r.position for r in remembered] == list(range(before + 1, head + 1))
    for recorded in remembered:
        read = RecordedEvent(recorded.position, recorded.recorded_at, recorded.stored)
        assert (read.envelope, read.event) == (recorded.envelope, recorded.event)


async def test_a_fork_is_changed_apart(house: House) -> None:
    hazard = (await house.do(report(await house.mine()))).subject
    await house.do(GradeHazard(hazard=hazard, level=HazardLevel.GENERAL_B))
    events = [r.event for r in await house.store.read_stream(hazard)]
    first: Aggregate = Hazard.replay(hazard, events[:1])
    second = first.fork()
    second.fold(events[1])
    assert (first.version, second.version) == (1, 2)
    assert vars(first) == vars(Hazard.replay(hazard, events[:1]))
    assert vars(second) == vars(Hazard.replay(hazard, events))
