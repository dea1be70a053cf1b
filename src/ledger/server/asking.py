"""Who asks, when, and under which request id; answers and refusals of requests other than GraphQL's."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from secrets import token_hex
from typing import Any

import orjson
from pydantic import TypeAdapter
from starlette.requests import Request
from starlette.responses import Response

from ledger.rights.right import Principal
from ledger.server.claims import TokenRefused
from ledger.server.identity import PUBLIC, Identity
from ledger.server.refusals import RequestRefused, extensions
from ledger.values.errors import GuardRefused, InvalidInput, LedgerError, NotFound, NotPermitted, Unavailable
from ledger.values.times import Day, local_day

INSTANT_HEADER = b"ledger-instant"
STATUSES: dict[type[LedgerError], int] = {
    InvalidInput: 400,
    NotPermitted: 403,
    NotFound: 404,
    GuardRefused: 409,
    Unavailable: 503,
}
"""The status under which an error is told; what is not named here is a conflict, 409."""

_BOOT, _NUMBERS = token_hex(6), count(1)
_DAY: TypeAdapter[Any] = TypeAdapter(Day)


def request_id() -> str:
    """A new request id, told in the answer and in the log: this process and a number."""
    return f"{_BOOT}-{next(_NUMBERS):x}"


async def principal_of(authorization: str | None, identity: Identity) -> Principal:
    """Whom the token names, without one the public; `RequestRefused` for a bad one (401), and while none is known."""
    try:
        return await identity.principal(authorization)
    except TokenRefused as refused:
        raise RequestRefused(401, "UNAUTHENTICATED", f"The token is not accepted: {refused}.") from refused
    except Unavailable as error:
        raise RequestRefused(503, error.code, error.message) from error


async def somebody(request: Request, identity: Identity) -> Principal:
    """The person that the token names; `RequestRefused` (401) for a bad one, and for none."""
    principal = await principal_of(request.headers.get("authorization"), identity)
    if principal.id == PUBLIC.id:
        raise RequestRefused(401, "UNAUTHENTICATED", "This needs a token.")
    return principal


def instant(header: str | None, *, simulated: bool) -> datetime | None:
    """The moment that the caller gives; `RequestRefused` for nonsense, and on a ledger that is not simulated."""
    if header is None:
        return None
    if not simulated:
        text = "Only a simulated ledger takes the instant from the caller."
        raise RequestRefused(400, "INSTANT_ON_REAL_LEDGER", text)
    try:
        moment = datetime.fromisoformat(header)
        if moment.tzinfo is None:
            raise ValueError("no time zone")
        _DAY.validate_python(local_day(moment))
        return moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        text = "Ledger-Instant is a moment with a time zone, on a day that the ledger can be about."
        raise RequestRefused(400, "INSTANT_INVALID", text) from error


def answer(id: str, status: int, body: dict[str, Any], **headers: str) -> Response:
    """A JSON answer."""
    common = {"x-request-id": id, "cache-control": "no-store", "x-content-type-options": "nosniff"}
    return Response(orjson.dumps(body), status, {**common, **headers}, media_type="application/json; charset=utf-8")


def refusal(id: str, status: int, code: str, message: str, **headers: str) -> Response:
    """An answer that is nothing but one error, in the shape of GraphQL's."""
    error = {"message": message, "extensions": {**extensions(code), "requestId": id}}
    more = {"www-authenticate": "Bearer", **headers} if status == 401 else headers
    return answer(id, status, {"errors": [error]}, **more)


def ledger_refusal(id: str, error: LedgerError) -> Response:
    """The same for an error of the ledger."""
    told = {
        "code": error.code,
        "kind": error.kind,
        "messageZh": error.message_zh,
        "argumentPath": [str(step) for step in error.path],
        "rule": error.rule,
        "requestId": id,
    }
    return answer(id, STATUSES.get(type(error), 409), {"errors": [{"message": error.message, "extensions": told}]})
