"""Whatever is asked of a mine's status, stops, people and duties, in whatever order and by whomever."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from ledger.domain.mine import Mine
from ledger.domain.mine_duty_events import SelfInspectionKind
from ledger.domain.mine_events import KeyPersonAppointed, KeyPost, KeyPostCorrected
from ledger.domain.mine_record_events import MineRecordWithdrawn, RecordKind
from ledger.domain.mine_status import Breach, OrderPaper, Paper
from ledger.domain.mine_status_events import (
    MineStatus,
    MineStatusChanged,
    MineStatusCorrected,
    MineStatusWithdrawn,
    ResumptionAccepted,
    ResumptionApplied,
    ResumptionSigned,
    SigningOffice,
    StopBegan,
    StopEnded,
    StopPutUnderOrder,
    WorkFound,
    WorkKind,
)
from ledger.domain.timeline import Timeline
from ledger.values.actor import Actor
from tests.domain.lives import Life, nearby_days, people

BODIES = ["煤管局", "应急局"]
PARTS = ["全矿", "改扩建工程"]
POSTS = [KeyPost.MINE_DIRECTOR, KeyPost.ACTUAL_CONTROLLER]
STOPS = [status for status in MineStatus if status.stopped]
parts = st.sampled_from(PARTS)
statuses = st.sampled_from(MineStatus)
orders = st.sampled_from([UUID(int=71), UUID(int=72)])
PAPER = Paper("煤管局", "文1号")


class MineLife(Life):
    """Facts of a mine are taken in any order; its periods never overlap; no stop ends but by its own way back."""

    def __init__(self) -> None:
        super().__init__()
        self.it = self.mine = Mine(UUID(int=5))

    @initialize(by=people, capacity=st.decimals(1, 1000, places=2))
    def register(self, by: Actor, capacity: Decimal) -> None:
        self.mine.register(
            division="230599", capacity=capacity, code="1", name="n", enterprise="e", credit_code=None,
            disaster_types=[], standardisation=0, register_only=False, source=None, by=by, at=self.now,
        )  # fmt: skip

    @rule(by=people, part=parts, status=statuses, on=nearby_days)
    def change_status(self, by: Actor, part: str, status: MineStatus, on: date) -> None:
        timeline = self.mine.timelines.get(part)
        last = timeline.last if timeline else None
        refused = self.attempt("change_status", part, status, on, "w", by=by)
        assert (refused is None) == (last is None or (status is not last.value and on >= last.starts))

    @rule(by=people, part=parts, status=statuses, on=nearby_days, which=st.none() | st.integers(0, 9))
    def correct_status(self, by: Actor, part: str, status: MineStatus, on: date, which: int | None) -> None:
        timeline = self.mine.timelines.get(part)
        instead = timeline.periods[which % len(timeline.periods)].starts if timeline and which is not None else None
        self.attempt("correct_status", part, status, on, instead, "w", by=by)

    @precondition(lambda self: self.mine.timelines)
    @rule(by=people, part=parts, which=st.integers(0, 9))
    def withdraw_status(self, by: Actor, part: str, which: int) -> None:
        timeline = self.mine.timelines.get(part)
        if timeline is not None:
            started = timeline.periods[which % len(timeline.periods)].starts
            self.attempt("withdraw_status", part, started, "w", by=by)

    @rule(by=people, part=parts, kind=st.sampled_from(STOPS), on=nearby_days)
    def stop(self, by: Actor, part: str, kind: MineStatus, on: date) -> None:
        self.attempt("stop", kind, part, on, "c", PAPER, by=by)

    @rule(by=people, part=parts, kind=st.sampled_from(STOPS), on=nearby_days, order=orders)
    def stop_under_order(self, by: Actor, part: str, kind: MineStatus, on: date, order: UUID) -> None:
        self.attempt("stop", kind, part, on, "c", OrderPaper("煤管局", None, order), by=by)

    @rule(by=people, part=parts, kind=st.sampled_from(STOPS), on=nearby_days, order=orders, number=st.booleans())
    def stop_as_served(self, by: Actor, part: str, kind: MineStatus, on: date, order: UUID, number: bool) -> None:
        alike = [s for s in self.mine.stops.values() if (s.part, s.kind, s.order) == (part, kind, None)]
        before, closed = set(self.mine.stops), self.mine.status_of(part) is MineStatus.CLOSED
        paper = OrderPaper("煤管局", PAPER.reference if number else "文3号", order)
        refused = self.attempt("stop_as_served", kind, part, on, "c", paper, None, by=by)
        assert refused is None, "a service is a fact"
        begun = set(self.mine.stops) - before
        assert bool(begun) == (not closed and not alike), "no second stop beside one that is recorded by a number"
        assert all(self.mine.stops[stop].order == order for stop in begun)

    @rule(by=people, part=parts, kind=st.sampled_from(STOPS), order=orders)
    def put_under_order(self, by: Actor, part: str, kind: MineStatus, order: UUID) -> None:
        own = [stop for stop in self.mine.stops.values() if stop.part == part and stop.kind is kind]
        free = len(own) == 1 and own[0].order is None
        paper = OrderPaper("煤管局", "文2号", order)
        assert (self.attempt("put_under_order", kind, part, None, paper, by=by) is None) == free

    @precondition(lambda self: self.mine.stops)
    @rule(by=people, which=st.integers(0, 9), on=nearby_days)
    def fall_with_order(self, by: Actor, which: int, on: date) -> None:
        stop = list(self.mine.stops)[which % len(self.mine.stops)]
        if self.attempt("fall_with_order", stop, on, "文书撤销", None, by=by) is None:
            assert stop not in self.mine.stops

    @rule(by=people, part=parts, on=nearby_days)
    def go_back(self, by: Actor, part: str, on: date) -> None:
        self.attempt("reopen", part, on, by=by)
        self.attempt("lift", part, on, None, "f", by=by)
        self.attempt("return_licence", part, on, "r", by=by)

    @rule(by=people, part=parts, on=nearby_days)
    def apply(self, by: Actor, part: str, on: date) -> None:
        self.attempt("apply", part, None, on, on, "p", "a", by=by)

    @rule(by=people, part=parts, on=nearby_days, passed=st.booleans())
    def accept(self, by: Actor, part: str, on: date, passed: bool) -> None:
        self.attempt("accept", part, None, on, passed, "f", "条例 §48", by=by)

    @rule(by=people, part=parts, on=nearby_days, office=st.sampled_from(SigningOffice))
    def sign(self, by: Actor, part: str, on: date, office: SigningOffice) -> None:
        self.attempt("sign", part, None, office, "s", on, None, by=by)

    @rule(by=people, part=parts, on=nearby_days)
    def resume(self, by: Actor, part: str, on: date) -> None:
        self.attempt("resume", part, None, on, by=by)

    @rule(by=people, part=parts, on=nearby_days)
    def close(self, by: Actor, part: str, on: date) -> None:
        if self.attempt("close", part, on, PAPER, "w", by=by) is None:
            assert not [stop for stop in self.mine.stops.values() if stop.part == part]

    @rule(by=people, part=parts, status=statuses, on=nearby_days)
    def reverse_closure(self, by: Actor, part: str, status: MineStatus, on: date) -> None:
        self.attempt("reverse_closure", part, status, on, "r", "w", by=by)

    @rule(by=people, part=parts, work=st.sampled_from(WorkKind), on=nearby_days, breaks=st.booleans())
    def find_work(self, by: Actor, part: str, work: WorkKind, on: date, breaks: bool) -> None:
        breach = Breach("双四政发〔2020〕28号 V15", "明停暗开") if breaks else None
        assert self.attempt("find_work", part, work, on, breach, "f", by=by) is None, "a fact is never refused"

    @rule(by=people, on=nearby_days, kind=st.sampled_from(SelfInspectionKind), found=st.integers(0, 3))
    def report_duties(self, by: Actor, on: date, kind: SelfInspectionKind, found: int) -> None:
        told: dict[str, Any] = {"led_by": "l", "account": "a"}
        assert self.attempt("report_self_inspection", kind, on, found, 1, by=by, **told) is None
        assert self.attempt("commit", "c", "矿长", on, "t", by=by) is None
        quarter: dict[str, Any] = {"signed_by": "s", "found": found, "major": 0, "rectified": 0, "account": "a"}
        assert self.attempt("report_quarter", on.replace(day=1), on, by=by, **quarter) is None, (
            "a fact is never refused"
        )

    @precondition(lambda self: self.mine.records)
    @rule(by=people, which=st.integers(0, 9), kind=st.none() | st.sampled_from(RecordKind))
    def withdraw_record(self, by: Actor, which: int, kind: RecordKind | None) -> None:
        record, known = list(self.mine.records.items())[which % len(self.mine.records)]
        refused = self.attempt("withdraw_record", record, kind or known, "w", by=by)
        assert (refused is None) == (kind in {None, known})
        assert self.attempt("withdraw_record", record, kind or known, "w", by=by) == "RECORD_UNKNOWN"

    @rule(by=people, part=parts, on=nearby_days, people_there=st.integers(0, 20))
    def repair(self, by: Actor, part: str, on: date, people_there: int) -> None:
        permit = {"scope": "s", "starts_on": on, "ends_on": on, "sequence": "q", "headcount": 9, "reference": None}
        if self.attempt("permit_repair", part, by=by, **permit) is None:
            breach = Breach("双四政发〔2020〕28号 V16", "超出许可")
            told = part, WorkKind.REPAIR, on, breach, "f"
            assert self.attempt("find_work", *told, people_there, True, by=by) is None
            assert self.happened(WorkFound)[-1].lawful == (people_there <= 9)
            assert self.attempt("find_work", *told, None, False, by=by) is None
            assert not self.happened(WorkFound)[-1].lawful

    @invariant()
    def a_record_that_was_taken_back_counts_for_nothing(self) -> None:
        gone = {event.record for event in self.happened(MineRecordWithdrawn)}
        counted = {*self.mine.reopening_inspections, *self.mine.commitment_days, *(p.permit for p in self.mine.permits)}
        assert not gone & (counted | set(self.mine.records))
        assert counted <= set(self.mine.records)

    @rule(by=people, body=st.sampled_from(BODIES), on=nearby_days)
    def assign_supervisor(self, by: Actor, body: str, on: date) -> None:
        self.attempt("assign_supervisor", body, on, by=by)

    @rule(by=people, body=st.sampled_from(BODIES), on=nearby_days, which=st.none() | st.integers(0, 9))
    def correct_supervisor(self, by: Actor, body: str, on: date, which: int | None) -> None:
        periods = self.mine.supervisors.periods
        instead = periods[which % len(periods)].starts if periods and which is not None else None
        self.attempt("correct_supervisor", body, on, instead, "w", by=by)

    @rule(by=people, post=st.sampled_from(POSTS), holder=st.sampled_from("甲乙丙"), on=nearby_days)
    def appoint(self, by: Actor, post: KeyPost, holder: str, on: date) -> None:
        details: dict[str, Any] = {"acting": False, "identity_number": None, "person_key": None}
        assert self.attempt("appoint", post, holder, on, by=by, **details) is None, "a fact is never refused"

    @precondition(lambda self: self.mine.tenures)
    @rule(by=people, which=st.integers(0, 9), on=nearby_days)
    def leave(self, by: Actor, which: int, on: date) -> None:
        appointment, held = list(self.mine.tenures.items())[which % len(self.mine.tenures)]
        allowed = held.until is None and on >= held.since
        assert (self.attempt("leave", appointment, on, by=by) is None) == allowed

    @precondition(lambda self: self.mine.tenures)
    @rule(by=people, which=st.integers(0, 9), since=nearby_days, until=st.none() | nearby_days)
    def correct_tenure(self, by: Actor, which: int, since: date, until: date | None) -> None:
        appointment = list(self.mine.tenures)[which % len(self.mine.tenures)]
        self.attempt("correct_tenure", appointment, since, until, "w", by=by)

    @invariant()
    def periods_neither_overlap_nor_leave_holes(self) -> None:
        timelines: list[Timeline[Any]] = [*self.mine.timelines.values(), self.mine.supervisors]
        for timeline in timelines:
            bounds = list(timeline.bounds().values())
            assert all(earlier.valid_to == later.valid_from for earlier, later in pairwise(bounds))
            assert all(b.valid_to is None or b.valid_from <= b.valid_to for b in bounds)
            assert not bounds or bounds[-1].valid_to is None

    @invariant()
    def what_views_are_told_is_what_the_periods_are(self) -> None:
        told: dict[UUID, tuple[date, date | None]] = {}
        for event in self.mine.pending:
            if isinstance(event, MineStatusChanged):
                if event.ended_period is not None:
                    told[event.ended_period] = (told[event.ended_period][0], event.effective_on)
                told[event.period] = (event.effective_on, None)
            elif isinstance(event, MineStatusCorrected | MineStatusWithdrawn):
                gone = event.period if isinstance(event, MineStatusWithdrawn) else event.replaced
                if gone is not None:
                    told.pop(gone)
                bounds = [event.bounds_of(period) for period in {*told, event.period}]
                told |= {b.period: (b.valid_from, b.valid_to) for b in bounds if b is not None}
        held = {
            b.period: (b.valid_from, b.valid_to)
            for timeline in self.mine.timelines.values()
            for b in timeline.bounds().values()
        }
        assert told == held

    @invariant()
    def what_is_resumed_was_accepted_and_signed_by_all_three(self) -> None:
        signed: dict[UUID, set[SigningOffice]] = {}
        for event in self.mine.pending:
            if isinstance(event, ResumptionApplied | ResumptionAccepted):
                signed[event.stop] = set()
            if isinstance(event, ResumptionSigned):
                signed[event.stop].add(event.office)
            if isinstance(event, StopEnded) and event.how == "恢复生产":
                assert signed[event.stop] == set(SigningOffice)

    @invariant()
    def a_stop_is_under_the_order_that_it_was_last_said_to_be(self) -> None:
        under: dict[UUID, UUID | None] = {}
        for event in self.mine.pending:
            if isinstance(event, StopBegan | StopPutUnderOrder):
                under[event.stop] = event.order
            if isinstance(event, StopEnded):
                del under[event.stop]
        assert {stop.id: stop.order for stop in self.mine.stops.values()} == under

    @invariant()
    def ventilation_and_pumping_are_always_lawful(self) -> None:
        always = {WorkKind.VENTILATION, WorkKind.PUMPING}
        assert all(found.lawful for found in self.happened(WorkFound) if found.work in always)

    @invariant()
    def everybody_who_held_a_post_is_known_with_their_days(self) -> None:
        known = {e.appointment for e in self.happened(KeyPersonAppointed)}
        assert set(self.mine.tenures) == known
        for corrected in self.happened(KeyPostCorrected):
            assert corrected.ended_on is None or corrected.effective_on <= corrected.ended_on


TestMineLife = MineLife.TestCase
TestMineLife.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
