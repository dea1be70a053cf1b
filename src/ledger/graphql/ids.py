"""Global ids (Relay): the type's name and the uuid, so that a mix-up is caught."""

from __future__ import annotations

from base64 import urlsafe_b64decode
from binascii import Error as NotBase64
from binascii import b2a_base64
from collections.abc import Callable
from uuid import UUID

from ledger.values.errors import InvalidInput


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
    try:
        type_name, _, uuid = urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode().partition(":")
        parsed = UUID(uuid)
    except (NotBase64, UnicodeError, ValueError) as error:
        raise InvalidInput("INVALID_ID", "This is not an id of this ledger.", "不是本台账的编号。") from error
    return type_name, parsed


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
