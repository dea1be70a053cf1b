"""Whether a server can do its work: `/healthz`, `/readyz` and `/metrics`."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Any

import psycopg
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from ledger.graphql.context import Services
from ledger.processes.runner import ProcessRunner
from ledger.projections.catalogue import VIEWS
from ledger.server import metrics
from ledger.server.metrics import Metrics
from ledger.server.migrating import APPLIED, Standing

_VIEWS = "SELECT view, position, error, table_name FROM views.control WHERE state IN ('live', 'stopped')"
_WRITTEN = "SELECT relname, n_tup_ins FROM pg_stat_user_tables WHERE schemaname = 'views'"
_PROCESSES = "SELECT process, position FROM ledger.process_position"


class Health:
    """Answers whoever watches over a server."""

    def __init__(self, measured: Metrics) -> None:
        self._measured = measured
        self.services: Services | None = None
        self.runner: ProcessRunner | None = None

    async def healthy(self, request: Request) -> Response:
        """The process is there and answers; how far has come what the ledger does by itself."""
        return JSONResponse({"ok": True, "processes": {} if self.runner is None else self.runner.positions})

    async def ready(self, request: Request) -> Response:
        """200 when database, migrations, views and processes are in order, 503 with what is not otherwise."""
        try:
            body = await self._standing()
        except (psycopg.Error, OSError) as error:
            unreachable = {"reachable": False, "error": type(error).__name__}
            return JSONResponse({"ready": False, "database": unreachable}, 503)
        return JSONResponse(body, 200 if body["ready"] else 503)

    async def _standing(self) -> dict[str, Any]:
        services, runner = self._alive()
        head = (await services.store.head()).position
        async with services.readers.lent() as reader:
            rows = await reader.rows(_VIEWS)
            [[version]] = await reader.rows("SHOW server_version")
            migrations = Standing.of([(number, name) for number, name in await reader.rows(APPLIED)])
        errors = {view: error for view, _, error, _ in rows}
        stopped = {view: error for view, error in errors.items() if error is not None}
        unbuilt = sorted(set(VIEWS) - set(errors))
        in_order = not (stopped or unbuilt or runner.failures or migrations.missing or migrations.unknown)
        return {
            "ready": in_order,
            "database": {"reachable": True, "version": version},
            "migrations": {
                "applied": len(migrations.applied),
                "missing": migrations.missing,
                "unknown": migrations.unknown,
            },
            "head": head,
            "lag": head - services.projector.position,
            "unbuiltViews": unbuilt,
            "stoppedViews": stopped,
            "stoppedProcesses": runner.failures,
        }

    async def metrics(self, request: Request) -> Response:
        """What was measured, for a scraper on this machine; nobody else is answered."""
        if not _local(request):
            return PlainTextResponse("metrics are told on this machine only (仅限本机)\n", 403)
        try:
            await self._look()
        except (psycopg.Error, OSError):
            # What is counted in this process is told all the same.
            self._measured.forget(metrics.VIEWS_LAG)
        return Response(generate_latest(self._measured.registry), media_type=CONTENT_TYPE_LATEST)

    async def _look(self) -> None:
        services, runner = self._alive()
        measured = self._measured
        head = (await services.store.head()).position
        async with services.readers.lent() as reader:
            views, written = await reader.rows(_VIEWS), dict(await reader.rows(_WRITTEN))
            processes = dict(await reader.rows(_PROCESSES))
        measured.stands(metrics.POSITION, head)
        measured.stands(metrics.PROJECTOR_LEADS, services.projector.leading)
        for view, position, error, table in views:
            measured.stands(metrics.VIEWS_LAG, head - position, view)
            measured.stands(metrics.VIEWS_STOPPED, error is not None, view)
            measured.stands(metrics.ROW_VERSIONS, written.get(table, 0), view)
        for process, position in processes.items():
            measured.stands(metrics.PROCESS_POSITION, position, process)
            measured.stands(metrics.PROCESS_STOPPED, process in runner.failures, process)

    def _alive(self) -> tuple[Services, ProcessRunner]:
        assert self.services is not None
        assert self.runner is not None
        return self.services, self.runner


def _local(request: Request) -> bool:
    """Whether it was asked on this machine, and not by way of a proxy that stands here."""
    if "x-forwarded-for" in request.headers or "forwarded" in request.headers or request.client is None:
        return False
    try:
        return ip_address(request.client.host).is_loopback
    except ValueError:
        return False
