"""Holding the rule files against what was adopted before a server is started: whoever starts it is told why not."""

from __future__ import annotations

import asyncio

from ledger.commands.bus import CommandBus
from ledger.eventstore.store import EventStore
from ledger.processes.rule_adoption import adopt_or_refuse
from ledger.sealed.vault import Vault


def settle_rules(app_dsn: str, vault: Vault) -> None:
    """Adopt the shipped rule sets at the first start; `RuleFilesRefused` where a file is not what was adopted."""
    asyncio.run(_settle(app_dsn, vault))


async def _settle(app_dsn: str, vault: Vault) -> None:
    async with EventStore(app_dsn) as store:
        simulated = (await store.identity()).simulated
        await adopt_or_refuse(store, CommandBus(store, vault, simulated=simulated), simulated=simulated)
