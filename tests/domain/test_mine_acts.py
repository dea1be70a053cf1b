"""Each act on a mine: given what happened, what it makes, and why it is refused."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from ledger.domain import mine_status_events as s
from ledger.domain.mine import Mine
from ledger.domain.mine_contracting import Contracted
from ledger.domain.mine_duty_events import SelfInspectionKind
from ledger.domain.mine_event import ProcedureDefectFlagged
from ledger.domain.mine_events import KeyPost
from ledger.domain.mine_file_events import StandardisationChange
from ledger.domain.mine_operation_events import ContractingScope, ExitDecision, FeedKind, FeedLevel
from ledger.domain.mine_status import Breach, Paper
from ledger.domain.mine_status_events import MineStatus, SigningOffice, WorkKind
from ledger.domain.mine_working_events import FaceKind, FaceMethod, Seams
from ledger.values.actor import Actor, Role
from ledger.values.errors import GuardRefused

AT = datetime(2026, 7, 6, tzinfo=UTC)
MINER = Actor(id="e1", department="煤业公司", role=Role.ENTERPRISE, post="矿长")
OFFICER = Actor(id="o1", department="煤管局", role=Role.OFFICER, post="一队")
HEAD = Actor(id="h1", department="煤管局", role=Role.HEAD, post="局长")
WHOLE, PAPER = "全矿", Paper("煤管局", "文1号")
GATES = [{"code": "A", "zh": "项目核准", "due_on": date(2026, 7, 1), "consequence": "分类处置"}]
Act = Callable[[Mine], None]


def day(number: int) -> date:
    return date(2026, 7, number)


def does(act: str, *arguments: Any, by: Actor = HEAD, **named: Any) -> Act:
    """An act by its name."""
    return lambda mine: getattr(mine, act)(*arguments, by=by, at=AT, **named)


def mine_after(given: Sequence[Act]) -> Mine:
    mine = Mine(UUID(int=5))
    mine.register(
        division="230599", capacity=Decimal(60), code="1", name="n", enterprise="e", credit_code=None,
        disaster_types=[], standardisation=2, register_only=False, source=None, by=HEAD, at=AT,
    )  # fmt: skip
    for act in given:
        act(mine)
    return mine


PRODUCING = does("change_status", WHOLE, MineStatus.PRODUCING, day(1), "w")
STOPPED = does("order_rectification", WHOLE, day(3), "c", PAPER, day(30), day(2))
APPLIED = does("apply", WHOLE, None, day(4), day(24), "p", "a", by=MINER)
ACCEPTED = does("accept", WHOLE, None, day(5), True, "f", "条例 §48", by=OFFICER)
FAILED = does("accept", WHOLE, None, day(5), False, "f", "条例 §48", by=OFFICER)
SIGNED = [does("sign", WHOLE, None, office, "s", day(6), None) for office in SigningOffice]
VOLUNTARY = does("stop", MineStatus.STOPPED_VOLUNTARILY, WHOLE, day(3), "c", None, by=MINER)
INSPECTED = does(
    "report_self_inspection", SelfInspectionKind.BEFORE_REOPENING, day(4), 1, 1, by=MINER, led_by="l", account="a"
)
COMMITTED = does("commit", "c", "矿长", day(4), "t", by=MINER)
ON_SITE = does("stop", MineStatus.STOPPED_ON_SITE, WHOLE, day(3), "c", PAPER, by=OFFICER)
WITHHELD = does("stop", MineStatus.LICENCE_WITHHELD, WHOLE, day(3), "c", PAPER)
CLOSED = does("close", WHOLE, day(5), PAPER, "w")
FACE = does("open_face", "101面", None, FaceKind.COAL, FaceMethod.MECHANISED, day(1), [])
PANEL = does("open_panel", "一采区", Seams.SINGLE, day(1))
FACE_IN_PANEL = does("open_face", "102面", "一采区", FaceKind.COAL, FaceMethod.BLASTING, day(1), [])
SIGNED_BY_ACCEPTOR = does("sign", WHOLE, None, SigningOffice.DEPARTMENT_HEAD, "s", day(6), None, by=OFFICER)
STOPPED_LATER = does("stop", MineStatus.STOPPED_VOLUNTARILY, WHOLE, day(5), "c", None)
MOVED_TOO_FAR = does("correct_status", WHOLE, MineStatus.PRODUCING, day(4), day(1), "w")
APPROVING = does("change_status", WHOLE, MineStatus.APPROVING, day(1), "w")
UPGRADED = does("enter_upgrade", "p", GATES, day(1))
PROPOSED = does("propose_exit", "A", "g", day(2))
DECIDED = does("decide_exit", "A", ExitDecision.CLOSURE, day(2), "r", "w")
RESUME = does("resume", WHOLE, None, day(7))
REOPEN = does("reopen", WHOLE, day(7))
PART_STOPPED = does("order_rectification", "东翼", day(3), "c", PAPER, day(30), day(2))
APPOINTED = does(
    "appoint", KeyPost.MINE_DIRECTOR, "甲", day(1), acting=False, identity_number=None, person_key=None
)  # fmt: skip

REFUSALS: list[tuple[str, list[Act], Act]] = [
    ("STATUS_UNCHANGED", [PRODUCING], PRODUCING),
    ("STATUS_BEFORE_LAST", [STOPPED], PRODUCING),
    ("PRIOR_NOTICE_LATER", [PRODUCING], does("order_rectification", WHOLE, day(3), "c", PAPER, day(30), day(4))),
    ("NO_STOP_STANDS", [PRODUCING], RESUME),
    ("NO_STOP_STANDS", [PRODUCING, ON_SITE], RESUME),
    ("NO_STOP_STANDS", [PRODUCING, STOPPED], REOPEN),
    ("NO_STOP_STANDS", [PRODUCING], does("permit_repair", WHOLE)),
    ("STOP_AMBIGUOUS", [STOPPED, STOPPED], APPLIED),
    ("ACCEPTANCE_MISSING", [PRODUCING, STOPPED], RESUME),
    ("ACCEPTANCE_MISSING", [STOPPED, APPLIED], SIGNED[0]),
    ("ACCEPTANCE_MISSING", [STOPPED, APPLIED, FAILED], SIGNED[0]),
    ("APPLICATION_MISSING", [STOPPED], ACCEPTED),
    ("APPLICATION_MISSING", [STOPPED, APPLIED, FAILED], ACCEPTED),
    ("APPLICATION_RUNNING", [STOPPED, APPLIED], APPLIED),
    ("APPLIED_BEFORE_STOP", [STOPPED], does("apply", WHOLE, None, day(2), day(22), "p", "a", by=MINER)),
    ("OWN_WORK", [STOPPED, APPLIED], does("accept", WHOLE, None, day(5), True, "f", "r", by=MINER)),
    ("OWN_WORK", [STOPPED, APPLIED, ACCEPTED], SIGNED_BY_ACCEPTOR),
    ("SIGNATURE_OUT_OF_TURN", [STOPPED, APPLIED, ACCEPTED], SIGNED[1]),
    ("SIGNATURE_OUT_OF_TURN", [STOPPED, APPLIED, ACCEPTED, *SIGNED], SIGNED[2]),
    ("SIGNATURES_MISSING", [STOPPED, APPLIED, ACCEPTED, *SIGNED[:2]], RESUME),
    ("SIGNATURES_MISSING", [STOPPED, APPLIED, ACCEPTED, *SIGNED], does("resume", WHOLE, None, day(5))),
    ("ENDS_BEFORE_IT_BEGAN", [ON_SITE], does("lift", WHOLE, day(2), None, "f", by=OFFICER)),
    ("WHOLE_MINE_STOPPED", [STOPPED, PART_STOPPED], does("resume", "东翼", None, day(7))),
    ("SELF_INSPECTION_MISSING", [PRODUCING, VOLUNTARY, COMMITTED], REOPEN),
    ("COMMITMENT_MISSING", [PRODUCING, VOLUNTARY, INSPECTED], REOPEN),
    ("SELF_INSPECTION_MISSING", [INSPECTED, COMMITTED, PRODUCING, STOPPED_LATER], REOPEN),
    ("CLOSED", [CLOSED], STOPPED),
    ("CLOSED_ALREADY", [CLOSED], CLOSED),
    ("NOT_CLOSED", [PRODUCING], does("reverse_closure", WHOLE, MineStatus.PRODUCING, day(9), "r", "w")),
    ("PART_UNKNOWN", [], does("correct_status", WHOLE, MineStatus.PRODUCING, day(1), None, "w")),
    ("NOT_A_CORRECTION", [PRODUCING], does("correct_status", WHOLE, MineStatus.APPROVING, day(2), None, "w")),
    ("PERIOD_BEGINS_THAT_DAY", [PRODUCING], does("correct_status", WHOLE, MineStatus.APPROVING, day(1), None, "w")),
    ("PERIOD_UNKNOWN", [PRODUCING], does("correct_status", WHOLE, MineStatus.APPROVING, day(1), day(2), "w")),
    ("PERIODS_OUT_OF_ORDER", [PRODUCING, STOPPED], MOVED_TOO_FAR),
    ("NOTHING_CORRECTED", [PRODUCING], does("correct_status", WHOLE, MineStatus.PRODUCING, day(1), day(1), "w")),
    ("FIRST_PERIOD_STAYS", [PRODUCING], does("withdraw_status", WHOLE, day(1), "w")),
    ("APPOINTMENT_NOT_RUNNING", [], does("leave", UUID(int=1), day(1))),
    ("PANEL_OPEN", [PANEL], PANEL),
    ("PANEL_UNKNOWN", [], does("close_panel", "二采区", day(2))),
    ("PANEL_HAS_FACES", [PANEL, FACE_IN_PANEL], does("close_panel", "一采区", day(2))),
    ("FACE_OPEN", [FACE], FACE),
    ("FACE_UNKNOWN", [], does("close_face", "101面", day(2), "w")),
    ("FACE_UNCHANGED", [FACE], does("restart_face", "101面", day(2), [])),
    ("ENDS_BEFORE_IT_BEGAN", [FACE], does("close_face", "101面", date(2026, 6, 1), "w")),
    ("GRADE_NOT_LOWER", [], does("grade_standardisation", 1, StandardisationChange.DOWNGRADED, day(1), "a", "r")),
    ("REVOKED_TO_NONE", [], does("grade_standardisation", 3, StandardisationChange.REVOKED, day(1), "a", "r")),
    ("FEED_STATE", [], does("restore_feed", FeedKind.WATER, FeedLevel.CITY, AT, "r")),
    ("CONTRACT_UNKNOWN", [], does("end_contract", "c", day(1), "w")),
    ("UPGRADE_ENTERED", [UPGRADED], UPGRADED),
    ("GATE_NOT_OPEN", [], does("pass_gate", "A", day(1), "a", "r")),
    ("GATE_NOT_MISSED", [UPGRADED], does("propose_exit", "A", "g", day(1))),
    ("EXIT_PROPOSED", [UPGRADED, PROPOSED], PROPOSED),
    ("EXIT_NOT_PROPOSED", [UPGRADED], DECIDED),
    ("OWN_WORK", [UPGRADED, PROPOSED], DECIDED),
    ("EXIT_NOT_PROPOSED", [UPGRADED], does("withdraw_exit", "A", "w")),
    ("GATE_MISSED", [UPGRADED, PROPOSED], does("withdraw_exit", "A", "w")),
    ("GATE_MISSED", [UPGRADED, PROPOSED, does("pass_gate", "A", day(2), "a", "r")], does("withdraw_exit", "A", "w")),
]  # fmt: skip


@pytest.mark.parametrize(("code", "given", "when"), REFUSALS, ids=lambda value: value if isinstance(value, str) else "")
def test_an_act_is_refused_with_its_code_its_rule_and_in_both_languages(code: str, given: list[Act], when: Act) -> None:
    mine = mine_after(given)
    before = list(mine.pending)
    with pytest.raises(GuardRefused) as refusal:
        when(mine)
    assert refusal.value.code == code
    assert refusal.value.rule
    assert refusal.value.message_zh
    assert list(mine.pending) == before, "a refusal leaves nothing half done"


@pytest.mark.parametrize(
    ("given", "when", "status"),
    [
        ([PRODUCING, STOPPED, APPLIED, ACCEPTED, *SIGNED], RESUME, MineStatus.PRODUCING),
        ([PRODUCING, VOLUNTARY, INSPECTED, COMMITTED], REOPEN, MineStatus.PRODUCING),
        ([PRODUCING, ON_SITE], does("lift", WHOLE, day(5), None, "f", by=OFFICER), MineStatus.PRODUCING),
        ([PRODUCING, WITHHELD], does("return_licence", WHOLE, day(5), "r"), MineStatus.PRODUCING),
        ([PRODUCING, ON_SITE, STOPPED], does("lift", WHOLE, day(5), None, "f"), MineStatus.STOPPED_FOR_RECTIFICATION),
        ([PRODUCING, STOPPED, ON_SITE, APPLIED, ACCEPTED, *SIGNED], RESUME, MineStatus.STOPPED_ON_SITE),
    ],
)  # fmt: skip
def test_each_kind_of_stop_ends_by_its_own_way_back_and_where_others_stand_stays_stopped(
    given: list[Act], when: Act, status: MineStatus
) -> None:
    mine = mine_after(given)
    when(mine)
    assert mine.status_of() is status


def test_closing_ends_the_stops_and_its_reversal_leaves_the_mine_stopped() -> None:
    mine = mine_after([PRODUCING, STOPPED, CLOSED])
    assert (mine.stops, mine.status_of()) == ({}, MineStatus.CLOSED)
    does("reverse_closure", WHOLE, MineStatus.STOPPED_VOLUNTARILY, day(9), "r", "w")(mine)
    assert [stop.kind for stop in mine.stops.values()] == [MineStatus.STOPPED_VOLUNTARILY]
    assert not [e for e in mine.pending if isinstance(e, ProcedureDefectFlagged)]


@pytest.mark.parametrize(
    ("given", "rule"),
    [([CLOSED], "双四政发〔2020〕28号 V17"), ([ON_SITE], "双四政发〔2020〕28号 V15"), ([APPROVING], None)],
)  # fmt: skip
def test_work_that_begins_against_a_stop_or_a_closure_is_a_fact_and_flagged(given: list[Act], rule: str | None) -> None:
    mine = mine_after(given)
    mine.change_status(WHOLE, MineStatus.PRODUCING, day(9), "w", by=OFFICER, at=AT)
    assert [e.rule for e in mine.pending if isinstance(e, ProcedureDefectFlagged)] == ([rule] if rule else [])


def test_a_stop_falls_with_the_status_that_never_was_and_moves_with_one_that_began_earlier() -> None:
    mine = mine_after([PRODUCING, STOPPED])
    mine.correct_status(WHOLE, MineStatus.STOPPED_FOR_RECTIFICATION, day(2), day(3), "w", by=HEAD, at=AT)
    [stop] = mine.stops.values()
    assert stop.since == day(2)
    mine.withdraw_status(WHOLE, day(2), "w", by=HEAD, at=AT)
    assert (mine.stops, mine.status_of()) == ({}, MineStatus.PRODUCING)
    mine.correct_status(WHOLE, MineStatus.STOPPED_ON_SITE, day(1), day(1), "w", by=HEAD, at=AT)
    assert [stop.kind for stop in mine.stops.values()] == [MineStatus.STOPPED_ON_SITE]


def test_an_acceptance_past_its_day_counts_and_says_how_late_it_was() -> None:
    mine = mine_after([STOPPED, APPLIED, does("accept", WHOLE, None, day(29), True, "f", "条例 §48", by=OFFICER)])
    [accepted] = [e for e in mine.pending if isinstance(e, s.ResumptionAccepted)]
    [flag] = [e for e in mine.pending if isinstance(e, ProcedureDefectFlagged)]
    assert (accepted.days_late, flag.rule) == (5, "条例 §48")


def test_repair_is_lawful_within_its_permit_and_flagged_outside() -> None:
    permit: dict[str, Any] = {
        "scope": "s",
        "starts_on": day(4),
        "ends_on": day(6),
        "sequence": "q",
        "headcount": 9,
        "reference": None,
    }
    mine = mine_after([STOPPED, does("permit_repair", WHOLE, **permit)])
    breach = Breach("V16", "超期整改维修")
    for found in (day(5), day(8)):
        mine.find_work(WHOLE, WorkKind.REPAIR, found, breach, "f", by=OFFICER, at=AT)
    assert [e.lawful for e in mine.pending if isinstance(e, s.WorkFound)] == [True, False]


def test_a_tenure_corrected_into_that_of_another_is_flagged_once() -> None:
    other = does("appoint", KeyPost.MINE_DIRECTOR, "乙", day(9), acting=False, identity_number=None, person_key=None)
    mine = mine_after([APPOINTED])
    [first] = mine.tenures
    mine.leave(first, day(9), by=HEAD, at=AT)
    other(mine)
    assert not [e for e in mine.pending if isinstance(e, ProcedureDefectFlagged)]
    mine.correct_tenure(first, day(1), day(12), "w", by=HEAD, at=AT)
    [flag] = [e for e in mine.pending if isinstance(e, ProcedureDefectFlagged)]
    assert "甲" in flag.description_zh
    with pytest.raises(GuardRefused, match="TENURE_ENDS_BEFORE_IT_BEGINS"):
        mine.correct_tenure(first, day(5), day(4), "w", by=HEAD, at=AT)


@pytest.mark.parametrize(
    ("scope", "renewed", "onward", "flags"),
    [
        (ContractingScope.WHOLE, True, False, 0),
        (ContractingScope.WHOLE, False, False, 1),
        (ContractingScope.FACES, True, False, 1),
        (ContractingScope.WHOLE, False, True, 2),
    ],
)
def test_an_irregular_contract_is_a_fact_and_flagged(
    scope: ContractingScope, renewed: bool, onward: bool, flags: int
) -> None:
    mine = mine_after([does("contract_out", Contracted("c", None, scope, renewed, onward, None), day(1))])
    assert len([e for e in mine.pending if isinstance(e, ProcedureDefectFlagged)]) == flags
