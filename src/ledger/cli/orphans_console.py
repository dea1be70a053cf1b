"""`ledger orphans`: removes files that were uploaded and never attached to anything."""

from __future__ import annotations

import asyncio

from ledger.cli.options import DEFAULT_DATA, AsJson, DataFolder, out, refusing, say
from ledger.server.orphans import clean_orphans
from ledger.server.settings import Settings


def orphans(data: DataFolder = DEFAULT_DATA, as_json: AsJson = False) -> None:
    """Remove files that nothing has had for LEDGER_ATTACHMENT_KEEP_HOURS, on record; a server does it hourly."""
    with refusing(as_json=as_json):
        removed = asyncio.run(clean_orphans(Settings(data=data)))
    if as_json:
        say({"removed": removed})
    else:
        out.print(f"{len(removed)} removed (已清除)")
