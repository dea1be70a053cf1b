"""A major hazard's course, as its case file would tell it, and what each view makes of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from ledger.commands.hazard import (
    AcceptRectification,
    AssignRectification,
    ClaimRectified,
    ClearHazard,
    GradeHazard,
    RecheckHazard,
    ReopenHazard,
    ReportHazard,
)
from ledger.commands.hazard_supervision import (
    ApproveHazardChange,
    PlaceUnderListedSupervision,
    TakeOffListedSupervision,
    WithdrawHazard,
)
from ledger.domain.hazard_events import HazardLevel, HazardSource, ReopeningCause, SupervisionLevel
from ledger.rights.right import Principal
from ledger.values.errors import GuardRefused
from tests.house import HEAD, MINER, OFFICER, SECOND_OFFICER, House


async def a_major_hazard(house: House, mine: UUID) -> UUID:
    reported = await house.do(
        ReportHazard(
            mine=mine, description="回风流瓦斯传感器被遮挡", location="二采区回风巷", source=HazardSource.SUPERVISION
        )
    )
    await house.do(GradeHazard(hazard=reported.subject, level=HazardLevel.MAJOR, article=14, item=2))
    return reported.subject


async def assigned(house: House, hazard: UUID) -> None:
    await house.do(
        AssignRectification(
            hazard=hazard,
            responsible_unit="向阳1号煤矿",
            responsible_person="安全副矿长",
            deadline=date(2026, 7, 20),
            measures="恢复传感器并核查数据",
            funds=Decimal("12000.50"),
            emergency_plan="超限即撤人",
        )
    )


THE_WHOLE_COURSE = [
    "HazardReported",
    "HazardGraded",
    "HazardPlacedUnderListedSupervision",
    "RectificationAssigned",
    "RectificationClaimed",
    "RectificationAccepted",
    "HazardRechecked",
    "HazardTakenOffListedSupervision",
    "HazardCleared",
    "HazardReopened",
]


async def accepted_under_listed_supervision(house: House, hazard: UUID) -> None:
    await house.do(
        PlaceUnderListedSupervision(hazard=hazard, level=SupervisionLevel.COUNTY, deadline=date(2026, 7, 25)), HEAD
    )
    await assigned(house, hazard)
    house.on("2026-07-18")
    await house.do(ClaimRectified(hazard=hazard, account="已恢复"), MINER)
    await house.do(AcceptRectification(hazard=hazard, finding="现场核验合格"))


async def test_the_whole_course_is_in_the_ledger_and_in_the_views(house: House) -> None:
    mine = await house.mine()
    hazard = await a_major_hazard(house, mine)
    await accepted_under_listed_supervision(house, hazard)
    before_clearing = (await house.store.head()).position
    await house.do(RecheckHazard(hazard=hazard, passed=True, finding="复查合格"), SECOND_OFFICER)
    await house.do(TakeOffListedSupervision(hazard=hazard, why="整改完成"), HEAD)
    await house.do(ClearHazard(hazard=hazard), SECOND_OFFICER)
    house.on("2026-08-03")
    await house.do(ReopenHazard(hazard=hazard, cause=ReopeningCause.SHAM, finding="传感器再次被遮挡，前次为摆拍"))
    await house.run_processes()
    await house.project()

    [now] = await house.rows("SELECT * FROM views.hazard_ledger WHERE hazard = %s AND until IS NULL", hazard)
    assert (now["status"], now["reopened"], now["deadline"]) == ("GRADED", 1, None)
    [then] = await house.rows(
        "SELECT status, listed_by FROM views.hazard_ledger "
        "WHERE hazard = %s AND since <= %s AND (until IS NULL OR until > %s)",
        hazard,
        before_clearing,
        before_clearing,
    )
    assert then == {"status": "ACCEPTED", "listed_by": "区煤管局"}
    steps = await house.rows("SELECT type FROM views.journal WHERE stream = %s ORDER BY position", hazard)
    assert [s["type"] for s in steps] == THE_WHOLE_COURSE
    [rating] = await house.rows("SELECT score, tier FROM views.credit_ratings WHERE mine = %s AND until IS NULL", mine)
    assert rating == {"score": Decimal(63), "tier": "C"}
    tiers = await house.rows(
        "SELECT supervision_class, valid_from, valid_to FROM views.supervision_tiers "
        "WHERE mine = %s AND until IS NULL ORDER BY valid_from, supervision_class",
        mine,
    )
    assert [t["supervision_class"] for t in tiers] == ["I", "II", "III"]
    assert tiers[-1]["valid_from"] == date(2026, 8, 3)


async def test_a_withdrawn_hazard_gives_the_points_back_once(house: House) -> None:
    mine = await house.mine()
    hazard = await a_major_hazard(house, mine)
    await house.run_processes()
    await house.do(WithdrawHazard(hazard=hazard, why="误录：非本矿"))
    await house.do(ApproveHazardChange(hazard=hazard), HEAD)
    await house.run_processes()
    await house.run_processes()
    await house.project()
    entries = await house.rows("SELECT reversed FROM views.credit_entries WHERE mine = %s AND until IS NULL", mine)
    assert entries == [{"reversed": True}]
    [rating] = await house.rows("SELECT score FROM views.credit_ratings WHERE mine = %s AND until IS NULL", mine)
    assert rating["score"] == 100


@pytest.mark.parametrize(
    ("by", "code"), [(OFFICER, "OWN_WORK"), (MINER, "AUTHORITY_ONLY")], ids=["claimant", "enterprise"]
)
async def test_nobody_accepts_their_own_work_nor_the_mine_a_major_hazard(
    house: House, by: Principal, code: str
) -> None:
    hazard = await a_major_hazard(house, await house.mine())
    await assigned(house, hazard)
    await house.do(ClaimRectified(hazard=hazard, account="代为申报"), OFFICER)
    with pytest.raises(GuardRefused) as refusal:
        await house.do(AcceptRectification(hazard=hazard, finding="合格"), by)
    assert refusal.value.code == code
