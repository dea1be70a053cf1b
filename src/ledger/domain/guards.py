"""Refusing an act, in two languages and with its rule."""

from __future__ import annotations

from typing import NoReturn

from ledger.values.errors import GuardRefused

OURS = "ours"


def refuse(code: str, message: str, message_zh: str, *, rule: str, path: tuple[str, ...] = ()) -> NoReturn:
    """Raise `GuardRefused`; `rule` is the article or requirement number, or `ours` where the rule is our own choice."""
    raise GuardRefused(code, message, message_zh, path=path, rule=rule)
