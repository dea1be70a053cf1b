"""The register of instruments (依据文件), and how they stood on a day."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import strawberry
from strawberry import argument

from ledger.domain.instrument_events import InstrumentKind, InstrumentStatus, ReviewOutcome
from ledger.graphql import instrument_types, moments
from ledger.graphql.context import Info
from ledger.graphql.declared import DECLARED
from ledger.graphql.ids import uuid_of
from ledger.graphql.lists import Wanted, list_of
from ledger.graphql.moments import AsOfArgument
from ledger.graphql.organisation_queries import OnDay, holding
from ledger.graphql.permissions import KNOWN
from ledger.graphql.reads import AskedOne, read
from ledger.projections import reading
from ledger.projections.reading import Condition, Order

Instrument: Any = instrument_types.Instrument


@list_of("Instrument", KNOWN, "Laws, rules, standards and notices that duties rest on (依据文件清单), by title.")
def instruments(
    info: Info,
    title_contains: Annotated[str | None, argument(description="Part of the title (名称包含).")] = None,
    document_no: Annotated[str | None, argument(description="With this number (文号).")] = None,
    kind: Annotated[InstrumentKind | None, argument(description="Of this kind (文件类别).")] = None,
    status: Annotated[InstrumentStatus | None, argument(description="By the last known (效力状态).")] = None,
    watched: Annotated[bool | None, argument(description="On the watch-list, or not (是否列入跟踪清单).")] = None,
    unchecked_since: Annotated[
        date | None, argument(description="Nobody has looked on this day or later (此日以来未核查).")
    ] = None,
    outcome: Annotated[ReviewOutcome | None, argument(description="Reviewed so (清理结论).")] = None,
) -> Wanted:
    """A page of the register."""
    wanted = {"document_no": document_no, "kind": kind, "status": status, "watched": watched, "outcome": outcome}
    conditions = reading.where(wanted)
    conditions += [] if title_contains is None else [reading.contains("title", title_contains)]
    if unchecked_since is not None:
        conditions.append(Condition("coalesce(last_checked_on < %s, true)", (unchecked_since,)))
    return Wanted(Order("title"), tuple(conditions))


@read(Instrument | None, KNOWN, "One instrument with how it stood when, its tasks and its history (依据文件).")
async def instrument(
    info: Info,
    id: Annotated[strawberry.ID, argument(description="Global id (全局编号).")],
    as_of: AsOfArgument = None,
) -> AskedOne:
    """One instrument."""
    position = await moments.resolve(info.context, as_of)
    return AskedOne(DECLARED["Instrument"], [reading.equals("instrument", uuid_of(id, "Instrument"))], position)


@list_of("InstrumentState", KNOWN, "How instruments stood when (文件效力沿革), by first day.")
def instrument_states(
    info: Info,
    instrument: Annotated[strawberry.ID | None, argument(description="Of this instrument (依据文件).")] = None,
    status: Annotated[InstrumentStatus | None, argument(description="Standing so (效力状态).")] = None,
    effective_on: OnDay = None,
) -> Wanted:
    """A page of states; on a day, what held then."""
    conditions = holding(effective_on)
    conditions += [reading.equals("instrument", uuid_of(instrument, "Instrument"))] if instrument else []
    conditions += [reading.equals("status", status)] if status is not None else []
    return Wanted(Order("valid_from"), tuple(conditions))
