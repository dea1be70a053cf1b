"""The roads round the guards, as somebody in a hurry would try them: each is closed, with its reason."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from ledger.domain.hazard import Hazard
from ledger.domain.hazard_events import (
    Criterion,
    HazardChange,
    HazardLevel,
    HazardSource,
    HazardStatus,
    RectificationPlan,
    ReopeningCause,
)
from ledger.values.actor import Actor, Role
from ledger.values.errors import GuardRefused

DAY = date(2026, 7, 6)
NOW = datetime(2026, 7, 6, tzinfo=UTC)
OFFICER = Actor(id="o1", department="煤管局", role=Role.OFFICER, post="一队")
SECOND = Actor(id="o2", department="煤管局", role=Role.OFFICER, post="二队")
HEAD = Actor(id="h1", department="煤管局", role=Role.HEAD, post="局长")
MINER = Actor(id="m1", department="煤业公司", role=Role.ENTERPRISE, post="矿长")
SECOND_MINER = Actor(id="m2", department="煤业公司", role=Role.ENTERPRISE, post="副矿长")
ITEM = Criterion(standard="ORDER-21-2026", article=4, item=1, category="X", category_zh="某类")


def a_hazard(source: HazardSource = HazardSource.SUPERVISION, level: HazardLevel = HazardLevel.GENERAL_C) -> Hazard:
    hazard = Hazard(UUID(int=2))
    hazard.report(
        mine=UUID(int=1), division="230599", department="煤管局", description="x", location="y", source=source,
        found_on=DAY, by=OFFICER, at=NOW,
    )  # fmt: skip
    hazard.grade(level, ITEM if level is HazardLevel.MAJOR else None, DAY, by=OFFICER, at=NOW)
    return hazard


def plan(days: int = 9, *, five: bool = False) -> RectificationPlan:
    extra: dict[str, Any] = {"measures": "m", "funds": Decimal(1), "emergency_plan": "e"} if five else {}
    return RectificationPlan(responsible_unit="u", responsible_person="p", deadline=DAY + timedelta(days=days), **extra)


def refused(act: Any, *arguments: Any, by: Actor, **named: Any) -> str:
    with pytest.raises(GuardRefused) as refusal:
        act(*arguments, by=by, at=NOW, **named)
    assert refusal.value.message_zh
    return refusal.value.code


def test_what_a_mine_accepted_as_general_begins_anew_when_it_turns_out_major() -> None:
    hazard = a_hazard(HazardSource.SELF_INSPECTION)
    hazard.claim(DAY, "a", on_the_spot=True, by=MINER, at=NOW)
    hazard.accept(DAY, "f", by=SECOND_MINER, at=NOW)
    hazard.grade(HazardLevel.MAJOR, ITEM, DAY, by=OFFICER, at=NOW)
    assert (hazard.status, hazard.acceptor) == (HazardStatus.GRADED, None)
    assert refused(hazard.recheck, DAY, "f", passed=True, by=SECOND) == "HAZARD_NOT_IN_STATE"
    assert refused(hazard.assign, plan(), by=OFFICER) == "FIVE_ITEMS_INCOMPLETE"
    hazard.assign(plan(five=True), by=OFFICER, at=NOW)
    hazard.claim(DAY, "a", on_the_spot=False, by=MINER, at=NOW)
    assert refused(hazard.accept, DAY, "f", by=SECOND_MINER) == "AUTHORITY_ONLY"
    hazard.accept(DAY, "f", by=OFFICER, at=NOW)
    hazard.recheck(DAY, "f", passed=True, by=SECOND, at=NOW)
    assert refused(hazard.clear, DAY, by=SECOND_MINER) == "AUTHORITY_ONLY"
    hazard.clear(DAY, by=HEAD, at=NOW)


def test_a_mine_neither_grades_nor_assigns_what_an_authority_found() -> None:
    hazard = a_hazard()
    assert refused(hazard.grade, HazardLevel.GENERAL_A, None, DAY, by=MINER) == "AUTHORITY_ONLY"
    assert refused(hazard.assign, plan(), by=MINER) == "AUTHORITY_ONLY"


def test_assigning_again_does_not_move_the_deadline_back() -> None:
    hazard = a_hazard(HazardSource.SELF_INSPECTION)
    hazard.assign(plan(9), by=MINER, at=NOW)
    assert refused(hazard.assign, plan(10), by=MINER) == "DEADLINE_MOVES_BY_EXTENSION"
    hazard.assign(plan(8), by=MINER, at=NOW)
    hazard.claim(DAY, "a", on_the_spot=False, by=MINER, at=NOW)
    hazard.reject(DAY, "f", by=OFFICER, at=NOW)
    assert refused(hazard.assign, plan(9), by=OFFICER) == "DEADLINE_MOVES_BY_EXTENSION"


def test_a_direct_extension_leaves_a_downgrade_waiting_for_its_approver() -> None:
    hazard = a_hazard()
    hazard.assign(plan(), by=OFFICER, at=NOW)
    hazard.downgrade(HazardLevel.GENERAL_E, "w", by=OFFICER, at=NOW)
    hazard.extend(DAY + timedelta(days=20), "w", DAY, by=OFFICER, at=NOW)
    assert hazard.proposed is not None
    assert hazard.proposed.change is HazardChange.DOWNGRADE


def test_a_downgrade_proposed_before_the_hazard_was_raised_lapses() -> None:
    hazard = a_hazard()
    hazard.downgrade(HazardLevel.GENERAL_E, "w", by=OFFICER, at=NOW)
    hazard.grade(HazardLevel.MAJOR, ITEM, DAY, by=SECOND, at=NOW)
    assert refused(hazard.approve_change, by=HEAD) == "NO_CHANGE_PROPOSED"


def test_a_major_hazard_is_not_corrected_on_the_spot_and_may_be_graded_by_another_item() -> None:
    hazard = a_hazard(level=HazardLevel.MAJOR)
    hazard.assign(plan(five=True), by=OFFICER, at=NOW)
    assert refused(hazard.claim, DAY, "a", on_the_spot=True, by=MINER) == "MAJOR_NOT_ON_THE_SPOT"
    assert refused(hazard.grade, HazardLevel.MAJOR, ITEM, DAY, by=OFFICER) == "GRADE_UNCHANGED"
    hazard.grade(HazardLevel.MAJOR, ITEM.model_copy(update={"item": 2}), DAY, by=OFFICER, at=NOW)
    assert hazard.status is HazardStatus.ASSIGNED


def test_no_step_is_dated_before_the_one_it_rests_on() -> None:
    hazard = a_hazard()
    before = DAY - timedelta(days=1)
    assert refused(hazard.grade, HazardLevel.GENERAL_A, None, before, by=OFFICER) == "DAY_BEFORE_LAST_STEP"
    assert refused(hazard.claim, before, "a", on_the_spot=True, by=MINER) == "DAY_BEFORE_LAST_STEP"
    hazard.claim(DAY, "a", on_the_spot=True, by=MINER, at=NOW)
    assert refused(hazard.accept, before, "f", by=OFFICER) == "DAY_BEFORE_LAST_STEP"
    hazard.accept(DAY, "f", by=OFFICER, at=NOW)
    hazard.recheck(DAY, "f", passed=True, by=SECOND, at=NOW)
    assert refused(hazard.clear, before, by=HEAD) == "DAY_BEFORE_LAST_STEP"
    hazard.clear(DAY, by=HEAD, at=NOW)
    assert refused(hazard.reopen, ReopeningCause.SHAM, "f", before, by=OFFICER) == "DAY_BEFORE_LAST_STEP"
