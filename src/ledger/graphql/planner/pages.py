"""Pages of lists: root fields, and the same lists where they hang on a thing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from graphql.execution.collect_fields import FieldDetails
from graphql.execution.values import VariableValues

from ledger.graphql.context import Context
from ledger.graphql.declared import DECLARED, Declared
from ledger.graphql.paging import AskedPage
from ledger.graphql.planner.hanging import At, Hanging, Made, Make, ValueRow, constant
from ledger.graphql.planner.layout import Layout
from ledger.graphql.planner.selections import TYPENAME, NotPlanned, Selected, Selecting, name_of
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

    async def run(self, context: Context, asked: Asked, variables: VariableValues) -> Made:
        """Read it and shape it."""
        if not isinstance(asked, AskedPage):
            raise NotPlanned(type(asked).__name__)
        page, today = Page(asked, [], False, None, Hanging()), local_day(context.now)
        async with context.reading() as reader:
            at = At(reader, context, asked.as_of, today, variables)
            if self.needs_rows:
                selection = self.layout.selection(today, asked.query.order if self.needs_cursors else None)
                page.rows, page.more = asked.cut(
                    await reading.select_tuples(reader, asked.query, selection, asked.as_of)
                )
            if self.needs_total:
                page.total = await reading.count(reader, asked.query)
            made = self.made(page)
            await page.hanging.fetch(at)
        return made

    async def pages(self, at: At, asked: AskedPage, column: str, keys: list[Any], hanging: Hanging) -> dict[Any, Page]:
        """A page for each of the things whose keys these are: the rows whose `column` it is."""
        found = {key: Page(asked, [], False, None, hanging) for key in keys}
        if self.needs_rows:
            selection = self.layout.selection(at.today, asked.query.order if self.needs_cursors else None)
            rows = await reading.select_for_each(at.reader, asked.query, selection, asked.as_of, column, keys)
            for row in rows:
                found[row[0]].rows.append(row[1:])
            for page in found.values():
                page.rows, page.more = asked.cut(page.rows[::-1] if asked.query.backwards else page.rows)
        if self.needs_total:
            for key, total in await reading.count_for_each(at.reader, asked.query, column, keys):
                found[key].total = total
        return found

    def made(self, page: Page) -> Made:
        """The page as it is answered."""
        return {key: part(page) for key, part in self.parts.items()}


Shaping = Callable[[Selecting, Layout, Declared, Selected], Make]
"""What makes the objects of a page."""


def plan_page(selecting: Selecting, connection_type: str, details: list[FieldDetails], shaping: Shaping) -> PagePlan:
    """The plan of a page of the list that a connection type stands for."""
    item = connection_type.removesuffix("Connection")
    plan = PagePlan(Layout(DECLARED[item].view))

    def make(below: list[FieldDetails]) -> Make:
        return shaping(selecting, plan.layout, DECLARED[item], selecting.below(item, below))

    for key, below in selecting.below(connection_type, details).items():
        name = name_of(below)
        plan.needs_rows |= name in _FROM_ROWS
        plan.needs_total |= name == "totalCount"
        if name == "nodes":
            plan.parts[key] = _all(make(below))
        elif name == "edges":
            plan.parts[key] = _edges(selecting, plan, item, below, make)
        elif name == "pageInfo":
            plan.parts[key] = _page_info(selecting, plan, below)
        elif name in _OF_PAGE:
            plan.parts[key] = _OF_PAGE[name]
        elif name == TYPENAME:
            plan.parts[key] = constant(connection_type)
        else:
            raise NotPlanned(f"{connection_type}.{name}")
    return plan


_OF_PAGE: dict[str, Part] = {
    "totalCount": lambda page: page.total,
    "asOfPosition": lambda page: page.asked.as_of,
}


def _all(make: Make) -> Part:
    return lambda page: [make(row, page.hanging.add) for row in page.rows]


def _edges(
    selecting: Selecting,
    plan: PagePlan,
    item: str,
    details: list[FieldDetails],
    make: Callable[[list[FieldDetails]], Make],
) -> Part:
    fields: list[tuple[str, Callable[[Page, ValueRow], Any]]] = []
    for key, below in selecting.below(f"{item}Edge", details).items():
        name = name_of(below)
        if name == "node":
            fields.append((key, _node(make(below))))
        elif name == "cursor":
            plan.needs_cursors = True
            fields.append((key, Page.cursor))
        elif name == TYPENAME:
            fields.append((key, constant(f"{item}Edge")))
        else:
            raise NotPlanned(f"{item}Edge.{name}")
    return lambda page: [{key: shown(page, row) for key, shown in fields} for row in page.rows]


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
