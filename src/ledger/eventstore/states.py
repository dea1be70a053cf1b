"""Folded state as bytes and back, exactly: for caches of what events tell, never for anything that counts as evidence.

JSON with a table of the values and one of the kinds of things in it. Reading makes values, containers and instances of
the ledger's own classes and runs nothing that the bytes name; whatever else stands in them is refused.
"""

from __future__ import annotations

import importlib
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
import pydantic
from pydantic import BaseModel

HOMES = ("ledger.domain.", "ledger.values.")
"""Where the classes are from whose instances a state may hold."""

_LIST, _DICT, _SET, _FROZEN, _TUPLE, _LISTS, _SEEN, _NAMED, _FIRST_KIND = range(9)
_PLAIN = frozenset({str, int, bool, type(None)})
_CHANGEABLE: dict[type, int] = {list: _LIST, set: _SET}
_DICTS = {dict: _DICT, defaultdict: _LISTS}
_FIXED: dict[type, int] = {tuple: _TUPLE, frozenset: _FROZEN}


class Unwritable(TypeError):
    """A state has something in it that cannot be written exactly."""


class Unreadable(ValueError):
    """Bytes are not a state that this version of the ledger has written."""


def code_digest(*places: str | None) -> bytes:
    """The digest of the code in these files, and in whole packages where one is a package's, with what reads states.

    A state that was folded by other code is not the state that this code would fold.
    """
    told = sha256(f"{sys.version_info[:2]} {pydantic.VERSION}".encode())
    for place in (__file__, *places):
        path = Path(place or "")
        for file in sorted(path.parent.rglob("*.py")) if path.name == "__init__.py" else [path]:
            text = file.read_bytes()
            told.update(f"{file.name} {len(text)} ".encode() + text)
    return told.digest()


class States:
    """Writes and reads states of classes from `homes`.

    `named` things are not written but named, and must be at hand again under their names: rules, for instance.
    """

    def __init__(self, homes: tuple[str, ...] = HOMES, named: Mapping[str, object] | None = None) -> None:
        self.homes = homes
        self.named = named or {}

    def write(self, state: object) -> bytes:
        """The bytes of a state; what is one object twice in it will be so again. `Unwritable` where that cannot be."""
        writer = _Writer(self)
        told = writer.node(state)
        try:
            return orjson.dumps([writer.constants, writer.kinds, told])
        except orjson.JSONEncodeError as error:
            raise Unwritable(str(error)) from error

    def read(self, stored: bytes) -> Any:
        """The state that was written; `Unreadable` where the bytes are something else."""
        try:
            constants, kinds, told = orjson.loads(stored)
            return _Reader(self, constants, kinds).node(told)
        except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, ImportError) as error:
            raise Unreadable(f"{type(error).__name__}: {error}") from error

    def home_of(self, kind: type[Any]) -> str:
        """The name of a class; `Unwritable` when it could not be found again by it."""
        home = f"{kind.__module__}:{kind.__qualname__}"
        try:
            if self.class_of(home) is kind:
                return home
        except LookupError:
            pass
        raise Unwritable(f"{home} is no class of state")

    def class_of(self, home: str) -> type[Any]:
        """The class of a name; `LookupError` when it is none that a state may hold."""
        if not home.startswith(self.homes):
            raise LookupError(home)
        module, _, name = home.partition(":")
        found = vars(importlib.import_module(module))[name]
        if not isinstance(found, type) or found.__module__ != module:
            raise LookupError(home)
        return found


class _Writer:
    def __init__(self, states: States) -> None:
        self.constants: list[tuple[str, str]] = []
        self.kinds: list[tuple[str, tuple[str, ...], tuple[str, ...]]] = []
        self._states = states
        self._named = {id(thing): name for name, thing in states.named.items()}
        self._constants: dict[tuple[type, object], int] = {}
        self._kinds: dict[tuple[Any, ...], int] = {}
        self._seen: dict[int, int] = {}

    def node(self, value: Any) -> Any:
        kind = type(value)
        if kind in _PLAIN:
            return value
        if id(value) in self._named:
            return [_NAMED, self._named[id(value)]]
        if kind in _FIXED:
            return [_FIXED[kind], self._nodes(value)]
        if isinstance(value, tuple):
            return [self._kind(kind, (), ()), self._nodes(value)]
        if id(value) in self._seen:
            return [_SEEN, self._seen[id(value)]]
        if kind in _CHANGEABLE or kind in _DICTS or (hasattr(value, "__dict__") and not isinstance(value, Enum)):
            self._seen[id(value)] = len(self._seen)
            return self._changeable(kind, value)
        return [self._constant(kind, value)]

    def _nodes(self, values: Any) -> list[Any]:
        return [self.node(value) for value in values]

    def _changeable(self, kind: type, value: Any) -> list[Any]:
        if kind in _DICTS:
            if kind is defaultdict and value.default_factory is not list:
                raise Unwritable(f"a defaultdict of {value.default_factory}")
            return [_DICTS[kind], self._nodes(part for pair in value.items() for part in pair)]
        if kind in _CHANGEABLE:
            return [_CHANGEABLE[kind], self._nodes(value)]
        given: tuple[str, ...] = ()
        if isinstance(value, BaseModel):
            if value.__pydantic_private__ or value.__pydantic_extra__:
                raise Unwritable(f"{kind.__name__} holds more than its fields")
            given = tuple(sorted(value.model_fields_set))
        held = vars(value)
        return [self._kind(kind, tuple(held), given), self._nodes(held.values())]

    def _kind(self, kind: type, names: tuple[str, ...], given: tuple[str, ...]) -> int:
        number = self._kinds.get((kind, names, given))
        if number is None:
            number = self._kinds[kind, names, given] = _FIRST_KIND + len(self.kinds)
            self.kinds.append((self._states.home_of(kind), names, given))
        return number

    def _constant(self, kind: type, value: Any) -> int:
        # Decimals that are equal may be written otherwise, as 1 and 1.0 are.
        key = kind, str(value) if kind is Decimal else value
        number = self._constants.get(key)
        if number is None:
            number = self._constants[key] = len(self.constants)
            self.constants.append(self._told(kind, value))
        return number

    def _told(self, kind: type, value: Any) -> tuple[str, str]:
        if isinstance(value, Enum):
            return self._states.home_of(kind), value.name
        if kind is UUID:
            return "uuid", value.hex
        if kind is date or (kind is datetime and value.tzinfo is UTC):
            return kind.__name__, value.isoformat()
        if kind is Decimal:
            return "decimal", str(value)
        if kind is bytes:
            return "bytes", value.hex()
        if kind is timedelta:
            return "span", f"{value.days} {value.seconds} {value.microseconds}"
        raise Unwritable(f"{kind.__name__} {value!r}")


def _span(told: str) -> timedelta:
    days, seconds, microseconds = map(int, told.split())
    return timedelta(days, seconds, microseconds)


_CONSTANTS: dict[str, Callable[[str], object]] = {
    "uuid": lambda told: UUID(int=int(told, 16)),
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
    "decimal": Decimal,
    "bytes": bytes.fromhex,
    "span": _span,
}


class _Reader:
    def __init__(self, states: States, constants: list[list[str]], kinds: list[list[Any]]) -> None:
        self._states = states
        self._constants = [self._constant(kind, told) for kind, told in constants]
        self._seen: list[Any] = []
        self._makers: dict[int, Callable[[Any], Any]] = {
            _LIST: self._list,
            _DICT: lambda parts: self._dict({}, parts),
            _LISTS: lambda parts: self._dict(defaultdict(list), parts),
            _SET: self._set,
            _FROZEN: lambda parts: frozenset(self._nodes(parts)),
            _TUPLE: lambda parts: tuple(self._nodes(parts)),
            _SEEN: lambda number: self._seen[number],
            _NAMED: lambda name: states.named[name],
        }
        for number, (home, names, given) in enumerate(kinds, _FIRST_KIND):
            self._makers[number] = self._maker(states.class_of(home), names, frozenset(given))

    def node(self, told: Any) -> Any:
        return self._nodes([told])[0]

    def _nodes(self, parts: list[Any]) -> list[Any]:
        constants, makers = self._constants, self._makers
        return [
            part
            if type(part) is not list
            else constants[part[0]]
            if len(part) == 1
            else makers[part[0]](part[1])
            for part in parts
        ]  # fmt: skip

    def _list(self, parts: list[Any]) -> list[Any]:
        made: list[Any] = []
        self._seen.append(made)
        made += self._nodes(parts)
        return made

    def _dict(self, made: dict[Any, Any], parts: list[Any]) -> dict[Any, Any]:
        self._seen.append(made)
        flat = iter(self._nodes(parts))
        made.update(zip(flat, flat, strict=True))
        return made

    def _set(self, parts: list[Any]) -> set[Any]:
        made: set[Any] = set()
        self._seen.append(made)
        made.update(self._nodes(parts))
        return made

    def _maker(self, kind: type[Any], names: list[str], given: frozenset[str]) -> Callable[[Any], Any]:
        """What makes an instance, without its constructor, which may do more than hold what it is given."""
        if issubclass(kind, tuple):
            return lambda parts: tuple.__new__(kind, self._nodes(parts))
        of_fields = issubclass(kind, BaseModel)

        def made(parts: list[Any]) -> Any:
            thing = object.__new__(kind)
            self._seen.append(thing)
            if of_fields:
                object.__setattr__(thing, "__pydantic_fields_set__", set(given))
                object.__setattr__(thing, "__pydantic_extra__", None)
                object.__setattr__(thing, "__pydantic_private__", None)
            thing.__dict__.update(zip(names, self._nodes(parts), strict=True))
            return thing

        return made

    def _constant(self, kind: str, told: str) -> object:
        make = _CONSTANTS.get(kind)
        if make is not None:
            return make(told)
        members = self._states.class_of(kind)
        if not issubclass(members, Enum):
            raise LookupError(kind)
        return members[told]
