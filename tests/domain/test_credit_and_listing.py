"""Credit entries are made once and reversed once; a listing ends by its regime's ways and by nobody else."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from ledger.domain.credit_rating import CreditRating
from ledger.domain.listing import Listing, SubjectKind
from ledger.values.actor import Actor, Role
from ledger.values.errors import GuardRefused

NOW = datetime(2026, 7, 6, tzinfo=UTC)
DAY = NOW.date()
HEAD = Actor(id="h1", department="煤管局", role=Role.HEAD, post="局长")
OTHER = Actor(id="h2", department="应急局", role=Role.HEAD, post="局长")
OFFICER = Actor(id="o1", department="煤管局", role=Role.OFFICER, post="队员")
SOURCE = UUID(int=9)


def refused(act: Any, *arguments: Any, **named: Any) -> str:
    with pytest.raises(GuardRefused) as refusal:
        act(*arguments, at=NOW, **named)
    return refusal.value.code


def rating_with_an_entry() -> tuple[CreditRating, UUID]:
    rating = CreditRating(UUID(int=1))
    rating.open(UUID(int=2), "230599")
    rating.record(
        rule="R", source_stream=SOURCE, source_position=5, points=Decimal(-12), why="w", scale="s", by=HEAD, at=NOW
    )
    return rating, rating.counting()[0].entry


def test_the_same_source_is_scored_once_and_reversed_once() -> None:
    rating, entry = rating_with_an_entry()
    twice: dict[str, Any] = {"points": Decimal(-12), "why": "w", "scale": "s", "by": HEAD}
    assert refused(rating.record, rule="R", source_stream=SOURCE, source_position=5, **twice) == "ENTRY_EXISTS"
    rating.reverse(entry, "ground fell", by=HEAD, at=NOW)
    assert rating.counting() == []
    assert refused(rating.reverse, entry, "again", by=HEAD) == "ENTRY_NOT_RUNNING"


def test_an_upheld_objection_reverses_the_entry_in_the_same_breath() -> None:
    rating, entry = rating_with_an_entry()
    assert refused(rating.decide_objection, entry, "w", upheld=True, by=HEAD) == "NO_OBJECTION"
    rating.object_to(entry, "not ours", by=OFFICER, at=NOW)
    assert refused(rating.object_to, entry, "again", by=HEAD) == "OBJECTION_PENDING"
    assert refused(rating.decide_objection, entry, "w", upheld=False, by=HEAD) == "OWN_WORK"
    assert refused(rating.decide_objection, entry, "w", upheld=True, by=OFFICER) == "OWN_WORK"
    rating.decide_objection(entry, "right", upheld=True, by=OTHER, at=NOW)
    assert [e.type_name() for e in rating.pending][-2:] == ["CreditObjectionDecided", "CreditEntryReversed"]
    assert vars(CreditRating.replay(rating.id, rating.pending))["entries"].keys() == rating.entries.keys()


def a_listing(**changes: Any) -> Listing:
    listing = Listing(UUID(int=3))
    decision: dict[str, Any] = {
        "division": "230599", "regime": "ORDER_11_2023", "list_zh": "名单", "subject_kind": SubjectKind.ENTERPRISE,
        "subject_name": "虚构公司", "credit_code": None, "identity_number": None, "subject_key": None, "mine": None,
        "ground": "11-7-1", "ground_zh": "z", "penalty_reference": "p", "penalty_decided_by": "煤管局",
        "decided_on": DAY, "starts_on": DAY, "ends_on": date(2029, 7, 6), "basis_source": "b",
    }  # fmt: skip
    listing.decide(by=HEAD, at=NOW, needs_penalty_by_decider=True, **(decision | changes))
    return listing


def test_an_entry_does_not_run_before_it_is_decided() -> None:
    with pytest.raises(GuardRefused, match="STARTS_BEFORE_DECISION"):
        a_listing(starts_on=date(2026, 7, 5))


@pytest.mark.parametrize("changes", [{"penalty_reference": None}, {"penalty_decided_by": "应急局"}])
def test_who_penalised_decides_and_nobody_else(changes: dict[str, Any]) -> None:
    with pytest.raises(GuardRefused, match="PENALTY_BY_DECIDER_MISSING"):
        a_listing(**changes)


def test_a_listing_is_ended_by_its_decider_once_and_can_be_restored() -> None:
    listing = a_listing()
    assert refused(listing.annul, DAY, "w", "a", by=OTHER) == "NOT_THE_DECIDER"
    assert refused(listing.remove, date(2030, 1, 1), "w", by=HEAD) == "REMOVAL_OUTSIDE_TERM"
    assert refused(listing.restore, DAY, "w", by=HEAD) == "LISTING_RUNNING"
    listing.annul(DAY, "w", "a", by=HEAD, at=NOW)
    assert refused(listing.remove, DAY, "w", by=HEAD) == "LISTING_ENDED"
    listing.restore(DAY, "w", by=HEAD, at=NOW)
    listing.remove(DAY, "w", by=HEAD, at=NOW)
    assert Listing.replay(listing.id, listing.pending).ended == "removed"
