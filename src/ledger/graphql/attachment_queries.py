"""What is attached to a thing."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

import strawberry
from strawberry import argument

from ledger.graphql import document_types, moments, paging
from ledger.graphql.context import Context, Info
from ledger.graphql.declared import DECLARED
from ledger.graphql.ids import parse_global_id
from ledger.graphql.moments import AsOfArgument
from ledger.graphql.paging import AskedPage, Connection, Page, page_of
from ledger.graphql.permissions import KNOWN
from ledger.graphql.reads import AskedOne, read
from ledger.projections import reading
from ledger.projections.reading import Condition, Order

Attachment: Any = document_types.Attachment


async def sees(context: Context, type_name: str, thing: UUID, as_of: int | None = None) -> bool:
    """Whether the caller may see a thing, by the right of its type and within their scope."""
    declared = DECLARED.get(type_name)
    if declared is None or not context.principal.roles & declared.right.roles:
        return False
    found = AskedOne(declared, [reading.equals(declared.view.key, thing)], as_of)
    return await found.answer(context) is not None


@read(Connection[Attachment], KNOWN, "What is attached to a thing (附件), for whoever may see the thing.")
async def attachments(
    info: Info,
    of: Annotated[strawberry.ID, argument(description="The thing (所属事项编号).")],
    withdrawn: Annotated[bool | None, argument(description="Withdrawn, or not (是否撤回).")] = None,
    as_of: AsOfArgument = None,
    first: paging.First = None,
    after: paging.After = None,
    last: paging.Last = None,
    before: paging.Before = None,
) -> AskedPage:
    """A page of what is attached to a thing, in the order in which it was."""
    context = info.context
    position = await moments.resolve(context, as_of)
    type_name, thing = parse_global_id(of)
    conditions = [reading.equals("thing", thing), reading.equals("thing_type", type_name)]
    if not await sees(context, type_name, thing, position):
        conditions.append(Condition("false"))
    conditions += [] if withdrawn is None else [reading.equals("withdrawn", withdrawn)]
    page = Page(first, after, last, before)
    # The scope of an attachment is that of its thing, which is settled above.
    return page_of(context, "Attachment", conditions, Order("added_at"), page, position, everybodys=True)
