"""Global ids (Relay): the type's name and the uuid, so that a mix-up is caught."""

from __future__ import annotations

from binascii import b2a_base64
from collections.abc import Callable
from uuid import UUID

from ledger.values.errors import InvalidInput
from ledger.values.references import Thing


def global_id(type_name: str, id: UUID | str) -> str:
    """The id under which the outside knows a thing.

    Neither `+` nor `/` can come of letters, digits, hyphens and a colon: what is written is safe in a URL.
    """
    return b2a_base64(f"{type_name}:{id}".encode(), newline=False).rstrip(b"=").decode()


def global_ids(type_name: str) -> Callable[[str], str]:
    """`global_id` for one type, of ids as text: made for five hundred at once."""
    prefix = f"{type_name}:".encode()
    length = len(global_id(type_name, UUID(int=0)))
    return lambda id: b2a_base64(prefix + id.encode(), newline=False)[:length].decode()


def parse_global_id(text: str) -> tuple[str, UUID]:
    """Type name and uuid of a global id; `InvalidInput` when it is none."""
    thing = Thing.parse(text)
    return thing.type_name, thing.id


def uuid_of(text: str, type_name: str) -> UUID:
    """The uuid of a global id of `type_name`; `InvalidInput` when it belongs to another type."""
    found, uuid = parse_global_id(text)
    if found != type_name:
        raise InvalidInput(
            "INVALID_ID",
            f"This is the id of a {found}, not of a {type_name}.",
            f"该编号属于 {found}，不是 {type_name}。",
        )
    return uuid
