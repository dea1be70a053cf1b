"""The vault: an opening opens its own digest, under its own key, and no other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ledger.sealed.vault import KEY_BYTES, SealBroken, Vault

VAULT = Vault(b"k" * KEY_BYTES)
NUMBER = "230500198001010015"


def test_what_was_sealed_opens_again_and_the_digest_says_nothing_of_it() -> None:
    sealed, opening = VAULT.seal("identityNumber", NUMBER)
    assert VAULT.open(opening) == ("identityNumber", NUMBER)
    assert sealed.digest == opening.digest
    again, _ = VAULT.seal("identityNumber", NUMBER)
    assert again.digest != sealed.digest


def test_an_opening_that_was_moved_beside_another_seal_is_broken() -> None:
    _, first = VAULT.seal("identityNumber", NUMBER)
    _, second = VAULT.seal("identityNumber", "230500199001010011")
    with pytest.raises(SealBroken):
        VAULT.open(replace(second, ciphertext=first.ciphertext))


def test_an_opening_that_was_changed_or_is_of_another_key_is_broken() -> None:
    _, opening = VAULT.seal("identityNumber", NUMBER)
    with pytest.raises(SealBroken):
        VAULT.open(replace(opening, ciphertext=opening.ciphertext[:-1] + bytes([opening.ciphertext[-1] ^ 1])))
    with pytest.raises(SealBroken):
        Vault(b"o" * KEY_BYTES).open(opening)
