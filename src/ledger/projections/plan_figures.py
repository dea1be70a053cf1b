"""Today's figures of goals (指标): counted from the register of mines as it stands, or as it stood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import LiteralString

from ledger.domain.plan_events import GoalOperator, Measure
from ledger.eventstore.readers import Reader
from ledger.projections.mine_register import mine_register
from ledger.projections.reading import Condition, all_of

COUNTED: Mapping[Measure, LiteralString] = {
    Measure.MINE_COUNT: "count(*)",
    Measure.MEDIUM_CAPACITY_SHARE: (
        "round(100.0 * coalesce(sum(capacity) FILTER (WHERE size_class = 'MEDIUM'), 0) / nullif(sum(capacity), 0), 2)"
    ),
    Measure.GRADE_TWO_SHARE: (
        "round(100.0 * count(*) FILTER (WHERE status = 'PRODUCING' AND standardisation IN (1, 2))"
        " / nullif(count(*) FILTER (WHERE status = 'PRODUCING'), 0), 2)"
    ),
    Measure.SMALL_MINE_COUNT: "count(*) FILTER (WHERE capacity < 30)",
}
"""How each figure is counted over the mines that are not closed; capacities in 万吨/年, shares in %."""

_LIVING = Condition("NOT register_only AND status IS DISTINCT FROM 'CLOSED'")


async def counted(reader: Reader, conditions: Sequence[Condition]) -> dict[Measure, Decimal | None]:
    """Every figure over the mines that meet the conditions; None where there is nothing to count."""
    where = all_of([_LIVING, *conditions])
    items = ", ".join(COUNTED.values())
    [row] = await reader.rows(f"SELECT {items} FROM views.{mine_register.name} WHERE {where.text}", where.parameters)
    found = zip(COUNTED, row, strict=True)
    return {measure: None if value is None else Decimal(value) for measure, value in found}


def met(operator: GoalOperator, value: Decimal | None, figure: Decimal | None) -> bool | None:
    """Whether a figure is what the goal asks; None where there is nothing to compare."""
    if value is None or figure is None:
        return None
    return {
        GoalOperator.AT_MOST: figure <= value,
        GoalOperator.AT_LEAST: figure >= value,
        GoalOperator.EQUALS: figure == value,
    }.get(operator)
