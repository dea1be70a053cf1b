"""Holding outputs against what is known of a mine: when they are reported, and when something is learned late."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from ledger.commands.work import Work
from ledger.domain.mine import Mine
from ledger.domain.mine_status_events import WHOLE_MINE, WorkKind
from ledger.domain.production_year import ProductionYear, production_year_id
from ledger.domain.production_year_events import OverLimit
from ledger.domain.rule_text import RuleText
from ledger.rules.hazard_standards import Measure
from ledger.rules.mine_stops import mine_stop_rules
from ledger.rules.production_limits import over_capacity
from ledger.values.times import local_day

JUDGED_SINCE = date(2005, 9, 3)
"""No rule known here judges an output before 国务院令第446号."""


def last_of(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


async def year_of(mine: Mine, year: int, work: Work) -> ProductionYear:
    """A mine's year of production, blank when nothing of it was reported."""
    production = await work.find(ProductionYear, production_year_id(mine.id, year))
    production.open(mine.id, mine.division or "")
    return production


def limits_exceeded(
    mine: Mine, production: ProductionYear, year: int, month: int, reported: Mapping[int, Decimal], until: int = 12
) -> list[OverLimit]:
    """Which limits the output of a month exceeds, with what was reported of the year up to the month `until`.

    `reported` stands in place of what was; outputs in 万吨 are held against the capacity of the month's last day.
    """
    day, first = last_of(year, month), (month - 1) // 3 * 3 + 1
    outputs: dict[Measure, Decimal] = {
        "OUTPUT_OF_MONTH_TO_CAPACITY": production.sum_of([month], dict(reported)),
        "OUTPUT_OF_QUARTER_TO_CAPACITY": production.sum_of(range(first, min(first + 2, until) + 1), dict(reported)),
        "OUTPUT_OF_YEAR_TO_CAPACITY": production.sum_of(range(1, until + 1), dict(reported)),
    }
    over = over_capacity(day, outputs, mine.capacity_on(day))
    return over + _while_stopped(mine, day, outputs["OUTPUT_OF_MONTH_TO_CAPACITY"])


async def judge_again(work: Work, mine: Mine, since: date, why: str) -> None:
    """Hold outputs from the month of `since` on against what is known now of capacity, and of what the mine did.

    Each month as the year stood at its end; nothing happens where both are what it was held against.
    """
    for year in range(max(since, JUDGED_SINCE).year, local_day(work.now).year + 1):
        production = await year_of(mine, year, work)
        for month in sorted(production.outputs):
            day = last_of(year, month)
            known = mine.capacity_on(day), days_at_work(mine, year, month)
            held = production.capacities[month], production.days_at_work[month]
            if day >= since and (known[0] != held[0] or held[1] not in {None, known[1]}):
                over = limits_exceeded(mine, production, year, month, {}, until=month)
                told = year, month, known[0], over, why, known[1]
                production.judge_again(*told, by=work.actor, at=work.now)


async def status_learned(work: Work, mine: Mine, since: date, why: str) -> None:
    """Judge outputs anew that were reported before it was learned what the mine did from `since` on."""
    if last_of(since.year, since.month) < local_day(work.now):
        await judge_again(work, mine, since, why)


def days_at_work(mine: Mine, year: int, month: int) -> int:
    """On how many days of a month production broke no rule, by what the whole mine did (当月可生产天数)."""
    return sum(rule is None for rule in _broken(mine, last_of(year, month)))


def _broken(mine: Mine, last: date) -> list[RuleText | None]:
    """The rule that production broke on each day of the month that ends on `last`."""
    days = [last.replace(day=day) for day in range(1, last.day + 1)]
    rules = mine_stop_rules(last)
    return [rules.broken_by(mine.status_on(WHOLE_MINE, day), WorkKind.PRODUCTION) for day in days]


def _while_stopped(mine: Mine, last: date, output: Decimal) -> list[OverLimit]:
    broken = _broken(mine, last)
    if output == 0 or None in broken:
        return []
    return [OverLimit(rule=f"{rule.source} {rule.article}", zh=rule.zh) for rule in broken[-1:] if rule]
