"""What the commands have in common: options, consoles, whom they act for, and how they say no."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Any

import psycopg
import typer
from rich.console import Console

from ledger.demo.people import PEOPLE
from ledger.rights.right import Principal
from ledger.server.acting import bearer, development_issuer
from ledger.server.claims import TokenRefused
from ledger.server.connections import DataFolderRefused, is_simulated
from ledger.server.migrating import MigrationRefused
from ledger.server.settings import Settings, SettingsRefused
from ledger.values.errors import LedgerError

# Files and pipes get UTF-8 in every locale; a terminal gets what it can show, and escapes for the rest.
for stream in (sys.stdout, sys.stderr):
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")

# A pipe has no width of its own that a table would have to fit in.
out, err = Console(soft_wrap=True, width=None if sys.stdout.isatty() else 200), Console(stderr=True, soft_wrap=True)

DEFAULT_DATA = Path(".ledger/demo")
DataFolder = Annotated[Path, typer.Option("--data", envvar="LEDGER_DATA", help="Data folder (数据目录).")]
AsJson = Annotated[bool, typer.Option("--json", help="For machines (机器可读).")]
AsRole = Annotated[
    str | None, typer.Option("--as", help="Act as this person of the development issuer (以开发身份办理).")
]
TokenFile = Annotated[
    Path | None, typer.Option("--token-file", help="Act as the bearer of the token in this file (令牌文件).")
]


_OTHER_VERSION = (psycopg.errors.UndefinedFunction, psycopg.errors.UndefinedTable, psycopg.errors.UndefinedColumn)
"""What a database says that a migration is missing in, or that is newer than this software."""

_WHY_ZH: dict[type[OSError], str] = {
    FileNotFoundError: "不存在",
    NotADirectoryError: "不是目录",
    IsADirectoryError: "是目录，不是文件",
    FileExistsError: "已存在",
    PermissionError: "没有访问权限",
}


def say(answer: dict[str, Any] | list[Any]) -> None:
    """Print an answer for machines."""
    typer.echo(json.dumps(answer, ensure_ascii=False, default=str))


def acting(settings: Settings, role: str | None, token_file: Path | None) -> Principal:
    """Whom a command acts for: the bearer of a token, or somebody of the development issuer."""
    if (role is None) == (token_file is None):
        raise typer.BadParameter("name either --as or --token-file (--as 与 --token-file 二选一)")
    # First of all, so that nothing is made in a folder on which there is no ledger.
    simulated = is_simulated(settings)
    if token_file is not None:
        return asyncio.run(bearer(settings, token_file.read_text("utf-8").strip()))
    development_issuer(settings)
    if role not in PEOPLE:
        raise typer.BadParameter(f"--as is one of {', '.join(PEOPLE)} (--as 只能取其中之一)")
    if not simulated:
        raise RuntimeError(
            "the people of the demo enter nothing in a real ledger: use --token-file (真实台账不接受演示人员)"
        )
    return PEOPLE[role]


@contextmanager
def refusing(*, as_json: bool) -> Iterator[None]:
    """Say what was refused, in both languages where it is known, and end with status 1."""
    try:
        with _first_of_several():
            yield
    except LedgerError as refused:
        answer = {"code": refused.code, "message": refused.message, "messageZh": refused.message_zh}
        _end(answer, as_json=as_json)
    except TokenRefused as refused:
        answer = {"code": "UNAUTHENTICATED", "message": f"The token is not accepted: {refused}."}
        _end(answer | {"messageZh": "访问令牌无效。"}, as_json=as_json)
    except MigrationRefused as refused:
        _end({"code": "MIGRATION_REFUSED", "message": str(refused), "messageZh": "迁移被拒绝。"}, as_json=as_json)
    except psycopg.OperationalError as lost:
        answer = {"code": "DATABASE_UNAVAILABLE", "message": str(lost).strip(), "messageZh": "无法连接数据库。"}
        _end(answer, as_json=as_json)
    except _OTHER_VERSION as differs:
        answer = {"code": "DATABASE_OF_ANOTHER_VERSION", "message": f"{differs}".partition("\n")[0]}
        _end(answer | {"messageZh": "数据库与软件版本不符，请先执行 ledger migrate。"}, as_json=as_json)
    except (DataFolderRefused, SettingsRefused) as refused:
        answer = {"code": refused.code, "message": refused.message, "messageZh": refused.message_zh}
        _end(answer, as_json=as_json)
    except OSError as refused:
        _end(_of_files(refused), as_json=as_json)
    except RuntimeError as refused:
        _end({"code": "NOT_POSSIBLE", "message": str(refused), "messageZh": "该操作无法执行。"}, as_json=as_json)


@contextmanager
def _first_of_several() -> Iterator[None]:
    """Of what went wrong in many tasks at once the first is what is told."""
    try:
        yield
    except BaseExceptionGroup as several:
        first: BaseException = several
        while isinstance(first, BaseExceptionGroup):
            first = first.exceptions[0]
        raise first from several


def _of_files(error: OSError) -> dict[str, Any]:
    """What a file system refused, in both languages."""
    path = str(error.filename or "")
    zh = next((text for kind, text in _WHY_ZH.items() if isinstance(error, kind)), "无法读写")
    message = f"{path}: {error.strerror}." if path else f"{error}."
    return {"code": "FILE_SYSTEM", "message": message, "messageZh": f"{path} {zh}。".strip()}


def _end(answer: dict[str, Any], *, as_json: bool) -> None:
    tell(answer, as_json=as_json)
    raise typer.Exit(1)


def tell(answer: dict[str, Any], *, as_json: bool) -> None:
    """Say what was refused."""
    if as_json:
        say({"error": answer})
    else:
        err.print(f"{answer['code']}: {answer['message']} {answer['messageZh']}", style="red", markup=False)
