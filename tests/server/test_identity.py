"""Who a token names: development tokens, and those of an OpenID Connect provider with keys that change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey, RSAKey

from ledger.server.acting import development_issuer, verifier
from ledger.server.claims import TokenRefused, Verified
from ledger.server.identity import MAX_TOKEN, PUBLIC, REMEMBERED_SECONDS, Identity
from ledger.server.openid import KEPT_SECONDS, PAUSE_SECONDS, OpenIdProvider
from ledger.server.settings import Settings
from ledger.server.tokens import DevelopmentIssuer
from ledger.values.actor import Role
from ledger.values.errors import Unavailable

ISSUER, NOW = "https://identity.test/realm", datetime(2026, 7, 6, 1, 0, tzinfo=UTC)


def key(kid: str) -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": kid, "use": "sig", "alg": "RS256"})


FIRST, SECOND = key("first"), key("second")


class Provider:
    """A provider that signs with one key at a time and tells which."""

    def __init__(self) -> None:
        self.keys: list[Any] = [FIRST]
        self.asked = 0
        self.down = False
        self.issuer = ISSUER

    def answer(self, request: httpx.Request) -> httpx.Response:
        if self.down:
            raise httpx.ConnectError("down")
        if request.url.path.endswith("/.well-known/openid-configuration"):
            return httpx.Response(200, json={"issuer": self.issuer, "jwks_uri": f"{ISSUER}/keys"})
        self.asked += 1
        return httpx.Response(200, json=KeySet(self.keys).as_dict(private=False))


class Clock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def now(self) -> datetime:
        return NOW + timedelta(seconds=self.seconds)


@pytest.fixture
def provider() -> Provider:
    return Provider()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def identity(provider: Provider, clock: Clock) -> Identity:
    client = httpx.AsyncClient(transport=httpx.MockTransport(provider.answer))
    return Identity(OpenIdProvider(ISSUER, "ledger", client, clock=lambda: clock.seconds), clock.now)


def token(signed_by: Any = FIRST, algorithm: str = "RS256", **changes: Any) -> str:
    at = int(NOW.timestamp())
    claims = {
        "iss": ISSUER, "aud": ["other", "ledger"], "sub": "u-1", "name": "程远", "department": "区煤管局",
        "division": "230505", "roles": ["OFFICER", "SOMETHING_ELSE"], "iat": at, "exp": at + 3600,
    } | changes  # fmt: skip
    header = {"alg": algorithm} | ({"kid": signed_by.kid} if signed_by.kid else {})
    return f"Bearer {jwt.encode(header, {k: v for k, v in claims.items() if v is not None}, signed_by)}"


async def test_a_token_of_the_provider_names_its_bearer_and_no_token_is_the_public(identity: Identity) -> None:
    principal = await identity.principal(token())
    assert (principal.id, principal.name, principal.division) == ("u-1", "程远", "230505")
    assert principal.roles == {Role.OFFICER}
    assert await identity.principal(None) == PUBLIC


REFUSED: dict[str, str] = {
    "no bearer": "Basic x",
    "no token": "Bearer nonsense",
    "too long": "Bearer " + "x" * MAX_TOKEN,
    "expired": token(exp=int(NOW.timestamp()) - 1),
    "not yet": token(nbf=int(NOW.timestamp()) + 61),
    "issued in the future": token(iat=int(NOW.timestamp()) + 61),
    "for somebody else": token(aud="other"),
    "of another issuer": token(iss="https://elsewhere.test"),
    "by an unknown key": token(SECOND),
    "by a shared secret": token(OctKey.generate_key(256, {"kid": "first"}), "HS256"),
    "of another curve": token(ECKey.generate_key("P-256", {"kid": "first"}), "ES256"),
    "without an end": token(exp=None),
    "of no division": token(division="四方台"),
    "of no department": token(department=None),
    "roles that are no list": token(roles="OFFICER"),
    "mines that are no ids": token(mines=["x"]),
    "an investigator without authorisation": token(roles=["INVESTIGATOR"]),
    "an investigator whose authorisation has ended": token(
        roles=["INVESTIGATOR"], authorisation="授权1号", authorisation_ends="2026-07-05"
    ),
}


@pytest.mark.parametrize("why", REFUSED)
async def test_a_token_that_is_not_in_order_is_refused_and_nothing_of_it_is_told(identity: Identity, why: str) -> None:
    with pytest.raises(TokenRefused) as refused:
        await identity.principal(REFUSED[why])
    assert REFUSED[why].partition(" ")[2][:40] not in str(refused.value) or why == "no bearer"


async def test_nobody_claims_to_be_the_ledger_itself(identity: Identity) -> None:
    assert (await identity.principal(token(roles=["SYSTEM"]))).roles == frozenset()


async def test_a_clock_that_is_a_little_ahead_is_forgiven(identity: Identity) -> None:
    assert await identity.principal(token(iat=int(NOW.timestamp()) + 59))


async def test_an_investigator_is_one_until_their_authorisation_ends(identity: Identity, clock: Clock) -> None:
    given = token(
        roles=["INVESTIGATOR"],
        authorisation="授权1号",
        authorisation_ends="2026-07-06",
        exp=int(NOW.timestamp()) + 10**6,
    )
    assert (await identity.principal(given)).authorisation == "授权1号"
    clock.seconds = 16 * 3600.0
    with pytest.raises(TokenRefused, match="expired"):
        await identity.principal(given)


async def test_rotated_keys_are_fetched_when_a_token_needs_them_and_not_for_every_forgery(
    identity: Identity, provider: Provider, clock: Clock
) -> None:
    await identity.principal(token())
    provider.keys = [SECOND]
    clock.seconds = PAUSE_SECONDS + 1
    assert await identity.principal(token(SECOND))
    assert provider.asked == 2
    for _ in range(20):
        with pytest.raises(TokenRefused):
            await identity.principal(token(key("forged")))
    assert provider.asked == 2


async def test_a_token_is_remembered_while_it_holds_and_verified_again_in_time(
    identity: Identity, provider: Provider, clock: Clock
) -> None:
    given = token()
    await identity.principal(given)
    provider.keys = [SECOND]
    clock.seconds = KEPT_SECONDS - 1
    assert clock.seconds > REMEMBERED_SECONDS
    assert await identity.principal(given)
    clock.seconds = KEPT_SECONDS + REMEMBERED_SECONDS
    with pytest.raises(TokenRefused):
        await identity.principal(given)


async def test_an_expired_token_is_not_remembered(identity: Identity, clock: Clock) -> None:
    given = token(exp=int(NOW.timestamp()) + 10)
    await identity.principal(given)
    clock.seconds = 11
    with pytest.raises(TokenRefused):
        await identity.principal(given)


async def test_while_the_provider_is_away_the_keys_last_known_go_on(
    identity: Identity, provider: Provider, clock: Clock
) -> None:
    await identity.principal(token())
    provider.down = True
    clock.seconds = KEPT_SECONDS + 1
    assert await identity.principal(token(sub="u-2"))


async def test_a_provider_that_was_never_there_is_told_as_such(identity: Identity, provider: Provider) -> None:
    provider.down = True
    with pytest.raises(Unavailable):
        await identity.principal(token())


async def test_a_provider_that_says_it_is_another_is_not_trusted(identity: Identity, provider: Provider) -> None:
    provider.issuer = "https://elsewhere.test"
    with pytest.raises(Unavailable):
        await identity.principal(token())


async def test_a_flood_of_tokens_does_not_grow_the_memory(
    monkeypatch: pytest.MonkeyPatch, identity: Identity, clock: Clock
) -> None:
    class Counting:
        asked = 0

        async def verify(self, token: str) -> Verified:
            self.asked += 1
            return Verified(PUBLIC, 0, NOW.timestamp() + 1000)

    monkeypatch.setattr("ledger.server.identity.MAX_REMEMBERED", 3)
    counting = Counting()
    identity = Identity(counting, clock.now)
    for n in (1, 2, 3, 3, 2, 1, 4, 5, 6, 1):
        await identity.principal(f"Bearer {n}")
    assert counting.asked == 7


def test_development_tokens_are_neither_made_nor_taken_beside_a_provider(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, oidc_issuer=ISSUER)
    assert isinstance(verifier(settings), OpenIdProvider)
    with pytest.raises(RuntimeError, match="not taken beside"):
        development_issuer(settings)
    assert isinstance(verifier(Settings(data=tmp_path)), DevelopmentIssuer)
