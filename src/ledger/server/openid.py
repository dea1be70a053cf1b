"""Tokens of an OpenID Connect provider: its keys are found, kept, and fetched anew when they were rotated."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

import httpx
import structlog
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from ledger.server.claims import TokenRefused, Verified, verified
from ledger.values.errors import Unavailable

ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
"""Signatures of a key pair alone: whoever can verify a token must not be able to make one."""

KEPT_SECONDS, PAUSE_SECONDS, FETCH_SECONDS = 600.0, 30.0, 5.0
MAX_BYTES = 256 * 1024
DISCOVERY = "/.well-known/openid-configuration"

log = structlog.get_logger(__name__)


@dataclass
class OpenIdProvider:
    """A `Verifier` of what `issuer` signs for `audience`.

    Keys are kept for `KEPT_SECONDS`. A token under a key that is not among them has them fetched again, at most every
    `PAUSE_SECONDS`, so that a flood of forged tokens does not become one of requests to the provider. While the
    provider does not answer, the keys last known go on.
    """

    issuer: str
    audience: str
    client: httpx.AsyncClient = field(default_factory=lambda: httpx.AsyncClient(timeout=FETCH_SECONDS))
    clock: Callable[[], float] = monotonic
    _keys: KeySet | None = None
    _fetched: float = float("-inf")
    _tried: float = float("-inf")
    _fetching: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def verify(self, token: str) -> Verified:
        """Whom the token names.

        `TokenRefused` when its signature, issuer, audience or claims are not in order; `Unavailable` when the
        provider's keys were never to be had.
        """
        await self._refresh(KEPT_SECONDS)
        try:
            claims = self._decoded(token)
        except TokenRefused:
            if not await self._refresh(PAUSE_SECONDS):
                raise
            claims = self._decoded(token)
        return verified(claims, self.issuer, self.audience)

    async def close(self) -> None:
        """Let go of the connections."""
        await self.client.aclose()

    def _decoded(self, token: str) -> dict[str, Any]:
        assert self._keys is not None
        try:
            return jwt.decode(token, self._keys, algorithms=ALGORITHMS).claims
        except (JoseError, ValueError, TypeError) as error:
            raise TokenRefused(type(error).__name__) from error

    async def _refresh(self, older_than: float) -> bool:
        """Fetch the keys when those at hand are older than this; whether they are new now."""
        async with self._fetching:
            now = self.clock()
            if now - self._fetched < older_than or now - self._tried < PAUSE_SECONDS:
                if self._keys is None:
                    raise _no_keys()
                return False
            self._tried = now
            try:
                self._keys = await self._fetch()
            except (httpx.HTTPError, JoseError, ValueError, KeyError, TypeError) as error:
                log.warning("the keys of the identity provider could not be fetched", reason=type(error).__name__)
                if self._keys is None:
                    raise _no_keys() from error
                return False
            self._fetched = now
            return True

    async def _fetch(self) -> KeySet:
        told = await self._json(self.issuer.rstrip("/") + DISCOVERY)
        if told["issuer"] != self.issuer:
            raise ValueError("the provider is another than the one we trust")
        return KeySet.import_key_set(await self._json(str(told["jwks_uri"])))

    async def _json(self, url: str) -> Any:
        response = await self.client.get(url)
        response.raise_for_status()
        if len(response.content) > MAX_BYTES:
            raise ValueError("too long")
        return response.json()


def _no_keys() -> Unavailable:
    return Unavailable("IDENTITY_UNAVAILABLE", "The identity provider does not answer now.", "身份认证服务暂时不可用。")
