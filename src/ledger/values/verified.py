"""How it is known what a rule says."""

from __future__ import annotations

from enum import StrEnum


class Verified(StrEnum):
    """How a rule's content is known (核实程度): read in full, in an excerpt, remembered, or chosen by us."""

    TEXT = "text"
    EXCERPT = "excerpt"
    MEMORY = "memory"
    OURS = "ours"
