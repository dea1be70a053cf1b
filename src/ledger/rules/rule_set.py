"""Rule sets: dated YAML, validated, with the digest that every result carries (DESIGN 2.5)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TypeVar

import yaml
from pydantic import BaseModel, ConfigDict


class Verified(StrEnum):
    """How a rule's content is known: read in full, in an excerpt, remembered, or chosen by us."""

    TEXT = "text"
    EXCERPT = "excerpt"
    MEMORY = "memory"
    OURS = "ours"


class Rule(BaseModel):
    """Base of what stands in a rule file: unknown keys are an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Dated(Rule):
    """A rule with its days: in force from `valid_from` to `valid_to`, both included."""

    id: str
    source: str
    verified: Verified
    valid_from: date
    valid_to: date | None = None

    def in_force(self, on: date) -> bool:
        """Whether it is in force on `on`."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


R = TypeVar("R", bound=Rule)


@cache
def _text(name: str) -> bytes:
    return files("ledger.rules").joinpath(f"{name}.yaml").read_bytes()


@cache
def _parsed(cls: type[Rule], name: str) -> Rule:
    return cls.model_validate(yaml.safe_load(_text(name)))


def load(cls: type[R], name: str) -> R:
    """The rule file `name`.yaml as `cls`; a file edited into something else fails here."""
    rules = _parsed(cls, name)
    assert isinstance(rules, cls)
    return rules


def digest(name: str) -> str:
    """SHA-256 of the rule file, as it goes into the basis of every result."""
    return sha256(_text(name)).hexdigest()
