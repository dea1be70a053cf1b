"""Chinese names of enum values: said in messages, shown as labels, given beside the enum."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import TypeVar

E = TypeVar("E", bound=StrEnum)

NAMES: dict[type[StrEnum], dict[StrEnum, str]] = {}
"""The names of all enums that were given some, by enum and value."""


def named(*names: str) -> Callable[[type[E]], type[E]]:
    """Give the values of an enum these Chinese names: one for each, in their order, between spaces."""

    def give(cls: type[E]) -> type[E]:
        NAMES[cls] = dict(zip(cls, " ".join(names).split(), strict=True))
        return cls

    return give


def zh(value: StrEnum | None) -> str:
    """The Chinese name of a value; 无 where there is none."""
    return "无" if value is None else NAMES[type(value)][value]


def zh_or(values: Iterable[StrEnum]) -> str:
    """The Chinese names of values of which one is meant."""
    return "或".join(f"“{zh(value)}”" for value in values)
