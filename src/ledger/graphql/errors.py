"""Errors as data: an interface, and a type for each kind."""

from __future__ import annotations

import strawberry

from ledger.values import errors as kinds
from ledger.values.errors import LedgerError


@strawberry.interface(description="Why a command was not carried out (未办理的原因).")
class Error:
    """An answer to a command that was understood and not carried out; nothing was written."""

    code: str = strawberry.field(description="Stable code (错误代码).")
    message: str = strawberry.field(description="In English (英文说明).")
    message_zh: str = strawberry.field(description="In Chinese (中文说明).")
    path: list[str] = strawberry.field(description="Leads to the field of the input (字段路径).")
    rule: str | None = strawberry.field(
        description="The article, passage or principle that refused (依据); see docs/principles.md."
    )


@strawberry.type(description="A value that cannot be what it says (输入无效).")
class InvalidInput(Error):
    """Refused for what was entered."""


@strawberry.type(description="Not there, or not for you to see (未找到).")
class NotFound(Error):
    """Refused for what was named."""


@strawberry.type(description="An act that the state of the matter does not allow (不予办理).")
class GuardRefused(Error):
    """Refused by a guard."""


@strawberry.type(description="Your roles or scope do not cover this (无权限).")
class NotPermitted(Error):
    """Refused for who asked."""


@strawberry.type(description="It has changed since you looked (版本冲突).")
class VersionConflict(Error):
    """Refused for a stale version."""


@strawberry.type(description="The command id was used with another body (命令编号重复).")
class DuplicateCommand(Error):
    """Refused for a reused id."""


@strawberry.type(description="The outcome is not known; the same command id may be sent again (暂不可用).")
class Unavailable(Error):
    """Not known now."""


TYPES: dict[type[LedgerError], type[Error]] = {
    kinds.InvalidInput: InvalidInput,
    kinds.NotFound: NotFound,
    kinds.GuardRefused: GuardRefused,
    kinds.NotPermitted: NotPermitted,
    kinds.VersionConflict: VersionConflict,
    kinds.DuplicateCommand: DuplicateCommand,
    kinds.Unavailable: Unavailable,
}


def as_data(error: LedgerError) -> Error:
    """The error as its GraphQL type."""
    return TYPES[type(error)](
        code=error.code,
        message=error.message,
        message_zh=error.message_zh,
        path=[str(step) for step in error.path],
        rule=error.rule,
    )
