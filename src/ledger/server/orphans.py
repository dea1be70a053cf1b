"""Cleaning: files that were uploaded and never attached go after a while, and what a broken upload left behind."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import PurePosixPath
from uuid import uuid4

import structlog

from ledger.commands.attachment import DiscardUpload
from ledger.commands.bus import CommandBus, Order
from ledger.domain.stored_file import StoredFile, stored_file_id
from ledger.eventstore.store import EventStore
from ledger.rights.right import Principal
from ledger.sealed.file_store import FileStore
from ledger.server.connections import dsn
from ledger.server.roles import APP
from ledger.server.settings import Settings
from ledger.server.vault import held
from ledger.values.actor import Role
from ledger.values.errors import GuardRefused, LedgerError

CLEANER = Principal("file-cleaner", "文件清理", "台账系统", "000000", frozenset({Role.SYSTEM}))
EVERY_SECONDS = 3600.0

log = structlog.get_logger(__name__)


class Orphans:
    """Removes objects that no event names, once they are `keep_hours` old.

    Whether one goes is decided on the file's own stream, in the append: whoever attaches the file at that moment and
    the cleaning cannot both succeed. The object goes only after it was given up on record; an upload of the same
    content afterwards brings an object of its own.
    """

    def __init__(
        self, files: FileStore, store: EventStore, bus: CommandBus, keep_hours: int, *, simulated: bool
    ) -> None:
        self._files, self._store, self._bus, self._simulated = files, store, bus, simulated
        self._keep_hours = keep_hours
        self._attached: set[str] = set()

    async def run(self) -> None:
        """Clean once in a while; for ever."""
        while True:
            try:
                await self.clean()
            except (LedgerError, OSError) as error:
                log.warning("cleaning of files put off", reason=str(error))
            await asyncio.sleep(EVERY_SECONDS)

    async def clean(self) -> list[str]:
        """Clean now; the objects that were removed."""
        before = datetime.now(UTC) - timedelta(hours=self._keep_hours)
        found = await asyncio.to_thread(lambda: list(self._files.older_than(before)))
        removed = []
        for object in found:
            if object not in self._attached and await self._is_nobodys(object):
                await asyncio.to_thread(self._files.remove, object)
                removed.append(object)
        return removed

    async def _is_nobodys(self, object: str) -> bool:
        if object.startswith("incoming/"):
            return True
        digest = PurePosixPath(object).stem
        id = stored_file_id(digest)
        file = StoredFile.replay(id, [recorded.event for recorded in await self._store.read_stream(id)])
        if file.object != object:
            return True
        if file.uses:
            # Once an event has named it, it stays for good: it need not be looked up again.
            self._attached.add(object)
            return False
        command = DiscardUpload(digest=digest, object=object, keep_hours=self._keep_hours)
        # Time on a simulated ledger stands where its last event left it.
        instant = (await self._store.head()).recorded_at if self._simulated else None
        try:
            await self._bus.execute(Order(command, CLEANER, uuid4(), instant=instant, repeatable=False))
        except GuardRefused:
            return False
        return True


async def clean_orphans(settings: Settings) -> list[str]:
    """Clean once, beside a server or without one; the objects that were removed."""
    async with EventStore(dsn(settings, APP)) as store:
        simulated = (await store.identity()).simulated
        vault = await held(store, settings.data)
        bus = CommandBus(store, vault, simulated=simulated)
        files = FileStore(settings.attachments)
        return await Orphans(files, store, bus, settings.attachment_keep_hours, simulated=simulated).clean()
