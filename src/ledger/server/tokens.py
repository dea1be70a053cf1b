"""Bearer tokens: the development issuer of a data folder, and the verification of what callers send."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from ledger.rights.right import Principal
from ledger.values.actor import Role

ISSUER, AUDIENCE = "ledger-development", "ledger"
HOURS = 12
_ALGORITHM = "HS256"


class TokenRefused(Exception):
    """The token is not one of ours, or not now."""


@dataclass(frozen=True)
class DevelopmentIssuer:
    """Makes and verifies tokens under a key of the data folder; for loopback only."""

    key: bytes

    def token(self, principal: Principal, now: datetime) -> str:
        """A token for 12 hours."""
        claims = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": principal.id,
            "name": principal.name,
            "department": principal.department,
            "division": principal.division,
            "post": principal.post,
            "roles": sorted(principal.roles),
            "mines": sorted(map(str, principal.mines)),
            "iat": int(now.timestamp()),
            "exp": int((now + timedelta(hours=HOURS)).timestamp()),
        }
        return jwt.encode({"alg": _ALGORITHM}, claims, OctKey.import_key(self.key))

    def verify(self, text: str, now: datetime) -> Principal:
        """Who the token names; `TokenRefused` when it is forged, foreign, expired, or no token."""
        try:
            claims = jwt.decode(text, OctKey.import_key(self.key), algorithms=[_ALGORITHM]).claims
            if (claims["iss"], claims["aud"]) != (ISSUER, AUDIENCE):
                raise TokenRefused("issued elsewhere or for somebody else")
            if not int(claims["iat"]) - 60 <= now.timestamp() < int(claims["exp"]):
                raise TokenRefused("expired or not yet valid")
            return Principal(
                id=str(claims["sub"]),
                name=str(claims["name"]),
                department=str(claims["department"]),
                division=str(claims["division"]),
                roles=frozenset(map(Role, claims["roles"])) - {Role.SYSTEM},
                post=claims["post"],
                mines=frozenset(map(UUID, claims["mines"])),
            )
        except (JoseError, KeyError, ValueError, TypeError) as error:
            raise TokenRefused(type(error).__name__) from error
