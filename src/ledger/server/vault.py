"""The vault of a data folder, held against the ledger that it seals for."""

from __future__ import annotations

import hmac
from pathlib import Path

from ledger.eventstore.store import EventStore
from ledger.sealed.vault import KEY_BYTES, Vault
from ledger.server.connections import DataFolderRefused
from ledger.server.secrets_folder import secret

FILE = "vault.key"


class VaultRefused(DataFolderRefused):
    """The key of this data folder is not the one under which the ledger seals."""

    code = "VAULT_KEY_REFUSED"


def vault_of(folder: Path) -> Vault:
    """The vault of a data folder; its key is made where there is none."""
    return Vault(secret(folder / "secrets", FILE, KEY_BYTES))


def mark_of(vault: Vault, origin: str) -> bytes:
    """What a ledger keeps of its vault: it tells the key to who has it, and nothing to anybody else."""
    return vault.mark("ledger", origin.encode())


async def held(store: EventStore, folder: Path) -> Vault:
    """The vault of a data folder, once it is known to be the ledger's; a ledger takes the first one for its own.

    `VaultRefused` where it is another: what was sealed could not be opened, and a person's number would lead to nobody.
    """
    vault = vault_of(folder)
    mark = mark_of(vault, (await store.identity()).origin)
    [[known]] = await store.beside("SELECT ledger.bind_vault(%s)", (mark,))
    if not hmac.compare_digest(bytes(known), mark):
        path = folder / "secrets" / FILE
        raise VaultRefused(
            f"{path} is not the key under which this ledger seals personal data: put the right one there, from the "
            "data folder that the ledger was begun with, or from its backup.",
            f"{path} 不是本台账封存个人信息所用的密钥，请放回台账建立时数据目录（或其备份）中的密钥文件。",
        )
    return vault
