"""Trusted documents (受信文档): where they are registered, no others are run."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from ledger.server.settings import SettingsRefused

_DOCUMENTS: TypeAdapter[dict[str, str]] = TypeAdapter(dict[str, str])


def trusted_in(file: Path) -> dict[str, str]:
    """The documents of a JSON file `{"SHA-256 in hexadecimal": "document"}`, as the compilers of clients write it.

    `SettingsRefused` for a file that is not so, or an id that is not the digest of its document.
    """
    try:
        documents = _DOCUMENTS.validate_json(file.read_bytes())
    except (OSError, ValidationError) as error:
        raise SettingsRefused(
            f"{file} is no list of trusted documents: {type(error).__name__}.", f"{file} 不是受信文档清单。"
        ) from error
    for id, text in documents.items():
        if sha256(text.encode()).hexdigest() != id:
            raise SettingsRefused(
                f"{file}: {id} is not the SHA-256 of its document.", f"{file}：{id} 不是对应文档的 SHA-256。"
            )
    return documents
