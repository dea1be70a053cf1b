"""Reading the record for views, and taking it into one of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from ledger.eventstore.envelope import RecordedEvent
from ledger.projections import tables
from ledger.projections.folding import TypedEvent, concerns, fold, steps_of, types_of
from ledger.projections.tables import Connection
from ledger.projections.view import View

EVENTS = b"SELECT type, position, recorded_at, body FROM ledger.event WHERE position > $1 ORDER BY position LIMIT $2"


def typed(type_: str, position: int, recorded_at: datetime, body: bytes) -> TypedEvent:
    """An event as a row of the record tells it."""
    return TypedEvent(type_, RecordedEvent(position, recorded_at.astimezone(UTC), bytes(body)))


async def head(connection: Connection) -> int:
    """The last position there is."""
    row = await (await connection.execute("SELECT coalesce(max(position), 0) FROM ledger.event")).fetchone()
    return int(row[0]) if row else 0


async def read_events(connection: Connection, after: int, limit: int) -> list[TypedEvent]:
    """Up to `limit` events above position `after`."""
    cursor = connection.cursor(binary=True)
    await cursor.execute(
        "SELECT type, position, recorded_at, body FROM ledger.event WHERE position > %s ORDER BY position LIMIT %s",
        (after, limit),
    )
    return [typed(*row) for row in await cursor.fetchall()]


async def apply(connection: Connection, view: View, table: str, events: Sequence[TypedEvent]) -> None:
    """Take `events` into the table of one view, in the caller's transaction."""
    if not concerns(view, types_of(events)):
        return
    steps = steps_of(view, events)
    keys = () if view.constant else {key for key, *_ in steps}
    current = await tables.open_rows(connection, view, table, keys)
    await tables.write(connection, view, table, fold(view, current, steps))
