"""Refusing an act, in two languages and with its rule."""

from __future__ import annotations

from typing import NoReturn

from ledger.values.errors import GuardRefused

OURS = "台账自定"
"""The rule of what this project chose and no article says."""


def refuse(code: str, message: str, message_zh: str, *, rule: str, path: tuple[str, ...] = ()) -> NoReturn:
    """Raise `GuardRefused`; `rule` is the article, the passage of the notice, a principle of the ledger, or `OURS`."""
    raise GuardRefused(code, message, message_zh, path=path, rule=rule)
