"""Carrying out the command behind a mutation: the same for planned mutations and for the ordinary executor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import GenericAlias, UnionType
from typing import Any, Union, get_args, get_origin
from uuid import UUID, uuid4

from pydantic import ValidationError
from pydantic.alias_generators import to_camel, to_snake
from pydantic.fields import FieldInfo

from ledger.commands.bus import Executed, Order
from ledger.commands.catalogue import commands
from ledger.commands.command import Command
from ledger.graphql.context import WAIT_SECONDS, Context
from ledger.graphql.ids import uuid_of
from ledger.graphql.outcome import Outcome
from ledger.graphql.validation import as_invalid_input
from ledger.values.errors import InvalidInput, LedgerError, NotPermitted
from ledger.values.references import Reference

Given = Mapping[str, Any]
"""What a caller gave, by the names of the command's fields; what was left out is not there."""

ENVELOPE_FIELDS = ("command_id", "expected_version", "reason")
"""What every mutation takes beside the fields of its command."""


@dataclass(frozen=True)
class InputField:
    """One field of a command, as it comes in: as the id of a thing of type `refers_to`, or as it is."""

    name: str
    camel: str
    refers_to: str | None
    drops_null: bool

    @classmethod
    def of(cls, name: str, field: FieldInfo) -> InputField:
        """How a field of a command comes in; null means the default where there is one that is not null."""
        reference = reference_of(field)
        nullable = type(None) in get_args(field.annotation)
        refers_to = None if reference is None else reference.type_name
        return cls(name, to_camel(name), refers_to, drops_null=not field.is_required() and not nullable)

    def value(self, given: Any) -> Any:
        """The value for the command; `InvalidInput` for what is no such id."""
        if self.refers_to is None or given is None:
            return given
        try:
            if isinstance(given, list):
                return [uuid_of(one, self.refers_to) for one in given]
            return uuid_of(given, self.refers_to)
        except InvalidInput as error:
            raise error.at(self.camel) from None


@dataclass(frozen=True)
class Mutation:
    """A mutation and the command behind it."""

    name: str
    command: type[Command]

    @cached_property
    def subject(self) -> str:
        """The type of the thing that the payload shows."""
        return self.command.returns.__name__

    @cached_property
    def subject_field(self) -> str:
        """The payload's field for it."""
        return to_snake(self.subject)

    @cached_property
    def fields(self) -> tuple[InputField, ...]:
        """The fields of the command."""
        return tuple(InputField.of(name, field) for name, field in self.command.model_fields.items())

    @cached_property
    def subject_graphql(self) -> str:
        """The payload's field for it, as callers name it."""
        return to_camel(self.subject_field)

    @cached_property
    def _names(self) -> dict[str, str]:
        return {to_camel(name): name for name in (*(f.name for f in self.fields), *ENVELOPE_FIELDS)}

    def from_graphql(self, input: Mapping[str, Any]) -> Given:
        """What was given, of an input object as GraphQL has coerced it."""
        names = self._names
        return {names[name]: value for name, value in input.items()}

    def values(self, given: Given) -> dict[str, Any]:
        """The values of the command's fields; `InvalidInput` for an id that is none."""
        found = {}
        for field_ in self.fields:
            if field_.name in given and not (field_.drops_null and given[field_.name] is None):
                found[field_.name] = field_.value(given[field_.name])
        return found


async def carry_out(context: Context, mutation: Mutation, given: Given) -> Outcome:
    """Carry out a mutation and wait, bounded, until the views show it. A refusal is an outcome, not an exception."""
    command_id = given.get("command_id") or uuid4()
    try:
        executed = await _execute(context, mutation, given, command_id)
    except ValidationError as invalid:
        return Outcome(command_id, errors=[*as_invalid_input(invalid)])
    except LedgerError as error:
        if isinstance(error, NotPermitted):
            context.refused = (mutation.name, error.code)
        return Outcome(command_id, errors=[error.at("input")])
    reached = await context.services.projector.wait_for(executed.position, WAIT_SECONDS)
    return Outcome(command_id, executed, views_pending=not reached)


async def _execute(context: Context, mutation: Mutation, given: Given, command_id: UUID) -> Executed:
    # Who may not do it at all is not told what is wrong with how they asked.
    context.principal.require(mutation.command.right, mutation.command.__name__)
    order = Order(
        command=mutation.command.model_validate(mutation.values(given)),
        principal=context.principal,
        command_id=command_id,
        expected_version=given.get("expected_version"),
        reason=given.get("reason"),
        instant=context.instant,
        repeatable=given.get("command_id") is not None,
    )
    return await context.services.bus.execute(order)


def reference_of(field: FieldInfo) -> Reference | None:
    """What the id in a field of a command points at; None for a field that is no id."""
    candidates: list[Any] = [*field.metadata]
    for part in get_args(field.annotation):
        candidates.extend(getattr(part, "__metadata__", ()))
    return next((c for c in candidates if isinstance(c, Reference)), None)


def plain(annotation: Any) -> Any:
    """The annotation without constraints and without None: what GraphQL has a type for."""
    if hasattr(annotation, "__metadata__"):
        return plain(get_args(annotation)[0])
    origin = get_origin(annotation)
    if origin is list:
        return GenericAlias(list, (plain(get_args(annotation)[0]),))
    if origin in (Union, UnionType):
        return plain(next(a for a in get_args(annotation) if a is not type(None)))
    return annotation


MUTATIONS: dict[str, Mutation] = {
    mutation.name: mutation
    for mutation in (Mutation(name[0].lower() + name[1:], command) for name, command in commands().items())
}
"""The mutations by their GraphQL names, one a command."""
