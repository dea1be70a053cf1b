"""A year of a mine's production (年度生产): a stream of its own, as it grows by the shift."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import singledispatchmethod
from uuid import UUID, uuid5

from ledger.domain import production_year_events as p
from ledger.domain.event import DomainEvent, entry_id
from ledger.domain.guards import OURS, refuse
from ledger.domain.mine_event import ProcedureDefectFlagged
from ledger.domain.mine_matter import MineMatter
from ledger.domain.production_year_events import OverLimit, ShiftKind
from ledger.values.actor import Actor


def production_year_id(mine: UUID, year: int) -> UUID:
    """The stream of a mine's year."""
    return uuid5(mine, f"production:{year}")


@dataclass(frozen=True)
class Headcount:
    """The last report of a place in a shift."""

    entry: UUID
    shift_kind: ShiftKind
    people: int


class ProductionYear(MineMatter):
    """Outputs of months and headcounts of shifts, all of them facts; what exceeds a limit is flagged."""

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.outputs: dict[int, Decimal] = {}
        self.capacities: dict[int, Decimal] = {}
        self.days_at_work: dict[int, int | None] = {}
        self.headcounts: dict[tuple[date, str, str], Headcount] = {}

    def open(self, mine: UUID, division: str) -> None:
        """Say whose year it is; nothing happens by that alone."""
        self.mine, self.division = mine, division

    def sum_of(self, months: Sequence[int], besides: dict[int, Decimal]) -> Decimal:
        """The output of some months, with the figures of `besides` in place of what was reported."""
        outputs = self.outputs | besides
        return sum((outputs.get(month, Decimal(0)) for month in months), Decimal(0))

    def report(
        self,
        year: int,
        month: int,
        output: Decimal,
        capacity: Decimal,
        over: Sequence[OverLimit],
        days_at_work: int | None = None,
        *,
        by: Actor,
        at: datetime,
    ) -> None:
        """Report the output of a month; `over` are the limits that month, quarter or year exceed by it."""
        if month in self.outputs:
            refuse(
                "OUTPUT_REPORTED",
                f"The output of {year}-{month:02} was reported; correct it.",
                f"{year}年{month}月产量已上报，请办理更正。",
                rule=OURS,
                path=("month",),
            )
        self._output(p.OutputReported, year, month, output, capacity, over, by, at, days_at_work=days_at_work)

    def correct(
        self,
        year: int,
        month: int,
        output: Decimal,
        capacity: Decimal,
        over: Sequence[OverLimit],
        why: str,
        days_at_work: int | None = None,
        *,
        by: Actor,
        at: datetime,
    ) -> None:
        """Correct the output of a month."""
        previous = self.outputs.get(month)
        if previous is None or previous == output:
            refuse(
                "NOTHING_CORRECTED",
                f"No other output of {year}-{month:02} was reported.",
                f"{year}年{month}月未上报产量，或者与已上报一致。",
                rule=OURS,
                path=("month",),
            )
        told = {"previous": previous, "why": why, "days_at_work": days_at_work}
        self._output(p.OutputCorrected, year, month, output, capacity, over, by, at, **told)

    def judge_again(
        self,
        year: int,
        month: int,
        capacity: Decimal,
        over: Sequence[OverLimit],
        why: str,
        days_at_work: int | None = None,
        *,
        by: Actor,
        at: datetime,
    ) -> None:
        """Hold the output of a month against the capacity and the days that it is known to have had now."""
        output, previous = self.outputs[month], self.capacities[month]
        told = {"output": output, "capacity": capacity, "previous_capacity": previous, "why": why}
        told |= {"days_at_work": days_at_work}
        self._happen(p.OutputJudgedAgain, by, at, year=year, month=month, over=list(over), **told)
        self._flag_all(f"{year}-{month:02}: {output}", over, by, at)

    def report_headcount(
        self,
        day: date,
        shift: str,
        shift_kind: ShiftKind,
        place: str,
        people: int,
        limit: int | None,
        limit_rule: str | None,
        over: Sequence[OverLimit],
        *,
        by: Actor,
        at: datetime,
    ) -> None:
        """Record how many people were at a place in a shift; `over` are the limits exceeded."""
        self._happen(
            p.HeadcountReported,
            by,
            at,
            day=day,
            shift=shift,
            shift_kind=shift_kind,
            place=place,
            people=people,
            limit=limit,
            limit_rule=limit_rule,
            over=list(over),
        )
        self._flag_all(f"{day} {shift} {place}: {people}", over, by, at)

    def headcount_of(self, day: date, shift: str, place: str) -> Headcount:
        """What was last reported of a place in a shift; `HEADCOUNT_UNKNOWN` where nothing was."""
        known = self.headcounts.get((day, shift, place))
        if known is None:
            refuse(
                "HEADCOUNT_UNKNOWN",
                f"No headcount of {place} on {day}, {shift}, was reported.",
                f"{day} {shift} {place} 未上报入井人数。",
                rule=OURS,
                path=("shift",),
            )
        return known

    def correct_headcount(
        self,
        day: date,
        shift: str,
        place: str,
        people: int,
        limit: int | None,
        limit_rule: str | None,
        over: Sequence[OverLimit],
        why: str,
        *,
        by: Actor,
        at: datetime,
    ) -> None:
        """Correct how many people were at a place in a shift, as it was last reported."""
        known = self.headcount_of(day, shift, place)
        if known.people == people:
            refuse("NOTHING_CORRECTED", "It is recorded so.", "与已上报一致，无需更正。", rule=OURS, path=("people",))
        told = {"people": people, "previous": known.people, "limit": limit, "limit_rule": limit_rule, "why": why}
        self._happen(p.HeadcountCorrected, by, at, entry=known.entry, over=list(over), **told)
        self._flag_all(f"{day} {shift} {place}: {people}", over, by, at)

    def _output(
        self,
        event_class: type[p.OutputReported | p.OutputCorrected],
        year: int,
        month: int,
        output: Decimal,
        capacity: Decimal,
        over: Sequence[OverLimit],
        by: Actor,
        at: datetime,
        **told: object,
    ) -> None:
        figures = {"output": output, "capacity": capacity, "of_year": self.sum_of(range(1, 13), {month: output})}
        self._happen(event_class, by, at, year=year, month=month, over=list(over), **figures, **told)
        self._flag_all(f"{year}-{month:02}: {output}", over, by, at)

    def _flag_all(self, what: str, over: Sequence[OverLimit], by: Actor, at: datetime) -> None:
        for limit in over:
            self._flag(by, at, limit.rule, f"{what} exceeds a limit: {limit.zh}", f"{what}：{limit.zh}")

    @singledispatchmethod
    def when(self, event: DomainEvent) -> None:
        raise self.unknown(event)

    @when.register(p.OutputReported)
    @when.register(p.OutputCorrected)
    def _counted(self, event: p.OutputReported | p.OutputCorrected) -> None:
        self.mine, self.division = event.mine, event.division
        self.outputs[event.month] = event.output
        self.capacities[event.month], self.days_at_work[event.month] = event.capacity, event.days_at_work

    @when.register
    def _judged_again(self, event: p.OutputJudgedAgain) -> None:
        self.capacities[event.month], self.days_at_work[event.month] = event.capacity, event.days_at_work

    @when.register
    def _headcount(self, event: p.HeadcountReported) -> None:
        self.mine, self.division = event.mine, event.division
        reported = Headcount(entry_id(event), event.shift_kind, event.people)
        self.headcounts[event.day, event.shift, event.place] = reported

    @when.register
    def _headcount_corrected(self, event: p.HeadcountCorrected) -> None:
        [(key, known)] = [(key, known) for key, known in self.headcounts.items() if known.entry == event.entry]
        self.headcounts[key] = replace(known, people=event.people)

    @when.register
    def _flagged(self, event: ProcedureDefectFlagged) -> None:
        """A flag is for readers."""
