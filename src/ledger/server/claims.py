"""What a token says of its bearer, and the person that it makes of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated, Any, Protocol
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError

from ledger.rights.right import Principal
from ledger.values.actor import Role
from ledger.values.times import end_of_day

LEEWAY = timedelta(seconds=60)
"""How far the issuer's clock may be from ours."""

Text = Annotated[str, StringConstraints(min_length=1, max_length=100)]


class TokenRefused(Exception):
    """The token is not one that we take, or not now; the text says why and nothing of what is in it."""


def _texts(value: object) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError("a list of texts")
    return value


def _ours(value: object) -> frozenset[Role]:
    """The roles that we know; what the ledger does by itself is nobody's to claim."""
    known = {role.value for role in Role} - {Role.SYSTEM.value}
    return frozenset(Role(role) for role in _texts(value) if role in known)


def _ids(value: object) -> frozenset[UUID]:
    return frozenset(map(UUID, _texts(value)))


def _day(value: object) -> object:
    return date.fromisoformat(value) if isinstance(value, str) else value


class Claims(BaseModel):
    """The claims that we read; others are left alone. Times are seconds since 1970."""

    model_config = ConfigDict(extra="ignore", strict=True)

    iss: str
    aud: str | list[str]
    sub: Text
    exp: int
    iat: int
    nbf: int = 0
    name: Text | None = None
    department: Text
    division: Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
    roles: Annotated[frozenset[Role], BeforeValidator(_ours)] = frozenset()
    post: Text | None = None
    on_behalf_of: Text | None = None
    departments: list[Text] = Field(default_factory=list, max_length=100)
    mines: Annotated[frozenset[UUID], BeforeValidator(_ids), Field(max_length=1000)] = frozenset()
    authorisation: Text | None = None
    authorisation_ends: Annotated[date, BeforeValidator(_day)] | None = None


@dataclass(frozen=True)
class Verified:
    """Whom a token names, and from when to when it does."""

    principal: Principal
    starts: float
    ends: float

    def holds(self, now: datetime) -> Principal:
        """The person, or `TokenRefused` when it is not the time."""
        if not self.starts <= now.timestamp() < self.ends:
            raise TokenRefused("expired or not yet valid")
        return self.principal


class Verifier(Protocol):
    """Tells who a token names."""

    async def verify(self, token: str) -> Verified:
        """Whom the token names; `TokenRefused` when its signature, issuer, audience or claims are not in order."""
        ...


def verified(claims: Mapping[str, Any], issuer: str, audience: str) -> Verified:
    """Whom these claims name, whose signature is in order; `TokenRefused` when they were not made for us."""
    try:
        read = Claims.model_validate(claims)
    except (ValidationError, ValueError) as error:
        raise TokenRefused("a claim is missing or is none") from error
    audiences = [read.aud] if isinstance(read.aud, str) else read.aud
    if read.iss != issuer or audience not in audiences:
        raise TokenRefused("issued elsewhere or for somebody else")
    principal = Principal(
        id=read.sub,
        name=read.name or read.sub,
        department=read.department,
        division=read.division,
        roles=read.roles,
        post=read.post,
        on_behalf_of=read.on_behalf_of,
        departments=frozenset(read.departments),
        mines=read.mines,
        authorisation=read.authorisation,
    )
    leeway = LEEWAY.total_seconds()
    return Verified(principal, max(read.iat, read.nbf) - leeway, _ends(read))


def _ends(read: Claims) -> float:
    """When the token ends: an investigator's with their authorisation, which has to be there."""
    if Role.INVESTIGATOR not in read.roles:
        return read.exp
    if read.authorisation is None or read.authorisation_ends is None:
        raise TokenRefused("an investigator's token names an authorisation and the day it ends")
    return min(read.exp, end_of_day(read.authorisation_ends).timestamp())
