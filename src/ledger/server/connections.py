"""How a command connects to a ledger: by its settings, else to the one that runs on a data folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo

from ledger.server.roles import APP, PROJECTOR, READER
from ledger.server.secrets_folder import secret
from ledger.server.settings import Settings


class DataFolderRefused(RuntimeError):
    """A data folder from which no ledger can be reached, in both languages; `code` is stable."""

    code = "DATA_FOLDER_REFUSED"

    def __init__(self, message: str, message_zh: str) -> None:
        super().__init__(f"{message} {message_zh}")
        self.message, self.message_zh = message, message_zh


class NotRunning(DataFolderRefused):
    """No ledger runs on this data folder."""

    code = "LEDGER_NOT_RUNNING"


class RunFileBroken(DataFolderRefused):
    """What says where the ledger of a data folder is reached is damaged."""

    code = "RUN_FILE_BROKEN"


def run_file(folder: Path) -> dict[str, Any]:
    """What the supervisor of a data folder says of itself; `NotRunning` when none runs, `RunFileBroken`."""
    path = folder / "run.json"
    if not path.exists():
        raise NotRunning(f"No ledger runs on {folder}.", f"{folder} 上没有运行中的台账。")
    try:
        told = json.loads(path.read_text("utf-8"))
    except ValueError:
        told = None
    if not isinstance(told, dict) or not {"host", "port", "database", "supervisor"} <= told.keys():
        raise RunFileBroken(
            f"{path} does not say where the ledger is reached; start it again: ledger up.",
            f"{path} 已损坏，无法得知台账的连接位置，请重新启动：ledger up。",
        )
    return told


def dsn(settings: Settings, role: str) -> str:
    """How a database role connects: as the settings say, else to the running ledger of the data folder."""
    named = {APP: settings.app_dsn, PROJECTOR: settings.projector_dsn, READER: settings.reader_dsn}
    given = named[role].get_secret_value() if role in named else ""
    if given:
        return given
    told = run_file(settings.data)
    password = secret(settings.data / "secrets", f"{role}.password", 24).hex()
    return make_conninfo(host=told["host"], port=told["port"], user=role, password=password, dbname=told["database"])


def is_simulated(settings: Settings) -> bool:
    """Whether the ledger is a simulated one; `NotRunning` when its database cannot be asked."""
    with psycopg.connect(dsn(settings, READER)) as connection:
        found = connection.execute("SELECT simulated FROM ledger.identity").fetchone()
    return found is not None and bool(found[0])
