"""Who asks: bearer tokens, verified once each and remembered while they hold."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from cachetools import LRUCache

from ledger.rights.right import Principal
from ledger.server.claims import TokenRefused, Verified, Verifier
from ledger.values.actor import Role

PUBLIC = Principal("public", "public", "public", "", frozenset({Role.PUBLIC}))
MAX_TOKEN, MAX_REMEMBERED = 8 * 1024, 2_000
REMEMBERED_SECONDS = 300.0


class Identity:
    """Verifies tokens, and remembers so many of those that were in order.

    A token that was taken back, or whose key was, is verified again after `REMEMBERED_SECONDS` at the latest.
    """

    def __init__(self, verifier: Verifier, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._verifier = verifier
        self._clock = clock
        self._known: LRUCache[str, tuple[Verified, float]] = LRUCache(MAX_REMEMBERED)

    async def principal(self, header: str | None) -> Principal:
        """The person that an `Authorization` header names, the public without one; `TokenRefused` for anything else."""
        if header is None:
            return PUBLIC
        now = self._clock()
        known = self._known.get(header)
        if known is not None and now.timestamp() - known[1] < REMEMBERED_SECONDS:
            return known[0].holds(now)
        scheme, _, token = header.partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise TokenRefused("send it as: Authorization: Bearer <token>")
        if len(header) > MAX_TOKEN:
            raise TokenRefused(f"longer than {MAX_TOKEN} characters")
        verified = await self._verifier.verify(token.strip())
        principal = verified.holds(now)
        self._known[header] = (verified, now.timestamp())
        return principal
