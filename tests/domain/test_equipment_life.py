"""Whatever happens to equipment in whatever order: one chain without gaps, every use without leave flagged."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from ledger.domain import equipment_events as e
from ledger.domain.equipment import STAGES, Equipment, Whereabouts
from ledger.domain.equipment_events import EquipmentKind, EquipmentPlaced, EquipmentStatus, OfferStatus
from ledger.domain.mine_event import ProcedureDefectFlagged
from ledger.values.actor import Actor
from tests.domain.lives import DAY, Life, people

days = st.integers(0, 8).map(lambda n: DAY + timedelta(days=n))
places = st.sampled_from(["一号库", "井口", "绞车房"])
MINES = [UUID(int=1), UUID(int=9)]


class EquipmentLife(Life):
    """Facts and acts in any order, by anybody."""

    def __init__(self) -> None:
        super().__init__()
        self.it = self.piece = Equipment(UUID(int=2))

    def where(self, place: str, day: date | None = None) -> Whereabouts:
        return Whereabouts(day or self.piece.reached, place, "机电科")

    @initialize(by=people, needs=st.booleans())
    def make(self, by: Actor, needs: bool) -> None:
        self.piece.make(
            mine=MINES[0], division="230599", department="煤管局", where=Whereabouts(DAY, "厂", "厂"),
            kind=EquipmentKind.HOIST, name="n", model="m", maker="厂", serial="1", needs_certificate=needs,
            by=by, at=self.now,
        )  # fmt: skip

    @rule(by=people, act=st.sampled_from(["store", "arrive", "put_in_use", "send_for_repair"]), place=places)
    def goes_on(self, by: Actor, act: str, place: str) -> None:
        more: dict[str, tuple[object, ...]] = {"arrive": (None,), "send_for_repair": ("f",)}
        stages = dict(zip(["store", "arrive", "put_in_use", "send_for_repair"], STAGES.values(), strict=True))
        unchanged = self.piece.status is stages[act]
        refused = self.attempt(act, self.where(place), *more.get(act, ()), by=by)
        assert refused == ("EQUIPMENT_UNCHANGED" if unchanged else None), "where it is, is a fact"

    @rule(by=people, place=places, day=days, mine=st.sampled_from(MINES))
    def moves(self, by: Actor, place: str, day: date, mine: UUID) -> None:
        self.attempt("repaired", self.where(place, day), "a", by=by)
        self.attempt("move", self.where(place, day), by=by)
        self.attempt("transfer", mine, "230599", "煤管局", self.where(place, day), by=by)

    @rule(by=people, mine=st.sampled_from(MINES), on=days)
    def hand_over(self, by: Actor, mine: UUID, on: date) -> None:
        may = mine != self.piece.mine and self.piece.offer is None
        assert (self.attempt("hand_over", mine, "230406", "他区煤矿", on, "r", by=by) is None) == may

    @rule(by=people, status=st.sampled_from([OfferStatus.DECLINED, OfferStatus.WITHDRAWN]), on=days)
    def end_offer(self, by: Actor, status: OfferStatus, on: date) -> None:
        offered = self.piece.offer is not None
        assert (self.attempt("end_offer", status, on, "w", by=by) is None) == offered

    @rule(by=people, place=places, back=st.booleans())
    def scrap(self, by: Actor, place: str, back: bool) -> None:
        if back:
            self.attempt("reverse_scrapping", self.where(place), "w", by=by)
        else:
            self.attempt("scrap", self.where(place), "d", "w", by=by)

    @rule(by=people, place=places, day=days)
    def lose_or_find(self, by: Actor, place: str, day: date) -> None:
        if self.piece.status is EquipmentStatus.LOST:
            self.attempt("find", self.where(place, day), "f", by=by)
        else:
            self.attempt("lose", day, "f", by=by)

    @rule(by=people, place=places, day=days, running=st.booleans())
    def see(self, by: Actor, place: str, day: date, running: bool) -> None:
        assert self.attempt("see", day, place, "f", running=running, by=by) is None

    @rule(by=people, day=days, passed=st.booleans())
    def inspect(self, by: Actor, day: date, passed: bool) -> None:
        found = {"inspector": "i", "passed": passed, "finding": "f", "next_due": None}
        assert self.attempt("inspect", day, by=by, **found) is None

    @rule(by=people, day=days, term=st.integers(0, 5), taken=st.booleans())
    def certificate(self, by: Actor, day: date, term: int, taken: bool) -> None:
        if taken:
            self.attempt("revoke_certificate", day, "w", by=by)
        else:
            self.attempt("certify", "MA1", day, day + timedelta(days=term), by=by)

    @rule(by=people, day=days, withdrawn=st.booleans())
    def ban(self, by: Actor, day: date, withdrawn: bool) -> None:
        if withdrawn:
            self.attempt("withdraw_ban", "w", by=by)
        else:
            assert self.attempt("declare_banned", "c", "i", day, DAY, by=by) is None

    @invariant()
    def it_is_in_one_place_at_a_time_and_its_chain_goes_on_in_order(self) -> None:
        links = [event for event in self.piece.pending if isinstance(event, EquipmentPlaced | e.EquipmentLost)]
        for before, after in pairwise(links):
            running = before.link if isinstance(before, EquipmentPlaced) else None
            assert after.ended_link == running
        placed = [event.on for event in links if isinstance(event, EquipmentPlaced)]
        assert placed == sorted(placed)
        assert (self.piece.link is None) == (self.piece.status is EquipmentStatus.LOST)

    @invariant()
    def what_was_scrapped_came_back_only_by_another_or_is_flagged(self) -> None:
        scrapped: e.EquipmentScrapped | None = None
        pending = self.piece.pending
        for n, event in enumerate(pending):
            if isinstance(event, e.EquipmentScrapped):
                scrapped = event
            if isinstance(event, e.EquipmentScrappingReversed):
                assert scrapped is not None
                assert not event.actor.same_capacity(scrapped.actor)
            if isinstance(event, e.EquipmentPutInUse) and isinstance(_last_link(pending[:n]), e.EquipmentScrapped):
                assert isinstance(pending[n + 1], ProcedureDefectFlagged)
            if isinstance(event, e.EquipmentSeen) and event.status is EquipmentStatus.SCRAPPED:
                assert isinstance(pending[n + 1], ProcedureDefectFlagged)

    @invariant()
    def use_without_a_certificate_is_flagged(self) -> None:
        pending, terms = self.piece.pending, (date.max, date.max)
        for n, event in enumerate(pending):
            if isinstance(event, e.SafetyCertificateRecorded):
                terms = (event.begins_on, event.ends_on)
            if isinstance(event, e.SafetyCertificateRevoked):
                terms = (terms[0], event.revoked_on)
            if isinstance(event, e.EquipmentPutInUse) and self.piece.needs_certificate:
                flags = _flags_after(pending[n + 1 :])
                assert ("安全生产法 §37" in flags) is not (terms[0] <= event.on < terms[1])


def _last_link(events: object) -> object:
    assert isinstance(events, tuple)
    links = [x for x in events if isinstance(x, EquipmentPlaced | e.EquipmentLost)]
    moves = [x for x in links if not isinstance(x, e.EquipmentMoved)]
    return moves[-1]


def _flags_after(events: object) -> set[str]:
    assert isinstance(events, tuple)
    rules = set()
    for event in events:
        if not isinstance(event, ProcedureDefectFlagged):
            break
        rules.add(event.rule)
    return rules


TestEquipmentLife = EquipmentLife.TestCase
TestEquipmentLife.settings = settings(max_examples=80, stateful_step_count=30, deadline=None)
