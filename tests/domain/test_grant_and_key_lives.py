"""Grants and natural keys in any order of acts: a grant ends once, a key has one holder and comes free again."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from ledger.domain.access_grant import AccessGrant, AccessRevoked
from ledger.domain.reservation import KeyClaimed, KeyReleased, KeyScheme, Reservation, reservation_id
from ledger.values.actor import Actor, Role
from ledger.values.errors import InvalidInput
from tests.domain.lives import DAY, Life, nearby_days, people

holders = st.integers(1, 3).map(lambda n: UUID(int=n))


class GrantLife(Life):
    """One grant."""

    @initialize(by=people, days=st.integers(1, 400))
    def granted(self, by: Actor, days: int) -> None:
        self.it = AccessGrant(UUID(int=1))
        period = (DAY, DAY + timedelta(days=days))
        assert self.attempt("grant", UUID(int=2), "230599", ("230500", "市局"), period, "函", by=by) is None

    @rule(by=people, on=nearby_days)
    def revoked(self, by: Actor, on: date) -> None:
        ended = bool(self.happened(AccessRevoked))
        assert self.attempt("revoke", on, "不再需要", by=by) == ("GRANT_REVOKED" if ended else None)

    @invariant()
    def it_is_taken_back_once_at_most(self) -> None:
        assert len(self.happened(AccessRevoked)) <= 1


class KeyLife(Life):
    """One natural key."""

    def __init__(self) -> None:
        super().__init__()
        self.it = self.key = Reservation(reservation_id(KeyScheme.MINE_CODE, "230599000001"))

    @rule(holder=holders, by=people)
    def claimed(self, holder: UUID, by: Actor) -> None:
        before = self.key.holder
        refused = self.attempt("claim", KeyScheme.MINE_CODE, "230599000001", holder, by=by)
        assert refused == ("KEY_TAKEN" if before not in {None, holder} else None)

    @rule(holder=holders, by=people)
    def released(self, holder: UUID, by: Actor) -> None:
        before = self.key.holder
        assert self.attempt("release", holder, by=by) is None
        assert self.key.holder == (None if before == holder else before)

    @invariant()
    def claims_and_releases_take_turns(self) -> None:
        kinds = [type(event) for event in self.it.pending]
        assert kinds == [KeyClaimed if n % 2 == 0 else KeyReleased for n in range(len(kinds))]


TestGrantLife = GrantLife.TestCase
TestKeyLife = KeyLife.TestCase


def test_a_grant_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(InvalidInput, match="ENDS_BEFORE_IT_STARTS"):
        AccessGrant(UUID(int=1)).grant(
            UUID(int=2), "230599", ("230500", "市局"), (DAY, DAY), "函",
            by=Actor(id="h", department="煤管局", role=Role.HEAD), at=datetime(2026, 7, 6, tzinfo=UTC),
        )  # fmt: skip
