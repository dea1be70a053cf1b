"""Tokens put together by hand, as somebody would who looks for a way in: each is refused, and none is a fault."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from ledger.server.claims import TokenRefused
from ledger.server.identity import Identity
from tests.server.test_identity import FIRST, ISSUER, NOW, SECOND, Provider, clock, identity, provider, token

_ = (clock, identity, provider)  # fixtures
AT = int(NOW.timestamp())
CLAIMS: dict[str, Any] = {
    "iss": ISSUER, "aud": "ledger", "sub": "u-1", "department": "区煤管局", "division": "230505", "roles": ["HEAD"],
    "iat": AT, "exp": AT + 3600,
}  # fmt: skip


def part(value: object) -> str:
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def unsigned(header: dict[str, Any], claims: object = CLAIMS, signature: bytes = b"") -> str:
    return f"Bearer {part(header)}.{part(claims)}.{part(signature)}"


def by_secret(header: dict[str, Any], secret: bytes) -> str:
    """Signed with a shared secret that everybody knows: what the provider publishes."""
    text = f"{part(header)}.{part(CLAIMS)}"
    return f"Bearer {text}.{part(hmac.new(secret, text.encode(), hashlib.sha256).digest())}"


def signed(header: dict[str, Any], claims: dict[str, Any] = CLAIMS, by: RSAKey = FIRST) -> str:
    return f"Bearer {jwt.encode({'alg': 'RS256', 'kid': 'first', **header}, claims, by)}"


def changed(given: str, *, claims: dict[str, Any]) -> str:
    """Other claims under the signature of a token that was in order."""
    header, _, signature = given.removeprefix("Bearer ").split(".")
    return f"Bearer {header}.{part(CLAIMS | claims)}.{signature}"


PUBLISHED = FIRST.as_pem(private=False)
ATTACKER = {k: v for k, v in SECOND.as_dict(private=False).items() if k != "kid"}
FORGED = {
    "no algorithm": unsigned({"alg": "none", "kid": "first"}),
    "no algorithm, otherwise written": unsigned({"alg": "nOnE", "kid": "first"}),
    "no algorithm and no key named": unsigned({"alg": "none"}),
    "no signature": unsigned({"alg": "RS256", "kid": "first"}),
    "an empty algorithm": unsigned({"alg": "", "kid": "first"}, signature=b"x"),
    "an algorithm that is a list": unsigned({"alg": ["RS256"], "kid": "first"}, signature=b"x"),
    "no header but a list": f"Bearer {part([])}.{part(CLAIMS)}.{part(b'x')}",
    "the published key as a shared secret": by_secret({"alg": "HS256", "kid": "first"}, PUBLISHED),
    "the same without its key named": by_secret({"alg": "HS256"}, PUBLISHED),
    "other claims under a signature": changed(token(), claims={"roles": ["ADMINISTRATOR"]}),
    "a signature of somebody else under our key's name": signed({}, by=SECOND),
    "a key that it brings along": signed({"jwk": ATTACKER}, by=SECOND),
    "a key to be fetched elsewhere": signed({"jku": "http://127.0.0.1:9/keys"}, by=SECOND),
    "a certificate to be fetched elsewhere": signed({"x5u": "http://127.0.0.1:9/x"}, by=SECOND),
    "a key named as a file": signed({"kid": "../../../../dev/null"}, by=SECOND),
    "a key named as a statement": signed({"kid": "first' OR '1'='1"}, by=SECOND),
    "a key named by a number": unsigned({"alg": "RS256", "kid": 1}, signature=b"x"),
    "a key named by an object": unsigned({"alg": "RS256", "kid": {"a": 1}}, signature=b"x"),
    "a key named by a NUL": signed({"kid": "first\0"}, by=SECOND),
    "what has to be understood and is not": unsigned({"alg": "RS256", "kid": "first", "crit": ["x"]}, signature=b"x"),
    "two parts": "Bearer a.b",
    "five parts": "Bearer a.b.c.d.e",
    "parts that are no base64": "Bearer *.*.*",
    "parts that are no text": f"Bearer {part(bytes(range(256)))}.{part(b'x')}.{part(b'x')}",
    "a payload that is deep": unsigned({"alg": "RS256", "kid": "first"}, b"[" * 3000, b"x"),
}


@pytest.mark.parametrize("how", FORGED)
async def test_a_forged_token_is_refused(identity: Identity, how: str) -> None:
    with pytest.raises(TokenRefused):
        await identity.principal(FORGED[how])


async def test_nothing_is_fetched_from_where_a_token_says(identity: Identity, provider: Provider) -> None:
    for how in ("a key that it brings along", "a key to be fetched elsewhere", "a key named as a file"):
        with pytest.raises(TokenRefused):
            await identity.principal(FORGED[how])
    assert provider.asked == 1, "its keys were fetched once, and from the provider"


STRANGE: dict[str, dict[str, Any]] = {
    "an end that is a text": {"exp": str(AT + 3600)},
    "an end that is no whole number": {"exp": AT + 3600.5},
    "an end that is yes": {"exp": True},
    "an end before the beginning": {"exp": AT - 7200, "iat": AT - 3600},
    "an end long ago": {"exp": -(10**18)},
    "a beginning in ages": {"nbf": 10**18},
    "an audience that only begins like ours": {"aud": "ledger-other"},
    "an audience that is none": {"aud": []},
    "an audience that is an object": {"aud": {"ledger": True}},
    "an issuer that only begins like ours": {"iss": f"{ISSUER}/"},
    "no issuer": {"iss": None},
    "nobody": {"sub": ""},
    "somebody who is a number": {"sub": 1},
    "somebody very long": {"sub": "x" * 101},
    "a division of five digits": {"division": "23050"},
    "a division in other digits": {"division": "２３０５０５"},
    "a division with a line behind it": {"division": "230505\n"},
    "roles that are an object": {"roles": {"HEAD": True}},
    "more mines than there are": {"mines": ["00000000-0000-0000-0000-000000000001"] * 1001},
}


@pytest.mark.parametrize("what", STRANGE)
async def test_a_claim_that_makes_no_sense_is_refused_however_well_it_is_signed(identity: Identity, what: str) -> None:
    claims = {name: value for name, value in (CLAIMS | STRANGE[what]).items() if value is not None}
    with pytest.raises(TokenRefused):
        await identity.principal(signed({}, claims))


async def test_the_same_claims_signed_as_they_should_be_are_taken(identity: Identity) -> None:
    assert (await identity.principal(signed({}))).id == "u-1"
