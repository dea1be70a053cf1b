"""Who is responsible: for which department somebody acts, and which ones 等 or 各有关部门 means."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from ledger.commands.departments import answering, departments_named, find_department
from ledger.commands.work import Work
from ledger.domain.department_resolution import DepartmentResolution
from ledger.domain.guards import refuse
from ledger.values.errors import InvalidInput
from ledger.values.times import local_day


async def acting_for(work: Work, named: Iterable[str], division: str | None, since: date | None) -> str:
    """The one of the `named` departments that the actor's answers for today; the actor's own where there is none.

    `since` is the day on which the duty was given: whoever succeeded a department after it answers for it from the
    day of the succession.
    """
    given, own = list(named), work.actor.department
    if own in given:
        return own
    acting = await find_department(work, own, division)
    if acting is None:
        return own
    today = local_day(work.now)
    for name in given:
        department = await find_department(work, name, division)
        if department is None:
            continue
        if (await answering(work, department, since or today, today)).id == acting.id:
            return name
    return own


async def decided(
    work: Work, departments: list[str], decision: str | None, resolution: UUID | None, division: str | None
) -> tuple[list[str], str]:
    """Which departments 等 or 各有关部门 means, and by which decision: given here, or recorded for the passage before.

    `InvalidInput` unless it is exactly one of the two; `GuardRefused` for a passage that nothing is decided about.
    """
    if (resolution is None) is not bool(departments and decision):
        raise InvalidInput(
            "DECISION_MISSING",
            "Give departments with the decision that names them, or the passage that was resolved.",
            "须给出责任单位及其决定文号，或已明确责任单位的条目。",
            path=("departments",),
            rule="双四政发〔2020〕28号 二(一)3",
        )
    if resolution is None:
        return await departments_named(work, departments, division, "departments"), decision or ""
    passage = await work.load(DepartmentResolution, resolution, "resolution")
    if passage.departments is None:
        refuse(
            "NOT_RESOLVED",
            "Nothing is decided about this passage.",
            "该处尚未明确责任单位。",
            rule="双四政发〔2020〕28号 二(一)3",
            path=("resolution",),
        )
    return passage.departments, f"{passage.document} {passage.passage}"
