"""Today's figures of goals (指标): counted from mines and officers as they stand, or stood, and from reports.

What cannot be counted from the record is not, and says why: a figure over a part of the mines would pass for the whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import LiteralString, NamedTuple

from ledger.domain.plan_events import GoalOperator, Measure
from ledger.eventstore.readers import Reader
from ledger.projections.mine_operation import mechanisation, monitoring_feeds
from ledger.projections.mine_register import mine_register
from ledger.projections.persons import officers
from ledger.projections.reading import Condition, all_of, as_it_stood
from ledger.values.labels import named


@named("台账无此类记录，以上报数为准 没有可统计的煤矿 有煤矿尚未上报")
class NotCounted(StrEnum):
    """Why the ledger does not count a goal (未统计原因)."""

    NOT_RECORDED = "NOT_RECORDED"
    NOTHING_TO_COUNT = "NOTHING_TO_COUNT"
    REPORTS_MISSING = "REPORTS_MISSING"


class Counted(NamedTuple):
    """A figure, or why there is none; `unreported` mines have not said what it takes."""

    figure: Decimal | None
    why_not: NotCounted | None = None
    unreported: int = 0


NOT_RECORDED = Counted(None, NotCounted.NOT_RECORDED)
"""No measure: nothing that the ledger holds says it."""

_PRODUCING: LiteralString = "status = 'PRODUCING'"
_AT_WORK: LiteralString = "status IN ('PRODUCING', 'CONSTRUCTING')"
_NONE: LiteralString = "0"

COUNTED: Mapping[Measure, tuple[LiteralString, LiteralString]] = {
    Measure.MINE_COUNT: ("count(*)", _NONE),
    Measure.MEDIUM_CAPACITY_SHARE: (
        "round(100.0 * coalesce(sum(capacity) FILTER (WHERE size_class = 'MEDIUM'), 0) / nullif(sum(capacity), 0), 2)",
        _NONE,
    ),
    Measure.GRADE_TWO_SHARE: (
        f"round(100.0 * count(*) FILTER (WHERE {_PRODUCING} AND standardisation IN (1, 2))"
        f" / nullif(count(*) FILTER (WHERE {_PRODUCING}), 0), 2)",
        _NONE,
    ),
    Measure.SMALL_MINE_COUNT: ("count(*) FILTER (WHERE capacity < 30)", _NONE),
    Measure.MINING_MECHANISATION: (
        f"round(sum(capacity * mining) FILTER (WHERE {_PRODUCING})"
        f" / nullif(sum(capacity) FILTER (WHERE {_PRODUCING}), 0), 2)",
        f"count(*) FILTER (WHERE {_PRODUCING} AND mining IS NULL)",
    ),
    Measure.DRIVING_MECHANISATION: (
        f"round(sum(capacity * driving) FILTER (WHERE {_PRODUCING})"
        f" / nullif(sum(capacity) FILTER (WHERE {_PRODUCING}), 0), 2)",
        f"count(*) FILTER (WHERE {_PRODUCING} AND driving IS NULL)",
    ),
    Measure.UNATTENDED_SITES: (
        f"sum(unattended_sites) FILTER (WHERE {_PRODUCING})",
        f"count(*) FILTER (WHERE {_PRODUCING} AND unattended_sites IS NULL)",
    ),
    Measure.REMOTE_SUPERVISION_SHARE: (
        f"round(100.0 * count(*) FILTER (WHERE {_AT_WORK} AND feeds = 3)"
        f" / nullif(count(*) FILTER (WHERE {_AT_WORK}), 0), 2)",
        _NONE,
    ),
}
"""Each figure over the mines that are not closed, and of how many mines it is not known what it takes.

Capacities are in 万吨/年, shares in %. How it is counted is not said in the notice and is ours: degrees of
mechanisation are those last reported, weighted by capacity, over producing mines; a mine is supervised remotely when
safety monitoring, personnel position and industrial video all come in (二(七)1).
"""

_LIVING = Condition("NOT register_only AND status IS DISTINCT FROM 'CLOSED'")


async def counted(reader: Reader, conditions: Sequence[Condition], as_of: int | None) -> dict[Measure, Counted]:
    """Every figure over the mines that meet the conditions, which are those of the same moment `as_of`."""
    where = all_of([_LIVING, *conditions])
    reported, connected = as_it_stood(as_of, mechanisation), as_it_stood(as_of, monitoring_feeds)
    items = ", ".join(f"{figure}, {unknown}" for figure, unknown in COUNTED.values())
    statement = (
        f"SELECT {items} FROM (SELECT * FROM views.{mine_register.name} WHERE {where.text}) m"
        f" LEFT JOIN LATERAL (SELECT mining, driving, unattended_sites FROM views.{mechanisation.name} e"
        f" WHERE e.mine = m.mine AND {reported.text} AND withdrawn IS NULL"
        " ORDER BY reported_for DESC, since DESC LIMIT 1) r ON true"
        f" LEFT JOIN LATERAL (SELECT count(DISTINCT kind) AS feeds FROM views.{monitoring_feeds.name} f"
        f" WHERE f.mine = m.mine AND {connected.text} AND state = 'CONNECTED'"
        " AND kind IN ('SAFETY_MONITORING', 'PERSONNEL_POSITION', 'INDUSTRIAL_VIDEO')) c ON true"
    )
    parameters = [*where.parameters, *reported.parameters, *connected.parameters]
    [row] = await reader.rows(statement, parameters)
    pairs = zip(row[::2], row[1::2], strict=True)
    return {measure: _told(*pair) for measure, pair in zip(COUNTED, pairs, strict=True)}


async def professional_share(reader: Reader, division: str, as_of: int | None, today: date) -> Counted:
    """The share of officers of a division who are of the trade (专业人员配比, R-113), in %, on the day of the moment.

    Whose officer somebody was, and from when to when, is what was recorded by then.
    """
    stood = as_it_stood(as_of, officers)
    statement = (
        "SELECT round(100.0 * count(*) FILTER (WHERE professional) / nullif(count(*), 0), 2)"
        f" FROM views.{officers.name} o, (SELECT coalesce((SELECT (recorded_at AT TIME ZONE 'Asia/Shanghai')::date"
        " FROM ledger.event WHERE position = %s), %s::date) AS day) at"
        f" WHERE {stood.text} AND o.division = %s AND valid_from <= day AND coalesce(valid_to, 'infinity') > day"
    )
    [(share,)] = await reader.rows(statement, [as_of, today, *stood.parameters, division])
    return _told(share, 0)


def _told(figure: int | Decimal | None, unreported: int) -> Counted:
    if unreported:
        return Counted(None, NotCounted.REPORTS_MISSING, unreported)
    if figure is None:
        return Counted(None, NotCounted.NOTHING_TO_COUNT)
    return Counted(Decimal(figure))


def met(operator: GoalOperator, value: Decimal | None, figure: Decimal | None) -> bool | None:
    """Whether a figure is what the goal asks; None where there is nothing to compare."""
    if value is None or figure is None:
        return None
    return {
        GoalOperator.AT_MOST: figure <= value,
        GoalOperator.AT_LEAST: figure >= value,
        GoalOperator.EQUALS: figure == value,
    }.get(operator)
