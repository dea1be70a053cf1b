"""Each act on a warning, its refusals, and whatever is done with one in whatever order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from ledger.domain import warning_events as e
from ledger.domain.passing_on import Takeover
from ledger.domain.warning import Warning
from ledger.domain.warning_events import DeliveryChannel, WarningLevel, WarningSource, WarningStatus
from ledger.values.actor import Actor, Role
from ledger.values.errors import GuardRefused
from tests.domain.lives import Life, people, takeovers

AT = datetime(2026, 7, 15, 1, tzinfo=UTC)
DAY = date(2026, 7, 15)
MINE = UUID(int=1)
OFFICER = Actor(id="o1", department="煤管局", role=Role.OFFICER, post="一队")
HEAD = Actor(id="h1", department="煤管局", role=Role.HEAD, post="局长")
OTHER = Actor(id="h2", department="应急局", role=Role.HEAD, post="局长")
MINER = Actor(id="e1", department="煤业公司", role=Role.ENTERPRISE, post="矿长")
Act = Callable[[Warning], None]
NAMES: list[tuple[str, UUID | None]] = [("向阳煤矿", MINE), ("应急局", None), ("公安分局", None)]


def issued(warning: Warning, by: Actor = OFFICER, level: WarningLevel = WarningLevel.ORANGE, **changes: Any) -> None:
    said: dict[str, Any] = {
        "mine": None, "source": WarningSource.WEATHER, "title": "t", "text": "x", "demands": "d", "consulted": [],
        "answer_by": AT + timedelta(hours=2), "supersedes": None,
    }  # fmt: skip
    warning.issue(division="230599", level=level, **(said | changes), by=by, at=AT)


def a_warning(*given: Act, **changes: Any) -> Warning:
    warning = Warning(UUID(int=2))
    issued(warning, **changes)
    for act in given:
        act(warning)
    warning.collect_events()
    return warning


def addressed(name: str = "向阳煤矿", mine: UUID | None = MINE) -> Act:
    return lambda w: w.address(name, mine, by=OFFICER, at=AT)


def acted(by: Actor = MINER, hours: int = 1) -> Act:
    return lambda w: w.act_on("向阳煤矿", MINE, "已撤人", by=by, at=AT + timedelta(hours=hours))


def lifted(by: Actor = HEAD) -> Act:
    return lambda w: w.lift(DAY, "雨停", by=by, at=AT)


def superseded(level: WarningLevel = WarningLevel.RED, mine: UUID | None = None, by: Actor = OFFICER) -> Act:
    return lambda w: w.supersede(UUID(int=9), level, mine, by=by, at=AT)


def reinstated(w: Warning) -> None:
    w.reinstate("误解除", by=HEAD, at=AT)


def taken_back(w: Warning) -> None:
    w.take_back_from("向阳煤矿", MINE, "发错单位", by=OFFICER, at=AT)


def corrected(by: Actor = OFFICER, consulted: list[str] | None = None) -> Act:
    return lambda w: w.correct("t2", "x2", "d2", consulted or [], "笔误", by=by, at=AT)


def moved(hours: int | None = 5, by: Actor = OFFICER) -> Act:
    to = None if hours is None else AT + timedelta(hours=hours)
    return lambda w: w.move_answer(to, "雨势延后", by=by, at=AT)


def delivered(w: Warning) -> None:
    w.deliver("向阳煤矿", MINE, DeliveryChannel.SMS, by=OFFICER, at=AT)


def failed(w: Warning) -> None:
    w.fail_to_deliver("向阳煤矿", MINE, DeliveryChannel.SMS, "无信号", by=OFFICER, at=AT)


def opened(w: Warning) -> None:
    w.open("向阳煤矿", MINE, by=MINER, at=AT)


def escalated(w: Warning) -> None:
    w.escalate("向阳煤矿", MINE, "公司董事长", "未反馈", by=HEAD, at=AT)


STANDING, LIFTED, SUPERSEDED = WarningStatus.STANDING, WarningStatus.LIFTED, WarningStatus.SUPERSEDED
THEN: list[tuple[list[Act], Act, type[Any], dict[str, Any], WarningStatus]] = [
    ([], addressed(), e.WarningAddressed, {}, STANDING),
    ([addressed()], taken_back, e.WarningAddresseeWithdrawn, {"why": "发错单位"}, STANDING),
    ([addressed(), taken_back], addressed(), e.WarningAddressed, {}, STANDING),
    ([], corrected(), e.WarningCorrected, {"why": "笔误"}, STANDING),
    ([], moved(), e.WarningAnswerMoved, {"answer_by": AT + timedelta(hours=5)}, STANDING),
    ([], moved(None), e.WarningAnswerMoved, {"answer_by": None}, STANDING),
    ([addressed(), moved(5)], acted(hours=3), e.WarningActedOn, {"late": False}, STANDING),
    ([addressed(), moved(None)], acted(hours=99), e.WarningActedOn, {"late": False}, STANDING),
    ([], superseded(WarningLevel.BLUE), e.WarningSuperseded, {}, SUPERSEDED),
    ([addressed()], delivered, e.WarningDelivered, {"channel": DeliveryChannel.SMS}, STANDING),
    ([addressed()], failed, e.WarningNotDelivered, {"why": "无信号"}, STANDING),
    ([addressed()], opened, e.WarningOpened, {}, STANDING),
    ([addressed()], acted(), e.WarningActedOn, {"late": False}, STANDING),
    ([addressed()], acted(hours=3), e.WarningActedOn, {"late": True}, STANDING),
    ([addressed()], escalated, e.WarningEscalated, {"to": "公司董事长"}, STANDING),
    ([addressed(), lifted()], acted(), e.WarningActedOn, {}, LIFTED),
    ([addressed(), lifted()], opened, e.WarningOpened, {}, LIFTED),
    ([], superseded(), e.WarningSuperseded, {"successor": UUID(int=9)}, SUPERSEDED),
    ([addressed(), addressed("应急局", None), acted()], lifted(), e.WarningLifted, {"unanswered": ["应急局"]}, LIFTED),
    ([lifted()], reinstated, e.WarningReinstated, {}, STANDING),
    ([superseded()], reinstated, e.WarningReinstated, {}, STANDING),
]


@pytest.mark.parametrize(("given", "when", "then", "fields", "status"), THEN)
def test_what_an_act_makes(
    given: list[Act], when: Act, then: type[Any], fields: dict[str, Any], status: WarningStatus
) -> None:
    warning = a_warning(*given)
    when(warning)
    [event] = warning.pending
    assert type(event) is then
    assert {name: getattr(event, name) for name in fields} == fields
    assert warning.status is status


def test_two_addressees_of_one_name_are_told_apart() -> None:
    warning = a_warning(addressed(), addressed("向阳煤矿", UUID(int=7)))
    first, second = warning.addressees.values()
    assert first.name != second.name


REFUSED: list[tuple[list[Act], Act, str]] = [
    ([addressed()], addressed(), "ADDRESSED_ALREADY"),
    ([lifted()], addressed(), "WARNING_NOT_STANDING"),
    ([], delivered, "NOT_ADDRESSED"),
    ([], failed, "NOT_ADDRESSED"),
    ([], opened, "NOT_ADDRESSED"),
    ([addressed("向阳煤矿", None)], acted(), "NOT_ADDRESSED"),
    ([], escalated, "NOT_ADDRESSED"),
    ([], superseded(WarningLevel.ORANGE), "LEVEL_UNCHANGED"),
    ([], superseded(WarningLevel.BLUE, by=OTHER), "ISSUER_ONLY"),
    ([addressed(), acted(OFFICER)], superseded(WarningLevel.BLUE), "OWN_WORK"),
    ([addressed(), acted()], taken_back, "ANSWERED_ALREADY"),
    ([addressed(), lifted()], taken_back, "WARNING_NOT_STANDING"),
    ([addressed(), taken_back], delivered, "NOT_ADDRESSED"),
    ([], corrected(OTHER), "ISSUER_ONLY"),
    ([lifted()], corrected(), "WARNING_NOT_STANDING"),
    ([], moved(by=OTHER), "ISSUER_ONLY"),
    ([], moved(2), "ANSWER_UNCHANGED"),
    ([lifted()], moved(), "WARNING_NOT_STANDING"),
    ([addressed()], acted(hours=-1), "MOMENT_BEFORE_ISSUE"),
    ([lifted()], lambda w: w.reinstate("w", by=OTHER, at=AT), "ISSUER_ONLY"),
    ([], superseded(mine=MINE), "WARNING_OF_ANOTHER_MINE"),
    ([superseded()], superseded(), "WARNING_NOT_STANDING"),
    ([lifted()], lifted(), "WARNING_NOT_STANDING"),
    ([], lifted(OTHER), "ISSUER_ONLY"),
    ([addressed(), acted(HEAD)], lifted(HEAD), "OWN_WORK"),
    ([], reinstated, "WARNING_STANDS"),
    ([], lambda w: issued(w, source=WarningSource.CONSULTATION), "CONSULTED_MISSING"),
]


@pytest.mark.parametrize(("given", "when", "code"), REFUSED)
def test_why_an_act_is_refused(given: list[Act], when: Act, code: str) -> None:
    warning = a_warning(*given)
    with pytest.raises(GuardRefused) as refusal:
        when(warning)
    assert refusal.value.code == code
    assert refusal.value.message_zh
    assert warning.pending == ()


def test_what_a_consultation_concluded_is_not_corrected_into_having_consulted_nobody() -> None:
    warning = a_warning(source=WarningSource.CONSULTATION, consulted=["应急局"])
    with pytest.raises(GuardRefused) as refusal:
        corrected()(warning)
    assert refusal.value.code == "CONSULTED_MISSING"


def test_who_is_addressed_after_a_correction_is_told_what_it_says_now() -> None:
    warning = a_warning(corrected(), moved())
    addressed()(warning)
    [event] = warning.pending
    assert isinstance(event, e.WarningAddressed)
    assert event.said is not None
    assert (event.said.title, event.said.answer_by) == ("t2", AT + timedelta(hours=5))


class WarningLife(Life):
    """Facts about an addressee are never refused; a warning ends and comes back in turn, by its issuer."""

    def __init__(self) -> None:
        super().__init__()
        self.it = self.warning = Warning(UUID(int=2))

    @initialize(by=people, level=st.sampled_from(WarningLevel))
    def issue(self, by: Actor, level: WarningLevel) -> None:
        self.now = AT
        issued(self.warning, by, level)
        for name, mine in NAMES[:2]:
            self.attempt("address", name, mine, by=by)

    @rule(by=people, to=st.sampled_from(NAMES))
    def address(self, by: Actor, to: tuple[str, UUID | None]) -> None:
        self.attempt("address", *to, by=by)

    @rule(by=people, to=st.sampled_from(NAMES), what=st.sampled_from(["deliver", "fail", "open", "act", "escalate"]))
    def something_happens(self, by: Actor, to: tuple[str, UUID | None], what: str) -> None:
        acts: dict[str, tuple[str, tuple[object, ...]]] = {
            "deliver": ("deliver", (DeliveryChannel.SMS,)),
            "fail": ("fail_to_deliver", (DeliveryChannel.SMS, "w")),
            "open": ("open", ()),
            "act": ("act_on", ("a",)),
            "escalate": ("escalate", ("x", "w")),
        }
        act, more = acts[what]
        known = to[0] in {a.name for a in self.warning.addressees.values()}
        assert self.attempt(act, *to, *more, by=by) == (None if known else "NOT_ADDRESSED")

    @rule(by=people, to=st.sampled_from(NAMES))
    def take_back(self, by: Actor, to: tuple[str, UUID | None]) -> None:
        self.attempt("take_back_from", *to, "w", by=by)

    @rule(by=people, title=st.sampled_from(["t", "u"]))
    def correct(self, by: Actor, title: str) -> None:
        self.attempt("correct", title, "x", "d", [], "w", by=by)

    @rule(by=people, hours=st.none() | st.integers(1, 9))
    def move_the_answer(self, by: Actor, hours: int | None) -> None:
        self.attempt("move_answer", None if hours is None else self.now + timedelta(hours=hours), "w", by=by)

    @rule(by=people, level=st.sampled_from(WarningLevel))
    def supersede(self, by: Actor, level: WarningLevel) -> None:
        self.attempt("supersede", UUID(int=9), level, None, by=by)

    @rule(by=people)
    def lift(self, by: Actor) -> None:
        self.attempt("lift", DAY, "w", by=by)

    @rule(by=people)
    def reinstate(self, by: Actor) -> None:
        self.attempt("reinstate", "w", by=by)

    @rule(by=people, to=takeovers)
    def pass_on(self, by: Actor, to: Takeover) -> None:
        stands, changes = self.warning.status is WarningStatus.STANDING, to.department != self.warning.department
        assert (self.attempt("pass_on", to, by=by) is None) == (stands and changes)

    @invariant()
    def it_ends_and_comes_back_in_turn(self) -> None:
        stands, department = True, ""
        answered: list[Actor] = []
        for event in self.warning.pending:
            if isinstance(event, e.WarningIssued | e.WarningPassedOn):
                department = event.department
            if isinstance(event, e.WarningActedOn):
                answered.append(event.actor)
            if isinstance(event, e.WarningLifted | e.WarningSuperseded | e.WarningReinstated):
                assert stands is not isinstance(event, e.WarningReinstated)
                stands = isinstance(event, e.WarningReinstated)
            if isinstance(event, e.WarningLifted | e.WarningReinstated | e.WarningCorrected | e.WarningAnswerMoved):
                assert event.actor.department == department
        assert (self.warning.status is WarningStatus.STANDING) is stands

    @invariant()
    def whoever_answered_is_still_an_addressee(self) -> None:
        assert self.warning.answered.keys() <= self.warning.addressees.keys()

    @invariant()
    def who_lifted_it_had_not_answered_for_the_same_addressee_last(self) -> None:
        answers: dict[UUID, Actor] = {}
        for event in self.warning.pending:
            if isinstance(event, e.WarningActedOn):
                answers[event.addressee.id] = event.actor
            if isinstance(event, e.WarningLifted):
                assert not any(event.actor.same_capacity(by) for by in answers.values())
                silent = [a for a in self.warning.addressees.values() if a.name in event.unanswered]
                assert not {a.id for a in silent} & answers.keys()


TestWarningLife = WarningLife.TestCase
TestWarningLife.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
