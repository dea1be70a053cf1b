"""What is wrong with an inspection is flagged with its rule and never refused; what is done through the ledger is."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from ledger.domain import inspection_events as e
from ledger.domain.inspection import Inspection
from ledger.domain.inspection_defects import BY_THE_PLAN, DRAWING, STRICT, Officer
from ledger.domain.inspection_events import Acknowledgement, InspectionKind, InspectionStatus
from ledger.domain.mine_event import ProcedureDefectFlagged
from ledger.values.actor import Actor, Role
from ledger.values.errors import GuardRefused

AT = datetime(2026, 7, 6, 1, tzinfo=UTC)
DAY, MINE, OTHER_MINE = date(2026, 7, 6), UUID(int=1), UUID(int=2)
ONE, TWO, THREE = (UUID(int=n) for n in (21, 22, 23))
BY = Actor(id="o1", department="煤管局", role=Role.OFFICER, post="一队")
HEAD = Actor(id="h1", department="煤管局", role=Role.HEAD, post="局长")
ELSEWHERE = Actor(id="o9", department="应急局", role=Role.OFFICER)


def planned(**changes: Any) -> Inspection:
    """An inspection of one day at one mine."""
    inspection = Inspection(UUID(int=3))
    given: dict[str, Any] = {
        "division": "230599", "mine": MINE, "departments": ["煤管局"], "kind": InspectionKind.SPECIAL, "activity": None,
        "campaign": None, "purpose": "一通三防", "starts_on": DAY, "ends_on": DAY, "plan": None, "outside_plan": False,
    }  # fmt: skip
    inspection.plan(**(given | changes), by=BY, at=AT)
    return inspection


def officer(person: UUID, **changes: Any) -> Officer:
    given: dict[str, Any] = {"name": "程远", "department": "煤管局", "certified": True, "no_interest": True}
    return Officer(person, **(given | changes))


def carry_out(inspection: Inspection, *officers: Officer, **changes: Any) -> Inspection:
    given: dict[str, Any] = {
        "mine": MINE, "carried_out_on": DAY, "places": ["调度室"], "methods": [], "leader": ONE,
        "acknowledgement": Acknowledgement.SIGNED, "representative": "石磊", "remark": None, "series": None,
        "number": None, "text": None,
    }  # fmt: skip
    inspection.carry_out(officers or (officer(ONE), officer(TWO)), by=BY, at=AT, **(given | changes))
    return inspection


def flagged(inspection: Inspection) -> list[str]:
    return [event.rule for event in inspection.pending if isinstance(event, ProcedureDefectFlagged)]


def refusal(inspection: Inspection, act: str, *given: Any, by: Actor = BY, **named: Any) -> str:
    before = list(inspection.pending)
    with pytest.raises(GuardRefused) as refused:
        getattr(inspection, act)(*given, by=by, at=AT, **named)
    assert list(inspection.pending) == before
    return refused.value.code


def test_an_inspection_in_order_has_nothing_flagged() -> None:
    assert flagged(carry_out(planned())) == []


@pytest.mark.parametrize(
    ("before", "officers", "changes", "rules"),
    [
        ({}, [officer(ONE)], {}, ["行政处罚法 §42"]),
        ({}, [officer(ONE, certified=False), officer(TWO)], {}, ["安全生产法 §67"]),
        ({}, [officer(ONE), officer(TWO, no_interest=False)], {}, ["行政处罚法 §43"]),
        ({}, [officer(TWO), officer(THREE)], {}, [STRICT]),
        ({}, [], {"carried_out_on": date(2026, 7, 7)}, [BY_THE_PLAN]),
        ({"kind": InspectionKind.BY_PLAN}, [], {}, [BY_THE_PLAN]),
        ({"kind": InspectionKind.BY_PLAN, "plan": UUID(int=9), "outside_plan": True}, [], {}, [BY_THE_PLAN]),
        ({}, [], {"mine": OTHER_MINE}, [DRAWING]),
        ({"kind": InspectionKind.RANDOM}, [], {}, [DRAWING]),
        ({"mine": None}, [], {}, [DRAWING]),
        ({}, [], {"acknowledgement": Acknowledgement.REFUSED}, ["安全生产法 §68"]),
        ({}, [], {"acknowledgement": Acknowledgement.REFUSED, "remark": "有异议"}, []),
    ],
)
def test_what_is_wrong_is_flagged_with_its_rule(
    before: dict[str, Any], officers: list[Officer], changes: dict[str, Any], rules: list[str]
) -> None:
    inspection = carry_out(planned(**before), *officers, **changes)
    assert flagged(inspection) == rules
    assert inspection.status is InspectionStatus.CARRIED_OUT


def test_that_a_cancelled_one_took_place_is_taken_and_flagged_and_falls_back_when_it_did_not() -> None:
    inspection = planned()
    inspection.cancel("w", by=HEAD, at=AT)
    assert flagged(carry_out(inspection)) == ["台账自定"]
    inspection.retract("w", by=HEAD, at=AT)
    assert inspection.status is InspectionStatus.CANCELLED


def drawable(known_on: date = date(2026, 7, 8), **changes: Any) -> Inspection:
    inspection = planned(mine=None, kind=InspectionKind.RANDOM, **changes)
    inspection.fix_pool([MINE, OTHER_MINE], [ONE, TWO, THREE], 2, "福彩", known_on, by=BY, at=AT)
    return inspection


def test_a_seed_that_could_be_known_when_the_pool_was_settled_is_flagged() -> None:
    for known_on, rules in ((date(2026, 7, 8), []), (DAY, [DRAWING])):
        inspection = drawable(known_on)
        inspection.draw("7", by=BY, at=AT)
        assert flagged(inspection) == rules


def test_other_officers_than_were_drawn_are_flagged() -> None:
    inspection = drawable()
    inspection.draw("7", by=BY, at=AT)
    drawn = inspection.drawn
    assert drawn is not None
    assert inspection.mine is not None
    stranger = next(one for one in (ONE, TWO, THREE) if one not in drawn.officers_drawn)
    first = drawn.officers_drawn[0]
    carry_out(inspection, officer(first), officer(stranger), leader=first, mine=inspection.mine)
    assert flagged(inspection) == [DRAWING]


def test_a_draw_that_falls_makes_the_next_one_another() -> None:
    inspection = drawable()
    inspection.draw("7", by=BY, at=AT)
    inspection.void_draw("一人须回避", by=HEAD, at=AT)
    assert (inspection.status, inspection.mine) == (InspectionStatus.PLANNED, None)
    assert refusal(inspection, "draw", "7") == "NO_POOL"
    inspection.fix_pool([MINE, OTHER_MINE], [ONE, TWO, THREE], 2, "福彩", date(2026, 7, 9), by=BY, at=AT)
    inspection.draw("7", by=BY, at=AT)
    assert [event.number for event in inspection.pending if isinstance(event, e.InspectionDrawn)] == [1, 2]


def test_acts_are_refused_out_of_their_time_or_to_others() -> None:
    inspection = planned()
    assert refusal(inspection, "draw", "7") == "NO_POOL"
    assert refusal(inspection, "fix_pool", [MINE], [ONE], 1, "s", DAY) == "POOL_OF_MINES"
    assert refusal(inspection, "fix_pool", [], [ONE], 2, "s", DAY) == "POOL_TOO_SMALL"
    assert refusal(inspection, "reschedule", DAY, date(2026, 7, 5), "w", outside_plan=False) == "DAYS_OUT_OF_ORDER"
    assert refusal(inspection, "cancel", "w", by=ELSEWHERE) == "NOT_THEIR_INSPECTION"
    for act in ("reinstate", "retract", "void_draw", "withdraw_publication"):
        assert refusal(inspection, act, "w") == "INSPECTION_NOT_IN_STATE"
    carry_out(inspection)
    told: dict[str, Any] = {"mine": MINE, "carried_out_on": DAY}
    assert refusal(inspection, "carry_out", [officer(ONE)], **told) == "INSPECTION_NOT_IN_STATE"


def test_a_result_is_made_public_when_everything_found_has_an_end_and_by_another() -> None:
    inspection = carry_out(planned())
    inspection.check_item("瓦斯监测", None, "探头缺失", in_order=False, by=BY, at=AT)
    assert refusal(inspection, "find", "f", 1, None, None) == "FINDING_WITHOUT_END"
    assert refusal(inspection, "find", "f", 2, None, "h") == "ENTRY_UNKNOWN"
    assert refusal(inspection, "hold_exam", "班组长", 3, 4, None) == "MORE_PASSED_THAN_SAT"
    assert refusal(inspection, "publish", DAY, "网站", None, None, by=HEAD) == "ITEMS_WITHOUT_FINDING"
    inspection.find("f", 1, UUID(int=8), None, by=BY, at=AT)
    [item] = inspection.items
    assert refusal(inspection, "strike", item, "w") == "ITEM_HAS_FINDINGS"
    assert refusal(inspection, "strike", UUID(int=99), "w") == "ENTRY_UNKNOWN"
    assert refusal(inspection, "publish", DAY, "网站", None, None) == "OWN_WORK"
    assert refusal(inspection, "publish", date(2026, 7, 5), "网站", None, None, by=HEAD) == "PUBLISHED_BEFORE"
    inspection.publish(date(2026, 7, 9), "网站", None, date(2026, 7, 8), by=HEAD, at=AT)
    assert [event.days_late for event in inspection.pending if isinstance(event, e.InspectionPublished)] == [1]
