"""What is put on record of a request: protected reads before they are answered, and refusals."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import uuid4

from graphql import FieldNode, GraphQLError
from graphql.execution.values import get_argument_values

from ledger.commands.access import RecordProtectedRead, RecordRefusedAttempt
from ledger.commands.bus import Order
from ledger.commands.command import Command
from ledger.graphql.context import Context
from ledger.graphql.planner.selections import TYPENAME, Selecting, name_of
from ledger.graphql.reads import READS, Read
from ledger.graphql.subject_queries import number_key
from ledger.values.actor import Role
from ledger.values.errors import InvalidInput, NotPermitted

MAX_SUBJECTS = 1000
_NAMING = ("id", "ids", "hazard", "mine", "stream", "subjects")


async def record_reads(selecting: Selecting, context: Context) -> None:
    """Put on record what is protected of an operation: an investigator's every read, everybody's of some fields.

    `InvalidInput` under GET: what is put on record is asked for by POST. What the caller may not read is not put on
    record as read: it is refused a moment later.
    """
    asked = _asked(selecting, context)
    if not asked or context.is_public:
        return
    if context.by_get:
        raise InvalidInput(
            "RECORDED_NOT_BY_GET", "What is put on record is asked for by POST.", "需留痕的查询须用 POST 方法。"
        )
    principal = context.principal
    await _carry_out(
        RecordProtectedRead(
            division=principal.division,
            operations=list(dict.fromkeys(read.name for read, _ in asked)),
            subjects=_subjects(selecting, asked, context)[:MAX_SUBJECTS],
            authorisation=principal.authorisation,
        ),
        context,
    )


def _asked(selecting: Selecting, context: Context) -> list[tuple[Read, FieldNode]]:
    """What is protected of an operation, and the caller may read."""
    roots = [(name_of(details), details[0].node) for details in selecting.roots().values()]
    asked = [(READS[name], node) for name, node in roots if name != TYPENAME and name in READS]
    roles = context.principal.roles
    recorded = [(read, node) for read, node in asked if Role.INVESTIGATOR in roles or read.recorded]
    return [(read, node) for read, node in recorded if roles & read.right.roles]


def _subjects(selecting: Selecting, asked: Iterable[tuple[Read, FieldNode]], context: Context) -> list[str]:
    """What the reads name, each once."""
    query = selecting.schema.query_type
    assert query is not None
    subjects: dict[str, None] = {}
    for read, node in asked:
        given = get_argument_values(query.fields[read.name], node, selecting.variables)
        for name in _NAMING:
            value = given.get(name)
            for one in value if isinstance(value, list) else [value]:
                if one is not None:
                    subjects[str(one)[:200]] = None
        if isinstance(number := given.get("identityNumber"), str):
            # A number is personal: what stands on record is the key by which an equal one is found again.
            subjects[f"identityNumber:{number_key(context, number)}"] = None
    return list(subjects)


async def record_refusal(errors: Iterable[GraphQLError], context: Context) -> None:
    """Put on record the first refusal of a request, of whoever is known; the public is nobody in particular."""
    refused = context.refused
    for error in errors:
        if refused is None and isinstance(error.original_error, NotPermitted):
            refused = (str(error.path[0]) if error.path else "", error.original_error.code)
    if refused is None or context.is_public:
        return
    operation, code = refused
    await _carry_out(RecordRefusedAttempt(division=context.principal.division, operation=operation, code=code), context)


async def _carry_out(command: Command, context: Context) -> None:
    order = Order(
        command=command, principal=context.principal, command_id=uuid4(), instant=context.instant, repeatable=False
    )
    await context.services.bus.execute(order)
