"""One rule as it reads: what a rule set that was adopted said, kept in the record."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from ledger.values.verified import Verified


class RuleText(BaseModel):
    """One rule of a rule set.

    `code` is its own within the set. `matter` is what it is about, in the same word in every version, so that two
    versions can be laid side by side; several rules may be about one matter. `values` are what can be compared:
    amounts, limits, days.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=to_camel, populate_by_name=True)

    code: str
    matter: str
    article: str
    source: str
    verified: Verified
    zh: str
    values: dict[str, str] = {}
