"""A project that was built before its approval, as its case file would tell it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from ledger.commands.project import (
    AcceptSafetyFacilities,
    ApplyForProject,
    BeginConstruction,
    BeginTrialRun,
    PutProjectInUse,
    StopConstruction,
)
from ledger.commands.project_decisions import AcceptProject, GrantProjectApproval
from ledger.domain.project_events import ApprovalKind, ProjectKind
from ledger.values.errors import GuardRefused
from tests.house import HEAD, MINER, OFFICER, House


async def a_project(house: House, mine: UUID, kind: ProjectKind = ProjectKind.SAFETY_RENOVATION) -> UUID:
    applied = await house.do(
        ApplyForProject(mine=mine, name="二采区改造", kind=kind, builder="向阳煤业", mechanised=True), MINER
    )
    return applied.subject


def approval(project: UUID, kind: ApprovalKind, number: int) -> GrantProjectApproval:
    return GrantProjectApproval(project=project, kind=kind, authority="省煤管局", document=f"煤设〔2026〕{number}号")


async def test_building_before_approval_stays_on_record_and_acceptance_is_still_to_be_earned(house: House) -> None:
    project = await a_project(house, await house.mine())
    house.on("2026-08-10")
    await house.do(BeginConstruction(project=project, begun_on=date(2026, 7, 20)), OFFICER)  # found three weeks late
    await house.do(StopConstruction(project=project, why="未批先建，责令停工"), OFFICER)
    with pytest.raises(GuardRefused) as early:
        await house.do(AcceptProject(project=project, document="验1", finding="f"), HEAD)
    assert early.value.code == "CONSTRUCTION_STOPPED"
    for number, kind in enumerate((ApprovalKind.SAFETY_DESIGN, ApprovalKind.PRELIMINARY_DESIGN)):
        await house.do(approval(project, kind, number), OFFICER)
    house.on("2026-10-01")
    await house.do(BeginTrialRun(project=project, ends_on=date(2026, 12, 31)), MINER)
    await house.do(PutProjectInUse(project=project), OFFICER)
    await house.do(AcceptSafetyFacilities(project=project, document="自验1", finding="合格"), MINER)
    house.on("2026-11-01")
    await house.do(AcceptProject(project=project, document="验2", finding="合格"), HEAD)
    await house.project()

    [row] = await house.rows("SELECT * FROM views.project_register WHERE project = %s AND until IS NULL", project)
    assert row["begun_without"] == ["SAFETY_DESIGN", "PRELIMINARY_DESIGN", "CONSTRUCTION_FILING"]
    assert (row["begun_on"], row["used_before_acceptance"], row["defects"]) == (date(2026, 7, 20), True, 4)
    assert (row["status"], row["accepted_on"]) == ("IN_USE", date(2026, 11, 1))
    begun = await house.rows("SELECT * FROM views.journal WHERE type = 'ConstructionBegun'")
    assert begun[0]["recorded_at"].date() == date(2026, 8, 10)
    assert begun[0]["basis"]["ruleSet"] == "PROJECT-REQUIREMENTS-1"
    flags = await house.rows(
        "SELECT data ->> 'rule' AS rule FROM views.journal WHERE type = 'ProcedureDefectFlagged' ORDER BY position"
    )
    assert [f["rule"] for f in flags] == ["安全生产法 §33", "二(三甲)3", "二(三甲)3", "煤矿安全生产条例 §16"]


async def test_the_paper_of_one_project_is_no_leave_for_another(house: House) -> None:
    mine = await house.mine()
    first, second = await a_project(house, mine), await a_project(house, mine)
    await house.do(approval(first, ApprovalKind.SAFETY_DESIGN, 1), OFFICER)
    await house.do(approval(first, ApprovalKind.PRELIMINARY_DESIGN, 1), OFFICER)  # one paper for both
    with pytest.raises(GuardRefused) as refusal:
        await house.do(approval(second, ApprovalKind.SAFETY_DESIGN, 1), OFFICER)
    assert (refusal.value.code, refusal.value.path) == ("KEY_TAKEN", ("document",))
