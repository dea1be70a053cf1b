"""Who may read besides their own, and who was shown what."""

from __future__ import annotations

from typing import Annotated

from strawberry import argument

from ledger.graphql.context import Info
from ledger.graphql.lists import Wanted, list_of
from ledger.graphql.permissions import AUDITING, KNOWN
from ledger.projections import reading
from ledger.projections.reading import Order


@list_of("AccessEntry", AUDITING, "Who was shown what is protected, and who was refused (查阅留痕).")
def access_log(
    info: Info,
    actor: Annotated[str | None, argument(description="By this person (查阅人).")] = None,
) -> Wanted:
    """A page of the log, the newest first."""
    conditions = () if actor is None else (reading.equals("actor", actor),)
    return Wanted(Order("position", descending=True), conditions)


@list_of("AccessGrant", KNOWN, "Grants to departments of other divisions (跨区授权).")
def access_grants(
    info: Info,
) -> Wanted:
    """A page of the grants, the latest first."""
    return Wanted(Order("valid_from", descending=True))
