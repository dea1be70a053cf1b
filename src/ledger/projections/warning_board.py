"""Warning board (预警台账): each warning as it stands, and what became of it at each addressee."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from ledger.domain import warning_events as e
from ledger.domain.warning_events import WarningStatus
from ledger.eventstore.envelope import RecordedEvent
from ledger.projections.view import Row, View, changed, columns

warning_board = View(
    name="warning_board",
    version=2,
    key="warning",
    columns=columns("""
        mine          uuid?
        division      text
        department    text
        level         text
        source        text
        title         text
        text          text
        demands       text
        consulted     text[]
        status        text
        answer_by     timestamptz?
        supersedes    uuid?
        superseded_by uuid?
        lifted_on     date?
        lifted_why    text?
        undelivered   text[]
        unopened      text[]
        unanswered    text[]
        escalated     integer
        issued_at     timestamptz
        version       integer
    """),
    orders=("issued_at", "answer_by"),
    indexes=(
        ("division", "issued_at"),
        ("mine", "issued_at"),
        ("status", "issued_at"),
        ("issued_at",),
        ("division", "answer_by"),
        ("mine", "answer_by"),
        ("answer_by",),
    ),
    past=(("division", "issued_at"), ("mine", "issued_at"), ("division", "answer_by"), ("mine", "answer_by")),
)

warning_deliveries = View(
    name="warning_deliveries",
    version=2,
    key="delivery",
    columns=columns("""
        warning      uuid
        mine         uuid?
        division     text
        addressee    text
        level        text?
        title        text?
        text         text?
        demands      text?
        answer_by    timestamptz?
        status       text
        addressed_at timestamptz
        delivered_at timestamptz?
        channel      text?
        failures     integer
        failed_why   text?
        opened_at    timestamptz?
        acted_at     timestamptz?
        account      text?
        late         boolean?
        escalated_to text?
        withdrawn    text?
    """),
    orders=("addressed_at", "opened_at"),
    indexes=(("warning", "addressed_at"), ("division", "addressed_at"), ("mine", "addressed_at"), ("addressed_at",)),
    past=(("warning", "addressed_at"), ("division", "addressed_at"), ("mine", "addressed_at")),
)


@warning_board.on(e.WarningIssued, key=lambda e: e.originator_id)
def _issued(_: Row | None, event: e.WarningIssued, recorded: RecordedEvent) -> Row:
    said = {"mine", "division", "department", "level", "source", "title", "text", "demands", "consulted"}
    return {
        **event.model_dump(include=said),
        "answer_by": event.answer_by,
        "supersedes": event.supersedes,
        "status": WarningStatus.STANDING,
        "superseded_by": None,
        "lifted_on": None,
        "lifted_why": None,
        "undelivered": [],
        "unopened": [],
        "unanswered": [],
        "escalated": 0,
        "issued_at": event.occurred_at,
        "version": event.originator_version,
    }


@warning_board.on(e.WarningPassedOn, key=lambda e: e.originator_id)
def _passed_on(row: Row | None, event: e.WarningPassedOn, recorded: RecordedEvent) -> Row:
    return _step(row, event, {"department": event.department})


@warning_board.on(e.WarningAddressed, key=lambda e: e.originator_id)
def _addressed(row: Row | None, event: e.WarningAddressed, recorded: RecordedEvent) -> Row:
    before, name = row or {}, event.addressee.name
    waiting = {column: [*before[column], name] for column in ("undelivered", "unopened", "unanswered")}
    return _step(row, event, waiting)


@warning_board.on(e.WarningAddresseeWithdrawn, key=lambda e: e.originator_id)
def _addressee_withdrawn(row: Row | None, event: e.WarningAddresseeWithdrawn, recorded: RecordedEvent) -> Row:
    return _step(row, event, _no_longer(row, event.addressee.name, "undelivered", "unopened", "unanswered"))


@warning_board.on(e.WarningCorrected, key=lambda e: e.originator_id)
def _corrected(row: Row | None, event: e.WarningCorrected, recorded: RecordedEvent) -> Row:
    return _step(row, event, {**_told(event.said), "consulted": event.consulted})


@warning_board.on(e.WarningAnswerMoved, key=lambda e: e.originator_id)
def _answer_moved(row: Row | None, event: e.WarningAnswerMoved, recorded: RecordedEvent) -> Row:
    return _step(row, event, {"answer_by": event.answer_by})


@warning_board.on(e.WarningDelivered, key=lambda e: e.originator_id)
def _delivered(row: Row | None, event: e.WarningDelivered, recorded: RecordedEvent) -> Row:
    return _step(row, event, _no_longer(row, event.addressee.name, "undelivered"))


@warning_board.on(e.WarningOpened, key=lambda e: e.originator_id)
def _opened(row: Row | None, event: e.WarningOpened, recorded: RecordedEvent) -> Row:
    return _step(row, event, _no_longer(row, event.addressee.name, "undelivered", "unopened"))


@warning_board.on(e.WarningActedOn, key=lambda e: e.originator_id)
def _acted_on(row: Row | None, event: e.WarningActedOn, recorded: RecordedEvent) -> Row:
    return _step(row, event, _no_longer(row, event.addressee.name, "undelivered", "unopened", "unanswered"))


@warning_board.on(e.WarningNotDelivered, key=lambda e: e.originator_id)
def _not_delivered(row: Row | None, event: e.WarningNotDelivered, recorded: RecordedEvent) -> Row:
    return _step(row, event, {})


@warning_board.on(e.WarningEscalated, key=lambda e: e.originator_id)
def _escalated(row: Row | None, event: e.WarningEscalated, recorded: RecordedEvent) -> Row:
    return _step(row, event, {"escalated": (row or {})["escalated"] + 1})


@warning_board.on(e.WarningSuperseded, key=lambda e: e.originator_id)
def _superseded(row: Row | None, event: e.WarningSuperseded, recorded: RecordedEvent) -> Row:
    return _step(row, event, {"status": WarningStatus.SUPERSEDED, "superseded_by": event.successor})


@warning_board.on(e.WarningLifted, key=lambda e: e.originator_id)
def _lifted(row: Row | None, event: e.WarningLifted, recorded: RecordedEvent) -> Row:
    step = {"status": WarningStatus.LIFTED, "lifted_on": event.lifted_on, "lifted_why": event.why}
    return _step(row, event, step)


@warning_board.on(e.WarningReinstated, key=lambda e: e.originator_id)
def _reinstated(row: Row | None, event: e.WarningReinstated, recorded: RecordedEvent) -> Row:
    step = {"status": WarningStatus.STANDING, "superseded_by": None, "lifted_on": None, "lifted_why": None}
    return _step(row, event, step)


@warning_deliveries.on(e.WarningAddressed, key=lambda e: e.addressee.id)
def _to_be_delivered(_: Row | None, event: e.WarningAddressed, recorded: RecordedEvent) -> Row:
    empty = dict.fromkeys(c.name for c in warning_deliveries.columns)
    return {
        **empty,
        "warning": event.originator_id,
        "mine": event.addressee.mine,
        "division": event.division,
        "addressee": event.addressee.name,
        "addressed_at": event.occurred_at,
        "failures": 0,
        "status": WarningStatus.STANDING,
        **(_told(event.said) if event.said else {}),
    }


def _of_all(event: e.WarningOfAll | e.WarningCorrected | e.WarningAnswerMoved) -> Iterable[UUID]:
    """Whom it has to be told to."""
    return event.addressees


@warning_deliveries.on(e.WarningCorrected, key=_of_all)
def _told_anew(row: Row | None, event: e.WarningCorrected, recorded: RecordedEvent) -> Row:
    return changed(row, _told(event.said))


@warning_deliveries.on(e.WarningAnswerMoved, key=_of_all)
def _told_another_moment(row: Row | None, event: e.WarningAnswerMoved, recorded: RecordedEvent) -> Row:
    return changed(row, {"answer_by": event.answer_by})


@warning_deliveries.on(e.WarningLifted, key=_of_all)
def _told_of_its_end(row: Row | None, event: e.WarningLifted, recorded: RecordedEvent) -> Row:
    return changed(row, {"status": WarningStatus.LIFTED})


@warning_deliveries.on(e.WarningSuperseded, key=_of_all)
def _told_of_another(row: Row | None, event: e.WarningSuperseded, recorded: RecordedEvent) -> Row:
    return changed(row, {"status": WarningStatus.SUPERSEDED})


@warning_deliveries.on(e.WarningReinstated, key=_of_all)
def _told_that_it_stands(row: Row | None, event: e.WarningReinstated, recorded: RecordedEvent) -> Row:
    return changed(row, {"status": WarningStatus.STANDING})


@warning_deliveries.on(e.WarningAddresseeWithdrawn, key=lambda e: e.addressee.id)
def _not_for_them(row: Row | None, event: e.WarningAddresseeWithdrawn, recorded: RecordedEvent) -> Row:
    return changed(row, {"withdrawn": event.why})


@warning_deliveries.on(e.WarningDelivered, key=lambda e: e.addressee.id)
def _reached(row: Row | None, event: e.WarningDelivered, recorded: RecordedEvent) -> Row:
    return _first(row, delivered_at=event.occurred_at, channel=event.channel)


@warning_deliveries.on(e.WarningNotDelivered, key=lambda e: e.addressee.id)
def _failed(row: Row | None, event: e.WarningNotDelivered, recorded: RecordedEvent) -> Row:
    return changed(row, {"failures": (row or {})["failures"] + 1, "failed_why": event.why})


@warning_deliveries.on(e.WarningOpened, key=lambda e: e.addressee.id)
def _was_opened(row: Row | None, event: e.WarningOpened, recorded: RecordedEvent) -> Row:
    return _first(row, opened_at=event.occurred_at)


@warning_deliveries.on(e.WarningActedOn, key=lambda e: e.addressee.id)
def _was_acted_on(row: Row | None, event: e.WarningActedOn, recorded: RecordedEvent) -> Row:
    return changed(_first(row, acted_at=event.occurred_at, late=event.late), {"account": event.account})


@warning_deliveries.on(e.WarningEscalated, key=lambda e: e.addressee.id)
def _was_escalated(row: Row | None, event: e.WarningEscalated, recorded: RecordedEvent) -> Row:
    return changed(row, {"escalated_to": event.to})


def _told(said: e.WarningText) -> Row:
    return said.model_dump()


def _first(row: Row | None, **step: Any) -> Row:
    """What is noted the first time stays: when it was first delivered, opened, answered."""
    before = row or {}
    return changed(row, {name: value if before[name] is None else before[name] for name, value in step.items()})


def _no_longer(row: Row | None, name: str, *waiting: str) -> Row:
    return {column: [n for n in (row or {})[column] if n != name] for column in waiting}


def _step(row: Row | None, event: e.WarningEvent, step: Row) -> Row:
    return changed(row, {**step, "version": event.originator_version})
