"""How what somebody typed may stand in the record: whoever looks a subject up must not miss it for a space."""

from __future__ import annotations

import unicodedata

_WIDE, _NARROW = str.maketrans("()", "（）"), str.maketrans("（）", "()")


def compact(text: str) -> str:
    """One spelling for a code: full-width forms made plain, capitals, no white space."""
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()


def spellings(typed: str) -> tuple[str, ...]:
    """A name as it is kept, with brackets of either width, and what was typed as a code; each once."""
    name = unicodedata.normalize("NFC", typed).strip()
    return tuple(dict.fromkeys((name, name.translate(_WIDE), name.translate(_NARROW), compact(typed))))
