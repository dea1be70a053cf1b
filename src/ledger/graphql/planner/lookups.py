"""The root field that looks up a batch of subjects on the lists."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from graphql.execution.collect_fields import FieldDetails
from graphql.execution.values import VariableValues

from ledger.graphql.blacklist_queries import AskedLookup
from ledger.graphql.context import Context
from ledger.graphql.declared import DECLARED, Leaf
from ledger.graphql.planner.hanging import At, Hanging, Made, Make, ValueRow, constant
from ledger.graphql.planner.layout import Layout
from ledger.graphql.planner.selections import TYPENAME, NotPlanned, Selecting, name_of
from ledger.graphql.planner.shapes import shaped
from ledger.graphql.reads import Asked
from ledger.projections import reading
from ledger.values.times import local_day


@dataclass(frozen=True)
class Found:
    """The entries found for one subject."""

    subject: str
    rows: list[ValueRow]
    hanging: Hanging


@dataclass(frozen=True)
class Batch:
    """All that was found."""

    asked: AskedLookup
    found: list[Found]


Answer = Callable[[Found], Any]
Part = Callable[[Batch], Any]


@dataclass
class LookupPlan:
    """A batch: the first two values of a row are the code and the name that it is found by."""

    layout: Layout
    parts: dict[str, Part] = field(default_factory=dict)

    async def run(self, context: Context, asked: Asked, variables: VariableValues) -> Made:
        """Read the entries of all subjects and give each its own."""
        if not isinstance(asked, AskedLookup):
            raise NotPlanned(type(asked).__name__)
        today, hanging = local_day(context.now), Hanging()
        async with context.reading() as reader:
            selection = self.layout.selection(today)
            rows = await reading.select_tuples(reader, asked.query, selection, asked.as_of)
            by_subject = asked.by_subject((row[0], row[1], row) for row in rows)
            found = [Found(s, entries, hanging) for s, entries in zip(asked.subjects, by_subject, strict=True)]
            made = {key: part(Batch(asked, found)) for key, part in self.parts.items()}
            await hanging.fetch(At(reader, context, asked.as_of, today, variables))
        return made


def plan_lookup(selecting: Selecting, details: list[FieldDetails]) -> LookupPlan:
    """The plan of `blacklistLookup`."""
    plan = LookupPlan(Layout(DECLARED["Listing"].view))
    for column in ("credit_code", "subject_name"):
        plan.layout.answer(plan.layout.rows, Leaf(column))
    for key, below in selecting.below("Lookups", details).items():
        name = name_of(below)
        if name == "results":
            plan.parts[key] = _results(selecting, plan, below)
        elif name == "effectiveOn":
            plan.parts[key] = lambda batch: batch.asked.effective_on
        elif name == "asOfPosition":
            plan.parts[key] = lambda batch: batch.asked.as_of
        elif name == TYPENAME:
            plan.parts[key] = constant("Lookups")
        else:
            raise NotPlanned(f"Lookups.{name}")
    return plan


def _results(selecting: Selecting, plan: LookupPlan, details: list[FieldDetails]) -> Part:
    fields: dict[str, Answer] = {}
    for key, below in selecting.below("Lookup", details).items():
        name = name_of(below)
        if name == "subject":
            fields[key] = lambda found: found.subject
        elif name == "listed":
            fields[key] = lambda found: bool(found.rows)
        elif name == "entries":
            selected = selecting.below("Listing", below)
            fields[key] = _entries(shaped(selecting, plan.layout, DECLARED["Listing"], selected))
        elif name == TYPENAME:
            fields[key] = constant("Lookup")
        else:
            raise NotPlanned(f"Lookup.{name}")
    return lambda batch: [{key: make(found) for key, make in fields.items()} for found in batch.found]


def _entries(make: Make) -> Answer:
    return lambda found: [make(row, found.hanging.add) for row in found.rows]
