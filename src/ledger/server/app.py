"""The composition root: the one place that wires store, bus, processes, projector and API."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence

import structlog
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import Route
from starlette.types import ASGIApp, Lifespan, Receive, Scope, Send

from ledger.eventstore.store import EventStore
from ledger.graphql.allowance import Allowances
from ledger.graphql.context import Services
from ledger.graphql.documents import Documents
from ledger.graphql.grants import Grants
from ledger.graphql.schema import schema
from ledger.processes.credit_scoring import CreditScoring
from ledger.processes.duty_clock import DutyClock
from ledger.processes.exit_proposals import ExitProposals
from ledger.processes.kept_state import KeptState
from ledger.processes.plan_adjustments import PlanAdjustments
from ledger.processes.process import OwnProcess
from ledger.processes.rule_adoption import adopt_or_refuse
from ledger.processes.runner import ProcessRunner
from ledger.processes.succession import Succession
from ledger.projections.catalogue import VIEWS
from ledger.projections.following import Following
from ledger.projections.projector import Projector
from ledger.projections.reading import READING
from ledger.sealed import openings
from ledger.sealed.file_store import FileStore
from ledger.server.acting import verifier
from ledger.server.attachments import Attachments
from ledger.server.elsewhere import front_door, not_found, not_so
from ledger.server.garbage import look_less_often
from ledger.server.graphql_http import GraphQLEndpoint
from ledger.server.health import Health
from ledger.server.identity import Identity
from ledger.server.measured import MeasuredBus, MeasuredReaders, MeasuredStore
from ledger.server.metrics import Metrics
from ledger.server.observing import Observing
from ledger.server.openid import OpenIdProvider
from ledger.server.orphans import Orphans
from ledger.server.settings import Settings
from ledger.server.trusted_documents import trusted_in
from ledger.server.vault import held

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
ASKED_WITH, ANSWERED_WITH = ("authorization", "content-type", "ledger-instant"), ("x-request-id", "retry-after")

log = structlog.get_logger(__name__)


class Server:
    """What is alive between start and stop."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.verifier = verifier(settings)
        self.identity = Identity(self.verifier)
        trusted = trusted_in(settings.trusted_documents) if settings.trusted_documents else None
        self.documents = Documents(schema(), trusted=trusted, introspection=settings.introspection)
        self.files = FileStore(settings.attachments)
        limit = settings.attachment_max_mb * 1024 * 1024
        self.attachments = Attachments(self.files, self.identity, self.serving, limit)
        self.measured = Metrics()
        self.health = Health(self.measured)
        self.services: Services | None = None
        self.runner: ProcessRunner | None = None

    def serving(self) -> Services:
        """What stands behind the API, which is there while the server runs."""
        assert self.services is not None
        return self.services

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Everything started, and stopped again in the other order."""
        settings = self.settings
        readers = MeasuredReaders(settings.reader_dsn.get_secret_value(), self.measured, options=READING)
        app_dsn = settings.app_dsn.get_secret_value()
        async with MeasuredStore(app_dsn, self.measured) as store, readers:
            identity, vault = await store.identity(), await held(store, settings.data)
            if outlived := await openings.repair(app_dsn):
                log.warning("openings had outlived their erasure and are gone now", number=outlived)
            bus = MeasuredBus(store, vault, self.measured, simulated=identity.simulated)
            await adopt_or_refuse(store, bus, simulated=identity.simulated)
            kind = Following if settings.project == "separate" else Projector
            projector = kind(settings.projector_dsn.get_secret_value(), list(VIEWS.values()), recent=store.recent)
            allowances = Allowances(settings.rate_capacity, settings.rate_per_second)
            self.services = Services(store, bus, vault, projector, readers, identity, allowances, Grants())
            kept = KeptState(store, vault)
            processes: list[OwnProcess] = [CreditScoring(store), PlanAdjustments(store)]
            processes += [DutyClock(kept=kept), ExitProposals(), Succession()]
            self.runner = ProcessRunner(app_dsn, store, bus, processes, simulated=identity.simulated)
            self.health.services, self.health.runner = self.services, self.runner
            keep = settings.attachment_keep_hours
            orphans = Orphans(self.files, store, bus, keep, simulated=identity.simulated)
            tasks = [
                asyncio.create_task(projector.run(), name="projector"),
                asyncio.create_task(self.runner.run(), name="processes"),
                asyncio.create_task(_wake(store, projector), name="waking"),
                asyncio.create_task(orphans.run(), name="orphans"),
            ]
            look_less_often()
            try:
                yield
            finally:
                for task in reversed(tasks):
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
                if isinstance(self.verifier, OpenIdProvider):
                    await self.verifier.close()


class App(Starlette):
    """The application; what is posted to `/graphql` goes the short way: past the router, by the same checks."""

    def __init__(
        self, server: Server, graphql: ASGIApp, routes: Sequence[Route], lifespan: Lifespan[Starlette]
    ) -> None:
        settings = server.settings
        checks = [
            Middleware(Observing, measured=server.measured),
            Middleware(TrustedHostMiddleware, allowed_hosts=[*LOOPBACK, *settings.hosts]),
        ]
        if settings.origins:
            checks.append(
                Middleware(
                    CORSMiddleware,
                    allow_origins=settings.origins,
                    allow_methods=("GET", "POST"),
                    allow_headers=ASKED_WITH,
                    expose_headers=ANSWERED_WITH,
                )
            )
        elsewhere = {404: not_found, 405: not_so}
        super().__init__(routes=routes, lifespan=lifespan, middleware=checks, exception_handlers=elsewhere)
        self.server = server
        self._graphql = graphql
        for check in reversed(checks):
            self._graphql = check.cls(self._graphql, *check.args, **check.kwargs)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http" and scope["path"] == "/graphql" and scope["method"] == "POST":
            await self._graphql(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


async def _wake(store: EventStore, projector: Projector) -> None:
    while True:
        await store.bell.listen().wait()
        projector.wake()


def create_app(settings: Settings | None = None) -> App:
    """The application; `settings` from the environment when left out."""
    server = Server(settings or Settings())
    graphql = GraphQLEndpoint(server.serving, server.documents, server.identity)

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with server.running():
            yield

    routes = [
        Route("/", front_door, methods=["GET"]),
        Route("/graphql", graphql, methods=["GET", "POST"]),
        Route("/attachments", server.attachments.upload, methods=["POST"]),
        Route("/attachments/{digest:path}", server.attachments.download, methods=["GET"]),
        Route("/healthz", server.health.healthy),
        Route("/readyz", server.health.ready),
        Route("/metrics", server.health.metrics),
    ]
    return App(server, graphql, routes, lifespan)
