"""Mutations as planned: the command is carried out, and what is selected of the payload is read and shaped at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from graphql import OperationType
from graphql.execution.collect_fields import FieldDetails
from graphql.execution.values import VariableValues, get_argument_values

from ledger.commands.bus import Executed
from ledger.graphql.carrying_out import MUTATIONS, Given, Mutation, carry_out
from ledger.graphql.context import Context
from ledger.graphql.declared import DECLARED, Leaf
from ledger.graphql.outcome import Outcome
from ledger.graphql.planner.hanging import At, Hanging, Make, ValueRow, constant
from ledger.graphql.planner.layout import Layout
from ledger.graphql.planner.selections import TYPENAME, NotPlanned, Selecting, name_of
from ledger.graphql.planner.shapes import Shape
from ledger.projections import reading
from ledger.projections.reading import Query

Shown = Callable[[Outcome, Any], Any]
"""What a field of the payload shows, of the outcome and of the thing as it was read."""


class Subject:
    """How the changed thing is read back; what several requests want at the same moment is one statement."""

    def __init__(self, selecting: Selecting, type_name: str, details: list[FieldDetails]) -> None:
        declared = DECLARED[type_name]
        self._view = declared.view
        self._layout = Layout(declared.view)
        self._layout.answer(self._layout.rows, Leaf(declared.view.key))
        self._make: Make = Shape(selecting, self._layout).make(declared, selecting.below(type_name, details))
        self._wanted: dict[UUID, asyncio.Future[ValueRow | None]] = {}

    async def read(self, context: Context, executed: Executed, variables: VariableValues) -> Any:
        """The thing as it stands now, or for a repeated command as its first outcome left it; None without a row."""
        as_of, today = executed.position if executed.repeated else None, context.today
        if as_of is None and self._layout.everyday:
            row = await self._together(context, executed.subject)
        else:
            rows = await self._rows(context, [executed.subject], as_of)
            row = rows[0] if rows else None
        if row is None:
            return None
        hanging = Hanging()
        made = self._make(row, hanging.add)
        if hanging:
            async with context.reading() as reader:
                await hanging.fetch(At(reader, context, as_of, today, variables))
        return made

    async def _together(self, context: Context, key: UUID) -> ValueRow | None:
        if not self._wanted:
            self._fetching = asyncio.create_task(self._fetch(context))
        wanted = self._wanted.setdefault(key, asyncio.get_running_loop().create_future())
        return await asyncio.shield(wanted)

    async def _fetch(self, context: Context) -> None:
        wanted, self._wanted = self._wanted, {}
        try:
            found = {row[0]: row for row in await self._rows(context, list(wanted), None)}
        except BaseException as error:
            for future in wanted.values():
                future.set_exception(error)
            return
        for key, future in wanted.items():
            future.set_result(found.get(key))

    async def _rows(self, context: Context, keys: list[UUID], as_of: int | None) -> list[ValueRow]:
        conditions = [reading.one_of(self._view.key, keys, "uuid"), reading.as_it_stood(as_of, self._view)]
        query = Query(self._view, conditions, limit=MAX_TOGETHER)
        async with context.reading() as reader:
            selection = self._layout.selection(context.today)
            return await reading.select_tuples(reader, query, selection, as_of)


MAX_TOGETHER = 1000
"""As many as can be answered at the same moment; a server has fewer connections."""


@dataclass
class WriteRoot:
    """One mutation of an operation."""

    mutation: Mutation
    selecting: Selecting
    details: list[FieldDetails]
    shown: dict[str, Shown] = field(default_factory=dict)
    subject: Subject | None = None

    async def run(self, context: Context, key: str, variables: VariableValues) -> Any:
        """Carry it out, and shape what became of it; `NotPlanned` for errors, which the ordinary executor shows."""
        given = self._given(variables)
        try:
            outcome = await carry_out(context, self.mutation, given)
        except Exception as error:
            context.carried[key] = error
            raise
        context.carried[key] = outcome
        if outcome.executed is None:
            raise NotPlanned("errors")
        thing = await self.subject.read(context, outcome.executed, variables) if self.subject else None
        return {name: shown(outcome, thing) for name, shown in self.shown.items()}

    def _given(self, variables: VariableValues) -> Given:
        mutations = self.selecting.schema.mutation_type
        assert mutations is not None
        arguments = get_argument_values(mutations.fields[self.mutation.name], self.details[0].node, variables)
        return self.mutation.from_graphql(arguments["input"])


@dataclass(frozen=True)
class MutationPlan:
    """The mutations of an operation by response key, one after the other; None is the name of the mutation type."""

    roots: dict[str, WriteRoot | None]

    async def run(self, context: Context, variables: VariableValues) -> dict[str, Any]:
        """The data of the answer; whatever was carried out before it fails is known to `context.carried`."""
        data = {}
        for key, root in self.roots.items():
            data[key] = "Mutation" if root is None else await root.run(context, key, variables)
        return data


def plan_mutation(selecting: Selecting) -> MutationPlan:
    """The plan of a validated mutation; `NotPlanned` where any part of it has none."""
    if selecting.operation.operation is not OperationType.MUTATION:
        raise NotPlanned(selecting.operation.operation.value)
    return MutationPlan({key: _root(selecting, details) for key, details in selecting.roots().items()})


def _root(selecting: Selecting, details: list[FieldDetails]) -> WriteRoot | None:
    name = name_of(details)
    if name == TYPENAME:
        return None
    mutation = MUTATIONS[name]
    if mutation.subject not in DECLARED:
        raise NotPlanned(mutation.subject)
    root = WriteRoot(mutation, selecting, details)
    payload = f"{mutation.command.__name__}Payload"
    for key, below in selecting.below(payload, details).items():
        field_name = name_of(below)
        if field_name == mutation.subject_graphql:
            if root.subject is not None:
                raise NotPlanned("the thing twice")
            root.subject = Subject(selecting, mutation.subject, below)
            root.shown[key] = lambda _, thing: thing
        elif field_name == TYPENAME:
            root.shown[key] = constant(payload)
        else:
            root.shown[key] = _SHOWN[field_name]
    return root


_SHOWN: dict[str, Shown] = {
    "commandId": lambda outcome, _: str(outcome.command_id),
    "position": lambda outcome, _: outcome.executed and outcome.executed.position,
    "viewsPending": lambda outcome, _: outcome.views_pending,
    "errors": lambda *_: [],
}
