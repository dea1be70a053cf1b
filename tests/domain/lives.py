"""What every aggregate's state machine shares: acts in any order, by anybody, refused whole or done whole."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant
from pydantic import BaseModel

from ledger.domain.aggregate import Aggregate
from ledger.domain.passing_on import Takeover
from ledger.eventstore.states import States
from ledger.values.actor import Actor, Role
from ledger.values.errors import GuardRefused

STATES = States()
IMMUTABLE = (str, bytes, int, Decimal, date, timedelta, UUID, Enum)
DAY = date(2026, 7, 6)
PEOPLE = [
    Actor(id="o1", department="煤管局", role=Role.OFFICER, post="一队"),
    Actor(id="o2", department="煤管局", role=Role.OFFICER, post="一队"),
    Actor(id="o3", department="煤管局", role=Role.OFFICER, post="二队"),
    Actor(id="h1", department="煤管局", role=Role.HEAD, post="局长"),
    Actor(id="h2", department="应急局", role=Role.HEAD, post="局长"),
    Actor(id="e1", department="煤业公司", role=Role.ENTERPRISE, post="矿长"),
    Actor(id="e2", department="煤业公司", role=Role.ENTERPRISE, post="安全副矿长"),
]
people = st.sampled_from(PEOPLE)
nearby_days = st.integers(-30, 30).map(lambda days: DAY + timedelta(days=days))
takeovers = st.builds(
    Takeover,
    department=st.sampled_from(["煤管局", "应急局", "公安分局"]),
    effective_on=nearby_days,
    why=st.just("w"),
    cause=st.integers(1, 9),
)


class Life(RuleBasedStateMachine):
    """A machine over one aggregate, `self.it`."""

    it: Aggregate

    def __init__(self) -> None:
        super().__init__()
        self.now = datetime(2026, 7, 6, tzinfo=UTC)

    def attempt(self, act: str, *arguments: object, **named: object) -> str | None:
        """Do it; the code of the refusal when it is refused, and then nothing has happened."""
        before = list(self.it.pending)
        self.now += timedelta(hours=5)
        refused: GuardRefused | None = None
        try:
            getattr(self.it, act)(*arguments, at=self.now, **named)
        except GuardRefused as refusal:
            refused = refusal
        if refused is None:
            return None
        assert refused.message_zh
        assert refused.rule
        assert list(self.it.pending) == before, "a refusal leaves nothing half done"
        return refused.code

    def happened(self, event_class: type[Any]) -> list[Any]:
        """The events of a class, in their order."""
        return [event for event in self.it.pending if isinstance(event, event_class)]

    @invariant()
    def replay_gives_the_same(self) -> None:
        again = type(self.it).replay(self.it.id, self.it.pending)
        assert _state(again) == _state(self.it)

    @invariant()
    def a_fork_is_the_same_and_shares_nothing_that_changes(self) -> None:
        twin = self.it.fork()
        assert _state(twin) == _state(self.it)
        assert not _changeable(vars(twin)).keys() & _changeable(vars(self.it)).keys()

    def teardown(self) -> None:
        """What a snapshot taken in the middle of a life, or at its end, brings back is the whole of it."""
        events = self.it.pending
        for taken_at in {len(events) // 2, len(events)}:
            early = type(self.it).replay(self.it.id, events[:taken_at])
            brought = type(self.it)(self.it.id)
            vars(brought).update(STATES.read(STATES.write(_state(early))))
            assert exactly(_state(brought)) == exactly(_state(early))
            for event in events[taken_at:]:
                brought.fold(event)
            assert _state(brought) == _state(self.it)


def exactly(value: Any) -> Any:
    """A value with the classes of all that is in it, which being equal does not tell: a text is equal to its enum."""
    if isinstance(value, dict):
        return [type(value), [(exactly(key), exactly(inner)) for key, inner in value.items()]]
    if isinstance(value, set | frozenset):
        return [type(value), sorted(repr(exactly(one)) for one in value)]
    if isinstance(value, list | tuple):
        return [type(value), [exactly(one) for one in value]]
    if isinstance(value, IMMUTABLE) or value is None:
        return [type(value), repr(value)]
    return [type(value), exactly(vars(value))]


def _changeable(value: Any) -> dict[int, Any]:
    """Everything below a value that can be changed in place, by identity."""
    if isinstance(value, dict):
        inner = [*value.values()]
    elif isinstance(value, list | tuple | set | frozenset):
        inner = [*value]
    elif isinstance(value, IMMUTABLE) or value is None or _is_frozen(value):
        return {}
    else:
        inner = [*vars(value).values()]
    found = {} if isinstance(value, tuple | frozenset) else {id(value): value}
    for one in inner:
        found |= _changeable(one)
    return found


def _is_frozen(value: Any) -> bool:
    if isinstance(value, BaseModel):
        return bool(value.model_config.get("frozen"))
    params = getattr(value, "__dataclass_params__", None)
    return params is not None and params.frozen


def _state(aggregate: Aggregate) -> dict[str, Any]:
    return {name: value for name, value in vars(aggregate).items() if name != "_pending"}
