"""Whatever is asked of a leading group, a liaison duty or an open text: ends can be undone, overlaps are flagged."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from ledger.domain.department_resolution import DepartmentResolution, DepartmentsResolved, ResolutionAnnulled
from ledger.domain.leading_group import (
    GroupMemberNamed,
    GroupMemberReleased,
    GroupRole,
    LeadingGroup,
    SeveralChairsFlagged,
)
from ledger.domain.liaison import LiaisonDuty, LiaisonEnded, LiaisonResumed, LiaisonVisitMade
from ledger.domain.post import Post
from ledger.domain.post_events import PostBody
from ledger.values.actor import Actor
from ledger.values.errors import InvalidInput
from tests.domain.lives import DAY, PEOPLE, Life, nearby_days, people

SETTINGS = settings(max_examples=60, stateful_step_count=30, deadline=None)


def a_post() -> Post:
    post = Post(UUID(int=7))
    post.establish(
        "230599", (PostBody.DEPARTMENT, UUID(int=1), "区煤管局"), "副局长", DAY, layer=None, several=True,
        duties=None, by=PEOPLE[3], at=datetime(2026, 7, 6, tzinfo=UTC),
    )  # fmt: skip
    return post


class GroupLife(Life):
    """Members come and go; a second chair is a fact, and flagged."""

    def __init__(self) -> None:
        super().__init__()
        self.it = self.group = LeadingGroup(UUID(int=1))

    @initialize(by=people)
    def establish(self, by: Actor) -> None:
        self.group.establish("230599", "领导小组", "区政府", ["统筹"], DAY, "文", by=by, at=self.now)

    @rule(by=people, role=st.sampled_from(GroupRole), on=nearby_days)
    def name_member(self, by: Actor, role: GroupRole, on: date) -> None:
        assert self.attempt("name_member", role, "区煤管局", "局长", None, on, by=by) is None, "a fact is never refused"

    @rule(by=people, which=st.integers(0, 9), on=nearby_days)
    def release(self, by: Actor, which: int, on: date) -> None:
        known = list(self.group.members.values())
        one = known[which % len(known)] if known and which < 9 else None
        refused = self.attempt("release_member", one.membership if one else UUID(int=9), on, "w", by=by)
        assert (refused is None) == (one is not None and on >= one.effective_on)

    @rule(by=people, on=nearby_days)
    def set_office(self, by: Actor, on: date) -> None:
        assert self.attempt("set_office", "办公室", "区煤管局", "局长兼任", [], on, by=by) is None

    @rule(by=people, on=nearby_days, back=st.booleans())
    def dissolve(self, by: Actor, on: date, back: bool) -> None:
        gone = self.group.dissolved_on is not None
        if back:
            assert (self.attempt("restore", "w", by=by) is None) == gone
        else:
            assert (self.attempt("dissolve", on, "w", by=by) is None) == (not gone)

    @invariant()
    def a_second_chair_is_flagged(self) -> None:
        chairs: set[UUID] = set()
        expected = 0
        for event in self.group.pending:
            if isinstance(event, GroupMemberNamed) and event.role is GroupRole.CHAIR:
                expected += bool(chairs)
                chairs.add(event.membership)
            if isinstance(event, GroupMemberReleased):
                chairs.discard(event.membership)
        assert len(self.happened(SeveralChairsFlagged)) == expected


class LiaisonLife(Life):
    """A duty ends and goes on in turn, never before it began."""

    def __init__(self) -> None:
        super().__init__()
        self.it = self.duty = LiaisonDuty(UUID(int=2))

    @initialize(by=people)
    def assign(self, by: Actor) -> None:
        self.duty.assign(a_post(), UUID(int=3), None, "联系", DAY, "文", visits_a_quarter=3, by=by, at=self.now)

    @rule(by=people, on=nearby_days)
    def end(self, by: Actor, on: date) -> None:
        runs = self.duty.ended_on is None
        assert (self.attempt("end", on, "w", by=by) is None) == (runs and on >= DAY)

    @rule(by=people)
    def resume(self, by: Actor) -> None:
        ended = self.duty.ended_on is not None
        assert (self.attempt("resume", "w", by=by) is None) == ended

    @rule(by=people, on=nearby_days)
    def visit(self, by: Actor, on: date) -> None:
        assert self.attempt("visit", on, "顾青", "查看主排水系统", None, by=by) is None

    @rule(by=people, which=st.integers(0, 4))
    def retract_visit(self, by: Actor, which: int) -> None:
        made = [event.visit for event in self.happened(LiaisonVisitMade)]
        visit = made[which] if which < len(made) else UUID(int=9)
        counts = visit in self.duty.visits
        assert (self.attempt("retract_visit", visit, "误录", by=by) is None) == counts

    @invariant()
    def ends_and_resumptions_alternate(self) -> None:
        turns = [type(e) for e in self.duty.pending if isinstance(e, LiaisonEnded | LiaisonResumed)]
        assert turns == [LiaisonEnded, LiaisonResumed] * (len(turns) // 2) + [LiaisonEnded] * (len(turns) % 2)
        assert self.duty.of_mine == UUID(int=3)


class ResolutionLife(Life):
    """What the text names is always meant; a decision is replaced or annulled, and then the text is open again."""

    def __init__(self) -> None:
        super().__init__()
        self.it = self.open = DepartmentResolution(UUID(int=4))

    @initialize(by=people)
    def leave_open(self, by: Actor) -> None:
        self.open.leave_open("230599", "28号", "T-1", "区煤管局牵头各有关部门", ["煤管局"], DAY, by=by, at=self.now)

    @rule(by=people)
    def note_again(self, by: Actor) -> None:
        refused = self.attempt("leave_open", "230599", "28号", "T-1", "x", [], DAY, by=by)
        assert refused == "ALREADY_SO"

    @rule(by=people, departments=st.lists(st.sampled_from(["应急局", "煤管局", "人社局"]), min_size=1, max_size=3))
    def resolve(self, by: Actor, departments: list[str]) -> None:
        before = self.open.departments
        refused = self.attempt("resolve", departments, DAY, "会议纪要", by=by)
        assert refused in {None, "ALREADY_SO"}
        assert self.open.departments is not None
        assert self.open.departments[0] == "煤管局"
        assert set(self.open.departments) == {"煤管局", *departments}
        assert refused is None or before == self.open.departments

    @rule(by=people)
    def annul(self, by: Actor) -> None:
        decided = self.open.departments is not None
        assert (self.attempt("annul", DAY, "w", by=by) is None) == decided

    @invariant()
    def it_is_open_until_decided(self) -> None:
        last = [e for e in self.open.pending if isinstance(e, DepartmentsResolved | ResolutionAnnulled)][-1:]
        decided = [e for e in last if isinstance(e, DepartmentsResolved)]
        assert (self.open.departments is not None) == bool(decided)


TestGroupLife, TestLiaisonLife, TestResolutionLife = GroupLife.TestCase, LiaisonLife.TestCase, ResolutionLife.TestCase
for _case in (TestGroupLife, TestLiaisonLife, TestResolutionLife):
    _case.settings = SETTINGS


@pytest.mark.parametrize(("mine", "area"), [(None, None), (UUID(int=3), "东片区")], ids=["neither", "both"])
def test_a_liaison_duty_is_about_a_mine_or_about_an_area(mine: UUID | None, area: str | None) -> None:
    duty = LiaisonDuty(UUID(int=2))
    with pytest.raises(InvalidInput) as refusal:
        duty.assign(
            a_post(), mine, area, "联系", DAY, "文", visits_a_quarter=None, by=PEOPLE[3],
            at=datetime(2026, 7, 6, tzinfo=UTC),
        )  # fmt: skip
    assert refusal.value.code == "LIAISON_OBJECT_MISSING"
    assert duty.pending == ()
