"""Whatever is asked of a rating or a list entry, in whatever order and by whomever."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from ledger.domain.credit_rating import (
    CreditEntryObjected,
    CreditEntryRecorded,
    CreditEntryReversed,
    CreditObjectionDecided,
    CreditRating,
    MineRated,
)
from ledger.domain.listing import (
    Listing,
    ListingAnnulled,
    ListingDecided,
    ListingPassedOn,
    ListingRemoved,
    ListingRestored,
    SubjectKind,
)
from ledger.domain.passing_on import Takeover
from ledger.values.actor import Actor
from tests.domain.lives import DAY, PEOPLE, Life, nearby_days, people, takeovers

DEPARTMENTS = ["煤管局", "应急局", "公安分局"]
SETTINGS = settings(max_examples=60, stateful_step_count=30, deadline=None)


class RatingLife(Life):
    """What counts is what was recorded and not reversed; nobody decides about their own."""

    def __init__(self) -> None:
        super().__init__()
        self.it = self.rating = CreditRating(UUID(int=1))

    @initialize()
    def open(self) -> None:
        self.rating.open(UUID(int=2), "230599")
        self.record(PEOPLE[3], 1, Decimal(-3))  # a rating begins with an entry: a blank one has no events to replay

    @rule(by=people, source=st.integers(1, 5), points=st.sampled_from([Decimal(-12), Decimal(-3), Decimal(2)]))
    def record(self, by: Actor, source: int, points: Decimal) -> None:
        known = {(e.source_position) for e in self.happened(CreditEntryRecorded)}
        refused = self.attempt(
            "record", rule="R", source_stream=UUID(int=9), source_position=source, points=points, why="w", scale="s",
            by=by,
        )  # fmt: skip
        assert (refused == "ENTRY_EXISTS") == (source in known)

    @rule(by=people, which=st.integers(0, 9))
    def reverse(self, by: Actor, which: int) -> None:
        self.attempt("reverse", self.entry(which), "w", by=by)

    @rule(by=people, which=st.integers(0, 9))
    def object_to(self, by: Actor, which: int) -> None:
        self.attempt("object_to", self.entry(which), "g", by=by)

    @rule(by=people, which=st.integers(0, 9), upheld=st.booleans())
    def decide(self, by: Actor, which: int, upheld: bool) -> None:
        self.attempt("decide_objection", self.entry(which), "w", upheld=upheld, by=by)

    @rule(by=people, tier=st.sampled_from("ABCD"), on=nearby_days)
    def rate(self, by: Actor, tier: str, on: date) -> None:
        score = 100 + sum((e.points for e in self.rating.counting()), Decimal(0))
        self.attempt(
            "rate", on=on, by=by, score=score, tier=tier, tier_zh=tier, supervision_class=tier, supervision_zh=tier,
            inspections_per_quarter=1, standardisation=0, scale="s",
        )  # fmt: skip

    def entry(self, which: int) -> UUID:
        entries = list(self.rating.entries)
        return entries[which % len(entries)] if which < 9 else UUID(int=99)

    @invariant()
    def entries_count_until_they_are_reversed_once(self) -> None:
        recorded = [e.entry for e in self.happened(CreditEntryRecorded)]
        gone = [e.entry for e in self.happened(CreditEntryReversed)]
        assert len(set(recorded)) == len(recorded)
        assert len(set(gone)) == len(gone)
        assert {e.entry for e in self.rating.counting()} == set(recorded) - set(gone)

    @invariant()
    def an_objection_was_decided_by_somebody_else(self) -> None:
        recorders = {e.entry: e.actor for e in self.happened(CreditEntryRecorded)}
        objectors: dict[UUID, Actor] = {}
        for event in self.rating.pending:
            if isinstance(event, CreditEntryObjected):
                objectors[event.entry] = event.actor
            if isinstance(event, CreditObjectionDecided):
                assert not event.actor.same_capacity(recorders[event.entry])
                assert not event.actor.same_capacity(objectors.pop(event.entry))

    @invariant()
    def ratings_follow_one_another(self) -> None:
        rated: list[MineRated] = self.happened(MineRated)
        for before, after in pairwise(rated):
            assert after.ended_period == before.period
            assert after.effective_on >= before.effective_on


class ListingLife(Life):
    """An entry ends once at a time, within its term, by its decider."""

    def __init__(self) -> None:
        super().__init__()
        self.it = self.listing = Listing(UUID(int=3))

    @initialize(by=people)
    def decide(self, by: Actor) -> None:
        self.listing.decide(
            by=by, at=self.now, needs_penalty_by_decider=True, division="230599", regime="R", list_zh="名单",
            subject_kind=SubjectKind.ENTERPRISE, subject_name="虚构公司", credit_code=None, identity_number=None,
            subject_key=None, mine=None, ground="g", ground_zh="z", penalty_reference="p",
            penalty_decided_by=by.department, decided_on=DAY, starts_on=DAY, ends_on=DAY + timedelta(days=10),
            basis_source="b",
        )  # fmt: skip

    @rule(by=people, on=nearby_days)
    def remove(self, by: Actor, on: date) -> None:
        self.attempt("remove", on, "w", by=by)

    @rule(by=people, on=nearby_days)
    def annul(self, by: Actor, on: date) -> None:
        self.attempt("annul", on, "w", "a", by=by)

    @rule(by=people, on=nearby_days)
    def restore(self, by: Actor, on: date) -> None:
        self.attempt("restore", on, "w", by=by)

    @rule(by=people, to=takeovers)
    def pass_on(self, by: Actor, to: Takeover) -> None:
        runs, changes = self.listing.ended is None, to.department != self.listing.department
        assert (self.attempt("pass_on", to, by=by) is None) == (runs and changes)

    @invariant()
    def it_ends_and_comes_back_in_turn_by_its_decider(self) -> None:
        decided: ListingDecided | None = None
        ended, department = False, ""
        for event in self.listing.pending:
            if isinstance(event, ListingPassedOn):
                department = event.department
                continue
            if isinstance(event, ListingDecided):
                decided, department = event, event.department
                continue
            assert decided is not None
            assert event.actor.department == department
            assert ended == isinstance(event, ListingRestored)
            ended = isinstance(event, ListingRemoved | ListingAnnulled)
            if isinstance(event, ListingRemoved):
                assert decided.starts_on <= event.removed_on < decided.ends_on


TestRatingLife, TestListingLife = RatingLife.TestCase, ListingLife.TestCase
for _case in (TestRatingLife, TestListingLife):
    _case.settings = SETTINGS
