"""The library's projection runner at the cases that ours is made for: it ends there, where ours goes on.

Ours at the same cases: `test_projector.py` (a poisoned event, two projectors, an event nobody handles) and
`tests/eventstore/test_store.py` (a listening connection that is shot).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import psycopg
import pytest
from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, DomainEventProtocol
from eventsourcing.persistence import IntegrityError, OperationalError, Tracking
from eventsourcing.postgres import PostgresTrackingRecorder
from eventsourcing.projection import Projection, ProjectionRunner
from psycopg.conninfo import conninfo_to_dict

from tests.conftest import Database

SECONDS = 10.0
Runner = ProjectionRunner[Application[UUID], PostgresTrackingRecorder]


class Noting(Projection[PostgresTrackingRecorder]):
    """Notes every event that it gets."""

    name = "noting"

    def process_event(self, domain_event: DomainEventProtocol[UUID], tracking: Tracking) -> None:
        self.view.insert_tracking(tracking)


class Poisoned(Noting):
    """Has a fold with a bug."""

    def process_event(self, domain_event: DomainEventProtocol[UUID], tracking: Tracking) -> None:
        raise ValueError("this fold has a bug")


class Handling(Noting):
    """Handles a type of event that does not happen."""

    topics = ("nothing:Happened",)


@contextmanager
def running(database: Database, projection: type[Noting]) -> Iterator[Runner]:
    info = conninfo_to_dict(database.superuser_dsn)
    env = {"PERSISTENCE_MODULE": "eventsourcing.postgres"}
    env |= {f"POSTGRES_{name.upper()}": str(info[name]) for name in ("dbname", "host", "port", "user", "password")}
    with Runner(
        application_class=Application[UUID], projection_class=projection, view_class=PostgresTrackingRecorder, env=env
    ) as runner:
        yield runner


def happened(runner: Runner) -> int:
    """The position of something that happens now."""
    return int(runner.app.save(Aggregate())[-1].notification.id)


def test_a_poisoned_event_ends_the_runner_for_good(database: Database) -> None:
    with running(database, Poisoned) as runner:
        happened(runner)
        with pytest.raises(ValueError, match="this fold has a bug"):
            runner.run_forever(SECONDS)


def test_of_two_runners_one_ends_at_the_first_event_instead_of_standing_by(database: Database) -> None:
    with running(database, Noting) as first, running(database, Noting) as second:
        position = 0
        while not (first.is_interrupted.is_set() or second.is_interrupted.is_set()):
            assert position < 1000
            position = happened(first)
        ended = first if first.is_interrupted.is_set() else second
        with pytest.raises(IntegrityError):
            ended.run_forever(SECONDS)


def test_waiting_for_an_event_that_nobody_handles_times_out(database: Database) -> None:
    with running(database, Handling) as runner, pytest.raises(TimeoutError):
        runner.wait(happened(runner), timeout=0.2)


def test_a_listening_connection_that_is_shot_ends_the_runner_for_good(database: Database) -> None:
    with running(database, Noting) as runner:
        runner.wait(happened(runner), timeout=SECONDS)
        with psycopg.connect(database.superuser_dsn, autocommit=True) as killer:
            killer.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND query LIKE 'LISTEN%'"
            )
        with pytest.raises(OperationalError):
            runner.run_forever(SECONDS)
