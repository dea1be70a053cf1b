"""Every answer is counted and timed; requests that changed something, failed or were slow stand in the log."""

from __future__ import annotations

from functools import lru_cache
from time import perf_counter

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ledger.server import metrics
from ledger.server.measured import CARRIED_OUT, CarriedOut
from ledger.server.metrics import Metrics

SLOW_SECONDS = 1.0
ROUTES = ("/graphql", "/attachments", "/healthz", "/readyz", "/metrics")
WATCHED = ("/healthz", "/readyz", "/metrics")

log = structlog.get_logger(__name__)


class Observing:
    """Middleware against not knowing afterwards: which request carried out which commands, and how long it took."""

    def __init__(self, app: ASGIApp, measured: Metrics) -> None:
        self._app = app
        self._measured = measured

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, and note it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status, request_id = perf_counter(), 500, None
        carried_out: list[CarriedOut] = []
        token = CARRIED_OUT.set(carried_out)

        async def sending(message: Message) -> None:
            nonlocal status, request_id
            if message["type"] == "http.response.start":
                status = message["status"]
                request_id = _request_id(message)
            await send(message)

        try:
            await self._app(scope, receive, sending)
        finally:
            CARRIED_OUT.reset(token)
            seconds = perf_counter() - began
            route = _route(scope["path"])
            self._measured.count(metrics.REQUESTS, route, str(status))
            self._measured.took(metrics.REQUEST_SECONDS, seconds, route)
            notable = carried_out or status >= 500 or seconds > SLOW_SECONDS
            # Whoever watches asks again and again, and is told in the answer what is wrong.
            if notable and route not in WATCHED:
                log.info(
                    "request",
                    request=request_id,
                    method=scope["method"],
                    route=route,
                    status=status,
                    milliseconds=round(seconds * 1000, 1),
                    commands=[vars(one) for one in carried_out],
                )


def _request_id(start: Message) -> str | None:
    return next((value.decode() for name, value in start.get("headers", ()) if name == b"x-request-id"), None)


@lru_cache(maxsize=256)
def _route(path: str) -> str:
    """The route of a path; whatever else is asked for is one label, so that nobody can fill the memory with names."""
    return next((route for route in ROUTES if path == route or path.startswith(f"{route}/")), "other")
