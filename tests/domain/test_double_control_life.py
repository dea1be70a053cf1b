"""Whatever is said of double control in whatever order: facts, and what is taken back was there."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from ledger.domain import double_control_events as e
from ledger.domain.double_control import DoubleControl, double_control_id
from ledger.domain.double_control_events import DoubleControlPart
from ledger.domain.risk_events import AssessmentKind
from ledger.values.actor import Actor
from tests.domain.lives import DAY, PEOPLE, Life, people

MINE = UUID(int=1)
days = st.integers(-5, 5).map(lambda n: DAY + timedelta(days=n))


class DoubleControlLife(Life):
    """Anything by anybody."""

    def __init__(self) -> None:
        super().__init__()
        self.it = self.system = DoubleControl(double_control_id(MINE))

    @initialize()
    def of_a_mine(self) -> None:
        self.system.open(MINE, "230599")
        self.attempt("build", DoubleControlPart.RISK_MAP, "煤管局", DAY, "a", by=PEOPLE[0])

    @rule(by=people, part=st.sampled_from(DoubleControlPart), day=days)
    def build(self, by: Actor, part: DoubleControlPart, day: date) -> None:
        there = part in self.system.built
        assert self.attempt("build", part, "煤管局", day, "a", by=by) == ("PART_BUILT" if there else None)

    @rule(by=people, part=st.sampled_from(DoubleControlPart), day=days)
    def lapse(self, by: Actor, part: DoubleControlPart, day: date) -> None:
        assert self.attempt("lapse", part, day, "f", by=by) is None, "what is found missing is a fact"

    @rule(by=people, kind=st.sampled_from(AssessmentKind), day=days)
    def assess(self, by: Actor, kind: AssessmentKind, day: date) -> None:
        told = {"subject": "s", "led_by": "l", "document": "d", "found": 1, "account": "a"}
        assert self.attempt("assess", assessment=kind, department="煤管局", held_on=day, by=by, **told) is None

    @rule(by=people, known=st.booleans())
    def withdraw(self, by: Actor, known: bool) -> None:
        id = next(iter(self.system.assessments), UUID(int=9)) if known else UUID(int=9)
        there = id in self.system.assessments
        assert self.attempt("withdraw_assessment", id, "w", by=by) == (None if there else "ASSESSMENT_UNKNOWN")

    @invariant()
    def what_is_there_was_built_and_has_not_lapsed_since(self) -> None:
        built: set[DoubleControlPart] = set()
        for event in self.system.pending:
            if isinstance(event, e.DoubleControlPartBuilt):
                assert event.part not in built
                built.add(event.part)
            if isinstance(event, e.DoubleControlPartLapsed):
                built.discard(event.part)
        assert self.system.built == built


TestDoubleControlLife = DoubleControlLife.TestCase
TestDoubleControlLife.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
