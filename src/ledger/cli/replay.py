"""`ledger replay`: the course of one thing, event by event, and what it came to."""

from __future__ import annotations

import asyncio
from dataclasses import is_dataclass
from typing import Annotated, Any
from uuid import UUID

import typer
from pydantic import BaseModel
from rich.table import Table

from ledger.cli.options import DEFAULT_DATA, AsJson, DataFolder, out, refusing, say
from ledger.commands.command import command_classes
from ledger.domain.aggregate import Aggregate
from ledger.domain.reservation import Reservation
from ledger.eventstore.envelope import RecordedEvent
from ledger.eventstore.store import EventStore
from ledger.graphql.ids import parse_global_id
from ledger.server.connections import dsn
from ledger.server.roles import APP
from ledger.server.settings import Settings
from ledger.values.errors import InvalidInput, NotFound
from ledger.values.times import SHANGHAI, format_moment


def replay(
    stream: Annotated[str, typer.Argument(help="Id of the thing, as the API or an event has it (编号).")],
    to: Annotated[int | None, typer.Option(min=1, help="Up to this position (截至位置).")] = None,
    data: DataFolder = DEFAULT_DATA,
    as_json: AsJson = False,
) -> None:
    """Show an aggregate's course as it was recorded, and its state at the end of it (重放); nothing is written."""
    with refusing(as_json=as_json):
        id = _id(stream)
        events = asyncio.run(_events(Settings(data=data), id, to))
        if not events:
            raise NotFound("STREAM_NOT_FOUND", f"There is nothing under {id} by then.", f"届时没有编号 {id} 的记录。")
        aggregate = replayed(id, events)
    if as_json:
        course = [_line(event) | {"data": event.envelope.data} for event in events]
        say({"stream": str(id), "kind": type(aggregate).__name__, "events": course, "state": state(aggregate)})
        return
    table = Table("version", "position", "recorded (录入)", "occurred (发生)", "type", "actor")
    for column in table.columns:
        column.no_wrap = True
    for event in events:
        line = _line(event)
        recorded, occurred = (
            moment.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")
            for moment in (event.recorded_at, event.envelope.occurred_at)
        )
        table.add_row(str(line["version"]), str(line["position"]), recorded, occurred, line["type"], line["actor"])
    out.print(table)
    out.print(f"{type(aggregate).__name__} {id}", markup=False)
    for name, value in state(aggregate).items():
        out.print(f"  {name}: {value}", markup=False)


def replayed(id: UUID, events: list[RecordedEvent]) -> Aggregate:
    """The aggregate that knows these events; `InvalidInput` when this version of the ledger has none that does."""
    made = (getattr(command, "returns", None) for command in command_classes().values())
    kinds: set[type[Aggregate]] = {Reservation, *(kind for kind in made if kind is not None)}
    for kind in sorted(kinds, key=lambda kind: kind.__name__):
        try:
            return kind.replay(id, [event.event for event in events])
        except TypeError:
            continue
    first = events[0].envelope.type
    raise InvalidInput("KIND_UNKNOWN", f"Nothing here is told by {first}.", f"没有由 {first} 构成的事物。")


def state(aggregate: Aggregate) -> dict[str, Any]:
    """What the aggregate knows of itself, as JSON."""
    return {name: _plain(value) for name, value in vars(aggregate).items() if not name.startswith("_") and name != "id"}


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", exclude={"originator_id", "originator_version", "actor"})
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(one) for one in value]
    if is_dataclass(value):
        return {name: _plain(one) for name, one in vars(value).items()}
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def _line(event: RecordedEvent) -> dict[str, Any]:
    envelope = event.envelope
    return {
        "version": envelope.version,
        "position": event.position,
        "recordedAt": format_moment(event.recorded_at),
        "occurredAt": format_moment(envelope.occurred_at),
        "type": envelope.type,
        "actor": envelope.actor.id,
        "reason": envelope.reason,
    }


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return parse_global_id(text)[1]


async def _events(settings: Settings, id: UUID, to: int | None) -> list[RecordedEvent]:
    async with EventStore(dsn(settings, APP)) as store:
        return await store.read_stream(id, up_to=to)
