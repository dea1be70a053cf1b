"""Drawing at random (随机抽取) so that anybody can make the draw again.

Each candidate gets a ticket, SHA-256 of `seed|number of the draw|candidate` as UTF-8, the candidate as its lower-case
UUID; the candidates with the lowest tickets are drawn. Nothing but the seed decides, and the seed comes from outside.
`printf '%s' "$seed|1|$candidate" | sha256sum` gives the ticket.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from uuid import UUID

METHOD = "SHA256-LOWEST-1"
"""The name of this way of drawing; another way gets another name."""


def drawn(seed: str, number: int, candidates: Iterable[UUID], wanted: int) -> list[UUID]:
    """The `wanted` candidates that the seed draws in the draw of this number, the first drawn first."""
    return sorted(set(candidates), key=lambda candidate: ticket(seed, number, candidate))[:wanted]


def ticket(seed: str, number: int, candidate: UUID) -> str:
    """What a candidate is ranked by, as hexadecimal digits."""
    return sha256(f"{seed}|{number}|{candidate}".encode()).hexdigest()
