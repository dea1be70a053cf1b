"""The mutations: one a command, made from its model."""

from __future__ import annotations

from typing import Annotated, Any, get_origin
from uuid import UUID

import strawberry

from ledger.commands.command import Command
from ledger.domain.seal import Seal
from ledger.eventstore.submission import Opening
from ledger.graphql import reading_back, types
from ledger.graphql.carrying_out import ENVELOPE_FIELDS, MUTATIONS, Given, Mutation, carry_out, plain, reference_of
from ledger.graphql.context import Info
from ledger.graphql.declared import TYPES
from ledger.graphql.errors import Error, as_data
from ledger.graphql.outcome import Outcome
from ledger.graphql.scalars import Position
from ledger.values.errors import NotFound, Unavailable
from ledger.values.references import Thing

_ = types  # the object types are declared by being imported


@strawberry.type(description="A sealed value, opened (已开启的封存信息); the opening is on record.")
class OpenedSeal:
    """What was under a seal."""

    name: str = strawberry.field(description="What it is (名称).")
    value: str = strawberry.field(description="The value (内容).")


def mutation_type() -> type:
    """The mutation root, a field for every command."""
    namespace: dict[str, Any] = {"__doc__": "The root of all writes."}
    for name, mutation in MUTATIONS.items():
        namespace[name] = _field(mutation)
    made: type = strawberry.type(type("Mutation", (), namespace), description="What can be done (办理).")
    return made


def _field(mutation: Mutation) -> Any:
    input_type, payload_type = _input_type(mutation), _payload_type(mutation)

    async def resolve(info: Info, input: Any) -> Any:
        given = _given(mutation, input)
        outcome = info.context.carried.get(str(info.path.key))
        if isinstance(outcome, Exception):
            raise outcome
        return await _payload(
            info, mutation, payload_type, given, outcome or await carry_out(info.context, mutation, given)
        )

    resolve.__annotations__ = {
        "info": Info,
        "input": Annotated[input_type, strawberry.argument(description="What is asked for (申请内容).")],
        "return": payload_type,
    }
    return strawberry.mutation(resolver=resolve, name=mutation.name, description=_first_line(mutation.command))


def _input_type(mutation: Mutation) -> Any:
    annotations: dict[str, Any] = {}
    namespace: dict[str, Any] = {"__annotations__": annotations}
    fields = mutation.command.model_fields
    required = [f for f in fields.items() if f[1].is_required()]
    optional = [f for f in fields.items() if not f[1].is_required()]
    for field_name, field in required + optional:
        base = plain(field.annotation)
        if reference_of(field) is not None:
            base = list[strawberry.ID] if get_origin(base) is list else strawberry.ID
        elif base is Thing:
            base = strawberry.ID
        if field.is_required():
            annotations[field_name] = base
            namespace[field_name] = strawberry.field(description=field.description)
        else:
            annotations[field_name] = base | None
            namespace[field_name] = strawberry.field(description=field.description, default=strawberry.UNSET)
    extra = {
        "command_id": (UUID, "Id of the command (命令编号): repeated, it is carried out once."),
        "expected_version": (int, "Version you looked at (期望版本); refused when it has changed."),
        "reason": (str, "Why, for the record (理由)."),
    }
    for field_name in ENVELOPE_FIELDS:
        base, text = extra[field_name]
        annotations[field_name] = base | None
        namespace[field_name] = strawberry.field(description=text, default=strawberry.UNSET)
    name = f"{mutation.command.__name__}Input"
    return strawberry.input(type(name, (), namespace), name=name, description=f"Input of {mutation.name} (申请内容).")


def _payload_type(mutation: Mutation) -> Any:
    shown: Any = OpenedSeal if mutation.command.returns is Seal else TYPES[mutation.subject]
    described = {
        mutation.subject_field: (shown | None, "The thing as it stands now (办理对象)."),
        "command_id": (UUID | None, "Id of the command (命令编号)."),
        "position": (Position | None, "Position of its last event (位置)."),
        "views_pending": (bool, "Whether the views have not come that far yet (视图尚未更新)."),
        "errors": (list[Error], "Why it was not carried out (未办理的原因); empty when it was."),
    }
    namespace: dict[str, Any] = {"__annotations__": {n: t for n, (t, _) in described.items()}}
    namespace.update({n: strawberry.field(description=text) for n, (_, text) in described.items()})
    name = f"{mutation.command.__name__}Payload"
    return strawberry.type(
        type(name, (), namespace), name=name, description=f"What became of {mutation.name} (办理结果)."
    )


def _given(mutation: Mutation, input: Any) -> Given:
    names = (*(field.name for field in mutation.fields), *ENVELOPE_FIELDS)
    return {name: value for name in names if (value := getattr(input, name)) is not strawberry.UNSET}


async def _payload(info: Info, mutation: Mutation, payload: Any, given: Given, outcome: Outcome) -> Any:
    executed, shown, pending, errors = outcome.executed, None, outcome.views_pending, [*outcome.errors]
    if executed is not None:
        try:
            opens = mutation.command.returns is Seal
            shown = await (_opened(info, given) if opens else reading_back.subject(info.context, executed))
        except Unavailable:
            # What was accepted stays accepted, whether or not it can be shown now.
            pending = True
        except NotFound as missing:
            errors.append(missing)
    return payload(
        **{mutation.subject_field: shown},
        command_id=outcome.command_id,
        position=executed and Position(executed.position),
        views_pending=pending,
        errors=[as_data(error) for error in errors],
    )


async def _opened(info: Info, given: Given) -> OpenedSeal:
    """What is under the seal; `NotFound` where its opening is gone without having been erased, which is a finding."""
    services = info.context.services
    ciphertext = await services.store.find_opening(given["digest"])
    if ciphertext is None:
        raise NotFound(
            "OPENING_MISSING",
            "The opening of this seal is not there, and no erasure is on record.",
            "该封存信息的开启内容缺失，且无删除记录。",
            path=("input", "digest"),
            rule="台账原则 12",
        )
    name, value = services.vault.open(Opening(given["digest"], ciphertext))
    return OpenedSeal(name=name, value=str(value))


def _first_line(command: type[Command]) -> str:
    return (command.__doc__ or "").strip().split("\n", 1)[0]
