"""The vault: seals personal values and opens them again, under keys that are not in the database."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ledger.eventstore.submission import Opening
from ledger.values.personal import SALT_BYTES, Personal, digest_of, disclosure, opened

NONCE_BYTES = 12
KEY_BYTES = 64


class SealBroken(Exception):
    """The stored opening does not belong to this digest or this key."""


class Vault:
    """Holds two keys: one enciphers openings (AES-256-GCM), one derives look-up keys for personal numbers, and marks.

    `randomness` gives salts and nonces; it comes from outside so that a run can be repeated.
    """

    def __init__(self, key: bytes, randomness: Callable[[int], bytes] = secrets.token_bytes) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError(f"the vault's key has {KEY_BYTES} bytes")
        self._cipher = AESGCM(key[:32])
        self._lookup_key = key[32:]
        self._mark_key = hmac.digest(key[32:], b"\x00mark", "sha256")
        self._randomness = randomness

    def seal(self, name: str, value: object) -> tuple[Personal[Any], Opening]:
        """The digest for the event, and the enciphered opening to keep beside it."""
        opening = disclosure(self._randomness(SALT_BYTES), name, value)
        digest = digest_of(opening)
        nonce = self._randomness(NONCE_BYTES)
        ciphertext = nonce + self._cipher.encrypt(nonce, opening.encode(), digest.encode())
        return Personal(digest=digest), Opening(digest, ciphertext)

    def open(self, opening: Opening) -> tuple[str, object]:
        """Name and value of a sealed field; `SealBroken` when it was moved, changed, or sealed under another key."""
        nonce, ciphertext = opening.ciphertext[:NONCE_BYTES], opening.ciphertext[NONCE_BYTES:]
        try:
            text = self._cipher.decrypt(nonce, ciphertext, opening.digest.encode()).decode()
        except InvalidTag as error:
            raise SealBroken(opening.digest) from error
        if digest_of(text) != opening.digest:
            raise SealBroken(opening.digest)
        return opened(text)

    def lookup_key(self, scheme: str, value: str) -> str:
        """A key by which an equal number is found again, and which cannot be guessed by counting (HMAC-SHA-256)."""
        return hmac.new(self._lookup_key, f"{scheme}:{value}".encode(), sha256).hexdigest()

    def mark(self, purpose: str, *parts: bytes) -> bytes:
        """What shows to who has the key that these parts, in this order, were put down for a purpose by who had it."""
        told = hmac.new(self._mark_key, digestmod=sha256)
        for part in (purpose.encode(), *parts):
            told.update(len(part).to_bytes(8) + part)
        return told.digest()
