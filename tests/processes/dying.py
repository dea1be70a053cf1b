"""A process that dies after so many of its appends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ledger.commands.bus import CommandBus, Executed, Order
from ledger.processes.runner import ProcessRunner
from ledger.sealed.vault import Vault
from tests.conftest import VAULT_KEY
from tests.house import House


class Killed(BaseException):
    """A stand-in for the process being killed: nothing catches it."""


class KilledAfter(CommandBus):
    """A bus whose process dies once it has carried out so many commands, before it hears of the last."""

    left = 0

    async def execute(self, order: Order) -> Executed:
        executed = await super().execute(order)
        self.left -= 1
        if self.left <= 0:
            raise Killed
        return executed


@contextmanager
def dying(house: House, after: int) -> Iterator[ProcessRunner]:
    bus = KilledAfter(house.store, Vault(VAULT_KEY), simulated=True)
    bus.left = after
    yield ProcessRunner(house.database.app_dsn, house.store, bus, [], simulated=True)
