"""Development tokens: made and verified under a key of the data folder, for loopback only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from ledger.rights.right import Principal
from ledger.server.claims import TokenRefused, Verified, verified

ISSUER, AUDIENCE = "ledger-development", "ledger"
HOURS = 12
_ALGORITHM = "HS256"


@dataclass(frozen=True)
class DevelopmentIssuer:
    """The issuer of the demo: a `Verifier` that also makes what it verifies."""

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
            "departments": sorted(principal.departments),
            "mines": sorted(map(str, principal.mines)),
            "authorisation": principal.authorisation,
            "authorisation_ends": (now + timedelta(days=1)).date().isoformat() if principal.authorisation else None,
            "iat": int(now.timestamp()),
            "exp": int((now + timedelta(hours=HOURS)).timestamp()),
        }
        return jwt.encode({"alg": _ALGORITHM}, claims, OctKey.import_key(self.key))

    async def verify(self, token: str) -> Verified:
        """Whom the token names; `TokenRefused` when it is forged, foreign, or no token."""
        try:
            claims = jwt.decode(token, OctKey.import_key(self.key), algorithms=[_ALGORITHM]).claims
        except (JoseError, ValueError, TypeError) as error:
            raise TokenRefused(type(error).__name__) from error
        return verified(claims, ISSUER, AUDIENCE)
