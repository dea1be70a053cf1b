"""The errors of the ledger: stable code, field path, Chinese and English message, and the rule that refused."""

from __future__ import annotations

from typing import ClassVar

Path = tuple[str | int, ...]


class LedgerError(Exception):
    """An answer to a request that was understood and not carried out; nothing was written.

    `code` is stable and upper case; `path` leads to the field of the input in the names the
    caller used; `rule` names the article, passage or principle that refused (docs/principles.md).
    """

    kind: ClassVar[str] = "LedgerError"

    def __init__(
        self,
        code: str,
        message: str,
        message_zh: str,
        *,
        path: Path = (),
        rule: str | None = None,
    ) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.message_zh = message_zh
        self.path = path
        self.rule = rule

    def at(self, *path: str | int) -> LedgerError:
        """The same error, its path led through `path` first."""
        self.path = (*path, *self.path)
        return self


class InvalidInput(LedgerError):
    """A value that cannot be what it says: a wrong checksum, an unknown enum value, text too long."""

    kind = "InvalidInput"


class NotFound(LedgerError):
    """The thing named does not exist, or is outside what the caller may see: both get the same answer."""

    kind = "NotFound"


class GuardRefused(LedgerError):
    """A legal act that the state of the matter, or who performs it, does not allow."""

    kind = "GuardRefused"


class NotPermitted(LedgerError):
    """The caller's roles or scope do not cover this."""

    kind = "NotPermitted"


class VersionConflict(LedgerError):
    """The thing has changed since the caller looked (`expectedVersion` is stale)."""

    kind = "VersionConflict"


class DuplicateCommand(LedgerError):
    """The command id was used before, with another body."""

    kind = "DuplicateCommand"


class Unavailable(LedgerError):
    """The ledger cannot say now whether it was done; repeating the same command id is safe."""

    kind = "Unavailable"
