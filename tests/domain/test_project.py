"""Each act on a construction project: given what happened, what it makes, and why it is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from ledger.domain import project_events as e
from ledger.domain.mine_event import ProcedureDefectFlagged
from ledger.domain.project import Project
from ledger.domain.project_events import ApprovalKind, ProjectKind, ProjectStatus
from ledger.rules.project_requirements import project_requirements
from ledger.values.actor import Actor, Role
from ledger.values.errors import GuardRefused

DAY = date(2026, 7, 6)
AT = datetime(2026, 7, 6, tzinfo=UTC)
BUILDER = Actor(id="e1", department="煤业公司", role=Role.ENTERPRISE, post="矿长")
OFFICER = Actor(id="o1", department="煤管局", role=Role.OFFICER, post="一队")
HEAD = Actor(id="h1", department="煤管局", role=Role.HEAD, post="局长")
REQUIRED = {ApprovalKind.SAFETY_DESIGN: "安全生产法 §33", ApprovalKind.PRELIMINARY_DESIGN: "二(三甲)3"}
SAFETY, PRELIMINARY, FILING = (
    ApprovalKind.SAFETY_DESIGN,
    ApprovalKind.PRELIMINARY_DESIGN,
    ApprovalKind.CONSTRUCTION_FILING,
)
DESIGN_CODE = "《煤炭工业智能化矿井设计规范》GB/T 51272-2018"
Act = Callable[[Project], None]


def day(n: int) -> date:
    return DAY + timedelta(days=n)


def granted(kind: ApprovalKind = SAFETY, on: int = 0, ends: int | None = None) -> Act:
    ends_on = None if ends is None else day(ends)
    code = [DESIGN_CODE]
    return lambda p: p.grant(
        kind, day(on), ends_on, authority="省局", document=f"{kind}", standards=code, by=OFFICER, at=AT
    )  # fmt: skip


def by_no_standard(p: Project) -> None:
    p.grant(SAFETY, DAY, None, authority="省局", document="d", by=OFFICER, at=AT)


def denied(p: Project) -> None:
    p.deny(SAFETY, DAY, "w", authority="省局", document="d", by=OFFICER, at=AT)


def expired(on: int = 5) -> Act:
    return lambda p: p.expire(SAFETY, day(on), by=OFFICER, at=AT)


def revoked(on: int = 5) -> Act:
    return lambda p: p.revoke(SAFETY, day(on), "w", authority="省局", document="d", by=OFFICER, at=AT)


def begun(on: int = 1) -> Act:
    return lambda p: p.begin_construction(day(on), REQUIRED, by=BUILDER, at=AT)


def stopped(p: Project) -> None:
    p.stop_construction(max(day(2), p.stepped_on), "w", by=OFFICER, at=AT)


def resumed(p: Project) -> None:
    p.resume_construction(max(day(3), p.stepped_on), by=BUILDER, at=AT)


def deviated(p: Project) -> None:
    p.deviate(day(3), "f", by=OFFICER, at=AT)


def remedied(p: Project) -> None:
    open_now = next(iter(p.deviations), UUID(int=99))
    p.remedy(open_now, day(4), "f", by=OFFICER, at=AT)


def on_trial(ends: int = 30) -> Act:
    return lambda p: p.begin_trial_run(day(5), day(ends), by=BUILDER, at=AT)


def facilities(by: Actor = BUILDER) -> Act:
    return lambda p: p.accept_facilities(day(6), "d", "f", by=by, at=AT)


def accepted(on: int = 10, by: Actor = OFFICER) -> Act:
    return lambda p: p.accept(day(on), "d", "f", by=by, at=AT)


def not_accepted(p: Project) -> None:
    p.refuse_acceptance(day(10), "f", by=OFFICER, at=AT)


def acceptance_revoked(p: Project) -> None:
    p.revoke_acceptance(day(12), "d", "w", by=HEAD, at=AT)


def in_use(on: int = 11) -> Act:
    return lambda p: p.put_in_use(day(on), by=BUILDER, at=AT)


def cancelled(p: Project) -> None:
    p.cancel(day(2), "d", "w", by=HEAD, at=AT)


def restored(p: Project) -> None:
    p.restore("d", "w", by=HEAD, at=AT)


def revised(p: Project) -> None:
    p.revise(name="n", builder="b", capacity=None, mechanised=False, document=None, by=BUILDER, at=AT)


def changed(document: str | None) -> Act:
    return lambda p: p.revise(
        name="n", builder="b", capacity=Decimal(90), mechanised=True, document=document, by=BUILDER, at=AT
    )


def extended(ends: int = 60) -> Act:
    return lambda p: p.extend_trial_run(day(ends), "d", "w", by=OFFICER, at=AT)


def verified(p: Project) -> None:
    p.verify(day(4), ["程远"], "f", in_order=False, by=OFFICER, at=AT)


def found(due: int | None) -> Act:
    return lambda p: p.deviate(day(3), "f", None if due is None else day(due), by=OFFICER, at=AT)


DESIGNS = [granted(SAFETY), granted(PRELIMINARY)]
BUILT = [*DESIGNS, begun(), on_trial(), facilities()]


def a_project(*given: Act) -> Project:
    project = Project(UUID(int=2))
    project.apply(
        mine=UUID(int=1), division="230599", department="煤管局", name="n", kind=ProjectKind.EXPANSION, builder="b",
        capacity=None, mechanised=True, applied_on=DAY, by=BUILDER, at=AT,
    )  # fmt: skip
    for act in given:
        act(project)
    project.collect_events()
    return project


S = ProjectStatus
Then = list[tuple[type[Any], dict[str, Any]]]
FLAG = (ProcedureDefectFlagged, dict[str, Any]())
THEN: list[tuple[list[Act], Act, Then, ProjectStatus]] = [
    ([], revised, [(e.ProjectRevised, {"mechanised": False})], S.APPLIED),
    ([], granted(), [(e.ProjectApprovalGranted, {"kind": SAFETY, "ends_on": None})], S.APPLIED),
    ([], by_no_standard, [(e.ProjectApprovalGranted, {"standards": []}), FLAG], S.APPLIED),
    ([], changed(None), [(e.ProjectRevised, {"capacity": Decimal(90)})], S.APPLIED),
    ([granted()], changed(None), [(e.ProjectRevised, {}), FLAG], S.APPLIED),
    ([granted()], changed("变更批复1号"), [(e.ProjectRevised, {"document": "变更批复1号"})], S.APPLIED),
    (BUILT, extended(), [(e.TrialRunExtended, {"ends_on": day(60)})], S.TRIAL_RUN),
    (BUILT, verified, [(e.ProjectSiteVerified, {"status": S.TRIAL_RUN, "in_order": False})], S.TRIAL_RUN),
    ([], found(9), [(e.DesignDeviationFound, {"due_on": day(9)}), FLAG], S.APPLIED),
    (DESIGNS, granted(FILING), [(e.ProjectApprovalGranted, {"kind": FILING})], S.APPLIED),
    ([granted(ends=5)], granted(on=5), [(e.ProjectApprovalGranted, {})], S.APPLIED),
    ([], denied, [(e.ProjectApprovalRefused, {"why": "w"})], S.APPLIED),
    ([granted()], expired(), [(e.ProjectApprovalExpired, {"expired_on": day(5)})], S.APPLIED),
    ([granted()], revoked(), [(e.ProjectApprovalRevoked, {"revoked_on": day(5)})], S.APPLIED),
    (DESIGNS, begun(), [(e.ConstructionBegun, {"missing": []})], S.BUILDING),
    (
        [granted(SAFETY, on=2)],
        begun(1),
        [(e.ConstructionBegun, {"missing": [SAFETY, PRELIMINARY]}), FLAG, FLAG],
        S.BUILDING,
    ),
    (
        [*DESIGNS, revoked(1)],
        begun(1),
        [(e.ConstructionBegun, {"missing": [SAFETY]}), (ProcedureDefectFlagged, {"rule": "安全生产法 §33"})],
        S.BUILDING,
    ),
    ([*DESIGNS, begun()], stopped, [(e.ConstructionStopped, {})], S.STOPPED),
    ([*DESIGNS, begun(), stopped], resumed, [(e.ConstructionResumed, {"resumed": S.BUILDING})], S.BUILDING),
    ([*BUILT, stopped], resumed, [(e.ConstructionResumed, {"resumed": S.TRIAL_RUN})], S.TRIAL_RUN),
    ([*DESIGNS, begun()], deviated, [(e.DesignDeviationFound, {}), FLAG], S.BUILDING),
    ([*DESIGNS, begun(), deviated], remedied, [(e.DesignDeviationRemedied, {})], S.BUILDING),
    ([*DESIGNS, begun()], on_trial(), [(e.TrialRunBegun, {"ends_on": day(30)})], S.TRIAL_RUN),
    ([], on_trial(), [(e.TrialRunBegun, {}), FLAG], S.TRIAL_RUN),
    ([], facilities(), [(e.SafetyFacilitiesAccepted, {})], S.APPLIED),
    (BUILT, accepted(), [(e.ProjectAccepted, {"accepted_on": day(10)})], S.ACCEPTED),
    ([*BUILT, in_use()], accepted(12), [(e.ProjectAccepted, {})], S.IN_USE),
    (BUILT, not_accepted, [(e.ProjectAcceptanceRefused, {})], S.TRIAL_RUN),
    ([*BUILT, accepted()], acceptance_revoked, [(e.ProjectAcceptanceRevoked, {})], S.TRIAL_RUN),
    ([*BUILT, accepted(), in_use()], acceptance_revoked, [(e.ProjectAcceptanceRevoked, {})], S.IN_USE),
    ([*BUILT, accepted()], in_use(), [(e.ProjectPutInUse, {"accepted": True})], S.IN_USE),
    ([*BUILT, accepted()], in_use(9), [(e.ProjectPutInUse, {"accepted": False}), FLAG], S.IN_USE),
    (BUILT, in_use(), [(e.ProjectPutInUse, {"accepted": False}), FLAG], S.IN_USE),
    ([], cancelled, [(e.ProjectCancelled, {})], S.CANCELLED),
    ([*DESIGNS, begun(), cancelled], restored, [(e.ProjectRestored, {})], S.BUILDING),
    (
        [*DESIGNS, cancelled],
        begun(3),
        [(e.ConstructionBegun, {}), (ProcedureDefectFlagged, {"rule": "双四政发〔2020〕28号 V14"})],
        S.BUILDING,
    ),
    ([*DESIGNS, cancelled, begun(3)], restored, [(e.ProjectRestored, {})], S.BUILDING),
]


@pytest.mark.parametrize(("given", "when", "then", "status"), THEN)
def test_what_an_act_makes(given: list[Act], when: Act, then: Then, status: ProjectStatus) -> None:
    project = a_project(*given)
    when(project)
    assert [type(event) for event in project.pending] == [cls for cls, _ in then]
    for event, (_, fields) in zip(project.pending, then, strict=True):
        assert {name: getattr(event, name) for name in fields} == fields
    assert project.status is status


REFUSED: list[tuple[list[Act], Act, str]] = [
    ([revised], granted(SAFETY), "NOT_MECHANISED"),
    ([revised], granted(PRELIMINARY), "NOT_MECHANISED"),
    ([revised], granted(FILING), "NOT_MECHANISED"),
    ([granted(SAFETY)], granted(FILING), "APPROVAL_MISSING"),
    ([], granted(SAFETY, ends=0), "ENDS_BEFORE_IT_BEGINS"),
    ([granted()], granted(), "APPROVAL_IN_FORCE"),
    ([cancelled], granted(), "PROJECT_CANCELLED"),
    ([], expired(), "APPROVAL_NOT_IN_FORCE"),
    ([granted(), revoked()], revoked(), "APPROVAL_NOT_IN_FORCE"),
    ([begun()], begun(), "CONSTRUCTION_UNCHANGED"),
    ([], stopped, "NOTHING_TO_STOP"),
    ([begun()], resumed, "NOTHING_TO_RESUME"),
    ([], remedied, "DEVIATION_NOT_OPEN"),
    ([on_trial()], on_trial(), "TRIAL_RUN_UNCHANGED"),
    ([], on_trial(ends=4), "ENDS_BEFORE_IT_BEGINS"),
    ([*DESIGNS, begun(), facilities()], accepted(), "TRIAL_RUN_MISSING"),
    (BUILT, accepted(4), "TRIAL_RUN_MISSING"),
    ([*DESIGNS, begun(), on_trial()], accepted(), "FACILITIES_NOT_ACCEPTED"),
    (BUILT, accepted(5), "FACILITIES_NOT_ACCEPTED"),
    ([*BUILT, stopped], accepted(), "CONSTRUCTION_STOPPED"),
    ([*BUILT, deviated], accepted(), "DEVIATION_OPEN"),
    ([*BUILT, revoked()], accepted(), "APPROVAL_MISSING"),
    ([*BUILT, cancelled], accepted(), "PROJECT_CANCELLED"),
    ([*DESIGNS, begun(), on_trial(), facilities(OFFICER)], accepted(), "OWN_WORK"),
    ([*BUILT, accepted()], accepted(), "ACCEPTED_ALREADY"),
    ([*BUILT, accepted()], not_accepted, "ACCEPTED_ALREADY"),
    ([*BUILT, accepted(), acceptance_revoked], accepted(), "FACILITIES_NOT_ACCEPTED"),
    (BUILT, acceptance_revoked, "NOT_ACCEPTED"),
    ([in_use()], in_use(), "USE_UNCHANGED"),
    ([cancelled], cancelled, "PROJECT_CANCELLED"),
    ([*BUILT, accepted()], cancelled, "ACCEPTED_ALREADY"),
    ([], restored, "NOT_CANCELLED"),
    ([begun(4)], lambda p: p.stop_construction(day(3), "w", by=OFFICER, at=AT), "DAY_BEFORE_LAST_STEP"),
    ([begun(1), stopped], lambda p: p.resume_construction(DAY, by=BUILDER, at=AT), "DAY_BEFORE_LAST_STEP"),
    ([begun(9)], on_trial(), "DAY_BEFORE_LAST_STEP"),
    ([deviated], lambda p: p.remedy(next(iter(p.deviations)), DAY, "f", by=OFFICER, at=AT), "DAY_BEFORE_LAST_STEP"),
    ([], lambda p: p.verify(day(-1), ["x"], "f", in_order=True, by=OFFICER, at=AT), "DAY_BEFORE_IT_WAS"),
    ([], lambda p: p.deviate(day(-1), "f", by=OFFICER, at=AT), "DAY_BEFORE_IT_WAS"),
    ([], lambda p: p.accept_facilities(day(-1), "d", "f", by=BUILDER, at=AT), "DAY_BEFORE_IT_WAS"),
    ([], lambda p: p.refuse_acceptance(day(-1), "f", by=OFFICER, at=AT), "DAY_BEFORE_IT_WAS"),
    ([], found(2), "ENDS_BEFORE_IT_BEGINS"),
    ([begun()], extended(), "NOT_ON_TRIAL"),
    (BUILT, extended(30), "NOT_AN_EXTENSION"),
]


@pytest.mark.parametrize(("given", "when", "code"), REFUSED)
def test_why_an_act_is_refused(given: list[Act], when: Act, code: str) -> None:
    project = a_project(*given)
    with pytest.raises(GuardRefused) as refusal:
        when(project)
    assert refusal.value.code == code
    assert refusal.value.message_zh
    assert refusal.value.rule
    assert project.pending == ()


def test_what_a_project_needs_before_building_follows_its_kind() -> None:
    rules = project_requirements()
    assert set(rules.for_building(ProjectKind.UPGRADE)) == set(ApprovalKind)
    assert set(rules.for_building(ProjectKind.SAFETY_RENOVATION)) == {SAFETY, PRELIMINARY, FILING}
