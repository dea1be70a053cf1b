"""Whatever is asked of an inspection, in whatever order: secret while it is to come, a fact once it was."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from ledger.domain import inspection_events as e
from ledger.domain.draw import METHOD, drawn, ticket
from ledger.domain.inspection import Inspection
from ledger.domain.inspection_defects import Officer
from ledger.domain.inspection_events import Acknowledgement, InspectionKind, InspectionStatus
from ledger.domain.mine_event import ProcedureDefectFlagged
from ledger.domain.passing_on import Takeover
from ledger.values.actor import Actor
from tests.domain.lives import DAY, PEOPLE, Life, nearby_days, people, takeovers

MINES, OFFICERS = [UUID(int=n) for n in (11, 12, 13)], [UUID(int=n) for n in (21, 22, 23, 24)]
TICKET = "b405bd209c06f123d5b81af3a68c30b4838e98bc9bacc45e5b1d5886c1285514"
Status = InspectionStatus


def officer(person: UUID, **changes: Any) -> Officer:
    given: dict[str, Any] = {"name": "程远", "department": "煤管局", "certified": True, "no_interest": True}
    return Officer(person, **(given | changes))


officers = st.lists(
    st.builds(officer, st.sampled_from(OFFICERS), certified=st.booleans(), no_interest=st.booleans()),
    min_size=1, max_size=3, unique_by=lambda one: one.person,
)  # fmt: skip


def record(mine: UUID, on: date = DAY, **changes: Any) -> dict[str, Any]:
    given: dict[str, Any] = {
        "mine": mine, "carried_out_on": on, "places": ["101采煤工作面"], "methods": [], "leader": OFFICERS[0],
        "acknowledgement": Acknowledgement.SIGNED, "representative": "石磊", "remark": None, "series": None,
        "number": None, "text": None,
    }  # fmt: skip
    return given | changes


class InspectionLife(Life):
    """One inspection, planned with its mine or without."""

    it: Inspection

    def __init__(self) -> None:
        super().__init__()
        self.it = Inspection(UUID(int=3))

    @initialize(mine=st.none() | st.sampled_from(MINES), kind=st.sampled_from(InspectionKind))
    def plan(self, mine: UUID | None, kind: InspectionKind) -> None:
        told = {"activity": None, "campaign": None, "purpose": "一通三防", "plan": None, "outside_plan": False}
        where = {"division": "230599", "mine": mine, "departments": ["煤管局"]}
        days = {"starts_on": DAY, "ends_on": DAY}
        assert self.attempt("plan", kind=kind, by=PEOPLE[0], **where, **days, **told) is None

    def may(self, by: Actor, *statuses: Status) -> bool:
        return by.department in self.it.departments and self.it.status in statuses

    @rule(by=people, starts_on=nearby_days, ends_on=nearby_days)
    def reschedule(self, by: Actor, starts_on: date, ends_on: date) -> None:
        may = self.may(by, Status.PLANNED, Status.DRAWN) and starts_on <= ends_on
        assert (self.attempt("reschedule", starts_on, ends_on, "w", outside_plan=False, by=by) is None) == may

    @rule(by=people, mines=st.sampled_from([[], MINES]), wanted=st.integers(0, 5), known_on=nearby_days)
    def fix_pool(self, by: Actor, mines: list[UUID], wanted: int, known_on: date) -> None:
        fits = bool(mines) == (self.it.mine is None) and 1 <= wanted <= len(OFFICERS)
        may = self.may(by, Status.PLANNED) and fits
        refused = self.attempt("fix_pool", mines, OFFICERS, wanted, "福彩双色球", known_on, by=by)
        assert (refused is None) == may

    @rule(by=people, seed=st.text(min_size=1, max_size=5))
    def draw(self, by: Actor, seed: str) -> None:
        may = self.may(by, Status.PLANNED) and self.it.pool is not None
        assert (self.attempt("draw", seed, by=by) is None) == may

    @rule(by=people)
    def void_draw(self, by: Actor) -> None:
        may = self.may(by, Status.DRAWN)
        assert (self.attempt("void_draw", "w", by=by) is None) == may

    @rule(by=people)
    def cancel(self, by: Actor) -> None:
        may = self.may(by, Status.PLANNED, Status.DRAWN)
        assert (self.attempt("cancel", "w", by=by) is None) == may

    @rule(by=people)
    def reinstate(self, by: Actor) -> None:
        may = self.may(by, Status.CANCELLED)
        assert (self.attempt("reinstate", "w", by=by) is None) == may

    @rule(by=people, mine=st.sampled_from(MINES), on=nearby_days, who=officers, how=st.sampled_from(Acknowledgement))
    def carry_out(self, by: Actor, mine: UUID, on: date, who: Sequence[Officer], how: Acknowledgement) -> None:
        may = self.may(by, Status.PLANNED, Status.DRAWN, Status.CANCELLED)
        told = record(mine, on, acknowledgement=how)
        assert (self.attempt("carry_out", who, by=by, **told) is None) == may

    @rule(by=people)
    def retract(self, by: Actor) -> None:
        may = self.may(by, Status.CARRIED_OUT)
        assert (self.attempt("retract", "w", by=by) is None) == may

    @rule(by=people, in_order=st.booleans())
    def check_item(self, by: Actor, in_order: bool) -> None:
        may = self.may(by, Status.CARRIED_OUT)
        assert (self.attempt("check_item", "瓦斯监测", None, None, in_order=in_order, by=by) is None) == may

    @rule(by=people, examinees=st.integers(0, 5), passed=st.integers(0, 5))
    def hold_exam(self, by: Actor, examinees: int, passed: int) -> None:
        may = self.may(by, Status.CARRIED_OUT) and passed <= examinees
        assert (self.attempt("hold_exam", "班组长", examinees, passed, None, by=by) is None) == may

    @rule(
        by=people, which=st.integers(0, 3), hazard=st.none() | st.just(UUID(int=8)), handling=st.none() | st.just("h")
    )
    def find(self, by: Actor, which: int, hazard: UUID | None, handling: str | None) -> None:
        numbers = [checked.number for checked in self.it.items.values()]
        items = [*numbers, None, 99]
        item = items[which % len(items)]
        fits = (item is None or item in numbers) and (hazard is not None or handling is not None)
        may = self.may(by, Status.CARRIED_OUT) and fits
        assert (self.attempt("find", "f", item, hazard, handling, by=by) is None) == may

    @rule(by=people, which=st.integers(0, 9))
    def strike(self, by: Actor, which: int) -> None:
        entries = [*self.it.items, *self.it.exams, *self.it.findings, UUID(int=9)]
        entry = entries[which % len(entries)]
        rests = entry in self.it.items and any(
            finding.item == self.it.items[entry].number for finding in self.it.findings.values()
        )
        may = self.may(by, Status.CARRIED_OUT) and entry != UUID(int=9) and not rests
        assert (self.attempt("strike", entry, "w", by=by) is None) == may

    @rule(by=people, on=nearby_days, due=st.none() | nearby_days)
    def publish(self, by: Actor, on: date, due: date | None) -> None:
        it = self.it
        ended = {finding.item for finding in it.findings.values()}
        whole = all(item.in_order or item.number in ended for item in it.items.values())
        may = (
            self.may(by, Status.CARRIED_OUT)
            and it.recorder is not None and not by.same_capacity(it.recorder)
            and it.carried_out is not None and on >= it.carried_out.carried_out_on
            and whole
        )  # fmt: skip
        assert (self.attempt("publish", on, "区政府网站", None, due, by=by) is None) == may

    @rule(by=people)
    def withdraw_publication(self, by: Actor) -> None:
        may = self.may(by, Status.PUBLISHED)
        assert (self.attempt("withdraw_publication", "w", by=by) is None) == may

    @rule(by=people, to=takeovers)
    def pass_on(self, by: Actor, to: Takeover) -> None:
        stands = self.it.status in {Status.PLANNED, Status.DRAWN, Status.CARRIED_OUT}
        refused = self.attempt("pass_on", to, by=by)
        assert refused is not None or stands

    @invariant()
    def it_is_secret_exactly_while_it_is_to_come(self) -> None:
        live = self.it.status in {Status.PLANNED, Status.DRAWN}
        assert (self.it.known_to == frozenset(self.it.departments)) if live else self.it.known_to is None

    @invariant()
    def every_draw_can_be_made_again_from_its_event_alone(self) -> None:
        for told in self.happened(e.InspectionDrawn):
            mines = drawn(told.seed, told.number, told.mines, 1)
            assert told.method == METHOD
            assert told.mine_drawn == (mines[0] if mines else None)
            assert told.officers_drawn == drawn(told.seed, told.number, told.officers, told.officers_wanted)

    @invariant()
    def each_draw_has_a_number_of_its_own(self) -> None:
        numbers = [told.number for told in self.happened(e.InspectionDrawn)]
        assert numbers == list(range(1, len(numbers) + 1))

    @invariant()
    def whatever_is_wrong_is_flagged_and_stands(self) -> None:
        done = [told for told in self.happened(e.InspectionCarriedOut) if len(told.officers) < 2]
        flags = [flag for flag in self.happened(ProcedureDefectFlagged) if flag.rule == "行政处罚法 §42"]
        assert len(done) == len(flags)


TestInspectionLife = InspectionLife.TestCase
TestInspectionLife.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)


def test_a_ticket_is_what_sha256sum_says() -> None:
    """`printf '%s' '03 08 15|1|00000000-0000-0000-0000-00000000000b' | sha256sum`, by another program."""
    assert ticket("03 08 15", 1, UUID(int=11)) == TICKET
    assert drawn("03 08 15", 1, [*MINES, MINES[0]], 2) == sorted(MINES, key=lambda m: ticket("03 08 15", 1, m))[:2]


def test_another_seed_or_number_draws_others_and_the_order_of_the_pool_does_not_matter() -> None:
    pool = [UUID(int=n) for n in range(1, 40)]
    assert drawn("a", 1, pool, 3) == drawn("a", 1, pool[::-1], 3)
    assert drawn("a", 1, pool, 3) != drawn("a", 2, pool, 3)
    assert drawn("a", 1, pool, 3) != drawn("b", 1, pool, 3)
