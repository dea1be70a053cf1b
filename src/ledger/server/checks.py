"""What has to be in order for a ledger to run: each check says what it found, and what to do about it."""

from __future__ import annotations

import json
import os
import shutil
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import psycopg

from ledger.projections.catalogue import VIEWS
from ledger.server.connections import NotRunning, dsn, run_file
from ledger.server.migrating import APPLIED, Standing
from ledger.server.roles import APP, PROJECTOR, READER, ROLES
from ledger.server.settings import Settings, unknown
from ledger.server.supervisor import OLDEST_POSTGRES
from ledger.server.vault import FILE, mark_of, vault_of

OK, WARN, FAIL = "ok", "warn", "fail"
LAG_WARNING = 5_000
CLOCK_SECONDS, LITTLE_DISK = 2.0, 1024**3


@dataclass(frozen=True)
class Finding:
    """What one check found; a hint in both languages where something is to be done."""

    check: str
    state: str
    detail: str
    hint: str = ""
    hint_zh: str = ""


def findings(settings: Settings) -> Iterator[Finding]:
    """All that was found about the ledger of a data folder, running or not."""
    yield from _environment()
    yield _provider(settings)
    yield from _files(settings.data)
    yield _disk(settings.data)
    yield _running(settings)
    try:
        with psycopg.connect(dsn(settings, APP), autocommit=True, connect_timeout=5) as connection:
            for name, check in (DATABASE_CHECKS | {"vault": partial(_vault, settings.data)}).items():
                yield _found(name, check, connection)
    except (NotRunning, psycopg.Error) as error:
        text = str(error).strip()
        yield Finding("database", FAIL, text, "Start it: ledger up --data DIR.", "请先启动：ledger up --data 目录。")
        return
    yield from _other_roles(settings)
    yield _server(settings)


def _environment() -> Iterator[Finding]:
    if odd := unknown():
        hint = "Is it misspelt? The settings are above."
        yield Finding("settings", WARN, f"no settings: {', '.join(odd)}", hint, "环境变量名可能有误，设置项见上表。")


def _provider(settings: Settings) -> Finding:
    if settings.oidc_issuer:
        return Finding("identity", OK, f"{settings.oidc_issuer}, audience {settings.oidc_audience}")
    return Finding(
        "identity",
        WARN,
        "the development issuer of the data folder",
        "For trying out only; name a provider: LEDGER_OIDC_ISSUER.",
        "开发令牌仅供试用，正式使用须配置 LEDGER_OIDC_ISSUER。",
    )


def _files(folder: Path) -> Iterator[Finding]:
    secrets = folder / "secrets"
    if not secrets.is_dir():
        yield Finding(
            "secrets", FAIL, f"{secrets} is not there", "Start the ledger once.", "密钥目录不存在，请先启动一次台账。"
        )
        return
    kept = [folder / name for name in ("tokens.json", "run.json", "attachments")]
    private = [p for p in (secrets, *secrets.iterdir(), *kept) if p.exists()]
    try:
        open_ones = [p for p in private if p.stat().st_mode & 0o077]
    except OSError as error:
        yield Finding("secrets", FAIL, str(error), "Run as who owns the folder.", "请以数据目录所有者身份运行。")
        return
    if open_ones:
        listed = ", ".join(f"{p.name} {p.stat().st_mode & 0o777:o}" for p in open_ones)
        hint = "Take away the others' access: chmod go-rwx."
        yield Finding("secrets", FAIL, f"others can read: {listed}", hint, "他人可读取上述文件，请执行 chmod go-rwx。")
    else:
        yield Finding("secrets", OK, f"{len(private)} files and folders, for their owner alone")


def _disk(folder: Path) -> Finding:
    there = next(p for p in (folder.absolute(), *folder.absolute().parents) if p.exists())
    usage = shutil.disk_usage(there)
    detail = f"{usage.free / 1024**3:.1f} GiB of {usage.total / 1024**3:.1f} GiB free"
    if usage.free < LITTLE_DISK:
        return Finding("disk", WARN, detail, "Make room: an append needs it.", "磁盘空间不足，写入可能失败。")
    return Finding("disk", OK, detail)


def _running(settings: Settings) -> Finding:
    if settings.app_dsn.get_secret_value():
        return Finding("supervisor", OK, "none: the settings name the database")
    try:
        pid = run_file(settings.data)["supervisor"]
        os.kill(pid, 0)
    except NotRunning:
        return Finding("supervisor", FAIL, "not running", "Start it: ledger up.", "台账未运行，请执行 ledger up。")
    except ProcessLookupError:
        hint = "It was killed; start it again: ledger up."
        return Finding("supervisor", FAIL, "run.json is of a process that is gone", hint, "上次异常终止，请重新启动。")
    except PermissionError:
        pass
    return Finding("supervisor", OK, f"process {pid}")


def _version(connection: psycopg.Connection) -> Finding:
    version = connection.info.server_version
    text = f"PostgreSQL {version // 10000}.{version % 10000}"
    if version < OLDEST_POSTGRES:
        return Finding("database", FAIL, text, "15 or newer is needed.", "需要 PostgreSQL 15 或更高版本。")
    return Finding("database", OK, text)


def _migrations(connection: psycopg.Connection) -> Finding:
    standing = Standing.of(connection.execute(APPLIED).fetchall())
    if standing.missing:
        listed = ", ".join(standing.missing)
        return Finding("migrations", FAIL, f"missing: {listed}", "Run: ledger migrate.", "请执行 ledger migrate。")
    if standing.unknown:
        listed = ", ".join(standing.unknown)
        hint = "The database is of a newer ledger than this one."
        return Finding("migrations", FAIL, f"unknown: {listed}", hint, "数据库版本比当前程序新。")
    return Finding("migrations", OK, f"{len(standing.applied)} applied")


def _roles(connection: psycopg.Connection) -> Finding:
    rows = connection.execute(
        "SELECT rolname, rolsuper OR rolcreatedb OR rolcreaterole FROM pg_roles WHERE rolname = ANY(%s)", (list(ROLES),)
    ).fetchall()
    known: dict[str, bool] = dict(rows)
    missing, mighty = sorted(set(ROLES) - known.keys()), sorted(name for name, much in known.items() if much)
    writes = connection.execute("SELECT has_table_privilege(%s, 'ledger.event', 'INSERT')", (APP,)).fetchone()
    if writes and writes[0]:
        mighty.append(f"{APP} (INSERT)")
    if missing or mighty:
        detail = "; ".join([f"missing {name}" for name in missing] + [f"{name} may too much" for name in mighty])
        return Finding("roles", FAIL, detail, "Start with ledger up, which sets them.", "请用 ledger up 重新设置角色。")
    return Finding("roles", OK, f"{len(known)}, none of which may write around the append")


def _views(connection: psycopg.Connection) -> Finding:
    head = connection.execute("SELECT coalesce(max(position), 0) FROM ledger.event").fetchone()
    serving = "SELECT view, position, error FROM views.control WHERE state IN ('live', 'stopped')"
    rows = connection.execute(serving).fetchall()
    known = {view: position for view, position, _ in rows}
    stopped = [f"{view}: {error}" for view, _, error in rows if error is not None]
    lag = max(((head[0] if head else 0) - position for position in known.values()), default=0)
    missing = sorted(set(VIEWS) - known.keys())
    if stopped:
        hint = "Correct the fold, then: ledger views rebuild NAME."
        return Finding("views", FAIL, "; ".join(stopped), hint, "修复后执行 ledger views rebuild 视图名。")
    if missing:
        hint = "The projector builds them; is it running?"
        return Finding("views", WARN, f"not built: {', '.join(missing)}", hint, "视图尚未建立，请确认投影进程在运行。")
    state = WARN if lag > LAG_WARNING else OK
    hint, hint_zh = ("Is the projector running?", "投影落后较多，请确认投影进程在运行。") if state == WARN else ("", "")
    return Finding("views", state, f"{len(known)}, {lag} positions behind", hint, hint_zh)


def _clock(connection: psycopg.Connection) -> Finding:
    before = datetime.now(UTC)
    row = connection.execute("SELECT clock_timestamp(), simulated FROM ledger.identity").fetchone()
    if row is None:
        return Finding("clock", FAIL, "the ledger has no identity", "Start it: ledger up.", "台账尚未初始化。")
    apart = abs((row[0] - (before + (datetime.now(UTC) - before) / 2)).total_seconds())
    detail = f"{apart:.3f} s between this machine and the database" + (", ledger simulated" if row[1] else "")
    if apart > CLOCK_SECONDS:
        hint = "Set the clocks by NTP: appends are refused from one minute on."
        return Finding("clock", WARN, detail, hint, "时钟偏差过大，请用 NTP 校时；超过一分钟将拒绝写入。")
    return Finding("clock", OK, detail)


def _vault(folder: Path, connection: psycopg.Connection) -> Finding:
    bound = connection.execute("SELECT i.origin, v.mark FROM ledger.identity i, ledger.vault v").fetchone()
    if bound is None:
        return Finding("vault", WARN, "the ledger was never started", "Start it: ledger up.", "台账尚未启动过。")
    if (folder / "secrets" / FILE).exists() and mark_of(vault_of(folder), bound[0]) == bytes(bound[1]):
        return Finding("vault", OK, "the key is the one under which this ledger seals")
    hint = "Put the right key there, from the folder that the ledger was begun with or its backup."
    return Finding("vault", FAIL, f"{FILE} is not this ledger's", hint, "请放回本台账的封存密钥文件。")


DATABASE_CHECKS: dict[str, Callable[[psycopg.Connection], Finding]] = {
    "database": _version,
    "migrations": _migrations,
    "roles": _roles,
    "views": _views,
    "clock": _clock,
}


def _found(name: str, check: Callable[[psycopg.Connection], Finding], connection: psycopg.Connection) -> Finding:
    try:
        return check(connection)
    except psycopg.Error as error:
        hint = "Restart it with this version: ledger up."
        return Finding(name, FAIL, str(error).strip(), hint, "请用当前版本重新启动：ledger up。")


def _other_roles(settings: Settings) -> Iterator[Finding]:
    for role in (PROJECTOR, READER):
        try:
            psycopg.connect(dsn(settings, role), connect_timeout=5).close()
        except psycopg.Error as error:
            text = str(error).strip()
            yield Finding(
                f"login of {role}", FAIL, text, "Start with ledger up, which sets it.", "请用 ledger up 重设。"
            )


def _server(settings: Settings) -> Finding:
    try:
        address = f"http://127.0.0.1:{settings.port}"
        if not settings.app_dsn.get_secret_value():
            address = str(run_file(settings.data)["address"]).removesuffix("/graphql")
        with urllib.request.urlopen(f"{address}/readyz", timeout=5) as response:
            told: dict[str, Any] = json.load(response)
    except urllib.error.HTTPError as error:
        return Finding(
            "server", FAIL, f"not ready: {error.read().decode()[:500]}", "See server.log.", "请查看 server.log。"
        )
    except (urllib.error.URLError, OSError) as error:
        return Finding("server", FAIL, f"does not answer: {error}", "Start it: ledger up.", "服务无应答，请启动。")
    return Finding("server", OK, f"ready at position {told['head']}")
