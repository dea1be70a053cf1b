"""Outputs of months (月产量) and headcounts of shifts (单班入井人数), with the limits they exceed."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid5

from ledger.domain.production_year_events import (
    HeadcountCorrected,
    HeadcountReported,
    OutputCorrected,
    OutputJudgedAgain,
    OutputReported,
)
from ledger.eventstore.envelope import RecordedEvent
from ledger.projections.journal import entry_key
from ledger.projections.view import Row, View, changed, columns

outputs = View(
    name="outputs",
    version=2,
    key="entry",
    columns=columns("""
        mine       uuid
        division   text
        year       integer
        month      integer
        first_day  date
        output     numeric
        reported   numeric
        capacity   numeric
        of_year    numeric
        over_rules text[]
        over       boolean
        corrected  text?
        days_at_work integer?
    """),
    indexes=(("mine", "first_day"), ("division", "first_day")),
    past=(("mine", "first_day"), ("division", "first_day")),
)

headcounts = View(
    name="headcounts",
    version=2,
    key="entry",
    columns=columns("""
        mine       uuid
        division   text
        day        date
        shift      text
        shift_kind text
        place      text
        people     integer
        reported   integer
        max_people integer?
        limit_rule text?
        over_rules text[]
        over       boolean
        corrected  text?
    """),
    orders=("day", "people"),
    indexes=(("mine", "day"), ("division", "day")),
    past=(("mine", "day"), ("division", "day")),
)


def month_key(event: OutputReported | OutputCorrected | OutputJudgedAgain) -> UUID:
    """The row of a month of a mine."""
    return uuid5(event.originator_id, str(event.month))


@outputs.on(OutputReported, key=month_key)
def _reported(_: Row | None, event: OutputReported, recorded: RecordedEvent) -> Row:
    return {
        "mine": event.mine,
        "division": event.division,
        "year": event.year,
        "month": event.month,
        "first_day": date(event.year, event.month, 1),
        "output": event.output,
        "reported": event.output,
        "capacity": event.capacity,
        "of_year": event.of_year,
        "over_rules": [f"{limit.rule}：{limit.zh}" for limit in event.over],
        "over": bool(event.over),
        "corrected": None,
        "days_at_work": event.days_at_work,
    }


@outputs.on(OutputCorrected, key=month_key)
def _corrected(row: Row | None, event: OutputCorrected, recorded: RecordedEvent) -> Row:
    return changed(
        row,
        {
            "output": event.output,
            "capacity": event.capacity,
            "of_year": event.of_year,
            "over_rules": [f"{limit.rule}：{limit.zh}" for limit in event.over],
            "over": bool(event.over),
            "corrected": event.why,
            "days_at_work": event.days_at_work,
        },
    )


@outputs.on(OutputJudgedAgain, key=month_key)
def _judged_again(row: Row | None, event: OutputJudgedAgain, recorded: RecordedEvent) -> Row:
    return changed(
        row,
        {
            "capacity": event.capacity,
            "over_rules": [f"{limit.rule}：{limit.zh}" for limit in event.over],
            "over": bool(event.over),
            "days_at_work": event.days_at_work,
        },
    )


@headcounts.on(HeadcountReported, key=entry_key)
def _headcount(_: Row | None, event: HeadcountReported, recorded: RecordedEvent) -> Row:
    return {
        "mine": event.mine,
        "division": event.division,
        "day": event.day,
        "shift": event.shift,
        "shift_kind": event.shift_kind,
        "place": event.place,
        "people": event.people,
        "reported": event.people,
        "max_people": event.limit,
        "limit_rule": event.limit_rule,
        "over_rules": [f"{limit.rule}：{limit.zh}" for limit in event.over],
        "over": bool(event.over),
        "corrected": None,
    }


@headcounts.on(HeadcountCorrected, key=lambda e: e.entry)
def _headcount_corrected(row: Row | None, event: HeadcountCorrected, recorded: RecordedEvent) -> Row:
    return changed(
        row,
        {
            "people": event.people,
            "max_people": event.limit,
            "limit_rule": event.limit_rule,
            "over_rules": [f"{limit.rule}：{limit.zh}" for limit in event.over],
            "over": bool(event.over),
            "corrected": event.why,
        },
    )
