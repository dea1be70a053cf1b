"""Who may read besides their own, and who was shown what."""

from __future__ import annotations

from typing import Annotated, Any

from strawberry import argument

from ledger.graphql import moments, types
from ledger.graphql.context import Info
from ledger.graphql.moments import AsOfArgument
from ledger.graphql.paging import After, AskedPage, Before, Connection, First, Last, Page, page_of
from ledger.graphql.permissions import AUDITING, KNOWN
from ledger.graphql.reads import read
from ledger.projections import reading
from ledger.projections.reading import Order

AccessEntry: Any = types.AccessEntry
AccessGrant: Any = types.AccessGrant


@read(Connection[AccessEntry], AUDITING, "Who was shown what is protected, and who was refused (查阅留痕).")
async def access_log(
    info: Info,
    actor: Annotated[str | None, argument(description="By this person (查阅人).")] = None,
    as_of: AsOfArgument = None,
    first: First = None,
    after: After = None,
    last: Last = None,
    before: Before = None,
) -> AskedPage:
    """A page of the log, the newest first."""
    position = await moments.resolve(info.context, as_of)
    conditions = [] if actor is None else [reading.equals("actor", actor)]
    order, page = Order("position", descending=True), Page(first, after, last, before)
    return page_of(info.context, "AccessEntry", conditions, order, page, position)


@read(Connection[AccessGrant], KNOWN, "Grants to departments of other divisions (跨区授权).")
async def access_grants(
    info: Info,
    as_of: AsOfArgument = None,
    first: First = None,
    after: After = None,
    last: Last = None,
    before: Before = None,
) -> AskedPage:
    """A page of the grants, the latest first."""
    position = await moments.resolve(info.context, as_of)
    order, page = Order("valid_from", descending=True), Page(first, after, last, before)
    return page_of(info.context, "AccessGrant", [], order, page, position)
