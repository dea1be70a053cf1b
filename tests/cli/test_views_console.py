"""`ledger views`: how far the views are, and building one anew with a progress that is true."""

from __future__ import annotations

import asyncio
from io import StringIO

import psycopg
from rich.console import Console

from ledger.cli import views_console
from ledger.cli.pace import Pace
from ledger.projections.catalogue import VIEWS
from tests.cli.conftest import Shell
from tests.cli.test_import import mines


class Clock:
    """Goes on when it is told to."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_the_rate_and_the_time_left_are_those_of_this_run() -> None:
    clock = Clock()
    pace = Pace(clock)
    pace.moved(900_000, 1_000_000)  # An earlier run came so far: none of that was done in this one.
    assert (pace.rate, pace.left, str(pace)) == (None, None, "")
    clock.now += 2
    pace.moved(920_000, 1_000_000)
    assert (pace.rate, pace.left) == (10_000, 8)
    assert str(pace) == "10,000 events/s, 0:00:08 left (剩余时间)"


def test_the_time_left_grows_with_what_is_recorded_meanwhile() -> None:
    clock = Clock()
    pace = Pace(clock)
    pace.moved(0, 100)
    clock.now += 1
    pace.moved(50, 200)
    assert (pace.rate, pace.left) == (50, 3)


def test_nothing_is_promised_of_a_work_that_does_not_move_or_is_done() -> None:
    clock = Clock()
    pace = Pace(clock)
    pace.moved(10, 100)
    clock.now += 5
    pace.moved(10, 100)
    assert (pace.left, str(pace)) == (None, "")
    pace.moved(100, 100)
    assert str(pace) == ""


def test_a_rebuild_shows_how_far_it_has_read_and_what_follows(shell: Shell) -> None:
    shell.run("import", mines(shell.data, 10), "--kind", "commands", "--as", "head")
    shown = StringIO()
    console = Console(file=shown, force_terminal=True, width=200)
    asyncio.run(views_console.rebuild(shell.database.projector_dsn, VIEWS["journal"], console))
    assert "makes indexes and switches" in shown.getvalue()
    assert "journal: rebuilt" in shown.getvalue()
    with psycopg.connect(shell.database.projector_dsn) as connection:
        served = connection.execute("SELECT state, position FROM views.control WHERE view = 'journal'").fetchall()
        [(head,)] = connection.execute("SELECT max(position) FROM ledger.event").fetchall()
    assert served == [("live", head)]
