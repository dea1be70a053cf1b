"""Which of many commands have been carried out already: asked once for hundreds of them."""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType
from uuid import UUID

from ledger.eventstore.readers import Readers


class Known:
    """`async with Known(dsn)`, as role `ledger_app`."""

    def __init__(self, dsn: str) -> None:
        self._readers = Readers(dsn, 2, name="ledger-import")

    async def __aenter__(self) -> Known:
        await self._readers.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._readers.__aexit__(kind, error, trace)

    async def digests(self, ids: Sequence[UUID]) -> dict[UUID, bytes]:
        """The digest under which each of these ids was carried out, by whomever; unknown ones are left out."""
        async with self._readers.lent() as reader:
            rows = await reader.rows("SELECT id, digest FROM ledger.command WHERE id = ANY(%s)", (list(ids),))
        return {id: bytes(digest) for id, digest in rows}
