"""Relay connections over views: keyset cursors, bound to their list and its order."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Generic, TypeVar
from uuid import UUID

import orjson
import strawberry

from ledger.graphql.context import Context, Info
from ledger.graphql.objects import MAX_POSITION, Position
from ledger.projections import reading
from ledger.projections.reading import Condition, Order, Query
from ledger.projections.view import View
from ledger.values.errors import InvalidInput

DEFAULT_PAGE, MAX_PAGE = 20, 500
T = TypeVar("T")


@strawberry.type(description="Where a page lies in its list (分页信息).")
class PageInfo:
    """Relay's page information."""

    has_next_page: bool = strawberry.field(description="Whether more follow (是否有下一页).")
    has_previous_page: bool = strawberry.field(description="Whether some come before (是否有上一页).")
    start_cursor: str | None = strawberry.field(description="Cursor of the first (首条游标).")
    end_cursor: str | None = strawberry.field(description="Cursor of the last (末条游标).")


@strawberry.type(description="One of a list, with its cursor (列表项).")
class Edge(Generic[T]):
    """Relay's edge."""

    cursor: str = strawberry.field(description="Cursor (游标).")
    node: T = strawberry.field(description="The thing itself (内容).")


@strawberry.type(description="A page of a list (分页列表).")
class Connection(Generic[T]):
    """Relay's connection; `totalCount` costs a count and is made only when asked for."""

    edges: list[Edge[T]] = strawberry.field(description="The things with their cursors (列表项).")
    page_info: PageInfo = strawberry.field(description="Where the page lies (分页信息).")
    as_of_position: Position | None = strawberry.field(
        description="The position that the answer is as of (截至位置); null is now."
    )
    query: strawberry.Private[Query]

    @strawberry.field(description="The things alone (内容).")
    def nodes(self) -> list[T]:
        """The nodes without cursors."""
        return [edge.node for edge in self.edges]

    @strawberry.field(description="How many there are in all (总数).")
    async def total_count(self, info: Info) -> int:
        """Count the whole list."""
        async with info.context.reading() as connection:
            return await reading.count(connection, self.query)


@dataclass(frozen=True)
class Page:
    """The paging arguments of a list."""

    first: int | None
    after: str | None
    last: int | None
    before: str | None

    def limit(self) -> int:
        """How many are asked for; `InvalidInput` when too many or nonsense."""
        if self.first is not None and self.last is not None:
            raise InvalidInput(
                "PAGE_BOTH_WAYS", "Give first or last, not both.", "first 与 last 只能给一个。", path=("last",)
            )
        name, wanted = ("last", self.last) if self.last is not None else ("first", self.first)
        wanted = DEFAULT_PAGE if wanted is None else wanted
        if not 0 <= wanted <= MAX_PAGE:
            raise InvalidInput(
                "PAGE_TOO_LARGE",
                f"A page has 0 to {MAX_PAGE} items.",
                f"每页 0 至 {MAX_PAGE} 条。",
                path=(name,),
            )
        return wanted


async def connect(
    context: Context,
    cls: Any,
    view: View,
    conditions: Sequence[Condition],
    order: Order,
    page: Page,
    as_of: int | None,
) -> Connection[Any]:
    """The connection of `cls` objects that a page of a view gives."""
    list_name = f"{view.name}:{order.column}:{'desc' if order.descending else 'asc'}"
    limit = page.limit()
    query = Query(
        view=view,
        conditions=conditions,
        order=order,
        limit=limit + 1,
        after=_parse(page.after, list_name, "after", view, order),
        before=_parse(page.before, list_name, "before", view, order),
        backwards=page.last is not None,
    )
    async with context.reading() as connection:
        rows = await reading.select(connection, query)
    more = len(rows) > limit
    rows = rows[-limit:] if query.backwards and more else rows[:limit]
    if limit == 0:
        rows = []
    edges = [Edge(cursor=_cursor(list_name, row[order.column], row[view.key]), node=cls.of(row, as_of)) for row in rows]
    return Connection(
        edges=edges,
        page_info=PageInfo(
            has_next_page=page.before is not None if query.backwards else more,
            has_previous_page=more if query.backwards else page.after is not None,
            start_cursor=edges[0].cursor if edges else None,
            end_cursor=edges[-1].cursor if edges else None,
        ),
        as_of_position=None if as_of is None else Position(as_of),
        query=replace(query, after=None, before=None),
    )


def _cursor(list_name: str, value: Any, key: UUID) -> str:
    if isinstance(value, Decimal):
        value = str(value)
    return urlsafe_b64encode(orjson.dumps([list_name, value, key])).rstrip(b"=").decode()


def _parse(text: str | None, list_name: str, path: str, view: View, order: Order) -> tuple[Any, UUID] | None:
    if text is None:
        return None
    try:
        name, value, key = orjson.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        if name == list_name:
            return _typed(value, view.type_of(order.column)), UUID(key)
    except (ValueError, TypeError, InvalidOperation):
        pass
    raise InvalidInput(
        "CURSOR_FOREIGN",
        "This cursor is not of this list in this order.",
        "该游标不属于此列表或此排序。",
        path=(path,),
    )


def _typed(value: Any, sql_type: str) -> Any:
    if value is None:
        return None
    readers: dict[str, Callable[[Any], Any]] = {
        "date": date.fromisoformat,
        "timestamptz": datetime.fromisoformat,
        "numeric": Decimal,
        "text": str,
    }
    read = readers.get(sql_type)
    if read is None:
        if type(value) is not int or abs(value) > MAX_POSITION:
            raise ValueError("not a number of this list")
        return value
    if not isinstance(value, str) or "\0" in value:
        raise ValueError("not a text of this list")
    return read(value)
