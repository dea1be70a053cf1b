"""Saying late what held from a day on: which period it means, and when it is none (台账原则 4)."""

from __future__ import annotations

from datetime import date
from typing import TypeVar
from uuid import UUID

from ledger.domain.guards import refuse
from ledger.domain.timeline import Period, Timeline

RULE = "台账原则 4"
T = TypeVar("T")


def corrected(
    timeline: Timeline[T], value: T, on: date, instead_of: date | None, new: UUID, *, anew: bool = False
) -> tuple[Period[T], UUID | None]:
    """The period that a correction means, and the one it stands in place of.

    Without `instead_of` a period is inserted from `on` until the next one. With it the period that began that day is
    moved to `on` where it held the same, or replaced where it held something else; what stands around it cannot be
    passed over. `anew` replaces it in either case, as there is more to it than what it held.

    Refused: `NOT_A_CORRECTION`, `PERIOD_BEGINS_THAT_DAY`, `PERIOD_UNKNOWN`, `PERIODS_OUT_OF_ORDER`,
    `NOTHING_CORRECTED`.
    """
    if instead_of is None:
        _must_be_earlier_and_new(timeline, value, on)
        return Period(new, value, on), None
    period = found(timeline, instead_of)
    if not timeline.fits(period, on):
        refuse(
            "PERIODS_OUT_OF_ORDER",
            f"{on} would pass over the period before or after; correct that one first.",
            f"{on} 会越过相邻期间，请先更正相邻期间。",
            rule=RULE,
            path=("effectiveOn",),
        )
    if period.value == value and not anew:
        if on == instead_of:
            refuse("NOTHING_CORRECTED", "It is recorded so.", "与现有记录一致，无需更正。", rule=RULE)
        return Period(period.id, value, on), None
    return Period(new, value, on), period.id


def found(timeline: Timeline[T], starts: date) -> Period[T]:
    """The period that began on a day; `PERIOD_UNKNOWN` where none did."""
    period = timeline.starting(starts)
    if period is None:
        refuse(
            "PERIOD_UNKNOWN",
            f"No period is recorded that began on {starts}.",
            f"没有自 {starts} 开始的期间记录。",
            rule=RULE,
            path=("insteadOf",),
        )
    return period


def _must_be_earlier_and_new(timeline: Timeline[T], value: T, on: date) -> None:
    last, there = timeline.last, timeline.on(on)
    if last is None or on > last.starts:
        refuse(
            "NOT_A_CORRECTION",
            "Nothing later is recorded: this is an ordinary change.",
            "之后没有其他记录，属于正常变更，无需更正。",
            rule=RULE,
            path=("effectiveOn",),
        )
    if timeline.starting(on) is not None:
        refuse(
            "PERIOD_BEGINS_THAT_DAY",
            f"A period begins on {on} already; name it by `insteadOf`.",
            f"{on} 已有期间开始，请以 insteadOf 指明要更正的期间。",
            rule=RULE,
            path=("effectiveOn",),
        )
    if there is not None and there.value == value:
        refuse("NOTHING_CORRECTED", "It held that day already.", "当日记录已是如此，无需更正。", rule=RULE)
