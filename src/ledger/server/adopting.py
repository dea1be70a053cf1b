"""Holding key and rule files against the ledger before a server is started: whoever starts it is told why not."""

from __future__ import annotations

import asyncio
from pathlib import Path

from ledger.commands.bus import CommandBus
from ledger.eventstore.store import EventStore
from ledger.processes.rule_adoption import adopt_or_refuse
from ledger.server.vault import held


def settle_files(app_dsn: str, folder: Path) -> None:
    """Hold the key, and adopt the shipped rule sets at the first start.

    `VaultRefused` for a key that is not the ledger's, `RuleFilesRefused` where a rule file is not what was adopted.
    """
    asyncio.run(_settle(app_dsn, folder))


async def _settle(app_dsn: str, folder: Path) -> None:
    async with EventStore(app_dsn) as store:
        vault = await held(store, folder)
        simulated = (await store.identity()).simulated
        await adopt_or_refuse(store, CommandBus(store, vault, simulated=simulated), simulated=simulated)
