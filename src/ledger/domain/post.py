"""Post (岗位、职务): one post of a department or an enterprise, and who held it on which day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import singledispatchmethod
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from ledger.domain.aggregate import Aggregate
from ledger.domain.event import DomainEvent
from ledger.domain.guards import OURS, refuse
from ledger.domain.post_events import (
    AppointmentCorrected,
    HolderReinstated,
    HolderSuspended,
    PostAbolished,
    PostBody,
    PostEstablished,
    PostLayer,
    PostLeft,
    PostManner,
    PostOverlapFlagged,
    PostTaken,
)
from ledger.values.actor import Actor

EVER = date.max
Days = tuple[date, date]
"""From the first day up to, not including, the second."""


class Appointment(NamedTuple):
    """One holding of the post, and on which days its holder was suspended; what still goes on has no end."""

    appointment: UUID
    person: UUID | None
    holder: str
    manner: PostManner
    since: date
    until: date | None
    suspended: tuple[tuple[UUID, date, date | None], ...] = ()

    def holds_on(self, day: date) -> bool:
        """Whether it runs on a day and its holder is not suspended then."""
        return any(since <= day < until for since, until in self.in_charge())

    def in_charge(self) -> Sequence[Days]:
        """The days on which the holder was in charge."""
        # Somebody who left before the first day was never in charge.
        spans: list[Days] = [(self.since, self.until or EVER)] if self.since < (self.until or EVER) else []
        for _, begins, ends in self.suspended:
            spans = [part for span in spans for part in _without(span, (begins, ends or EVER))]
        return spans


class Post(Aggregate):
    """One post. Who held it is always recorded; several at once are flagged where it is one person's."""

    zh = "职务"

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.body_kind = PostBody.DEPARTMENT
        self.body: UUID | None = None
        self.body_name = ""
        self.title = ""
        self.several = False
        self.established_on: date | None = None
        self.abolished_on: date | None = None
        self.appointments: dict[UUID, Appointment] = {}

    def establish(
        self,
        division: str,
        body: tuple[PostBody, UUID, str],
        title: str,
        on: date,
        *,
        layer: PostLayer | None,
        several: bool,
        duties: str | None,
        by: Actor,
        at: datetime,
    ) -> None:
        """Set it up, for a `body` of this kind, id and name; one that was abolished may be set up again."""
        if self.established_on is not None and self.abolished_on is None:
            refuse("POST_EXISTS", f"{title} is set up already.", f"{title} 已设立。", rule=OURS, path=("title",))
        self.division, (self.body_kind, self.body, self.body_name), self.title = division, body, title
        self._happen(PostEstablished, by, at, layer=layer, several=several, duties=duties, effective_on=on)

    def abolish(self, on: date, why: str, *, by: Actor, at: datetime) -> None:
        """Abolish it; whoever still holds it is not thereby gone."""
        assert self.established_on is not None
        if self.abolished_on is not None or on < self.established_on:
            refuse(
                "POST_NOT_STANDING",
                f"{self.title} was abolished already, or set up later.",
                f"{self.title} 已撤销，或设立得更晚。",
                rule=OURS,
                path=("effectiveOn",),
            )
        self._happen(PostAbolished, by, at, effective_on=on, why=why)

    def take(
        self,
        person: UUID | None,
        holder: str,
        manner: PostManner,
        on: date,
        until: date | None = None,
        *,
        person_key: str | None,
        basis: str | None,
        by: Actor,
        at: datetime,
    ) -> UUID:
        """Record that somebody holds it from `on`, up to before `until` where it is over; the appointment's number."""
        if until is not None and until < on:
            _ends_before_it_starts(("leftOn",))
        appointment = uuid5(self.id, f"appointment:{self.version + 1}")
        self._happen(
            PostTaken,
            by,
            at,
            appointment=appointment,
            person=person,
            person_key=person_key,
            holder=holder,
            manner=manner,
            effective_on=on,
            until=until,
            basis=basis,
        )
        self._flag_overlap(appointment, by, at)
        return appointment

    def leave(self, appointment: UUID, on: date, why: str, *, by: Actor, at: datetime) -> None:
        """Record that a holder left."""
        held = self._known(appointment)
        if held.until is not None or on < held.since:
            refuse(
                "APPOINTMENT_NOT_RUNNING",
                "This appointment has ended, or began later.",
                "该任职已结束，或开始得更晚。",
                rule=OURS,
                path=("effectiveOn",),
            )
        self._happen(PostLeft, by, at, appointment=appointment, effective_on=on, why=why)

    def correct(
        self,
        appointment: UUID,
        manner: PostManner,
        days: tuple[date, date | None],
        why: str,
        *,
        by: Actor,
        at: datetime,
    ) -> None:
        """Correct how or when it was held (from, first day without)."""
        held = self._known(appointment)
        if days[1] is not None and days[1] < days[0]:
            _ends_before_it_starts(("validTo",))
        if (manner, *days) == (held.manner, held.since, held.until):
            refuse("ALREADY_SO", "It is so already.", "内容没有变化。", rule=OURS)
        self._happen(
            AppointmentCorrected,
            by,
            at,
            appointment=appointment,
            manner=manner,
            valid_from=days[0],
            valid_to=days[1],
            why=why,
        )
        self._flag_overlap(appointment, by, at)

    def suspend(self, appointment: UUID, on: date, why: str, *, by: Actor, at: datetime) -> None:
        """Record that a holder was suspended."""
        held = self._known(appointment)
        if held.suspended and held.suspended[-1][2] is None:
            refuse("ALREADY_SO", "They are suspended already.", "该任职人已停职。", rule=OURS)
        suspension = uuid5(appointment, f"suspension:{self.version + 1}")
        self._happen(
            HolderSuspended,
            by,
            at,
            suspension=suspension,
            appointment=appointment,
            holder=held.holder,
            effective_on=on,
            why=why,
        )

    def reinstate(self, appointment: UUID, on: date, *, by: Actor, at: datetime) -> None:
        """Record that a suspended holder is back."""
        held = self._known(appointment)
        running = held.suspended[-1] if held.suspended and held.suspended[-1][2] is None else None
        if running is None or on < running[1]:
            refuse(
                "NOT_SUSPENDED",
                "They are not suspended, or were suspended later.",
                "该任职人未停职，或停职得更晚。",
                rule=OURS,
                path=("effectiveOn",),
            )
        self._happen(HolderReinstated, by, at, suspension=running[0], appointment=appointment, effective_on=on)
        self._flag_overlap(appointment, by, at)

    def holders_on(self, day: date) -> list[Appointment]:
        """Who was in charge on a day; several where the record says so, none where there was a gap."""
        return [held for held in self.appointments.values() if held.holds_on(day)]

    def _known(self, appointment: UUID) -> Appointment:
        held = self.appointments.get(appointment)
        if held is None:
            refuse(
                "APPOINTMENT_UNKNOWN",
                "There is no such appointment to this post.",
                "该岗位没有此任职记录。",
                rule=OURS,
                path=("appointment",),
            )
        return held

    def _flag_overlap(self, appointment: UUID, by: Actor, at: datetime) -> None:
        mine = self.appointments[appointment]
        others = [o for o in self.appointments.values() if o.appointment != appointment and _meet(mine, o)]
        if self.several or not others:
            return
        holders = [other.holder for other in (*others, mine)]
        self._happen(
            PostOverlapFlagged,
            by,
            at,
            appointments=[*(other.appointment for other in others), appointment],
            holders=holders,
            rule=OURS,
            description=f"{self.title} is held by several at once: {', '.join(holders)}.",
            description_zh=f"{self.title} 同时由多人担任：{'、'.join(holders)}。",
        )

    def _happen(self, event_class: type[DomainEvent], by: Actor, at: datetime, **data: Any) -> None:
        self.trigger(
            event_class,
            by=by,
            at=at,
            division=self.division,
            body_kind=self.body_kind,
            body=self.body,
            body_name=self.body_name,
            title=self.title,
            **data,
        )

    def _change(self, appointment: UUID, **changes: Any) -> None:
        self.appointments[appointment] = self.appointments[appointment]._replace(**changes)

    @singledispatchmethod
    def when(self, event: DomainEvent) -> None:
        raise self.unknown(event)

    @when.register
    def _established(self, event: PostEstablished) -> None:
        self.division, self.title, self.several = event.division, event.title, event.several
        self.body_kind, self.body, self.body_name = event.body_kind, event.body, event.body_name
        self.established_on, self.abolished_on = event.effective_on, None

    @when.register
    def _abolished(self, event: PostAbolished) -> None:
        self.abolished_on = event.effective_on

    @when.register
    def _taken(self, event: PostTaken) -> None:
        self.appointments[event.appointment] = Appointment(
            event.appointment, event.person, event.holder, event.manner, event.effective_on, event.until
        )

    @when.register
    def _left(self, event: PostLeft) -> None:
        self._change(event.appointment, until=event.effective_on)

    @when.register
    def _corrected(self, event: AppointmentCorrected) -> None:
        self._change(event.appointment, manner=event.manner, since=event.valid_from, until=event.valid_to)

    @when.register
    def _suspended(self, event: HolderSuspended) -> None:
        before = self.appointments[event.appointment].suspended
        self._change(event.appointment, suspended=(*before, (event.suspension, event.effective_on, None)))

    @when.register
    def _reinstated(self, event: HolderReinstated) -> None:
        *before, (suspension, begins, _) = self.appointments[event.appointment].suspended
        self._change(event.appointment, suspended=(*before, (suspension, begins, event.effective_on)))

    @when.register
    def _flagged(self, event: PostOverlapFlagged) -> None:
        """A flag is for readers."""


def _ends_before_it_starts(path: tuple[str, ...]) -> None:
    refuse(
        "ENDS_BEFORE_IT_STARTS",
        "An appointment ends after it starts.",
        "终止日不得早于起始日。",
        rule=OURS,
        path=path,
    )


def _without(span: Days, taken: Days) -> list[Days]:
    parts = [(span[0], min(span[1], taken[0])), (max(span[0], taken[1]), span[1])]
    return [(since, until) for since, until in parts if since < until]


def _meet(one: Appointment, other: Appointment) -> bool:
    return any(a[0] < b[1] and b[0] < a[1] for a in one.in_charge() for b in other.in_charge())
