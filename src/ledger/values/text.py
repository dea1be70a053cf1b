"""Text as people enter it: NFC, trimmed, bounded, without control characters."""

from __future__ import annotations

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, StringConstraints


def normalised(text: str) -> str:
    """The NFC form without surrounding white space; control and unpaired surrogate characters are refused."""
    cleaned = unicodedata.normalize("NFC", text).strip()
    if any(unicodedata.category(c) in {"Cc", "Cs"} and c not in "\n\t" for c in cleaned):
        raise ValueError("control characters are not text")
    if not cleaned:
        raise ValueError("white space alone is not text")
    return cleaned


_nfc = AfterValidator(normalised)
_present = StringConstraints(min_length=1, strip_whitespace=True)

Name = Annotated[str, StringConstraints(max_length=200), _present, _nfc]
"""A name or title: 1 to 200 characters."""

Line = Annotated[str, StringConstraints(max_length=500), _present, _nfc]
"""One statement: 1 to 500 characters."""

Prose = Annotated[str, StringConstraints(max_length=4000), _present, _nfc]
"""A passage: 1 to 4,000 characters."""
