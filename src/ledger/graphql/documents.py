"""Documents, each parsed, limited and validated once; with them the plans of their operations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from cachetools import LRUCache
from graphql import (
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    OperationDefinitionNode,
    OperationType,
    VariableNode,
    specified_rules,
    validate,
)
from graphql import GraphQLSchema as CoreSchema
from graphql.execution.collect_fields import FragmentDetails
from graphql.execution.values import VariableValues
from graphql.language import Visitor, visit
from strawberry import Schema
from strawberry.schema.validation_rules.maybe_null import MaybeNullValidationRule
from strawberry.schema.validation_rules.one_of import OneOfInputValidationRule

from ledger.graphql.cost import Cost, cost_of
from ledger.graphql.limits import DocumentRefused, parsed
from ledger.graphql.planner.operations import OperationPlan, plan_operation
from ledger.graphql.planner.selections import NotPlanned, Selecting
from ledger.graphql.planner.writes import MutationPlan, plan_mutation
from ledger.graphql.reads import READS
from ledger.graphql.variables import Variables

MAX_CHARACTERS_KEPT = 600_000
"""With its plans a document weighs some 200 times its text: a flood of them takes about 100 MB and no more."""

MAX_PLANS = 16
MAX_ERRORS = 10
"""As many errors of a document are told: each may cost a search for what was meant among all names there are."""

INTROSPECTION = {"__schema", "__type"}
RULES = (*specified_rules, MaybeNullValidationRule, OneOfInputValidationRule)
"""The specification's rules, and Strawberry's two for what it declares without graphql-core's knowledge."""


class _Mentions(Visitor):
    """Collects the variables behind `@skip` and `@include`, and the names of all fields."""

    def __init__(self) -> None:
        super().__init__()
        self.variables: set[str] = set()
        self.fields: set[str] = set()

    def enter_directive(self, node: DirectiveNode, *_: object) -> None:
        """Note the variables of a directive."""
        self.variables |= {a.value.name.value for a in node.arguments or () if isinstance(a.value, VariableNode)}

    def enter_field(self, node: FieldNode, *_: object) -> None:
        """Note a field."""
        self.fields.add(node.name.value)


@dataclass(eq=False)
class Prepared:
    """A document within all limits, with what is wrong with it, and the plans of its operations."""

    schema: Schema
    document: DocumentNode
    errors: list[GraphQLError]
    _costs: dict[str | None, Cost] = field(default_factory=dict)
    _variables: dict[str | None, Variables] = field(default_factory=dict)
    _plans: dict[tuple[object, ...], OperationPlan | MutationPlan | None] = field(default_factory=dict)

    @cached_property
    def operations(self) -> list[OperationDefinitionNode]:
        """Its operations."""
        return [d for d in self.document.definitions if isinstance(d, OperationDefinitionNode)]

    @cached_property
    def _fragments(self) -> dict[str, FragmentDetails]:
        found = (d for d in self.document.definitions if isinstance(d, FragmentDefinitionNode))
        return {d.name.value: FragmentDetails(d) for d in found}

    @cached_property
    def _mentions(self) -> _Mentions:
        visitor = _Mentions()
        visit(self.document, visitor)
        return visitor

    @property
    def mentions(self) -> set[str]:
        """The names of all fields in it."""
        return self._mentions.fields

    @cached_property
    def _conditional(self) -> list[str]:
        return sorted(self._mentions.variables)

    @cached_property
    def protected(self) -> bool:
        """Whether a field is mentioned that is put on record whenever it is shown."""
        return any(READS[name].recorded for name in self._mentions.fields & READS.keys())

    def cost(self, operation: OperationDefinitionNode) -> Cost:
        """The cost of an operation of a document that is in order."""
        name = operation.name.value if operation.name else None
        if name not in self._costs:
            fragments = {name: details.definition for name, details in self._fragments.items()}
            self._costs[name] = cost_of(core(self.schema), operation, fragments)
        return self._costs[name]

    def variables(self, operation: OperationDefinitionNode) -> Variables:
        """The variables of an operation."""
        name = operation.name.value if operation.name else None
        if name not in self._variables:
            self._variables[name] = Variables(core(self.schema), operation)
        return self._variables[name]

    def selecting(self, operation: OperationDefinitionNode, variables: VariableValues) -> Selecting:
        """What an operation selects, with these values of its variables."""
        return Selecting(self.schema, operation, self._fragments, variables)

    def plan(
        self, operation: OperationDefinitionNode, variables: VariableValues
    ) -> OperationPlan | MutationPlan | None:
        """The plan of an operation; None where it has none.

        It depends on the operation and on the values behind `@skip` and `@include`, and on nothing else: rights, scope,
        filters, moment and order are settled anew in each request, so that no plan can carry them from one to another.
        """
        key = (operation.name and operation.name.value, *(variables.coerced.get(name) for name in self._conditional))
        if key not in self._plans:
            if len(self._plans) >= MAX_PLANS:
                self._plans.clear()
            self._plans[key] = self._planned(operation, variables)
        return self._plans[key]

    def _planned(
        self, operation: OperationDefinitionNode, variables: VariableValues
    ) -> OperationPlan | MutationPlan | None:
        try:
            if operation.operation is OperationType.MUTATION:
                return plan_mutation(self.selecting(operation, variables))
            return plan_operation(self.selecting(operation, variables))
        except NotPlanned:
            return None


class Documents:
    """The documents that were asked lately; a hostile flood of them turns over and does not grow.

    Where there are `trusted` ones, by their ids, no others are run. Without `introspection` nothing is told of the
    schema, neither when asked nor with what is wrong with a document.
    """

    def __init__(self, schema: Schema, *, trusted: Mapping[str, str] | None = None, introspection: bool = True) -> None:
        self._schema = schema
        self._trusted = trusted
        self._texts = None if trusted is None else frozenset(trusted.values())
        self._introspection = introspection
        self._kept: LRUCache[str, Prepared] = LRUCache(MAX_CHARACTERS_KEPT, getsizeof=_size)

    def named(self, id: str) -> str:
        """The text of a trusted document; `DocumentRefused` where none has this id."""
        text = (self._trusted or {}).get(id.removeprefix("sha256:"))
        if text is None:
            raise DocumentRefused("DOCUMENT_UNKNOWN", "No document is registered under this id.")
        return text

    def prepared(self, text: str) -> Prepared:
        """The document of a text; `DocumentRefused` when it is none, past a limit, or none of those that are run."""
        found = self._kept.get(text)
        if found is None:
            if self._texts is not None and text not in self._texts:
                raise DocumentRefused("DOCUMENT_NOT_TRUSTED", "Only documents that are registered are run here.")
            found = self._kept[text] = self._prepared(text)
        return found

    def _prepared(self, text: str) -> Prepared:
        document, told = parsed(text), self._introspection
        errors = validate(core(self._schema), document, RULES, max_errors=MAX_ERRORS, hide_suggestions=not told)
        prepared = Prepared(self._schema, document, errors)
        if not told and prepared.mentions & INTROSPECTION:
            raise DocumentRefused("INTROSPECTION_OFF", "This server does not tell of its schema.")
        return prepared

    def forget(self) -> None:
        """Keep none: the next of each is prepared anew."""
        self._kept.clear()


def core(schema: Schema) -> CoreSchema:
    """graphql-core's schema under Strawberry's."""
    return schema._schema


def _size(prepared: Prepared) -> int:
    location = prepared.document.loc
    return len(location.source.body) + 1000 if location else 1000
