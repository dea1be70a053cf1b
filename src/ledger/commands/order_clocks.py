"""Clocks that orders run by: the last day in time, and what has to be made public by when."""

from __future__ import annotations

from datetime import date, datetime, time

from ledger.commands.work import Work
from ledger.domain.order import Order
from ledger.domain.order_effect_events import Publication
from ledger.rules.deadlines import DeadlineRule, deadline_rule
from ledger.values.errors import InvalidInput
from ledger.values.times import SHANGHAI

_CLOCKS = {
    Publication.STOP_ORDERED: "STOP_ANNOUNCEMENT",
    Publication.PENALTY_DECIDED: "PENALTY_PUBLICATION",
    Publication.PRODUCTION_RESUMED: "RESUMPTION_ANNOUNCEMENT",
    Publication.PENALTY_WITHDRAWN: "PENALTY_WITHDRAWAL",
}


def last_day(kind: str, start: date | None) -> date | None:
    """The last day in time by the clock `kind` from `start` on; None where no clock, or no calendar, is known then."""
    if start is None:
        return None
    try:
        return _ends(deadline_rule(kind, start), start)
    except InvalidInput:
        return None


def hearing_until(order: Order) -> date | None:
    """The last day on which a hearing can be asked for, where the notice could not say it; None where no matter.

    `HOLIDAYS_NOT_PUBLISHED` while it lies in a year whose table is not known: for want of a table nobody's right to be
    heard is cut off (行政处罚法 §64).
    """
    notice = order.notice
    if notice is None or notice.request_until is not None or order.hearing_held or order.hearing_forgone:
        return None
    try:
        rule = deadline_rule("HEARING_REQUEST", notice.notified_on)
    except InvalidInput:
        return None
    return _ends(rule, notice.notified_on)


def owe_publications(order: Order, since: date, *kinds: Publication, work: Work) -> None:
    """Say what has to be made public about an order after a day, by the clocks of that day; nothing without a clock."""
    for what in kinds:
        kind = _CLOCKS[what]
        try:
            rule = deadline_rule(kind, since)
        except InvalidInput:
            continue
        order.owe_publication(what, since, last_day(kind, since), rule.article, by=work.actor, at=work.at(since))


def _ends(rule: DeadlineRule, start: date) -> date | None:
    return rule.deadline(datetime.combine(start, time.min, SHANGHAI)).last_day
