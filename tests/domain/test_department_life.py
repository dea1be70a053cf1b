"""Whatever is asked of a body, in whatever order: each name means one body, and what was passed on is found by date."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from ledger.domain.department import Department, next_succession
from ledger.domain.department_events import (
    BodyKind,
    CompetenceGiven,
    DepartmentDissolved,
    DepartmentRenamed,
    DepartmentRestored,
    DepartmentSucceeded,
    SuccessionAnnulled,
)
from ledger.values.actor import Actor
from tests.domain.lives import DAY, PEOPLE, Life, nearby_days, people

NAMES = ["区发改局", "区发改委", "区发展和改革局"]
MATTERS = ["项目核准", "中央预算内投资"]


def body(number: int, name: str) -> Department:
    made = Department(UUID(int=number))
    made.register(
        division="230599", name=name, kind=BodyKind.DEPARTMENT, aliases=[name, "别名"], superior=None,
        covers=["230599", "230600"], established_on=DAY, source=None, by=PEOPLE[3], at=datetime(2026, 7, 6, tzinfo=UTC),
    )  # fmt: skip
    return made


class DepartmentLife(Life):
    """A body has one name in use, and ends once at a time."""

    def __init__(self) -> None:
        super().__init__()
        self.it = self.body = Department(UUID(int=1))
        self.other = body(2, "区应急局")

    @initialize(by=people)
    def register(self, by: Actor) -> None:
        self.body.register(
            division="230599", name=NAMES[0], kind=BodyKind.DEPARTMENT, aliases=[], superior=None, covers=[],
            established_on=DAY, source=None, by=by, at=self.now,
        )  # fmt: skip

    @rule(by=people, name=st.sampled_from(NAMES), on=nearby_days)
    def rename(self, by: Actor, name: str, on: date) -> None:
        before = self.body.name
        refused = self.attempt("rename", name, on, "文", by=by)
        assert (refused is None) == (name != before)
        assert before in self.body.names, "an old paper still finds it"

    @rule(by=people, alias=st.sampled_from(NAMES))
    def add_alias(self, by: Actor, alias: str) -> None:
        known = alias in self.body.names
        assert (self.attempt("add_alias", alias, by=by) == "ALREADY_SO") == known

    @rule(by=people, alias=st.sampled_from(NAMES))
    def remove_alias(self, by: Actor, alias: str) -> None:
        known = alias in self.body.aliases
        assert (self.attempt("remove_alias", alias, by=by) is None) == known

    @rule(by=people, matter=st.sampled_from(MATTERS), on=nearby_days)
    def give_competence(self, by: Actor, matter: str, on: date) -> None:
        self.attempt("give_competence", matter, on, "文", confirmed=True, by=by)

    @rule(by=people, matter=st.sampled_from(MATTERS), on=nearby_days)
    def end_competence(self, by: Actor, matter: str, on: date) -> None:
        self.attempt("end_competence", matter, on, "w", by=by)

    @rule(by=people, matters=st.lists(st.sampled_from(MATTERS), max_size=2), on=nearby_days)
    def pass_on(self, by: Actor, matters: list[str], on: date) -> None:
        stands = self.body.dissolved_on is None
        refused = self.attempt("pass_on", self.other, matters, on, "文", by=by)
        assert (refused is None) == (stands and on >= DAY)

    @rule(by=people)
    def pass_on_to_itself(self, by: Actor) -> None:
        assert self.attempt("pass_on", self.body, [], DAY, "文", by=by) == "SUCCEEDS_ITSELF"

    @rule(by=people, which=st.integers(0, 9))
    def annul(self, by: Actor, which: int) -> None:
        known = list(self.body.successions)
        one = known[which % len(known)] if known else UUID(int=9)
        assert (self.attempt("annul_succession", one, "w", by=by) is None) == bool(known)

    @rule(by=people, on=nearby_days)
    def dissolve(self, by: Actor, on: date) -> None:
        self.attempt("dissolve", on, "w", by=by)

    @rule(by=people)
    def restore(self, by: Actor) -> None:
        self.attempt("restore", "w", by=by)

    @invariant()
    def it_ends_once_at_a_time_and_each_end_can_be_undone(self) -> None:
        ended: UUID | str | None = None
        for event in self.body.pending:
            if isinstance(event, DepartmentSucceeded):
                assert ended is None
                ended = event.succession if not event.matters else None
            if isinstance(event, DepartmentDissolved):
                assert ended is None
                ended = "dissolved"
            if isinstance(event, DepartmentRestored):
                assert ended == "dissolved"
                ended = None
            if isinstance(event, SuccessionAnnulled) and ended == event.succession:
                ended = None
        assert (self.body.dissolved_on is not None) == (ended is not None)

    @invariant()
    def its_names_are_each_there_once(self) -> None:
        assert len(set(self.body.names)) == len(self.body.names)
        renamed = self.happened(DepartmentRenamed)
        assert self.body.name == (renamed[-1].name if renamed else NAMES[0])

    @invariant()
    def it_is_competent_for_a_matter_once(self) -> None:
        matters = [given.matter for given in self.body.competences.values()]
        assert len(set(matters)) == len(matters)
        assert set(self.body.competences) <= {e.competence for e in self.happened(CompetenceGiven)}


TestDepartmentLife = DepartmentLife.TestCase
TestDepartmentLife.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_following_successions_always_comes_to_an_end(data: st.DataObject) -> None:
    bodies = {n: body(n, f"单位{n}") for n in range(1, 5)}
    for _ in range(data.draw(st.integers(0, 10))):
        giver, to = data.draw(st.permutations(list(bodies.values())))[:2]
        matters = data.draw(st.lists(st.sampled_from(MATTERS), max_size=1))
        if giver.dissolved_on is None:
            on = DAY + timedelta(days=data.draw(st.integers(0, 5)))
            giver.pass_on(to, matters, on, "文", by=PEOPLE[0], at=datetime(2026, 7, 6, tzinfo=UTC))
    current, since, used = bodies[1], DAY, list[UUID]()
    on, matter = DAY + timedelta(days=data.draw(st.integers(0, 6))), data.draw(st.none() | st.sampled_from(MATTERS))
    while (moved := next_succession(current.successions.values(), matter, since, on, used)) is not None:
        assert since <= moved.effective_on <= on
        assert not moved.matters or matter in moved.matters
        used.append(moved.succession)
        assert len(used) <= 10
        since, current = moved.effective_on, bodies[moved.to.int]


def test_a_body_of_several_districts_is_known_in_each_once() -> None:
    made = body(7, "市自然资源局分局")
    assert made.divisions == ["230599", "230600"]
    assert made.names == ["市自然资源局分局", "别名"]
