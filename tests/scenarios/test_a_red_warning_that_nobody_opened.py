"""A red warning that nobody opened, as its case file would tell it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from ledger.commands.warning import (
    ActOnWarning,
    AddressWarning,
    EscalateWarning,
    IssueWarning,
    LiftWarning,
    OpenWarning,
    RecordWarningDelivery,
    RecordWarningDeliveryFailure,
)
from ledger.domain.warning_events import DeliveryChannel, WarningLevel, WarningSource
from ledger.rights.right import Principal
from ledger.values.actor import Role
from ledger.values.errors import GuardRefused, InvalidInput, NotFound
from tests.conftest import DIVISION
from tests.house import BUREAU, HEAD, MINER, OFFICER, House, person

STRANGER = person("miner-9", Role.ENTERPRISE, department="别家煤业", mines=frozenset())
RAIN = {
    "source": WarningSource.WEATHER, "title": "暴雨预警", "text": "24小时内有暴雨", "demands": "撤出井下作业人员",
}  # fmt: skip


async def an_unopened_red_warning(house: House, mine: UUID, *, instead_of: UUID) -> UUID:
    """One that did not get through to the mine, and was taken further when nobody had opened it in time."""
    deadline = datetime(2026, 7, 6, 10, tzinfo=UTC)
    issue = IssueWarning(
        division=DIVISION,
        level=WarningLevel.RED,
        departments=["应急局"],
        answer_by=deadline,
        supersedes=instead_of,
        **RAIN,
    )
    red = (await house.do(issue)).subject
    await house.do(AddressWarning(warning=red, mine=mine))
    await house.do(RecordWarningDeliveryFailure(warning=red, mine=mine, channel=DeliveryChannel.SMS, why="通信中断"))
    await house.do(RecordWarningDelivery(warning=red, department="应急局", channel=DeliveryChannel.PLATFORM))
    house.now = deadline + timedelta(hours=3)
    await house.do(EscalateWarning(warning=red, mine=mine, to="公司董事长", why="逾期未签阅"), HEAD)
    return red


async def test_a_red_warning_that_nobody_opened_shows_who_was_silent_and_to_whom_it_was_taken(house: House) -> None:
    mine = await house.mine()
    orange = (await house.do(IssueWarning(division=DIVISION, level=WarningLevel.ORANGE, **RAIN))).subject
    red = await an_unopened_red_warning(house, mine, instead_of=orange)
    before = (await house.store.head()).position
    house.on("2026-07-08")
    await house.do(OpenWarning(warning=red, mine=mine), MINER)
    await house.do(ActOnWarning(warning=red, mine=mine, account="雨后撤人"), MINER)
    await house.do(LiftWarning(warning=red, why="降雨结束"), OFFICER)
    await house.project()

    [old] = await house.rows("SELECT * FROM views.warning_board WHERE warning = %s AND until IS NULL", orange)
    assert (old["status"], old["superseded_by"]) == ("SUPERSEDED", red)
    at_the_time = (
        "SELECT * FROM views.warning_board WHERE warning = %s AND since <= %s AND coalesce(until, %s + 1) > %s"
    )
    [then] = await house.rows(at_the_time, red, before, before, before)
    assert then["undelivered"] == ["向阳1号煤矿"]
    assert then["unopened"] == then["unanswered"] == ["应急局", "向阳1号煤矿"]
    [now] = await house.rows("SELECT * FROM views.warning_board WHERE warning = %s AND until IS NULL", red)
    assert (now["status"], now["unanswered"], now["escalated"]) == ("LIFTED", ["应急局"], 1)
    [receipt] = await house.rows("SELECT * FROM views.warning_deliveries WHERE mine = %s AND until IS NULL", mine)
    assert (receipt["delivered_at"], receipt["failures"], receipt["escalated_to"]) == (None, 1, "公司董事长")
    assert (receipt["late"], receipt["account"]) == (True, "雨后撤人")
    [lifted] = await house.rows("SELECT data FROM views.journal WHERE type = 'WarningLifted'")
    assert lifted["data"]["unanswered"] == ["应急局"]


@pytest.mark.parametrize(
    ("by", "error"), [(STRANGER, NotFound), (MINER, GuardRefused)], ids=["another enterprise", "not for this mine"]
)
async def test_only_whom_it_is_for_opens_a_warning(house: House, by: Principal, error: type[Exception]) -> None:
    mine = await house.mine()
    warning = await house.do(IssueWarning(division=DIVISION, level=WarningLevel.RED, departments=[BUREAU], **RAIN))
    with pytest.raises(error):
        await house.do(OpenWarning(warning=warning.subject, mine=mine), by)
    await house.do(OpenWarning(warning=warning.subject), HEAD)


async def test_a_moment_to_come_neither_mine_nor_division_and_both_addressees_are_refused(house: House) -> None:
    mine = await house.mine()
    warning = (await house.do(IssueWarning(mine=mine, level=WarningLevel.BLUE, **RAIN))).subject
    wrong = {
        "MOMENT_IN_THE_FUTURE": OpenWarning(warning=warning, mine=mine, happened_at=house.now + timedelta(days=1)),
        "DIVISION_MISSING": IssueWarning(level=WarningLevel.BLUE, **RAIN),
        "ADDRESSEE_MISSING": AddressWarning(warning=warning, mine=mine, department="应急局"),
    }
    for code, command in wrong.items():
        with pytest.raises(InvalidInput) as refusal:
            await house.do(command, HEAD)
        assert refusal.value.code == code
