"""What a client already has, by its tag (RFC 9110 §13): nothing is sent twice, parts of two contents are not mixed."""

from __future__ import annotations

import re

_TAG = re.compile(r'(?:W/)?("[^"]*")')


def has_it_already(if_none_match: str | None, tag: str) -> bool:
    """Whether an `If-None-Match` header names the content of this tag, quoted; `*` names any."""
    given = (if_none_match or "").strip()
    return given == "*" or tag in _TAG.findall(given)


def part_is_of_the_same(if_range: str | None, tag: str) -> bool:
    """Whether a part may be sent: there is no `If-Range`, or it names this tag; of dates nothing is known here."""
    return if_range is None or if_range.strip() == tag
