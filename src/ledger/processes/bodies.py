"""Which body answers on a day for what another was given: for what the ledger does by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from ledger.commands.departments import and_above, name_key
from ledger.domain.department import Department, next_succession
from ledger.domain.department_events import (
    DepartmentAliasAdded,
    DepartmentAliasRemoved,
    DepartmentRegistered,
    DepartmentRenamed,
    DepartmentSucceeded,
    SuccessionAnnulled,
)
from ledger.eventstore.envelope import RecordedEvent
from ledger.values.times import end_of_day


@dataclass(frozen=True, order=True)
class Turn:
    """Because of the event at a position, others answer from `effective_on` on; `moment` is when that came about."""

    moment: datetime
    position: int
    effective_on: date
    why: str


class Bodies:
    """The departments with their names and successions.

    Only what moved everything counts: of single matters nothing says which of them an obligation belongs to.
    """

    types = tuple(
        event.type_name()
        for event in (
            DepartmentRegistered,
            DepartmentRenamed,
            DepartmentAliasAdded,
            DepartmentAliasRemoved,
            DepartmentSucceeded,
            SuccessionAnnulled,
        )
    )

    def __init__(self) -> None:
        self._bodies: dict[UUID, Department] = {}
        self._named: dict[str, UUID] = {}
        self._turns: dict[UUID, Turn] = {}

    def fold(self, recorded: RecordedEvent) -> Turn | None:
        """Take in what happened to a body; the turn that it brings, if it brings one."""
        event = recorded.event
        body = self._body(event.originator_id)
        undone = body.successions.get(event.succession) if isinstance(event, SuccessionAnnulled) else None
        body.when(event)
        match event:
            case DepartmentSucceeded(matters=[]):
                moment = max(recorded.recorded_at, end_of_day(event.effective_on - timedelta(days=1)))
                turn = Turn(moment, recorded.position, event.effective_on, event.basis)
                self._turns[event.succession] = turn
                return turn
            case SuccessionAnnulled() if undone is not None and not undone.matters:
                return Turn(recorded.recorded_at, recorded.position, undone.effective_on, event.why)
            case DepartmentAliasRemoved():
                self._forget(body, event.alias)
        for division in body.divisions:
            self._named |= {name_key(division, name): body.id for name in body.names}
        return None

    def called(self, name: str, division: str) -> str:
        """The name in use of the body that a division knows by a name; the same where it knows none."""
        body = self._find(name, division)
        return name if body is None else body.name

    def answering(self, name: str, division: str, since: date, on: date) -> tuple[str, Turn | None]:
        """Who answers on a day for what the body of that name was given on `since`, and by which turn if another."""
        body, turn, used = self._find(name, division), None, set[UUID]()
        while body is not None:
            moved = next_succession(body.successions.values(), None, since, on, used)
            if moved is None:
                break
            used.add(moved.succession)
            name, turn = moved.to_name, self._turns[moved.succession]
            since, body = moved.effective_on, self._body(moved.to)
        return name, turn

    def _body(self, id: UUID) -> Department:
        return self._bodies.setdefault(id, Department(id))

    def _find(self, name: str, division: str) -> Department | None:
        held = (self._named.get(name_key(code, name)) for code in and_above(division))
        id = next((id for id in held if id is not None), None)
        return None if id is None else self._body(id)

    def _forget(self, body: Department, alias: str) -> None:
        for division in body.divisions:
            if self._named.get(name_key(division, alias)) == body.id:
                del self._named[name_key(division, alias)]
