"""Whatever is entered in a mine's file, of its workings and of how it is run, in whatever order and by whomever."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from ledger.domain.mine import Mine
from ledger.domain.mine_contracting import Contracted
from ledger.domain.mine_event import ProcedureDefectFlagged
from ledger.domain.mine_events import MineRegistrationCorrected, SizeClass, registered_capacity_id, registered_grade_id
from ledger.domain.mine_file_events import (
    CapacityKind,
    DisasterKind,
    DispositionGround,
    DispositionKind,
    FileEvent,
    RequirementState,
    StandardisationChange,
)
from ledger.domain.mine_operation_events import (
    ApprovalGatePassed,
    ApprovalGateRefused,
    ContractingBegun,
    ContractingScope,
    ExitDecided,
    ExitDecision,
    ExitProposed,
    FeedKind,
    FeedLevel,
)
from ledger.domain.mine_requirements import Required
from ledger.domain.mine_status import Breach
from ledger.domain.mine_working_events import FaceKind, FaceMethod, FaceOpened, Seams
from ledger.domain.production_year import ProductionYear
from ledger.domain.production_year_events import (
    HeadcountCorrected,
    OutputCorrected,
    OutputReported,
    OverLimit,
    ShiftKind,
)
from ledger.values.actor import Actor
from tests.domain.lives import DAY, Life, nearby_days, people

GATES = [
    {"code": "A", "zh": "项目核准", "due_on": DAY, "consequence": "分类处置"},
    {"code": "B", "zh": "安全设施设计批复", "due_on": DAY + timedelta(days=9), "consequence": "分类处置"},
]
MOMENT = datetime(2026, 7, 6, tzinfo=UTC)
names = st.sampled_from(["101面", "102面"])
panel_names = st.sampled_from(["一采区", "二采区"])
gates = st.sampled_from("ABC")
SETTINGS = settings(max_examples=30, stateful_step_count=25, deadline=None)


class MineFileLife(Life):
    """The file takes every entry at its day; an exit is proposed of a missed gate, and decided by somebody else."""

    def __init__(self) -> None:
        super().__init__()
        self.it = self.mine = Mine(UUID(int=6))

    @initialize(by=people)
    def register(self, by: Actor) -> None:
        self.mine.register(
            division="230599", capacity=Decimal(60), code="1", name="n", enterprise="e", credit_code=None,
            disaster_types=[], standardisation=2, register_only=False, source=None, by=by, at=self.now,
        )  # fmt: skip

    @rule(by=people, kind=st.sampled_from(CapacityKind), capacity=st.integers(1, 300), on=nearby_days)
    def change_capacity(self, by: Actor, kind: CapacityKind, capacity: int, on: date) -> None:
        assert self.attempt("change_capacity", kind, Decimal(capacity), on, "r", by=by) is None

    @rule(by=people, capacity=st.integers(1, 300), on=nearby_days, instead_of=nearby_days)
    def replace_capacity(self, by: Actor, capacity: int, on: date, instead_of: date) -> None:
        known = self.mine.design_capacities.starting(instead_of)
        told = (CapacityKind.DESIGN, Decimal(capacity), on, "r")
        refused = self.attempt("change_capacity", *told, instead_of=instead_of, by=by)
        assert (refused == "PERIOD_UNKNOWN") == (known is None)
        assert refused or self.mine.design_capacities.on(on)
        assert refused or self.mine.capacity_on(on) in {Decimal(capacity), *self.approved_and_announced()}

    def approved_and_announced(self) -> set[Decimal]:
        kinds = (CapacityKind.APPROVED, CapacityKind.ANNOUNCED)
        return {p.value for kind in kinds if (t := self.mine.kept.get(f"capacity:{kind}")) for p in t.periods}

    @rule(by=people, capacity=st.integers(1, 300))
    def correct_registration(self, by: Actor, capacity: int) -> None:
        design = self.mine.design_capacities
        there, first = design.find(registered_capacity_id(self.mine.id)), design.periods[0].value
        told = {"code": "1", "name": "n", "enterprise": "e", "credit_code": None, "capacity": Decimal(capacity)}
        refused = self.attempt("correct", by=by, **told)
        assert (refused == "CAPACITY_REPLACED") == (there is None and first != capacity)
        if refused is None:
            last = self.happened(MineRegistrationCorrected)[-1]
            assert last.current == self.mine.design_capacities.periods[-1].value

    @rule(by=people, disaster=st.sampled_from(DisasterKind), severe=st.booleans(), on=nearby_days)
    def appraise(self, by: Actor, disaster: DisasterKind, severe: bool, on: date) -> None:
        assert self.attempt("appraise", disaster, "g", severe, on, "i", "r", by=by) is None

    @rule(by=people, on=nearby_days)
    def plan_and_liaison(self, by: Actor, on: date) -> None:
        assert self.attempt("adopt_plan", "t", on, by=by) is None
        assert self.attempt("name_liaison", "l", "p", "s", on, by=by) is None
        assert self.attempt("set_headcount", "全矿", 9, on, "r", by=by) is None

    @rule(by=people, on=nearby_days, instead_of=nearby_days)
    def correct_plan_and_liaison(self, by: Actor, on: date, instead_of: date) -> None:
        editions = [period.value for period in self.mine.kept["plan"].periods] if "plan" in self.mine.kept else []
        self.attempt("name_liaison", "l2", "p", "s", on, instead_of=instead_of, by=by)
        if self.attempt("adopt_plan", "t", on, instead_of=instead_of, by=by) is None:
            assert sorted(period.value for period in self.mine.kept["plan"].periods) == sorted(editions)

    @rule(by=people, what=st.sampled_from(DispositionKind), ground=st.sampled_from(DispositionGround), on=nearby_days)
    def dispose(self, by: Actor, what: DispositionKind, ground: DispositionGround, on: date) -> None:
        flags = len(self.happened(ProcedureDefectFlagged))
        assert self.attempt("decide_disposition", what, ground, on, "区政府", "r", "w", by=by) is None
        small = self.mine.capacity_on(on) < 30
        wrong = ground is DispositionGround.SMALL_CAPACITY and not small
        assert len(self.happened(ProcedureDefectFlagged)) == flags + wrong

    @rule(by=people, codes=st.sets(st.sampled_from("AB")), on=nearby_days)
    def list_requirements(self, by: Actor, codes: set[str], on: date) -> None:
        items = [Required(code, "事项", "二(六)4", "g") for code in sorted(codes)]
        refused = self.attempt("list_requirements", items, on, by=by)
        assert refused in {None, "REQUIREMENTS_UNCHANGED"}
        assert self.attempt("list_requirements", items, on, by=by) == "REQUIREMENTS_UNCHANGED"
        assert all(self.mine.kept_on(f"requirement:{code}", on) in RequirementState for code in codes)

    @rule(by=people, code=st.sampled_from("AB"), state=st.sampled_from(RequirementState), on=nearby_days)
    def note_requirement(self, by: Actor, code: str, state: RequirementState, on: date) -> None:
        item = Required(code, "事项", "二(六)4", "")
        assert self.attempt("note_requirement", item, state, on, "f", None, by=by) is None, "a fact is never refused"
        assert self.mine.kept_on(f"requirement:{code}", on) is state

    @rule(by=people, grade=st.integers(0, 3), change=st.sampled_from(StandardisationChange), on=nearby_days)
    def grade(self, by: Actor, grade: int, change: StandardisationChange, on: date) -> None:
        refused = self.attempt("grade_standardisation", grade, change, on, "a", "r", by=by)
        assert change is not StandardisationChange.ASSESSED or refused is None

    @rule(by=people, name=panel_names, seams=st.sampled_from(Seams), on=nearby_days)
    def open_panel(self, by: Actor, name: str, seams: Seams, on: date) -> None:
        self.attempt("open_panel", name, seams, on, by=by)

    @rule(by=people, name=panel_names, on=nearby_days)
    def close_panel(self, by: Actor, name: str, on: date) -> None:
        self.attempt("close_panel", name, on, by=by)

    @rule(by=people, name=names, panel=st.none() | panel_names, kind=st.sampled_from(FaceKind), on=nearby_days)
    def open_face(self, by: Actor, name: str, panel: str | None, kind: FaceKind, on: date) -> None:
        breaches = [Breach("r", "同时生产过多")] if self.mine.coal_faces() > 0 else []
        self.attempt("open_face", name, panel, kind, FaceMethod.MECHANISED, on, breaches, by=by)

    @rule(by=people, name=names, on=nearby_days)
    def go_on_with_face(self, by: Actor, name: str, on: date) -> None:
        self.attempt("stop_face", name, on, "w", by=by)
        self.attempt("restart_face", name, on, [], by=by)

    @rule(by=people, name=panel_names, seams=st.sampled_from(Seams), on=nearby_days, closed=st.none() | nearby_days)
    def correct_panel(self, by: Actor, name: str, seams: Seams, on: date, closed: date | None) -> None:
        if self.attempt("correct_panel", name, seams, on, closed, "w", by=by) is None:
            assert (name in self.mine.panels) == (closed is None)

    @rule(by=people, name=names, panel=st.none() | panel_names, on=nearby_days, closed=st.none() | nearby_days)
    def correct_face(self, by: Actor, name: str, panel: str | None, on: date, closed: date | None) -> None:
        told = name, panel, FaceKind.COAL, FaceMethod.BLASTING, on, closed, "w"
        if self.attempt("correct_face", *told, [], by=by) is None:
            assert (name in self.mine.faces) == (closed is None)
            assert (name in self.mine.closed_faces) == (closed is not None)

    @rule(by=people, name=names, on=nearby_days)
    def close_face(self, by: Actor, name: str, on: date) -> None:
        self.attempt("close_face", name, on, "w", by=by)

    @rule(by=people, scope=st.sampled_from(ContractingScope), renewed=st.booleans(), onward=st.booleans())
    def contract_out(self, by: Actor, scope: ContractingScope, renewed: bool, onward: bool) -> None:
        flags = len(self.happened(ProcedureDefectFlagged))
        told = Contracted("c", None, scope, renewed, onward, None)
        assert self.attempt("contract_out", told, DAY, by=by) is None
        wrong = (scope is not ContractingScope.WHOLE) or not renewed
        assert len(self.happened(ProcedureDefectFlagged)) == flags + wrong + onward

    @rule(by=people, on=nearby_days)
    def end_contract(self, by: Actor, on: date) -> None:
        self.attempt("end_contract", "c", on, "w", by=by)

    @rule(by=people, renewed=st.booleans(), on=nearby_days)
    def contract_on(self, by: Actor, renewed: bool, on: date) -> None:
        running = [c for c in self.mine.contracts.values() if c.contractor == "c" and c.until is None]
        told = Contracted("d", None, ContractingScope.WHOLE, renewed, False, None, under="c")
        flags = len(self.happened(ProcedureDefectFlagged))
        refused = self.attempt("contract_out", told, on, by=by)
        assert refused == (None if running else "CONTRACT_UNKNOWN")
        if refused is None:
            assert self.happened(ContractingBegun)[-1].parent == running[0].id
            assert len(self.happened(ProcedureDefectFlagged)) == flags + 1 + (not renewed)

    @rule(by=people, on=nearby_days)
    def renew_licence(self, by: Actor, on: date) -> None:
        if self.attempt("renew_licence", "c", on, "证1号", by=by) is None:
            assert any(c.licensed for c in self.mine.contracts.values() if c.contractor == "c")

    @rule(by=people, recorded=nearby_days, on=nearby_days, until=st.none() | nearby_days)
    def correct_contract(self, by: Actor, recorded: date, on: date, until: date | None) -> None:
        known = [c for c in self.mine.contracts.values() if (c.contractor, c.since) == ("c", recorded)]
        refused = self.attempt("correct_contract", "c", recorded, on, until, "w", by=by)
        assert (refused == "CONTRACT_UNKNOWN") == (not known)

    @invariant()
    def no_contract_ends_before_it_began(self) -> None:
        assert all(c.until is None or c.since <= c.until for c in self.mine.contracts.values())

    @rule(by=people, kind=st.sampled_from(FeedKind), which=st.integers(0, 2))
    def feeds(self, by: Actor, kind: FeedKind, which: int) -> None:
        if which == 0:
            self.attempt("connect_feed", kind, FeedLevel.CITY, MOMENT, by=by)
        else:
            act = ("interrupt_feed", "restore_feed")[which - 1]
            self.attempt(act, kind, FeedLevel.CITY, MOMENT, "w", by=by)

    @rule(by=people)
    def enter_upgrade(self, by: Actor) -> None:
        self.attempt("enter_upgrade", "p", GATES, DAY, by=by)

    @rule(by=people, code=gates, on=nearby_days)
    def pass_gate(self, by: Actor, code: str, on: date) -> None:
        self.attempt("pass_gate", code, on, "a", "r", by=by)

    @rule(by=people, code=gates, on=nearby_days)
    def refuse_gate(self, by: Actor, code: str, on: date) -> None:
        gate = self.mine.gates.get(code)
        open_ = gate is not None and gate.gate not in self.mine.passed_gates
        assert (self.attempt("refuse_gate", code, on, "a", "r", "w", by=by) is None) == open_

    @rule(by=people, code=gates)
    def reopen_gate(self, by: Actor, code: str) -> None:
        gate = self.mine.gates.get(code)
        decided = gate is not None and gate.gate in self.mine.refused_gates | set(self.mine.passed_gates)
        assert (self.attempt("reopen_gate", code, "w", by=by) is None) == decided
        if decided:
            assert self.attempt("refuse_gate", code, DAY, "a", "r", "w", by=by) is None, "it is open again"

    @rule(by=people, on=nearby_days, revoke=st.booleans())
    def revoke_or_restore_upgrade(self, by: Actor, on: date, revoke: bool) -> None:
        entered, revoked = bool(self.mine.gates), self.mine.upgrade_revoked
        refused = self.attempt("revoke_upgrade" if revoke else "restore_upgrade", on, "r", "w", by=by)
        assert (refused is None) == (entered and not revoked if revoke else revoked)

    @rule(by=people, code=gates, on=nearby_days)
    def propose_exit(self, by: Actor, code: str, on: date) -> None:
        self.attempt("propose_exit", code, "g", on, by=by)

    @precondition(lambda self: self.mine.proposals)
    @rule(by=people, code=gates, decision=st.sampled_from(ExitDecision))
    def decide_exit(self, by: Actor, code: str, decision: ExitDecision) -> None:
        self.attempt("decide_exit", code, decision, DAY, "r", "w", by=by)

    @precondition(lambda self: self.mine.proposals)
    @rule(by=people, code=gates)
    def withdraw_exit(self, by: Actor, code: str) -> None:
        open_ = {p.gate for p in self.mine.proposals.values()}
        known = self.mine.gates.get(code)
        gate = None if known is None else known.gate
        in_time = gate in self.mine.passed_gates and not self.mine.passed_gates[gate].days_late
        assert (self.attempt("withdraw_exit", code, "w", by=by) is None) == (gate in open_ and in_time)

    @invariant()
    def the_file_neither_overlaps_nor_leaves_holes(self) -> None:
        for timeline in self.mine.kept.values():
            bounds = list(timeline.bounds().values())
            assert all(earlier.valid_to == later.valid_from for earlier, later in pairwise(bounds))
            assert bounds[-1].valid_to is None

    @invariant()
    def what_views_are_told_is_what_the_file_holds(self) -> None:
        told: dict[UUID, tuple[date, date | None]] = {
            registered_capacity_id(self.mine.id): (DAY, None),
            registered_grade_id(self.mine.id): (DAY, None),
        }
        for event in self.happened(FileEvent):
            bounds = [event.bounds_of(period) for period in {*told, event.period}]
            told |= {b.period: (b.valid_from, b.valid_to) for b in bounds if b is not None}
            told.pop(event.replaced, None)
        held = [b for timeline in self.mine.kept.values() for b in timeline.bounds().values()]
        assert told == {b.period: (b.valid_from, b.valid_to) for b in held}

    @invariant()
    def nobody_decides_their_own_proposal_and_no_gate_in_time_is_proposed(self) -> None:
        proposals = {p.proposal: p for p in self.happened(ExitProposed)}
        due = {gate.gate: gate.due_on for gate in self.mine.gates.values()}
        refused = {event.gate for event in self.happened(ApprovalGateRefused)}
        assert all(p.proposed_on > due[p.gate] or p.gate in refused for p in proposals.values())
        for decided in self.happened(ExitDecided):
            assert not decided.actor.same_capacity(proposals[decided.proposal].actor)
        for passed in self.happened(ApprovalGatePassed):
            assert passed.days_late == max((passed.passed_on - due[passed.gate]).days, 0)

    @invariant()
    def a_face_of_a_name_is_open_once(self) -> None:
        ids = [face.id for face in self.mine.faces.values()]
        assert set(ids) <= {f.face for f in self.happened(FaceOpened)}
        assert all(face.panel is None or face.panel in self._open_panels() for face in self.mine.faces.values())

    @invariant()
    def the_size_follows_the_capacity_that_counts(self) -> None:
        assert self.mine.size_on(DAY) is SizeClass.of(self.mine.capacity_on(DAY))

    def _open_panels(self) -> set[UUID]:
        return {panel.id for panel in self.mine.panels.values()}


class ProductionYearLife(Life):
    """Output and headcount are facts; a month is reported once and corrected with what stood before."""

    def __init__(self) -> None:
        super().__init__()
        self.it = self.year = ProductionYear(UUID(int=7))

    @initialize(by=people, output=st.decimals(0, 20, places=2))
    def begin(self, by: Actor, output: Decimal) -> None:
        self.year.open(UUID(int=5), "230599")
        assert self.attempt("report", 2026, 1, output, Decimal(60), [], by=by) is None

    @rule(by=people, month=st.integers(1, 12), output=st.decimals(0, 20, places=2), over=st.booleans())
    def report(self, by: Actor, month: int, output: Decimal, over: bool) -> None:
        limits = [OverLimit(rule="r", zh="超能力")] if over else []
        known = month in self.year.outputs
        refused = self.attempt("report", 2026, month, output, Decimal(60), limits, by=by)
        assert (refused is not None) == known

    @rule(by=people, month=st.integers(1, 12), output=st.decimals(0, 20, places=2))
    def correct(self, by: Actor, month: int, output: Decimal) -> None:
        before = self.year.outputs.get(month)
        refused = self.attempt("correct", 2026, month, output, Decimal(60), [], "w", by=by)
        assert (refused is None) == (before is not None and before != output)

    @rule(by=people, people_there=st.integers(0, 900), over=st.booleans(), on=nearby_days)
    def headcount(self, by: Actor, people_there: int, over: bool, on: date) -> None:
        limits = [OverLimit(rule="r", zh="超员")] if over else []
        told = (on, "早班", ShiftKind.PRODUCTION, "全矿", people_there, 9, "r", limits)
        assert self.attempt("report_headcount", *told, by=by) is None, "a fact is never refused"

    @rule(by=people, people_there=st.integers(0, 900), on=nearby_days)
    def correct_headcount(self, by: Actor, people_there: int, on: date) -> None:
        known = self.year.headcounts.get((on, "早班", "全矿"))
        refused = self.attempt("correct_headcount", on, "早班", "全矿", people_there, 9, "r", [], "w", by=by)
        assert (refused is None) == (known is not None and known.people != people_there)
        if refused is None:
            assert known is not None
            assert self.happened(HeadcountCorrected)[-1].previous == known.people
            assert self.year.headcounts[on, "早班", "全矿"].people == people_there

    @invariant()
    def the_year_is_the_sum_of_what_is_known_of_its_months(self) -> None:
        known: dict[int, Decimal] = {}
        for event in self.year.pending:
            if isinstance(event, OutputReported | OutputCorrected):
                if isinstance(event, OutputCorrected):
                    assert event.previous == known[event.month]
                known[event.month] = event.output
                assert event.of_year == sum(known.values())
        assert known == self.year.outputs

    @invariant()
    def every_limit_exceeded_is_flagged(self) -> None:
        over = [limit for event in self.year.pending for limit in getattr(event, "over", [])]
        assert len(over) == len(self.happened(ProcedureDefectFlagged))


TestMineFileLife, TestProductionYearLife = MineFileLife.TestCase, ProductionYearLife.TestCase
for _case in (TestMineFileLife, TestProductionYearLife):
    _case.settings = SETTINGS
