"""Relay connections over views: keyset cursors, bound to their list and its order."""

from __future__ import annotations

from base64 import urlsafe_b64decode
from binascii import b2a_base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

import orjson
import strawberry
from strawberry import argument

from ledger.graphql.context import Context, Info
from ledger.graphql.declared import DECLARED, Declared
from ledger.graphql.scalars import MAX_POSITION, Position
from ledger.graphql.visibility import visible
from ledger.projections import reading
from ledger.projections.embargo import not_secret
from ledger.projections.reading import Condition, Order, Query
from ledger.projections.view import View
from ledger.values.errors import InvalidInput
from ledger.values.times import local_day

DEFAULT_PAGE, MAX_PAGE = 20, 500
T = TypeVar("T")

First = Annotated[int | None, argument(description="How many from the front (前几条), at most 500.")]
After = Annotated[str | None, argument(description="Behind this cursor (游标之后).")]
Last = Annotated[int | None, argument(description="How many from the back (后几条), at most 500.")]
Before = Annotated[str | None, argument(description="Before this cursor (游标之前).")]


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
        async with info.context.reading() as reader:
            return await reading.count(reader, self.query)


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


@dataclass(frozen=True)
class AskedPage:
    """A page of a list; the query asks for one more than the page has, to tell whether there are more."""

    declared: Declared
    query: Query
    list_name: str
    as_of: int | None

    def of(self, column: str, key: UUID) -> AskedPage:
        """The same of those alone whose `column` is `key`."""
        conditions = [reading.equals(column, key), *self.query.conditions]
        return replace(self, query=replace(self.query, conditions=conditions))

    async def answer(self, context: Context) -> Connection[Any]:
        """The page with everything of its things."""
        view, order, declared = self.query.view, self.query.order, self.declared
        assert order is not None
        items = declared.everything(local_day(context.now))
        async with context.reading() as reader:
            rows, more = self.cut(await reading.select(reader, replace(self.query, items=items)))
        edges = [
            Edge(cursor=self.cursor(row[order.column], row[view.key]), node=declared.of(row, self.as_of))
            for row in rows
        ]
        before, after = self.around(more)
        return Connection(
            edges=edges,
            page_info=PageInfo(
                has_next_page=after,
                has_previous_page=before,
                start_cursor=edges[0].cursor if edges else None,
                end_cursor=edges[-1].cursor if edges else None,
            ),
            as_of_position=None if self.as_of is None else Position(self.as_of),
            query=self.query,
        )

    def cut(self, rows: list[T]) -> tuple[list[T], bool]:
        """The rows of the page, and whether there are more."""
        limit = self.query.limit - 1
        more = len(rows) > limit
        if limit == 0:
            return [], more
        return (rows[-limit:] if self.query.backwards and more else rows[:limit]), more

    def around(self, more: bool) -> tuple[bool, bool]:
        """Whether anything comes before the page, and whether anything follows it."""
        if self.query.backwards:
            return more, self.query.before is not None
        return self.query.after is not None, more

    def cursor(self, value: Any, key: UUID) -> str:
        """The cursor of the row with this key and this value of the column that orders the list."""
        if isinstance(value, Decimal):
            value = str(value)
        return b2a_base64(orjson.dumps([self.list_name, value, key]), newline=False).translate(_URL_SAFE, b"=").decode()


def page_of(
    context: Context,
    type_name: str,
    conditions: Sequence[Condition],
    order: Order,
    page: Page,
    as_of: int | None,
    *,
    everybodys: bool = False,
) -> AskedPage:
    """What is asked of the list of a type: these conditions, and those of what the caller may see.

    A list that is `everybodys` is published: no scope narrows it, and only its own conditions and secrecy do.
    """
    declared = DECLARED[type_name]
    view = declared.view
    published = [reading.as_it_stood(as_of, view), *not_secret(view, context.scope, as_of)] if everybodys else None
    seen = visible(context, declared, as_of) if published is None else published
    list_name = f"{view.name}:{order.column}:{'desc' if order.descending else 'asc'}"
    query = Query(
        view=view,
        conditions=[*conditions, *reading.spans_at(as_of, conditions), *seen],
        order=order,
        limit=page.limit() + 1,
        after=_parse(page.after, list_name, "after", view, order),
        before=_parse(page.before, list_name, "before", view, order),
        backwards=page.last is not None,
    )
    return AskedPage(declared, query, list_name, as_of)


_URL_SAFE = bytes.maketrans(b"+/", b"-_")


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
