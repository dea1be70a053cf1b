"""Workload of departments (工作量): counted from tasks, reports and lists, never kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import LiteralString

from ledger.eventstore.readers import Reader
from ledger.projections.reading import Condition, all_of

_TASKS: LiteralString = """
    SELECT department, count(*) FILTER (WHERE status IN ('ISSUED', 'ASSIGNED')) AS open_tasks,
        count(*) FILTER (WHERE status IN ('ISSUED', 'ASSIGNED') AND next_due < %s::date) AS overdue_tasks,
        count(*) FILTER (WHERE status = 'DELIVERED') AS delivered_tasks,
        count(*) FILTER (WHERE status IN ('APPROVED', 'DONE')) AS settled_tasks,
        count(*) FILTER (WHERE principal = department) AS principal_of,
        0 AS unresolved, 0 AS reports_owed, 0 AS reports_missing, 0 AS open_items, 0 AS late_items
    FROM (SELECT status, next_due, principal, unnest(departments) AS department FROM views.task_board WHERE {tasks}) t
    GROUP BY department
    UNION ALL
    SELECT department, 0, 0, 0, 0, 0, count(*), 0, 0, 0, 0 FROM views.task_board
    WHERE open_ended AND status IN ('ISSUED', 'ASSIGNED', 'DELIVERED') AND {tasks} GROUP BY department
    UNION ALL
    SELECT department, 0, 0, 0, 0, 0, count(*) FILTER (WHERE status = 'UNRESOLVED'),
        count(*) FILTER (WHERE status IN ('OWED', 'RETURNED')),
        count(*) FILTER (WHERE status IN ('OWED', 'RETURNED') AND due_on < %s::date), 0, 0
    FROM views.submissions_matrix WHERE {reports} GROUP BY department
    UNION ALL
    SELECT department, 0, 0, 0, 0, 0, 0, 0, 0, count(*) FILTER (WHERE status = 'OPEN'),
        count(*) FILTER (WHERE status = 'OPEN' AND time_limit < %s::date)
    FROM views.two_lists WHERE {items} GROUP BY department"""


@dataclass(frozen=True)
class Workload:
    """What a department has to do, and how much of it is late on a day."""

    department: str
    open_tasks: int
    overdue_tasks: int
    delivered_tasks: int
    settled_tasks: int
    principal_of: int
    unresolved: int
    reports_owed: int
    reports_missing: int
    open_items: int
    late_items: int


async def workload(
    reader: Reader,
    day: date,
    tasks: Sequence[Condition],
    reports: Sequence[Condition],
    items: Sequence[Condition],
) -> list[Workload]:
    """Every department's, the one with most that is late first; conditions are those of the three views."""
    of_tasks, of_reports, of_items = all_of(tasks), all_of(reports), all_of(items)
    counted = _TASKS.format(tasks=of_tasks.text, reports=of_reports.text, items=of_items.text)
    sums = ", ".join(f"sum({name})::integer" for name in Workload.__dataclass_fields__ if name != "department")
    statement = f"SELECT department, {sums} FROM ({counted}) w GROUP BY department ORDER BY 3 DESC, 9 DESC, 1"
    parameters = [
        day, *of_tasks.parameters, *of_tasks.parameters, day, *of_reports.parameters, day, *of_items.parameters,
    ]  # fmt: skip
    return [Workload(*row) for row in await reader.rows(statement, parameters)]
