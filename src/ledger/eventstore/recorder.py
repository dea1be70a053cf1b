"""Our append and reads behind the event sourcing library's recorder and mapper interfaces.

The request path does not come this way (it is asynchronous). The library's `Application` and `Repository` do, and so
does the contract suite that holds our store against the library's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

import psycopg
from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import (
    ApplicationRecorder,
    IntegrityError,
    JSONTranscoder,
    ListenNotifySubscription,
    Mapper,
    Notification,
    StoredEvent,
    Subscription,
)
from psycopg import pq
from psycopg.adapt import Transformer

from ledger.domain.event import DomainEvent
from ledger.eventstore import append_calls
from ledger.eventstore.canonical import parse_canonical
from ledger.eventstore.envelope import Envelope, RecordedEvent
from ledger.eventstore.submission import EventToAppend, Outcome, Submission, Verdict

_STORED = {Verdict.ACCEPTED, Verdict.REPEATED}
_EVENT = "SELECT stream, version, type, body, position FROM ledger.event"


class EnvelopeMapper(Mapper[UUID]):
    """Domain events to stored envelopes and back; `new_id` gives the command ids that the library does not carry."""

    def __init__(self, new_id: Callable[[], UUID]) -> None:
        super().__init__(transcoder=JSONTranscoder())
        self._new_id = new_id

    def to_stored_event(self, domain_event: DomainEventProtocol[UUID]) -> StoredEvent:
        """The envelope of a domain event, under a command id of its own."""
        if not isinstance(domain_event, DomainEvent):
            raise TypeError(f"{type(domain_event).__name__} is not an event of the ledger")
        command_id = self._new_id()
        envelope = Envelope(
            stream=domain_event.originator_id,
            version=domain_event.originator_version,
            type=domain_event.type_name(),
            schema_version=domain_event.schema_version,
            occurred_at=domain_event.occurred_at,
            actor=domain_event.actor,
            command_id=command_id,
            correlation_id=command_id,
            data=domain_event.data(),
        )
        return StoredEvent(envelope.stream, envelope.version, envelope.type, envelope.stored_bytes())

    def to_domain_event(self, stored_event: StoredEvent) -> DomainEventProtocol[UUID]:
        """The validated domain event of a stored envelope."""
        # Position and moment of the record do not belong to a domain event.
        return RecordedEvent(0, datetime.min.replace(tzinfo=UTC), stored_event.state).event


class LedgerRecorder(ApplicationRecorder):
    """`ledger.event` as an application sequence; one synchronous connection a recorder."""

    def __init__(self, dsn: str, clock: Callable[[], datetime]) -> None:
        self._dsn = dsn
        self._clock = clock
        self._connection = psycopg.connect(dsn, autocommit=True)

    def close(self) -> None:
        """Give the connection back."""
        self._connection.close()

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int] | None:
        """Append all, or raise the library's `IntegrityError` and append none; a repetition gets what it got first."""
        if not stored_events:
            return []
        submission = self._submission(stored_events)
        [outcome] = append_at_once(self._connection, self._clock(), [submission])
        if outcome.first is None or outcome.last is None or outcome.verdict not in _STORED:
            raise IntegrityError(f"the append answered: {outcome.verdict}")
        return list(range(outcome.first, outcome.last + 1))

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        """The events of a stream, versions above `gt` up to `lte`."""
        rows = self._connection.execute(
            f"{_EVENT} WHERE stream = %s AND version > %s AND (%s::int IS NULL OR version <= %s) "
            f"ORDER BY version {'DESC' if desc else 'ASC'} LIMIT %s".encode(),
            (originator_id, gt or 0, lte, lte, limit),
        )
        return [StoredEvent(stream, version, type_, bytes(body)) for stream, version, type_, body, _ in rows]

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """Up to `limit` events from position `start` to `stop`, of the named types."""
        above = (start or 1) - 1 if inclusive_of_start else start or 0
        rows = self._connection.execute(
            f"{_EVENT} WHERE position > %s AND (%s::bigint IS NULL OR position <= %s) "
            "AND (cardinality(%s::text[]) = 0 OR type = ANY(%s::text[])) ORDER BY position LIMIT %s".encode(),
            (above, stop, stop, list(topics), list(topics), limit),
        )
        return [Notification(stream, version, type_, bytes(body), id) for stream, version, type_, body, id in rows]

    def max_notification_id(self) -> int | None:
        """The head position, None for an empty ledger."""
        row = self._connection.execute("SELECT max(position) FROM ledger.event").fetchone()
        return None if row is None else row[0]

    def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> Subscription[ApplicationRecorder]:
        """The library's pulling subscription over this recorder; the asynchronous one is `EventStore.subscribe`."""
        return ListenNotifySubscription(recorder=self, gt=gt, topics=topics)

    def _submission(self, stored_events: Sequence[StoredEvent]) -> Submission:
        envelopes = [Envelope.model_validate(parse_canonical(stored.state)) for stored in stored_events]
        first = envelopes[0]
        return Submission(
            actor=first.actor.id,
            command_id=first.command_id,
            digest=sha256(b"".join(stored.state for stored in stored_events)).digest(),
            subject=first.stream,
            instant=self._clock(),
            events=[
                EventToAppend(e.stream, stored.originator_version, stored.topic, e.occurred_at, stored.state)
                for e, stored in zip(envelopes, stored_events, strict=True)
            ],
        )


def append_at_once(connection: psycopg.Connection, clock: datetime, submissions: Sequence[Submission]) -> list[Outcome]:
    """Append over a synchronous connection, by `ledger.append` itself; raises the driver's errors."""
    call = append_calls.ANY
    result = connection.pgconn.exec_params(
        call.text, append_calls.parameters(clock, submissions), None, call.formats, pq.Format.BINARY
    )
    if result.status != pq.ExecStatus.TUPLES_OK:
        raise psycopg.errors.error_from_result(result)
    loading = Transformer(connection)
    loading.set_pgresult(result)
    row = loading.load_row(0, tuple)
    assert row is not None
    return append_calls.outcomes(submissions, row)
