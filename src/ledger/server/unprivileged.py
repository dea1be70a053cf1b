"""Running PostgreSQL when we are root: it refuses to be, so it gets a user of its own."""

from __future__ import annotations

import os
import pwd
import shutil
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Account:
    """The unprivileged account PostgreSQL runs under, or our own when we are not root."""

    uid: int
    gid: int

    @property
    def is_ours(self) -> bool:
        """Whether no change of user is needed."""
        return self.uid == os.geteuid()


def ourselves() -> Account:
    """The account we run under."""
    return Account(os.geteuid(), os.getegid())


def account() -> Account:
    """`postgres` where the system has it, else `nobody`; ourselves when we are not root."""
    if os.geteuid() != 0:
        return ourselves()
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise RuntimeError(
        "PostgreSQL does not run as root, and there is neither a user postgres nor nobody (请以普通用户运行)"
    )


def command(account: Account, argv: list[str]) -> list[str]:
    """`argv` as `account` runs it, ended by SIGINT when we are killed.

    A checkout made by root may lie below folders that only root can enter. `setpriv` lets the unprivileged process
    pass them, and nothing else of root's. Where there is no `setpriv` (not Linux), the child may outlive us; the next
    start ends it.
    """
    setpriv = shutil.which("setpriv")
    if account.is_ours:
        return [setpriv, "--pdeathsig", "INT", *argv] if setpriv else argv
    if setpriv is None:
        raise RuntimeError("running as root needs setpriv (util-linux); or run as an ordinary user (请以普通用户运行)")
    return [
        setpriv,
        f"--reuid={account.uid}",
        f"--regid={account.gid}",
        "--clear-groups",
        "--inh-caps=+dac_override",
        "--ambient-caps=+dac_override",
        # Without it access(2) would forget the capability, and PostgreSQL would not find its own binary.
        "--securebits=+no_setuid_fixup",
        "--pdeathsig=INT",
        *argv,
    ]


def own(account: Account, path: Path) -> None:
    """Give `path` to the account, where it is not ours."""
    if not account.is_ours:
        os.chown(path, account.uid, account.gid)


def take_in(account: Account, folder: Path) -> None:
    """Give a folder to the account with all that is in it, where it is ours: a copy belongs to whoever made it."""
    if account.is_ours or folder.stat().st_uid != os.geteuid():
        return
    for path in (folder, *folder.rglob("*")):
        os.chown(path, account.uid, account.gid, follow_symlinks=False)
