"""The base of all aggregates: state folded from events, decisions that add new ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import singledispatchmethod
from inspect import getattr_static
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from ledger.domain.event import DomainEvent
from ledger.values.actor import Actor

A = TypeVar("A", bound="Aggregate")
T = TypeVar("T")
Overload = Callable[["Aggregate", DomainEvent], None]

_OVERLOADS: dict[tuple[type[Aggregate], type[DomainEvent]], Overload] = {}


class Aggregate:
    """A thing with a life, told by its events in recording order.

    Subclasses implement `when` (a `functools.singledispatchmethod`, one overload an event class),
    which changes state and never refuses, and methods named after acts, which guard and `trigger`. Conforms to the
    event sourcing library's `MutableAggregateProtocol` and `CollectEventsProtocol`.
    """

    zh: ClassVar[str] = "记录"
    """What a refusal calls such a thing."""

    def __init__(self, id: UUID) -> None:
        self.id = id
        self.version = 0
        # Where it belongs (行政区划代码): the scope of every act on it. None where it is no one district's.
        self.division: str | None = None
        self._pending: list[DomainEvent] = []

    @property
    def of_mine(self) -> UUID | None:
        """The mine it belongs to, where it belongs to one."""
        return None

    @property
    def known_to(self) -> frozenset[str] | None:
        """The departments that alone know of it, while it is live work under embargo (保密); None: it is no secret."""
        return None

    def trigger(self, event_class: type[DomainEvent], *, by: Actor, at: datetime, **data: Any) -> None:
        """Decide that `event_class` happened, by whom and when: fold it and keep it for the append."""
        event = event_class(
            originator_id=self.id, originator_version=self.version + 1, occurred_at=at, actor=by, **data
        )
        self.fold(event)
        self._pending.append(event)

    def fold(self, event: DomainEvent) -> None:
        """Take one event into the state; it must be the next of this stream."""
        if event.originator_id != self.id or event.originator_version != self.version + 1:
            raise ValueError(
                f"{event.type_name()} {event.originator_id}/{event.originator_version} does not follow "
                f"{type(self).__name__} {self.id}/{self.version}"
            )
        _overload((type(self), type(event)))(self, event)
        self.version = event.originator_version

    @singledispatchmethod
    def when(self, event: DomainEvent) -> None:
        """What an event changes; an event type without an overload is a programming error."""
        raise self.unknown(event)

    def unknown(self, event: DomainEvent) -> TypeError:
        """The programming error of an event type that this aggregate has no overload for."""
        return TypeError(f"{type(self).__name__} does not know {event.type_name()}")

    @property
    def pending(self) -> Sequence[DomainEvent]:
        """Events decided and not yet appended."""
        return tuple(self._pending)

    def collect_events(self) -> Sequence[DomainEvent]:
        """Hand the decided events over for the append; afterwards there are none pending."""
        collected, self._pending = self._pending, []
        return collected

    def fork(self: A) -> A:
        """The same aggregate once more, to be changed apart: its containers are copied, what they hold is immutable."""
        return _twin(self)

    @classmethod
    def replay(cls: type[A], id: UUID, events: Sequence[DomainEvent]) -> A:
        """The aggregate as its events tell it; without events it is a blank with version 0."""
        aggregate = cls(id)
        for event in events:
            aggregate.fold(event)
        return aggregate


def _overload(kinds: tuple[type[Aggregate], type[DomainEvent]]) -> Overload:
    """What `when` has for a class of events: finding it by the descriptor takes longer than most of them take."""
    known = _OVERLOADS.get(kinds)
    if known is None:
        when = getattr_static(kinds[0], "when")
        known = when.dispatcher.dispatch(kinds[1]) if isinstance(when, singledispatchmethod) else when
        _OVERLOADS[kinds] = known
    return known


def _apart(value: Any) -> Any:
    if isinstance(value, dict):
        if _SHARED.issuperset(map(type, value.values())):
            return dict(value)
        return {key: _apart(member) for key, member in value.items()}
    if isinstance(value, list):
        if _SHARED.issuperset(map(type, value)):
            return list(value)
        return [_apart(member) for member in value]
    if isinstance(value, set):
        return set(value)
    params = getattr(value, "__dataclass_params__", None)
    if params is not None and not params.frozen:
        return _twin(value)
    _SHARED.add(type(value))
    return value


def _twin(thing: T) -> T:
    twin = type(thing).__new__(type(thing))
    state = twin.__dict__
    state.update(thing.__dict__)
    for name, value in thing.__dict__.items():
        if type(value) not in _SHARED:
            state[name] = _apart(value)
    return twin


_SHARED: set[type] = set()
"""Types of which no value ever changes, as far as they were met: most of what an aggregate holds."""
