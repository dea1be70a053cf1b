"""Whatever is told of an instrument, in whatever order: its states follow each other without a hole."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from ledger.domain import instrument_events as e
from ledger.domain.instrument import Instrument
from ledger.domain.instrument_events import InstrumentKind, InstrumentStatus, ReviewOutcome
from ledger.values.actor import Actor
from tests.domain.lives import DAY, Life, nearby_days, people

tasks = st.integers(1, 3).map(lambda n: UUID(int=n))


class InstrumentLife(Life):
    """One instrument that is entered once."""

    it: Instrument

    def __init__(self) -> None:
        super().__init__()
        self.it = Instrument(UUID(int=7))

    @initialize(by=people, watched=st.booleans())
    def register(self, by: Actor, watched: bool) -> None:
        told = {"title": "煤矿安全条例", "kind": InstrumentKind.REGULATION, "issuer": "国务院", "document_no": None}
        stands = {"status": InstrumentStatus.BEING_MADE, "effective_on": DAY, "watched": watched, "source": None}
        assert self.attempt("register", division="230599", by=by, **told, **stands) is None

    @rule(by=people, title=st.sampled_from(["煤矿安全条例", "煤矿安全生产条例"]))
    def correct(self, by: Actor, title: str) -> None:
        same = self.it.title == title
        refused = self.attempt("correct", title, InstrumentKind.REGULATION, "国务院", "误录", by=by)
        assert refused == ("ALREADY_SO" if same else None)

    @rule(by=people, on=nearby_days, status=st.sampled_from(InstrumentStatus))
    def change(self, by: Actor, on: date, status: InstrumentStatus) -> None:
        assert self.attempt("change", status, None, "修订", on, by=by) is None, "how it stands is a fact"

    @rule(by=people, which=st.integers(0, 5))
    def retract(self, by: Actor, which: int) -> None:
        made = [event.change for event in self.happened(e.InstrumentChanged)]
        change = made[which] if which < len(made) else self.it.first
        stands = change != self.it.first and self.it.states.find(change or UUID(int=0)) is not None
        assert (self.attempt("retract_change", change, "误录", by=by) is None) == stands

    @rule(by=people, watched=st.booleans())
    def watch(self, by: Actor, watched: bool) -> None:
        same = self.it.watched is watched
        assert (self.attempt("watch", watched, "w", by=by) is None) == (not same)

    @rule(by=people, on=nearby_days)
    def check(self, by: Actor, on: date) -> None:
        assert self.attempt("check", on, "尚未公布", by=by) is None
        assert self.attempt("review", ReviewOutcome.KEEP, on, "继续有效", by=by) is None

    @rule(by=people, task=tasks)
    def link(self, by: Actor, task: UUID) -> None:
        linked = task in self.it.tasks
        assert (self.attempt("link_task", task, by=by) is None) == (not linked)

    @rule(by=people, task=tasks)
    def unlink(self, by: Actor, task: UUID) -> None:
        linked = task in self.it.tasks
        assert (self.attempt("unlink_task", task, "误录", by=by) is None) == linked

    @invariant()
    def every_day_from_the_first_has_one_state(self) -> None:
        bounds = list(self.it.states.bounds().values())
        for before, after in pairwise(bounds):
            assert before.valid_to == after.valid_from
        if bounds:
            assert bounds[-1].valid_to is None
            assert self.it.states.on(bounds[0].valid_from - timedelta(days=1)) is None


TestInstrumentLife = InstrumentLife.TestCase
TestInstrumentLife.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
