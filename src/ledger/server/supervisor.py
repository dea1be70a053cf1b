"""The supervisor: the one parent of PostgreSQL and the server; starts them in order, ends them in the other."""

from __future__ import annotations

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from ledger.rights.right import Principal
from ledger.server.adopting import settle_files
from ledger.server.embedded import EmbeddedPostgres
from ledger.server.migrating import create_ledger, migrate
from ledger.server.roles import APP, OWNER, PROJECTOR, READER, ROLES, ensure_database, ensure_roles
from ledger.server.secrets_folder import secret, write_private
from ledger.server.settings import Settings
from ledger.server.tokens import DevelopmentIssuer
from ledger.server.unprivileged import command, ourselves

DATABASE = "ledger"
OLDEST_POSTGRES = 15_00_00
RUN_FILE = "run.json"
LOGS = {"serve": "server.log", "project": "projector.log"}
START_SECONDS, SAY_SECONDS, STOP_SECONDS = 600.0, 10.0, 20.0


class Supervisor:
    """Everything one data folder needs to be served on one port.

    `own_server` is a superuser's connection string of a PostgreSQL of one's own, 15 or newer; then none is embedded.
    """

    def __init__(
        self,
        folder: Path,
        port: int,
        *,
        simulated: bool,
        division: str,
        report: Callable[[str], None],
        own_server: str | None = None,
    ) -> None:
        self.folder = folder.absolute()
        self.port = port
        self._simulated = simulated
        self._division = division
        self._report = report
        self._own_server = own_server
        self._postgres = EmbeddedPostgres(self.folder, report=report)
        self._server: subprocess.Popen[bytes] | None = None
        self._projector: subprocess.Popen[bytes] | None = None
        self._ended = False
        self._told = False

    @property
    def address(self) -> str:
        """Where the API is."""
        return f"http://127.0.0.1:{self.port}/graphql"

    def start(self) -> None:
        """PostgreSQL, roles, database, migrations, identity, server; each only when the one before stands."""
        _must_be_free(self.port)
        dsn = self.open_database()
        (self.folder / RUN_FILE).unlink(missing_ok=True)  # of one that was killed
        for name in migrate(dsn[OWNER]):
            self._report(f"migration (迁移) {name}")
        mark = "simulated" if self._simulated else "real"
        origin = f"ledger.invalid/{self._division}/{secrets.token_hex(4)}/{datetime.now(UTC).year}+{mark}"
        create_ledger(dsn[OWNER], origin=origin, simulated=self._simulated, division=self._division)
        self._report("holding the rule files against what was adopted (核对规则文件)")
        settle_files(dsn[APP], self.folder)
        if Settings().project == "separate":
            self._projector = self._spawn("project", dsn)
        self._server = self._spawn("serve", dsn)
        self._await_server()
        self._write_run_file(dsn[OWNER])

    def open_database(self) -> dict[str, str]:
        """PostgreSQL, its roles and the database; how each role connects."""
        if self._own_server is None:
            self._report("starting PostgreSQL (启动数据库)")
            self._postgres.start()
        passwords = self._passwords()
        superuser = self._own_server or self._postgres.dsn()
        _check_version(superuser)
        ensure_roles(superuser, passwords)
        ensure_database(superuser, DATABASE)
        return {role: make_conninfo(superuser, user=role, password=passwords[role], dbname=DATABASE) for role in ROLES}

    def write_tokens(self, people: Mapping[str, Principal]) -> dict[str, str]:
        """A development token for each person, also in DATA/tokens.json (mode 0600); for nobody there is no file."""
        if not people:
            (self.folder / "tokens.json").unlink(missing_ok=True)
            return {}
        issuer = DevelopmentIssuer(secret(self.folder / "secrets", "tokens.key", 32))
        now = datetime.now(UTC)
        tokens = {role: issuer.token(person, now) for role, person in people.items()}
        write_private(self.folder / "tokens.json", json.dumps(tokens, indent=1).encode())
        return tokens

    def wait(self) -> int:
        """Until somebody asks us to end, or the server ends by itself; the exit status."""

        def end(number: int, frame: FrameType | None) -> None:
            self._ended = True

        when_asked_to_end(end)
        parts = {"serve": self._server, "project": self._projector}
        while not self._ended:
            for part, process in parts.items():
                if process is not None and process.poll() is not None:
                    self._report(
                        f"`ledger {part}` ended by itself with status {process.returncode} (进程意外退出); "
                        f"see {self.folder / LOGS[part]}"
                    )
                    return 1
            time.sleep(0.2)
        return 0

    def stop(self) -> None:
        """The server first, then the projector, PostgreSQL last; another supervisor of this folder is let be."""
        for process in (self._server, self._projector):
            if process is not None and process.poll() is None:
                _end(process)
        self._server = self._projector = None
        self._postgres.stop()
        if self._told:
            (self.folder / RUN_FILE).unlink(missing_ok=True)
            self._told = False

    def _passwords(self) -> dict[str, str]:
        folder = self.folder / "secrets"
        return {role: secret(folder, f"{role}.password", 24).hex() for role in ROLES}

    def _spawn(self, part: str, dsn: Mapping[str, str]) -> subprocess.Popen[bytes]:
        """`ledger serve` or `ledger project` as a child of ours, with what it needs to know in its environment."""
        environment = os.environ | {
            "LEDGER_DATA": str(self.folder),
            "LEDGER_PORT": str(self.port),
            "LEDGER_APP_DSN": dsn[APP],
            "LEDGER_PROJECTOR_DSN": dsn[PROJECTOR],
            "LEDGER_READER_DSN": dsn[READER],
        }
        with (self.folder / LOGS[part]).open("ab") as log:
            # A group of its own: Ctrl-C reaches us alone, and we end things in order.
            return subprocess.Popen(
                command(ourselves(), [sys.executable, "-m", "ledger.cli.main", part]),
                env=environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _await_server(self) -> None:
        assert self._server is not None
        since = said = time.monotonic()
        while True:
            if self._server.poll() is not None:
                raise RuntimeError(f"the server did not start (服务未能启动); see {self.folder / LOGS['serve']}")
            standing = _standing(self.port)
            if standing is not None and serves(standing):
                for name, why in {**standing["stoppedViews"], **standing["stoppedProcesses"]}.items():
                    self._report(f"{name} has stopped (已停止): {why}")
                return
            now = time.monotonic()
            if now - since > START_SECONDS:
                raise RuntimeError(f"the server is not ready after {START_SECONDS:.0f} s (服务启动超时)")
            if now - said > SAY_SECONDS:
                said, left = now, len(standing["unbuiltViews"]) if standing is not None else "all"
                self._report(
                    f"the server is getting ready (服务准备中; {now - since:.0f} s; views to be built: {left})"
                )
            time.sleep(0.1)

    def _write_run_file(self, dsn: str) -> None:
        assert self._server is not None
        run = {
            "address": self.address,
            "supervisor": os.getpid(),
            "server": self._server.pid,
            "projector": self._projector.pid if self._projector else None,
            "postgres": self._postgres.pid,
            "host": conninfo_to_dict(dsn).get("host"),
            "port": conninfo_to_dict(dsn).get("port"),
            "database": DATABASE,
        }
        write_private(self.folder / RUN_FILE, json.dumps(run, indent=1).encode())
        self._told = True


def _must_be_free(port: int) -> None:
    """Nobody may answer in our server's place: it would pass for ready."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise RuntimeError(
                f"port {port} is taken ({error.strerror}); choose another one (端口被占用，请另选)"
            ) from error


def when_asked_to_end(handler: Callable[[int, FrameType | None], object] | signal.Handlers) -> None:
    """Let `handler` hear Ctrl-C, SIGTERM, and a terminal that is closed, unless nohup shuts that out."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if number is not signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, handler)


def _standing(port: int) -> dict[str, Any] | None:
    """What `/readyz` tells; None while it does not tell how the views stand."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2) as response:
            told = json.load(response)
    except urllib.error.HTTPError as unready:
        told = json.load(unready)
    except OSError:
        return None
    return told if "unbuiltViews" in told else None


def serves(standing: Mapping[str, Any]) -> bool:
    """Whether a server that stands so is of use: a view or a process that has stopped stops no other."""
    migrations = standing["migrations"]
    return not (standing["unbuiltViews"] or migrations["missing"] or migrations["unknown"])


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _check_version(superuser: str) -> None:
    with psycopg.connect(superuser) as connection:
        if connection.info.server_version < OLDEST_POSTGRES:
            raise RuntimeError(
                f"PostgreSQL {connection.info.server_version // 10000} is too old: 15 or newer is needed (版本过低)"
            )
