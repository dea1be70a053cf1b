"""Openings, erasures and accesses in any order: all of them are on record, and what is erased is erased once."""

from __future__ import annotations

from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from ledger.domain.access import Access, AttemptRefused, ProtectedReadRecorded
from ledger.domain.erasure import Erasure, PersonalDataErased, Sealed, erasure_id
from ledger.domain.seal import Seal, SealOpened, seal_id
from ledger.values.actor import Actor
from tests.domain.lives import Life, people

DIGEST = "ab" * 32
authorisations = st.none() | st.just("虚构授权〔2026〕1号")


class AccessLife(Life):
    """One request: a read and a refusal are facts, as often as they come."""

    @initialize()
    def begun(self) -> None:
        self.it = Access(UUID(int=1))
        self.told = 0

    @rule(by=people, authorisation=authorisations)
    def read(self, by: Actor, authorisation: str | None) -> None:
        self.told += 1
        assert self.attempt("record_read", "230599", ["tracebackOf"], ["隐患"], authorisation, by=by) is None

    @rule(by=people)
    def refused(self, by: Actor) -> None:
        self.told += 1
        assert self.attempt("record_refusal", "230599", "clearHazard", "NOT_PERMITTED", by=by) is None

    @invariant()
    def nothing_is_left_out(self) -> None:
        assert len(self.happened(ProtectedReadRecorded)) + len(self.happened(AttemptRefused)) == self.told


class SealLife(Life):
    """One sealed value: each opening is an event of its own."""

    @initialize()
    def sealed(self) -> None:
        self.it = Seal(seal_id(DIGEST))
        self.opened = 0

    @rule(by=people, purpose=st.sampled_from(["核查举报", "责任倒查"]))
    def open(self, by: Actor, purpose: str) -> None:
        self.opened += 1
        assert self.attempt("open", DIGEST, Sealed(UUID(int=2)), purpose, "虚构授权〔2026〕1号", by=by) is None

    @invariant()
    def every_opening_says_who_and_why(self) -> None:
        openings = self.happened(SealOpened)
        assert len(openings) == self.opened
        assert all(opening.purpose and opening.actor.id for opening in openings)


class ErasureLife(Life):
    """The erasure of one value: it happens once, and nothing brings it back."""

    @initialize()
    def kept(self) -> None:
        self.it = self.erasure = Erasure(erasure_id(DIGEST))

    @rule(by=people, authorisation=authorisations)
    def erase(self, by: Actor, authorisation: str | None) -> None:
        before = self.erasure.erased
        refused = self.attempt("erase", DIGEST, Sealed(UUID(int=2)), "保存期限届满", authorisation, by=by)
        assert refused == ("SEAL_ERASED" if before else None)

    @invariant()
    def it_is_erased_once_at_most(self) -> None:
        assert len(self.happened(PersonalDataErased)) == int(self.erasure.erased)


TestAccessLife = AccessLife.TestCase
TestSealLife = SealLife.TestCase
TestErasureLife = ErasureLife.TestCase
