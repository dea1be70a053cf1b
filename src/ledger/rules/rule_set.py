"""Rule sets: dated YAML, validated, each rule with its article, its source and how it is known (台账原则 5)."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, ClassVar, TypeVar

import rfc8785
import yaml
from pydantic import BaseModel, ConfigDict

from ledger.domain.rule_set_adoption import RuleSetContent
from ledger.domain.rule_text import RuleText
from ledger.values.verified import Verified


class Rule(BaseModel):
    """Base of what stands in a rule file: unknown keys are an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Sourced(Rule):
    """One rule of a set; its source and how it is known are those of the set unless it says otherwise."""

    article: str
    zh: str
    source: str | None = None
    verified: Verified | None = None


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


class DatedRule(Dated):
    """One version of a rule in a set whose rules have their own days; `kind` is the same in every version."""

    kind: str
    zh: str
    article: str

    def text(self, **values: Any) -> RuleText:
        """The rule as it reads; `values` without a value are left out."""
        days = {"valid_from": self.valid_from, "valid_to": self.valid_to}
        return RuleText(
            code=self.id,
            matter=self.kind,
            article=self.article,
            source=self.source,
            verified=self.verified,
            zh=self.zh,
            values={name: written(value) for name, value in (days | values).items() if value is not None},
        )


@dataclass(frozen=True)
class DatedText:
    """A rule as it reads, with its first and its last day, both included; without a last it goes on."""

    text: RuleText
    valid_from: date
    valid_to: date | None

    def in_force(self, first: date, last: date) -> bool:
        """Whether it is in force on any day from `first` to `last`."""
        return self.valid_from <= last and (self.valid_to is None or first <= self.valid_to)


class RuleSet(Dated, ABC):
    """One rule file: rules of one kind that are in force on the same days.

    `files` names the shipped files of the kind, without `.yaml`. Of an `exclusive` kind one set at most is in force on
    any day. `note` says what is known of the content, and what is missing.
    """

    kind: ClassVar[str]
    files: ClassVar[tuple[str, ...]]
    exclusive: ClassVar[bool] = True

    title: str
    note: str

    @abstractmethod
    def texts(self) -> Iterator[RuleText]:
        """Its rules as they read."""

    def dated_texts(self) -> Iterator[DatedText]:
        """Its rules as they read, each with its days: those of the set, where rules have no days of their own."""
        for text in self.texts():
            yield DatedText(text, self.valid_from, self.valid_to)

    def unknown_references(self, others: Sequence[RuleSet]) -> Iterator[str]:
        """What it refers to that none of the other sets has."""
        return iter(())

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the canonical content (RFC 8785): comments, order of keys and layout of the file do not count."""
        return sha256(rfc8785.dumps(self.model_dump(mode="json", by_alias=True, exclude_unset=True))).hexdigest()

    def content(self) -> RuleSetContent:
        """What is adopted of it."""
        return RuleSetContent(
            rule_set=self.id,
            rule_kind=self.kind,
            title=self.title,
            source=self.source,
            verified=self.verified,
            note=self.note,
            digest=self.digest,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            rules=list(self.texts()),
        )

    def text(self, code: str, rule: Sourced, *, matter: str | None = None, **values: Any) -> RuleText:
        """A rule of this set as it reads; `values` without a value are left out."""
        return RuleText(
            code=code,
            matter=matter or code,
            article=rule.article,
            source=rule.source or self.source,
            verified=rule.verified or self.verified,
            zh=rule.zh,
            values={name: written(value) for name, value in values.items() if value is not None},
        )


R = TypeVar("R", bound=Rule)
S = TypeVar("S", bound=RuleSet)
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def written(value: Any) -> str:
    """A value as it is compared and shown: decimals without needless zeros, several values separated by `、`."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "、".join(map(written, value)) if isinstance(value, list | tuple) else str(value)


def shipped_folder() -> Traversable:
    """Where the rule files lie that came with the software."""
    return files("ledger.rules")


def read(cls: type[R], folder: Traversable, name: str) -> R:
    """The file `name`.yaml of a folder as `cls`; a file edited into something else fails here."""
    return cls.model_validate(yaml.load(folder.joinpath(f"{name}.yaml").read_bytes(), _Loader))


@cache
def _shipped(cls: type[Rule], name: str) -> Rule:
    return read(cls, shipped_folder(), name)


def load(cls: type[R], name: str) -> R:
    """The shipped file `name`.yaml as `cls`, read once a process."""
    rules = _shipped(cls, name)
    assert isinstance(rules, cls)
    return rules


def versions(cls: type[S]) -> list[S]:
    """All shipped sets of a kind, in the order of their days."""
    return sorted((load(cls, name) for name in cls.files), key=lambda rules: rules.valid_from)


def in_force(cls: type[S], on: date) -> S | None:
    """The shipped set of an exclusive kind that is in force on a day."""
    return next((rules for rules in versions(cls) if rules.in_force(on)), None)
