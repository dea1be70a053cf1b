"""Root fields that are a page of a list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from graphql.execution.collect_fields import FieldDetails

from ledger.graphql.context import Context
from ledger.graphql.declared import DECLARED
from ledger.graphql.paging import AskedPage
from ledger.graphql.planner.layout import Layout
from ledger.graphql.planner.selections import TYPENAME, NotPlanned, Selecting, name_of
from ledger.graphql.planner.shapes import At, Hanging, Made, Make, Shape, ValueRow, constant
from ledger.graphql.reads import Asked
from ledger.projections import reading
from ledger.values.times import local_day

_FROM_ROWS = {"nodes", "edges", "pageInfo"}


@dataclass
class Page:
    """The rows of a page as they were read."""

    asked: AskedPage
    rows: list[ValueRow]
    more: bool
    total: int | None
    hanging: Hanging

    def cursor(self, row: ValueRow) -> str:
        """The cursor of a row, whose last two values are what it is made of."""
        return self.asked.cursor(row[-2], row[-1])


Part = Callable[[Page], Any]


@dataclass
class PagePlan:
    """A page: each field selected of it is made by a part."""

    layout: Layout
    parts: dict[str, Part] = field(default_factory=dict)
    needs_rows: bool = False
    needs_cursors: bool = False
    needs_total: bool = False

    async def run(self, context: Context, asked: Asked) -> Made:
        """Read it and shape it."""
        if not isinstance(asked, AskedPage):
            raise NotPlanned(type(asked).__name__)
        today = local_day(context.now)
        page = Page(asked, [], False, None, Hanging())
        async with context.reading() as reader:
            if self.needs_rows:
                selection = self.layout.selection(today, asked.query.order if self.needs_cursors else None)
                rows = await reading.select_tuples(reader, asked.query, selection, asked.as_of)
                page.rows, page.more = asked.cut(rows)
            if self.needs_total:
                page.total = await reading.count(reader, asked.query)
            made = {key: part(page) for key, part in self.parts.items()}
            await page.hanging.fetch(At(reader, context, asked.as_of, today))
        return made


def plan_page(selecting: Selecting, connection_type: str, details: list[FieldDetails]) -> PagePlan:
    """The plan of a page of the list that a connection type stands for."""
    item = connection_type.removesuffix("Connection")
    plan = PagePlan(Layout(DECLARED[item].view))
    for key, below in selecting.below(connection_type, details).items():
        name = name_of(below)
        plan.needs_rows |= name in _FROM_ROWS
        plan.needs_total |= name == "totalCount"
        plan.parts[key] = _part(selecting, plan, item, name, below)
    return plan


def _part(selecting: Selecting, plan: PagePlan, item: str, name: str, details: list[FieldDetails]) -> Part:
    if name == "nodes":
        return _all(_make(selecting, plan, item, details))
    if name == "edges":
        return _edges(selecting, plan, item, details)
    if name == "pageInfo":
        return _page_info(selecting, plan, details)
    if name == "totalCount":
        return lambda page: page.total
    if name == "asOfPosition":
        return lambda page: page.asked.as_of
    if name == TYPENAME:
        return constant(f"{item}Connection")
    raise NotPlanned(f"{item}Connection.{name}")


def _make(selecting: Selecting, plan: PagePlan, item: str, details: list[FieldDetails]) -> Make:
    return Shape(selecting, plan.layout).make(DECLARED[item], selecting.below(item, details))


def _all(make: Make) -> Part:
    return lambda page: [make(row, page.hanging.add) for row in page.rows]


def _edges(selecting: Selecting, plan: PagePlan, item: str, details: list[FieldDetails]) -> Part:
    fields: list[tuple[str, Callable[[Page, ValueRow], Any]]] = []
    for key, below in selecting.below(f"{item}Edge", details).items():
        name = name_of(below)
        if name == "node":
            fields.append((key, _node(_make(selecting, plan, item, below))))
        elif name == "cursor":
            plan.needs_cursors = True
            fields.append((key, Page.cursor))
        elif name == TYPENAME:
            fields.append((key, constant(f"{item}Edge")))
        else:
            raise NotPlanned(f"{item}Edge.{name}")
    return lambda page: [{key: make(page, row) for key, make in fields} for row in page.rows]


def _node(make: Make) -> Callable[[Page, ValueRow], Any]:
    return lambda page, row: make(row, page.hanging.add)


_PAGE_INFO: dict[str, Part] = {
    "hasPreviousPage": lambda page: page.asked.around(page.more)[0],
    "hasNextPage": lambda page: page.asked.around(page.more)[1],
    "startCursor": lambda page: page.cursor(page.rows[0]) if page.rows else None,
    "endCursor": lambda page: page.cursor(page.rows[-1]) if page.rows else None,
    TYPENAME: constant("PageInfo"),
}


def _page_info(selecting: Selecting, plan: PagePlan, details: list[FieldDetails]) -> Part:
    parts: dict[str, Part] = {}
    for key, below in selecting.below("PageInfo", details).items():
        name = name_of(below)
        if name not in _PAGE_INFO:
            raise NotPlanned(f"PageInfo.{name}")
        plan.needs_cursors |= name in {"startCursor", "endCursor"}
        parts[key] = _PAGE_INFO[name]
    return lambda page: {key: part(page) for key, part in parts.items()}
