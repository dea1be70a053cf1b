"""The event types, from their classes."""

from __future__ import annotations

import types
from collections.abc import Iterable
from typing import Any, Union, get_args, get_origin

from ledger.commands.catalogue import commands
from ledger.domain.event import META_FIELDS, DomainEvent, event_classes

_NAMES = {
    "str": "text",
    "int": "integer",
    "bool": "yes or no",
    "Decimal": "decimal as text",
    "date": "day",
    "UUID": "id",
}


def page() -> str:
    """A table a module, a row an event type."""
    commands()
    by_module: dict[str, list[type[DomainEvent]]] = {}
    for cls in event_classes().values():
        if cls.__module__.startswith("ledger."):
            by_module.setdefault(cls.__module__.removeprefix("ledger.domain."), []).append(cls)
    lines = [
        "# Event types 事件类型",
        "",
        "What `data` of the [envelope](../envelope.md) holds for each `type`, with the schema version written today.",
    ]
    for module in sorted(by_module):
        lines += ["", f"## {module}"]
        lines += ["", "| type | version | what it says | data |", "| --- | --- | --- | --- |"]
        lines += [_row(cls) for cls in sorted(by_module[module], key=lambda one: one.__name__)]
    return "\n".join(lines) + "\n"


def _row(cls: type[DomainEvent]) -> str:
    text = " ".join((cls.__doc__ or "").split()).replace("|", "\\|")
    fields = [
        (info.alias or name, info.annotation) for name, info in cls.model_fields.items() if name not in META_FIELDS
    ]
    data = "; ".join(f"`{name}` {_type(annotation)}" for name, annotation in fields)
    return f"| `{cls.type_name()}` | {cls.schema_version} | {text} | {data} |"


def _type(annotation: Any) -> str:
    origin, parts = get_origin(annotation), get_args(annotation)
    if hasattr(annotation, "__metadata__"):
        return _type(parts[0])
    if origin in (Union, types.UnionType):
        inside = _joined((part for part in parts if part is not type(None)), " or ")
        return f"{inside}, or null" if type(None) in parts else inside
    if origin in (list, tuple, set, frozenset):
        return f"list of {_joined((part for part in parts if part is not Ellipsis), ' or ')}"
    if origin is dict:
        return f"object of {_type(parts[1])}"
    name = getattr(annotation, "__name__", str(annotation))
    generic = getattr(annotation, "__pydantic_generic_metadata__", {}).get("origin")
    if generic is not None:
        return f"sealed ({generic.__name__})"
    return _NAMES.get(name, f"`{name}`")


def _joined(parts: Iterable[Any], between: str) -> str:
    return between.join(dict.fromkeys(_type(part) for part in parts))
