"""The mutations: one a command, made from its model."""

from __future__ import annotations

from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin
from uuid import UUID, uuid4

import strawberry
from pydantic import ValidationError
from pydantic.alias_generators import to_camel
from pydantic.fields import FieldInfo

from ledger.commands.bus import Executed, Order
from ledger.commands.catalogue import commands
from ledger.commands.command import Command
from ledger.domain.seal import Seal
from ledger.eventstore.submission import Opening
from ledger.graphql import reading_back, types
from ledger.graphql.context import WAIT_SECONDS, Info
from ledger.graphql.declared import TYPES
from ledger.graphql.errors import Error, as_data
from ledger.graphql.ids import uuid_of
from ledger.graphql.scalars import Position
from ledger.graphql.validation import as_invalid_input
from ledger.values.errors import InvalidInput, LedgerError, NotPermitted
from ledger.values.references import Reference

_ = types  # the object types are declared by being imported


@strawberry.type(description="A sealed value, opened (已开启的封存信息); the opening is on record.")
class OpenedSeal:
    """What was under a seal."""

    name: str = strawberry.field(description="What it is (名称).")
    value: str = strawberry.field(description="The value (内容).")


def mutation_type() -> type:
    """The mutation root, a field for every command."""
    namespace: dict[str, Any] = {"__doc__": "The root of all writes."}
    for name, command in commands().items():
        namespace[_snake(name)] = _field(name, command)
    made: type = strawberry.type(type("Mutation", (), namespace), description="What can be done (办理).")
    return made


def _field(name: str, command: type[Command]) -> Any:
    input_type = _input_type(name, command)
    payload_type = _payload_type(name, command)

    async def resolve(info: Info, input: Any) -> Any:
        return await _carry_out(info, command, payload_type, input)

    resolve.__annotations__ = {
        "info": Info,
        "input": _argument(input_type),
        "return": payload_type,
    }
    return strawberry.mutation(resolver=resolve, description=_first_line(command))


def _argument(input_type: Any) -> Any:
    return Annotated[input_type, strawberry.argument(description="What is asked for (申请内容).")]


def _input_type(name: str, command: type[Command]) -> Any:
    annotations: dict[str, Any] = {}
    namespace: dict[str, Any] = {"__annotations__": annotations}
    required = [f for f in command.model_fields.items() if f[1].is_required()]
    optional = [f for f in command.model_fields.items() if not f[1].is_required()]
    for field_name, field in required + optional:
        base = _graphql_type(field)
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
    for field_name, (base, text) in extra.items():
        annotations[field_name] = base | None
        namespace[field_name] = strawberry.field(description=text, default=strawberry.UNSET)
    made = type(f"{name}Input", (), namespace)
    return strawberry.input(made, name=f"{name}Input", description=f"Input of {_lower(name)} (申请内容).")


def _payload_type(name: str, command: type[Command]) -> Any:
    subject = command.returns.__name__
    shown: Any = OpenedSeal if command.returns is Seal else TYPES[subject]
    subject_field = _snake(subject)
    described = {
        subject_field: (shown | None, "The thing as it stands now (办理对象)."),
        "command_id": (UUID | None, "Id of the command (命令编号)."),
        "position": (Position | None, "Position of its last event (位置)."),
        "views_pending": (bool, "Whether the views have not come that far yet (视图尚未更新)."),
        "errors": (list[Error], "Why it was not carried out (未办理的原因); empty when it was."),
    }
    namespace: dict[str, Any] = {"__annotations__": {n: t for n, (t, _) in described.items()}}
    namespace.update({n: strawberry.field(description=text) for n, (_, text) in described.items()})
    made = type(f"{name}Payload", (), namespace)
    return strawberry.type(made, name=f"{name}Payload", description=f"What became of {_lower(name)} (办理结果).")


async def _carry_out(info: Info, command: type[Command], payload: Any, given: Any) -> Any:
    subject_field = _snake(command.returns.__name__)
    command_id = given.command_id or uuid4()
    empty = {subject_field: None, "command_id": command_id, "position": None, "views_pending": False}
    try:
        executed = await _execute(info, command, given, command_id)
    except ValidationError as invalid:
        return payload(**empty, errors=[as_data(e) for e in as_invalid_input(invalid)])
    except LedgerError as error:
        if isinstance(error, NotPermitted):
            info.context.refused = (info.field_name, error.code)
        return payload(**empty, errors=[as_data(error.at("input"))])
    projector = info.context.services.projector
    reached = await projector.wait_for(executed.position, WAIT_SECONDS)
    shown = (
        await _opened(info, given) if command.returns is Seal else await reading_back.subject(info.context, executed)
    )
    return payload(
        **{subject_field: shown},
        command_id=command_id,
        position=Position(executed.position),
        views_pending=not reached,
        errors=[],
    )


async def _execute(info: Info, command: type[Command], given: Any, command_id: UUID) -> Executed:
    # Who may not do it at all is not told what is wrong with how they asked.
    info.context.principal.require(command.right, command.__name__)
    order = Order(
        command=command.model_validate(_values(command, given)),
        principal=info.context.principal,
        command_id=command_id,
        expected_version=_value(given.expected_version),
        reason=_value(given.reason),
        instant=info.context.instant,
        repeatable=given.command_id == command_id,
    )
    return await info.context.services.bus.execute(order)


async def _opened(info: Info, given: Any) -> OpenedSeal | None:
    """What is under the seal; None when its opening was erased or never was here."""
    services = info.context.services
    ciphertext = await services.store.find_opening(given.digest)
    if ciphertext is None:
        return None
    name, value = services.vault.open(Opening(given.digest, ciphertext))
    return OpenedSeal(name=name, value=str(value))


def _values(command: type[Command], given: Any) -> dict[str, Any]:
    values = {}
    for name, field in command.model_fields.items():
        value = getattr(given, name)
        if value is strawberry.UNSET or (value is None and not field.is_required() and not _nullable(field)):
            continue
        reference = _reference(field)
        if reference is not None and value is not None:
            try:
                value = uuid_of(value, reference.type_name)
            except InvalidInput as error:
                raise error.at(to_camel(name)) from None
        values[name] = value
    return values


def _value(value: Any) -> Any:
    return None if value is strawberry.UNSET else value


def _nullable(field: FieldInfo) -> bool:
    return type(None) in get_args(field.annotation)


def _reference(field: FieldInfo) -> Reference | None:
    candidates: list[Any] = [*field.metadata]
    for part in get_args(field.annotation):
        candidates.extend(getattr(part, "__metadata__", ()))
    return next((c for c in candidates if isinstance(c, Reference)), None)


def _graphql_type(field: FieldInfo) -> Any:
    if _reference(field) is not None:
        return strawberry.ID
    return _plain(field.annotation)


def _plain(annotation: Any) -> Any:
    """The annotation without constraints and without None: what GraphQL has a type for."""
    if hasattr(annotation, "__metadata__"):
        return _plain(get_args(annotation)[0])
    origin = get_origin(annotation)
    if origin is list:
        return list[_plain(get_args(annotation)[0])]  # type: ignore[misc]
    if origin in (Union, UnionType):
        return _plain(next(a for a in get_args(annotation) if a is not type(None)))
    return annotation


def _first_line(command: type[Command]) -> str:
    return (command.__doc__ or "").strip().split("\n", 1)[0]


def _lower(name: str) -> str:
    return name[0].lower() + name[1:]


def _snake(name: str) -> str:
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")
