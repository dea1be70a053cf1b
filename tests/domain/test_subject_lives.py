"""Whatever is recorded of a person or an enterprise, in whatever order: facts are taken, the impossible is flagged."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from ledger.domain.enterprise import Enterprise
from ledger.domain.enterprise_events import (
    ControllerKind,
    ControllerRecorded,
    ControlNature,
    EnterpriseRenamed,
    SharesExceededFlagged,
)
from ledger.domain.person import Person
from ledger.domain.person_events import CertificateKind, CertificateReinstated, CertificateWithdrawn, OfficerAdmitted
from ledger.values.actor import Actor
from tests.domain.lives import DAY, Life, nearby_days, people

SETTINGS = settings(max_examples=60, stateful_step_count=30, deadline=None)


class PersonLife(Life):
    """A person is one department's officer at a time; a certificate is withdrawn and given back in turn."""

    def __init__(self) -> None:
        super().__init__()
        self.it = self.person = Person(UUID(int=1))

    @initialize(by=people)
    def register(self, by: Actor) -> None:
        self.person.register(
            "230599", "甲", identity_number=None, person_key=None, contact=None, by=by, at=self.now
        )  # fmt: skip

    @rule(by=people, name=st.sampled_from("甲乙"), key=st.none() | st.sampled_from("ab"))
    def correct(self, by: Actor, name: str, key: str | None) -> None:
        same = (name, key) == (self.person.name, self.person.person_key)
        refused = self.attempt("correct", name, identity_number=None, person_key=key, by=by)
        assert (refused == "ALREADY_SO") == same

    @rule(by=people, department=st.sampled_from(["煤管局", "应急局"]), on=nearby_days)
    def admit(self, by: Actor, department: str, on: date) -> None:
        self.attempt("admit", department, on, account=None, professional=True, by=by)

    @rule(by=people, on=nearby_days)
    def release(self, by: Actor, on: date) -> None:
        before = self.person.serving
        refused = self.attempt("release", on, "w", by=by)
        assert (refused is None) == (before is not None and on >= before.effective_on)

    @rule(by=people, kind=st.sampled_from(CertificateKind), since=nearby_days, length=st.integers(-3, 30))
    def certify(self, by: Actor, kind: CertificateKind, since: date, length: int) -> None:
        days = (since, since + timedelta(days=length))
        refused = self.attempt("record_certificate", kind, "1", "发证机关", days, by=by)
        assert (refused is None) == (length >= 0)
        assert refused or all(self.person.certified_on(kind, day) for day in days)

    @rule(by=people, which=st.integers(0, 9), on=nearby_days)
    def withdraw(self, by: Actor, which: int, on: date) -> None:
        one = self.some(which)
        if self.attempt("withdraw_certificate", one, on, "w", by=by) is None:
            assert not self.person.certificates[one].valid_on(on)
            assert self.attempt("withdraw_certificate", one, on, "w", by=by) == "CERTIFICATE_NOT_VALID"

    @rule(by=people, which=st.integers(0, 9))
    def reinstate(self, by: Actor, which: int) -> None:
        self.attempt("reinstate_certificate", self.some(which), "w", by=by)

    def some(self, which: int) -> UUID:
        known = list(self.person.certificates)
        return known[which % len(known)] if known and which < 9 else UUID(int=99)

    @invariant()
    def service_periods_follow_one_another(self) -> None:
        admitted: list[OfficerAdmitted] = self.happened(OfficerAdmitted)
        ended = [a.ended_period for a in admitted if a.ended_period]
        assert len(set(ended)) == len(ended)
        assert set(ended) < {a.period for a in admitted} or not admitted

    @invariant()
    def withdrawals_and_reinstatements_alternate(self) -> None:
        withdrawn: set[UUID] = set()
        for event in self.person.pending:
            if isinstance(event, CertificateWithdrawn):
                assert event.certificate not in withdrawn
                withdrawn.add(event.certificate)
            if isinstance(event, CertificateReinstated):
                withdrawn.remove(event.certificate)
        assert {id for id, held in self.person.certificates.items() if held.withdrawn_on} == withdrawn


class EnterpriseLife(Life):
    """Shares are taken as the papers say; more than the whole of it on any day is flagged."""

    def __init__(self) -> None:
        super().__init__()
        self.it = self.enterprise = Enterprise(UUID(int=2))

    @initialize(by=people)
    def register(self, by: Actor) -> None:
        self.enterprise.register(
            "230599", "甲公司", credit_code=None, established_on=DAY, source=None, by=by, at=self.now
        )  # fmt: skip

    @rule(by=people, name=st.sampled_from(["甲公司", "乙公司"]), on=nearby_days)
    def rename(self, by: Actor, name: str, on: date) -> None:
        before = (self.enterprise.name, self.enterprise.named_on)
        refused = self.attempt("rename", name, on, "文", by=by)
        assert (refused is None) == (name != before[0] and on > (before[1] or DAY))

    @rule(by=people, code=st.none() | st.sampled_from("AB"))
    def correct(self, by: Actor, code: str | None) -> None:
        self.attempt("correct", code, "w", by=by)

    @rule(by=people, on=nearby_days, back=st.booleans())
    def strike_off(self, by: Actor, on: date, back: bool) -> None:
        gone = self.enterprise.deregistered_on is not None
        if back:
            assert (self.attempt("restore", "w", by=by) is None) == gone
        else:
            assert (self.attempt("deregister", on, "w", by=by) is None) == (not gone)

    @rule(
        by=people, name=st.sampled_from("甲乙丙"), nature=st.sampled_from(ControlNature),
        share=st.none() | st.sampled_from([Decimal(0), Decimal("33.3333"), Decimal(60), Decimal(100)]), on=nearby_days,
    )  # fmt: skip
    def control(self, by: Actor, name: str, nature: ControlNature, share: Decimal | None, on: date) -> None:
        who = {"person": None, "person_key": None, "credit_code": None, "holds_for": None, "basis": "章程"}
        before = len(self.happened(SharesExceededFlagged))
        kind = ControllerKind.PERSON
        assert self.attempt("record_controller", kind, name, nature, share, on, by=by, **who) is None, "a fact"
        days = [on + timedelta(days=n) for n in range(70)]
        over = any(self.enterprise.shares_on(day) > 100 for day in days)
        on_paper = nature is not ControlNature.ACTUAL and bool(share)
        assert len(self.happened(SharesExceededFlagged)) - before == (over and on_paper)

    @rule(by=people, which=st.integers(0, 9), on=nearby_days)
    def end_control(self, by: Actor, which: int, on: date) -> None:
        self.attempt("end_control", self.some(which), on, "w", by=by)

    @rule(by=people, which=st.integers(0, 9), nature=st.sampled_from(ControlNature), since=nearby_days, to=nearby_days)
    def correct_control(self, by: Actor, which: int, nature: ControlNature, since: date, to: date) -> None:
        one = self.some(which)
        refused = self.attempt("correct_control", one, nature, Decimal(10), (since, to), "w", by=by)
        if one in self.enterprise.controls and refused is not None:
            assert refused == ("ENDS_BEFORE_IT_STARTS" if to < since else "ALREADY_SO")

    @rule(by=people, mine=st.integers(1, 2), on=nearby_days, up=st.booleans())
    def run_a_mine(self, by: Actor, mine: int, on: date, up: bool) -> None:
        running = UUID(int=mine) in self.enterprise.mines
        if up:
            self.attempt("give_up_mine", UUID(int=mine), on, "w", by=by)
        else:
            assert (self.attempt("take_over_mine", UUID(int=mine), on, "文", by=by) is None) == (not running)

    def some(self, which: int) -> UUID:
        known = list(self.enterprise.controls)
        return known[which % len(known)] if known and which < 9 else UUID(int=99)

    @invariant()
    def names_follow_one_another(self) -> None:
        renamed: list[EnterpriseRenamed] = self.happened(EnterpriseRenamed)
        days = [DAY, *(e.effective_on for e in renamed)]
        assert days == sorted(set(days))

    @invariant()
    def every_control_is_kept_with_its_days(self) -> None:
        assert set(self.enterprise.controls) == {e.control for e in self.happened(ControllerRecorded)}
        assert all(c.until is None or c.until >= c.since for c in self.enterprise.controls.values())


TestPersonLife, TestEnterpriseLife = PersonLife.TestCase, EnterpriseLife.TestCase
for _case in (TestPersonLife, TestEnterpriseLife):
    _case.settings = SETTINGS
