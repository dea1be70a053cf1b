"""Orders, and the numbers of documents."""

from __future__ import annotations

from typing import Annotated, Any

import strawberry
from strawberry import argument

from ledger.domain.document_number import DocumentKind, NumberState
from ledger.domain.order_effect_events import Publication
from ledger.domain.order_events import OrderKind, OrderStatus
from ledger.graphql import document_types, moments, order_publication_types
from ledger.graphql.context import Info
from ledger.graphql.declared import DECLARED
from ledger.graphql.ids import uuid_of
from ledger.graphql.lists import Wanted, list_of
from ledger.graphql.mine_queries import MineArgument
from ledger.graphql.moments import AsOfArgument
from ledger.graphql.permissions import KNOWN
from ledger.graphql.reads import AskedOne, read
from ledger.projections import reading
from ledger.projections.order_publications import OVERDUE as PUBLICATION_OVERDUE
from ledger.projections.orders import OVERDUE
from ledger.projections.reading import Condition
from ledger.projections.reading import Order as By
from ledger.values.times import local_day

Order: Any = document_types.Order
DocumentSeries: Any = document_types.DocumentSeries
_ = order_publication_types  # the type is declared by being imported


@list_of("Order", KNOWN, "Orders (执法文书台账), the newest first.", on="Mine.orders")
def orders(
    info: Info,
    mine: MineArgument = None,
    kind: Annotated[OrderKind | None, argument(description="Of this kind (文书种类).")] = None,
    status: Annotated[OrderStatus | None, argument(description="In this state (文书状态).")] = None,
    department: Annotated[str | None, argument(description="Of this department (下达单位).")] = None,
    overdue: Annotated[bool | None, argument(description="Past its term and not obeyed, or not (是否逾期).")] = None,
) -> Wanted:
    """A page of the orders."""
    wanted = {"mine": uuid_of(mine, "Mine") if mine else None, "kind": kind, "status": status, "department": department}
    conditions = reading.where(wanted)
    if overdue is not None:
        conditions.append(Condition(f"{OVERDUE} = %s", (local_day(info.context.now), overdue)))
    return Wanted(By("begun_on", descending=True), tuple(conditions))


@list_of("OrderPublication", KNOWN, "What has to be made public about orders (文书公开台账), the newest first.")
def order_publications(
    info: Info,
    mine: MineArgument = None,
    what: Annotated[Publication | None, argument(description="Of this kind (公开事项).")] = None,
    overdue: Annotated[bool | None, argument(description="Past its day and not public, or not (是否逾期).")] = None,
) -> Wanted:
    """A page of the publications."""
    wanted = {"mine": uuid_of(mine, "Mine") if mine else None, "what": what}
    conditions = reading.where(wanted)
    if overdue is not None:
        conditions.append(Condition(f"{PUBLICATION_OVERDUE} = %s", (local_day(info.context.now), overdue)))
    return Wanted(By("since_day", descending=True), tuple(conditions))


@read(Order | None, KNOWN, "One order with its steps (执法文书).")
async def order(
    info: Info,
    id: Annotated[strawberry.ID, argument(description="Global id (全局编号).")],
    as_of: AsOfArgument = None,
) -> AskedOne:
    """One order."""
    position = await moments.resolve(info.context, as_of)
    return AskedOne(DECLARED["Order"], [reading.equals("order_id", uuid_of(id, "Order"))], position)


@read(DocumentSeries | None, KNOWN, "The numbers of a department for a kind and a year (文号): used, voided, missing.")
async def document_numbers(
    info: Info,
    department: Annotated[str, argument(description="Whose numbers (单位).")],
    kind: Annotated[DocumentKind, argument(description="Of what (文书种类).")],
    year: Annotated[int, argument(description="Of which year (年份).")],
    as_of: AsOfArgument = None,
) -> AskedOne:
    """One series."""
    position = await moments.resolve(info.context, as_of)
    wanted = {"department": department, "kind": kind, "year": year}
    conditions = [reading.equals(column, value) for column, value in wanted.items()]
    return AskedOne(DECLARED["DocumentSeries"], conditions, position)


@list_of("DocumentSeries", KNOWN, "The series of document numbers (文号系列), the latest year first.")
def document_series(
    info: Info,
    department: Annotated[str | None, argument(description="Of this department (单位).")] = None,
    year: Annotated[int | None, argument(description="Of this year (年份).")] = None,
) -> Wanted:
    """A page of the series."""
    wanted = {"department": department, "year": year}
    conditions = tuple(reading.where(wanted))
    return Wanted(By("year", descending=True), conditions)


@list_of("DocumentNumber", KNOWN, "The register of numbered documents (文书登记簿), by number.")
def numbered_documents(
    info: Info,
    series: Annotated[strawberry.ID, argument(description="Of this series (文号系列).")],
    state: Annotated[NumberState | None, argument(description="In this state (文号状态).")] = None,
) -> Wanted:
    """A page of one series."""
    conditions = [reading.equals("series", uuid_of(series, "DocumentSeries"))]
    conditions += [] if state is None else [reading.equals("state", state)]
    return Wanted(By("number"), tuple(conditions))
