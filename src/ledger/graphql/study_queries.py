"""Study duties and their sessions."""

from __future__ import annotations

from typing import Annotated, Any

import strawberry
from strawberry import argument

from ledger.graphql import moments, study_types
from ledger.graphql.context import Info
from ledger.graphql.declared import DECLARED
from ledger.graphql.ids import uuid_of
from ledger.graphql.lists import Wanted, list_of
from ledger.graphql.moments import AsOfArgument
from ledger.graphql.permissions import KNOWN
from ledger.graphql.reads import AskedOne, read
from ledger.projections import reading
from ledger.projections.reading import Order

StudyDuty: Any = study_types.StudyDuty


@list_of("StudyDuty", KNOWN, "Study duties (学习任务), the newest first.")
def study_duties(
    info: Info,
    body: Annotated[str | None, argument(description="Of this body (学习主体).")] = None,
) -> Wanted:
    """A page of the duties."""
    conditions = () if body is None else (reading.equals("body", body),)
    return Wanted(Order("valid_from", descending=True), conditions)


@read(StudyDuty | None, KNOWN, "One study duty with its sessions, and what was owed year by year (学习任务).")
async def study_duty(
    info: Info,
    id: Annotated[strawberry.ID, argument(description="Global id (全局编号).")],
    as_of: AsOfArgument = None,
) -> AskedOne:
    """One duty."""
    position = await moments.resolve(info.context, as_of)
    return AskedOne(DECLARED["StudyDuty"], [reading.equals("study_duty", uuid_of(id, "StudyDuty"))], position)
