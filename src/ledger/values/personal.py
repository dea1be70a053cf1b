"""Personal data in the record: a salted commitment in the event, its opening kept apart (RFC 9901 §4.2)."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

T = TypeVar("T")
SALT_BYTES = 16


class Personal(BaseModel, Generic[T]):
    """A sealed value of type `T` (个人信息): the event holds only this digest.

    The opening lies enciphered beside the events; erasing it leaves every proof whole.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    digest: str = Field(pattern=r"^[A-Za-z0-9_-]{43}$")


def disclosure(salt: bytes, name: str, value: object) -> str:
    """The opening in the form of RFC 9901 §4.2.1: base64url of `[salt, name, value]`."""
    text = json.dumps([encoded(salt), name, value], ensure_ascii=False)
    return encoded(text.encode())


def digest_of(opening: str) -> str:
    """The digest that stands in the event: base64url SHA-256 over the disclosure (RFC 9901 §4.2.3)."""
    return encoded(sha256(opening.encode("ascii")).digest())


def opened(opening: str) -> tuple[str, object]:
    """Name and value of a disclosure; `ValueError` when it is not one."""
    parts = json.loads(urlsafe_b64decode(opening + "=" * (-len(opening) % 4)))
    if not isinstance(parts, list) or len(parts) != 3:
        raise ValueError("a disclosure has a salt, a name and a value")
    return str(parts[1]), parts[2]


def encoded(raw: bytes) -> str:
    """Base64url without padding."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()
