"""`ledger project`: keep the views in a process of their own."""

from __future__ import annotations

import asyncio
import contextlib
import signal

from ledger.cli.options import DEFAULT_DATA, AsJson, DataFolder, err, refusing, say
from ledger.eventstore.store import EventStore
from ledger.projections.catalogue import VIEWS
from ledger.projections.projector import Projector
from ledger.server.connections import dsn
from ledger.server.garbage import look_less_often
from ledger.server.logs import configure
from ledger.server.roles import APP, PROJECTOR
from ledger.server.settings import Settings


def project(data: DataFolder = DEFAULT_DATA, as_json: AsJson = False) -> None:
    """Keep the views up to date in this process (独立投影进程) until it is told to end.

    The server beside it is started with LEDGER_PROJECT=separate and only follows. A second one stands by.
    """
    configure()
    settings = Settings(data=data)
    with refusing(as_json=as_json):
        position = asyncio.run(_project(dsn(settings, APP), dsn(settings, PROJECTOR)))
    if as_json:
        say({"position": position})
    else:
        err.print(f"stopped at position {position} (已停止)")


async def _project(app: str, own: str) -> int:
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    look_less_often()
    async with EventStore(app) as store:
        projector = Projector(own, list(VIEWS.values()), recent=store.recent)
        tasks = [asyncio.create_task(projector.run()), asyncio.create_task(waking(store, projector))]
        over = asyncio.create_task(ended.wait())
        try:
            await asyncio.wait((*tasks, over), return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (*tasks, over):
                task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.gather(*tasks)
    return projector.position


async def waking(store: EventStore, projector: Projector) -> None:
    """Wake the projector when anybody has appended; for ever."""
    while True:
        await store.bell.listen().wait()
        projector.wake()
