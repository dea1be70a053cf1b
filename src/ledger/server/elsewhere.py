"""What is asked for where nothing is: the address alone leads to the page, a wrong path or method is told."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ledger.server.asking import refusal, request_id

GRAPHQL = "/graphql"


async def front_door(request: Request) -> Response:
    """Lead whoever types the address alone to the page."""
    return RedirectResponse(GRAPHQL, 307)


async def not_found(request: Request, error: Exception) -> Response:
    """Nothing is kept under this path."""
    message = f"Nothing is here; the API is {GRAPHQL}, files are /attachments."
    return refusal(request_id(), 404, "PATH_UNKNOWN", message)


async def not_so(request: Request, error: Exception) -> Response:
    """The path is right and the method is not; the answer says which are."""
    assert isinstance(error, HTTPException)
    allowed = (error.headers or {}).get("Allow", "")
    return refusal(request_id(), 405, "METHOD_NOT_ALLOWED", f"This path takes: {allowed}.", allow=allowed)
