"""The fields of a command as a table or a file names them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, get_args, get_origin

import orjson
from pydantic.alias_generators import to_camel

from ledger.commands.command import Command
from ledger.graphql.labels import LABELS
from ledger.values.codes import CreditCode, MineCode
from ledger.values.references import Reference

_TERM = re.compile(r"[(（]([^()（）]*[\u4e00-\u9fff][^()（）]*)[)）]")
_BETWEEN = re.compile(r"[、;；|]")
_CODES = [get_args(code)[1] for code in (MineCode, CreditCode)]
_YES_NO = {"是": True, "否": False, "有": True, "无": False}


@dataclass(frozen=True)
class CommandField:
    """One field: its name in the API, its Chinese term, and how the text of a cell becomes its value.

    `is_code` marks a code under which others know a thing; `reference` names the type of what it points at.
    """

    name: str
    term: str | None
    required: bool
    reference: str | None
    many: bool
    is_code: bool
    value_of: Callable[[str], Any]

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings that stand for it: its name, or its Chinese term."""
        return (self.name, self.term) if self.term else (self.name,)


@cache
def fields_of(command: type[Command]) -> tuple[CommandField, ...]:
    """The fields of a command; a term that stands at two of them is no heading of either."""
    terms = [_term(info.description) for info in command.model_fields.values()]
    found = []
    for (name, info), term in zip(command.model_fields.items(), terms, strict=True):
        inside = list(_inside(info.annotation))
        reference = next((x for x in [*info.metadata, *inside] if isinstance(x, Reference)), None)
        many = any(get_origin(x) in {list, tuple, set, frozenset} for x in inside)
        found.append(
            CommandField(
                name=to_camel(name),
                term=term if terms.count(term) == 1 else None,
                required=info.is_required(),
                reference=reference.type_name if reference else None,
                many=many,
                is_code=any(x in _CODES for x in [*info.metadata, *inside]),
                value_of=_value_of(inside, many=many),
            )
        )
    return tuple(found)


def _term(description: str | None) -> str | None:
    named = _TERM.search(description or "")
    return named[1].strip() if named else None


def _inside(annotation: Any) -> Iterator[Any]:
    """The annotation and whatever it is made of, with what is noted beside each."""
    yield annotation
    yield from getattr(annotation, "__metadata__", ())
    for part in get_args(annotation):
        yield from _inside(part)


def _value_of(inside: list[Any], *, many: bool) -> Callable[[str], Any]:
    """How a cell becomes a value: JSON where it is written so, lists by 、 or ;, Chinese labels as their values."""
    labels = {
        text: value.value
        for cls in inside
        if isinstance(cls, type) and issubclass(cls, StrEnum)
        for value, text in LABELS.get(cls, {}).items()
    }
    known: dict[str, Any] = (_YES_NO if bool in inside else {}) | labels

    def value_of(cell: str) -> Any:
        if cell[0] in "[{":
            try:
                return orjson.loads(cell)
            except ValueError:
                return cell
        if many:
            return [known.get(part.strip(), part.strip()) for part in _BETWEEN.split(cell) if part.strip()]
        return known.get(cell, cell)

    return value_of
