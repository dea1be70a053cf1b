"""Whoever holds a post, in whatever order it is entered: who was in charge on a day is known, overlaps are flagged."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from ledger.domain.post import Post
from ledger.domain.post_events import PostAbolished, PostBody, PostEstablished, PostManner, PostOverlapFlagged
from ledger.values.actor import Actor
from tests.domain.lives import DAY, PEOPLE, Life, nearby_days, people

manners = st.sampled_from(PostManner)
BODY = (PostBody.DEPARTMENT, UUID(int=1), "区煤管局")


class PostLife(Life):
    """One person's post; a day-by-day diary beside it says what its intervals have to say."""

    def __init__(self) -> None:
        super().__init__()
        self.it = self.post = Post(UUID(int=2))
        self.diary: dict[UUID, set[date]] = {}
        self.days = [DAY + timedelta(days=n) for n in range(-40, 41)]
        self.flags = 0

    @initialize(by=people)
    def establish(self, by: Actor) -> None:
        self.set_up(by, DAY)

    @rule(by=people, on=nearby_days)
    def set_up(self, by: Actor, on: date) -> None:
        stands = self.post.established_on is not None and self.post.abolished_on is None
        refused = self.attempt(
            "establish", "230599", BODY, "局长", on, layer=None, several=False, duties=None, by=by
        )  # fmt: skip
        assert (refused == "POST_EXISTS") == stands

    @rule(by=people, on=nearby_days)
    def abolish(self, by: Actor, on: date) -> None:
        self.attempt("abolish", on, "w", by=by)

    @rule(
        by=people, holder=st.sampled_from("甲乙丙"), manner=manners, on=nearby_days,
        length=st.none() | st.integers(-1, 20),
    )  # fmt: skip
    def take(self, by: Actor, holder: str, manner: PostManner, on: date, length: int | None = None) -> None:
        named, until = {"person_key": None, "basis": None}, None if length is None else on + timedelta(days=length)
        refused = self.attempt("take", None, holder, manner, on, until, by=by, **named)
        assert (refused == "ENDS_BEFORE_IT_STARTS") == (length == -1), "a fact that can be is never refused"
        if refused is not None:
            return
        taken = list(self.post.appointments)[-1]
        self.diary[taken] = {day for day in self.days if on <= day < (until or date.max)}
        self.expect_flag(taken)

    @rule(by=people, which=st.integers(0, 9), on=nearby_days)
    def leave(self, by: Actor, which: int, on: date) -> None:
        one = self.some(which)
        if self.attempt("leave", one, on, "w", by=by) is None:
            self.diary[one] -= {day for day in self.days if day >= on}

    @rule(by=people, which=st.integers(0, 9), manner=manners, since=nearby_days, length=st.none() | st.integers(-1, 20))
    def correct(self, by: Actor, which: int, manner: PostManner, since: date, length: int | None) -> None:
        one, until = self.some(which), None if length is None else since + timedelta(days=length)
        if self.attempt("correct", one, manner, (since, until), "w", by=by) is None:
            self.diary[one] = {day for day in self.days if since <= day < (until or date.max)} - self.suspended(one)
            self.expect_flag(one)

    @rule(by=people, which=st.integers(0, 9), on=nearby_days)
    def suspend(self, by: Actor, which: int, on: date) -> None:
        one = self.some(which)
        if self.attempt("suspend", one, on, "w", by=by) is None:
            self.diary[one] -= {day for day in self.days if day >= on}

    @rule(by=people, which=st.integers(0, 9), on=nearby_days)
    def reinstate(self, by: Actor, which: int, on: date) -> None:
        one = self.some(which)
        if self.attempt("reinstate", one, on, by=by) is None:
            held = self.post.appointments[one]
            span = {day for day in self.days if held.since <= day < (held.until or date.max)}
            self.diary[one] = span - self.suspended(one)
            self.expect_flag(one)

    def some(self, which: int) -> UUID:
        known = list(self.post.appointments)
        return known[which % len(known)] if known and which < 9 else UUID(int=99)

    def suspended(self, one: UUID) -> set[date]:
        spans = self.post.appointments[one].suspended
        return {day for day in self.days for _, begins, ends in spans if begins <= day < (ends or date.max)}

    def expect_flag(self, one: UUID) -> None:
        self.flags += any(self.diary[one] & days for other, days in self.diary.items() if other != one)

    @invariant()
    def who_was_in_charge_on_each_day_is_what_the_diary_says(self) -> None:
        for day in self.days:
            expected = {one for one, days in self.diary.items() if day in days}
            assert {held.appointment for held in self.post.holders_on(day)} == expected

    @invariant()
    def every_overlap_is_flagged_when_it_comes_about(self) -> None:
        assert len(self.happened(PostOverlapFlagged)) == self.flags

    @invariant()
    def it_stands_or_not_in_turn(self) -> None:
        turns = [type(e) for e in self.post.pending if isinstance(e, PostEstablished | PostAbolished)]
        assert all(one is not other for one, other in pairwise(turns))


TestPostLife = PostLife.TestCase
TestPostLife.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)


def test_an_acting_holder_during_a_suspension_is_no_overlap_and_after_it_is() -> None:
    life = PostLife()
    life.establish(PEOPLE[3])
    life.take(PEOPLE[3], "甲", PostManner.SUBSTANTIVE, DAY)
    life.suspend(PEOPLE[3], 0, DAY + timedelta(days=5))
    life.take(PEOPLE[3], "乙", PostManner.ACTING, DAY + timedelta(days=5))
    assert life.happened(PostOverlapFlagged) == []
    life.reinstate(PEOPLE[3], 0, DAY + timedelta(days=9))
    [flag] = life.happened(PostOverlapFlagged)
    assert flag.holders == ["乙", "甲"]
