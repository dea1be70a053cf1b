"""State is brought back exactly, and bytes that are something else are refused."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.person import Certificate
from ledger.domain.person_events import CertificateKind
from ledger.domain.timeline import Period, Timeline
from ledger.eventstore.states import HOMES, States, Unreadable, Unwritable
from ledger.values.actor import Actor, Role
from tests.domain.lives import exactly

STATES = States()
ACTOR = Actor(id="o1", department="煤管局", role=Role.OFFICER)


@dataclass
class Node:
    """What may stand in a ring."""

    name: str
    next: Node | None = None
    beside: list[Node] = field(default_factory=list)


HERE = States((*HOMES, "tests."))

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.text(st.characters(exclude_categories=["Cs"]))
    | st.decimals(allow_nan=False)
    | st.dates()
    | st.datetimes(timezones=st.just(UTC)).map(lambda moment: moment.replace(fold=0))
    | st.timedeltas()
    | st.uuids()
    | st.binary()
    | st.sampled_from(Role)
    | st.just(ACTOR)
    | st.builds(Period, st.uuids(), st.sampled_from(CertificateKind), st.dates())
    | st.builds(Certificate, st.sampled_from(CertificateKind), st.dates(), st.dates()),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(st.text("abc") | st.uuids() | st.tuples(st.dates(), st.integers(0, 9)), inner)
        | st.lists(inner).map(tuple)
        | st.dictionaries(st.integers(0, 9), st.lists(inner)).map(lambda told: defaultdict(list, told))
        | st.sets(st.integers(0, 9) | st.uuids())
        | st.frozensets(st.sampled_from(Role))
    ),
    max_leaves=20,
)


@given(values)
def test_whatever_a_state_may_hold_is_read_as_it_was(value: Any) -> None:
    assert exactly(STATES.read(STATES.write(value))) == exactly(value)


def test_what_is_one_thing_twice_is_one_thing_again_also_in_a_ring() -> None:
    shared = Node("c")
    first = Node("a", Node("b", beside=[shared]), [shared])
    assert first.next is not None
    first.next.next = first
    again = HERE.read(HERE.write(first))
    assert (again.name, again.next.name, again.next.next is again) == ("a", "b", True)
    assert again.beside[0] is again.next.beside[0]
    again.beside.append(again)
    assert again.next.beside == [again.beside[0]]


def test_a_named_thing_is_not_written_and_is_at_hand_again() -> None:
    rules = [1, 2, 3]
    naming = States(named={"rules": rules})
    written = naming.write({"by": rules, "at": Timeline([])})
    assert b"[1,2,3]" not in written
    assert naming.read(written)["by"] is rules
    with pytest.raises(Unreadable):
        STATES.read(written)


@pytest.mark.parametrize(
    "value",
    [
        1.5,
        defaultdict(set),
        2**64,
        "\ud800",
        datetime(2026, 7, 1, tzinfo=UTC).replace(tzinfo=None),
        datetime(2026, 7, 1, tzinfo=timezone(timedelta(hours=8))),
        Node("not of the ledger"),
        print,
        Role,
    ],
    ids=repr,
)
def test_what_could_not_be_brought_back_exactly_is_not_written(value: object) -> None:
    with pytest.raises(Unwritable):
        STATES.write([value])


def forged(constants: list[Any] | None = None, kinds: list[Any] | None = None, told: Any = None) -> bytes:
    return orjson.dumps([constants or [], kinds or [], told])


@pytest.mark.parametrize(
    "stored",
    [
        b"",
        b"nonsense",
        b"{}",
        forged(told=[0]),
        forged(told=[99, []]),
        forged(told=[6, 0]),
        forged(kinds=[["os:system", [], []]], told=[8, []]),
        forged(kinds=[["ledger.domain.person:UUID", [], []]], told=[8, []]),
        forged(kinds=[["ledger.domain.person:refuse", [], []]], told=[8, []]),
        forged(kinds=[["ledger.domain.nowhere:Thing", [], []]], told=[8, []]),
        forged(kinds=[["ledger.domain.timeline:Timeline", ["periods"], []]], told=[8, []]),
        forged(constants=[["ledger.domain.person:Certificate", "kind"]], told=[0]),
        forged(constants=[["ledger.values.actor:Role", "NOBODY"]], told=[0]),
        forged(constants=[["uuid", "zz"]], told=[0]),
    ],
)
def test_bytes_of_something_else_are_refused_and_run_nothing(stored: bytes) -> None:
    with pytest.raises(Unreadable):
        STATES.read(stored)


def test_what_is_read_shares_nothing_with_what_was_written() -> None:
    timeline = Timeline([Period(UUID(int=1), Decimal("1.0"), date(2026, 7, 1))])
    again = STATES.read(STATES.write(timeline))
    again.periods.clear()
    assert len(timeline.periods) == 1
