"""Domain events: immutable facts with a stable type name and a schema version."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID, uuid5

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from ledger.values.actor import Actor
from ledger.values.times import Moment

_registry: dict[str, type[DomainEvent]] = {}

META_FIELDS = frozenset({"originator_id", "originator_version", "occurred_at", "actor"})


class DomainEvent(BaseModel):
    """What happened to one aggregate. Conforms to the event sourcing library's `DomainEventProtocol`.

    A subclass is registered under its own class name, which must never change once events are
    stored. Its fields, but for the four here, are the `data` of the stored envelope. `occurred_at` is when it
    was true; when the ledger learned it (`recorded_at`) is assigned by the append.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=to_camel, populate_by_name=True)

    schema_version: ClassVar[int] = 1

    originator_id: UUID
    originator_version: int
    occurred_at: Moment
    actor: Actor

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        if cls.__name__.startswith("_"):
            return
        known = _registry.setdefault(cls.__name__, cls)
        if known.__module__ != cls.__module__:
            raise TypeError(f"event type {cls.__name__} is declared in {known.__module__} and {cls.__module__}")

    @property
    def tells_of(self) -> UUID | None:
        """Another thing that it tells of, where that may be secret while this one is not."""
        return None

    @classmethod
    def type_name(cls) -> str:
        """The stable name stored in the envelope."""
        return cls.__name__

    def data(self) -> dict[str, Any]:
        """The event's own fields as JSON values (decimals and moments as strings, camelCase keys)."""
        return self.model_dump(mode="json", by_alias=True, exclude=set(META_FIELDS))

    @classmethod
    def upcast(cls, data: dict[str, Any], schema_version: int) -> dict[str, Any]:
        """`data` of an older schema version in today's form; overridden where a version has changed."""
        if schema_version != cls.schema_version:
            raise ValueError(f"{cls.__name__} has no reading of schema version {schema_version}")
        return data


def entry_id(event: DomainEvent) -> UUID:
    """The id of an event among all events, and of a record that is one event and nothing more."""
    return uuid5(event.originator_id, str(event.originator_version))


def event_class(type_name: str) -> type[DomainEvent]:
    """The class registered under a stored type name; `KeyError` when this version of the ledger has none."""
    return _registry[type_name]


def event_classes() -> dict[str, type[DomainEvent]]:
    """All event types by name. A class that others are kinds of is never written itself, and is not among them."""
    return {name: cls for name, cls in _registry.items() if not cls.__subclasses__()}
