"""Period views of a mine, whatever was changed or corrected: no overlap, no hole, the same for any batches."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.domain.mine import Mine
from ledger.domain.mine_file_events import CapacityKind
from ledger.domain.mine_status_events import MineStatus
from ledger.eventstore.envelope import Envelope, RecordedEvent
from ledger.projections.folding import TypedEvent, Version, fold, steps_of
from ledger.projections.mine_file import capacities
from ledger.projections.mine_periods import mine_status, supervisor_bodies
from ledger.projections.view import View
from ledger.values.actor import Actor, Role
from ledger.values.errors import GuardRefused
from tests.domain.lives import nearby_days

BY = Actor(id="h1", department="煤管局", role=Role.HEAD)
AT = datetime(2026, 7, 6, tzinfo=UTC)
VIEWS = (mine_status, supervisor_bodies, capacities)
PARTS = st.sampled_from(["全矿", "改扩建"])
acts = st.one_of(
    st.tuples(st.just("change_status"), PARTS, st.sampled_from(MineStatus), nearby_days, st.just("w")),
    st.tuples(
        st.just("correct_status"), PARTS, st.sampled_from(MineStatus), nearby_days, st.none() | nearby_days,
        st.just("w"),
    ),
    st.tuples(st.just("withdraw_status"), PARTS, nearby_days, st.just("w")),
    st.tuples(st.just("assign_supervisor"), st.sampled_from("甲乙丙"), nearby_days),
    st.tuples(
        st.just("correct_supervisor"), st.sampled_from("甲乙丙"), nearby_days, st.none() | nearby_days, st.just("w")
    ),
    st.tuples(
        st.just("change_capacity"), st.sampled_from(CapacityKind), st.integers(1, 9).map(Decimal), nearby_days,
        st.just("r"),
    ),
)  # fmt: skip


def recorded(mine: Mine) -> list[TypedEvent]:
    """The events of a mine as the store would give them."""
    told = []
    for position, event in enumerate(mine.pending, 1):
        envelope = Envelope(
            stream=event.originator_id, version=event.originator_version, type=event.type_name(),
            schema_version=event.schema_version, occurred_at=event.occurred_at, actor=event.actor,
            command_id=UUID(int=position), correlation_id=UUID(int=position), data=event.data(),
        )  # fmt: skip
        stored = RecordedEvent(position, AT + timedelta(minutes=position), envelope.stored_bytes())
        told.append(TypedEvent(envelope.type, stored))
    return told


def lived(done: Sequence[tuple[Any, ...]]) -> Mine:
    """A mine to which this was done, as far as it was not refused."""
    mine = Mine(UUID(int=5))
    mine.register(
        division="230599", capacity=Decimal(60), code="1", name="n", enterprise="e", credit_code=None,
        disaster_types=[], standardisation=0, register_only=False, source=None, by=BY, at=AT,
    )  # fmt: skip
    for act, *arguments in done:
        with suppress(GuardRefused):
            getattr(mine, act)(*arguments, by=BY, at=AT)
    return mine


def versions(view: View, events: Sequence[TypedEvent], batch: int) -> dict[tuple[UUID, int], Version]:
    """All row versions that the events make, folded in batches."""
    made: dict[tuple[UUID, int], Version] = {}
    for start in range(0, len(events), batch):
        current = {v.key: v.row for v in made.values() if v.until is None}
        changes = fold(view, current, steps_of(view, events[start : start + batch]))
        for key, until in changes.closed.items():
            [open_] = [v for v in made.values() if v.key == key and v.until is None]
            open_.until = until
        made |= {(v.key, v.since): v for v in changes.added}
    return made


@settings(max_examples=60, deadline=None)
@given(st.lists(acts, max_size=25))
def test_the_rows_are_the_same_however_the_events_come_in_batches(done: list[tuple[Any, ...]]) -> None:
    events = recorded(lived(done))
    for view in VIEWS:
        whole = versions(view, events, 5_000)
        assert versions(view, events, 1) == versions(view, events, 7) == whole


@settings(max_examples=60, deadline=None)
@given(st.lists(acts, max_size=25))
def test_at_every_position_the_periods_neither_overlap_nor_leave_holes(done: list[tuple[Any, ...]]) -> None:
    events = recorded(lived(done))
    for view, kind in ((mine_status, "part"), (supervisor_bodies, None), (capacities, "kind")):
        made = versions(view, events, 7).values()
        for position in range(1, len(events) + 1):
            rows = [v.row for v in made if v.since <= position and (v.until is None or v.until > position)]
            for what in {row[kind] if kind else None for row in rows}:
                held = [row for row in rows if kind is None or row[kind] == what]
                one_after_another(held)


def one_after_another(rows: list[dict[str, Any]]) -> None:
    """Periods that hold on some day follow each other; the last one goes on."""
    held = [row for row in rows if row["valid_to"] is None or row["valid_from"] < row["valid_to"]]
    held.sort(key=lambda row: row["valid_from"])
    assert all(earlier["valid_to"] == later["valid_from"] for earlier, later in pairwise(held))
    assert held[-1]["valid_to"] is None


def test_a_correction_is_known_from_its_position_on_and_not_before() -> None:
    days = [date(2026, 1, 1), date(2026, 5, 1), date(2026, 3, 1)]
    mine = lived(
        [
            ("change_status", "全矿", MineStatus.PRODUCING, days[0], "w"),
            ("change_status", "全矿", MineStatus.STOPPED_ON_SITE, days[1], "w"),
            ("correct_status", "全矿", MineStatus.STOPPED_VOLUNTARILY, days[2], None, "查明"),
        ]
    )
    events = recorded(mine)
    made = versions(mine_status, events, 5_000).values()
    corrected_at = next(e.recorded.position for e in events if e.type == "MineStatusCorrected")

    def status(on: date, position: int) -> str:
        [row] = [
            v.row
            for v in made
            if v.since <= position and (v.until is None or v.until > position)
            if v.row["valid_from"] <= on and (v.row["valid_to"] is None or on < v.row["valid_to"])
        ]
        return str(row["status"])

    assert status(date(2026, 4, 1), corrected_at - 1) == "PRODUCING"
    assert status(date(2026, 4, 1), corrected_at) == "STOPPED_VOLUNTARILY"
    assert status(date(2026, 2, 1), corrected_at) == "PRODUCING"
    assert status(date(2026, 6, 1), corrected_at) == "STOPPED_ON_SITE"
