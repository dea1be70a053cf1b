"""A server as it runs: a large file goes through it in a small memory, and a sender who breaks off leaves nothing."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from ledger.server.secrets_folder import secret
from ledger.server.tokens import DevelopmentIssuer
from tests.conftest import Database
from tests.house import OFFICER

pytestmark = pytest.mark.slow
PATIENCE = 120.0
MIB = 1024 * 1024
HEAD = b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41"


@dataclass
class Running:
    """A server in a process of its own."""

    port: int
    process: subprocess.Popen[bytes]
    folder: Path

    @property
    def headers(self) -> dict[str, str]:
        issuer = DevelopmentIssuer(secret(self.folder / "secrets", "tokens.key", 32))
        token = issuer.token(OFFICER, datetime.now(UTC))
        return {"authorization": f"Bearer {token}", "ledger-instant": "2026-07-06T02:00:00+00:00"}

    @contextmanager
    def connection(self) -> Iterator[http.client.HTTPConnection]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            yield connection
        finally:
            connection.close()

    def peak(self) -> int:
        """The most memory that the process has had so far, in bytes."""
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        [peak] = [line for line in lines if line.startswith("VmHWM")]
        return int(peak.split()[1]) * 1024

    def objects(self) -> list[Path]:
        return [path for path in (self.folder / "attachments").rglob("*") if path.is_file()]


def until(holds: Callable[[], bool]) -> None:
    """Wait until it holds."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


@contextmanager
def serving(database: Database, folder: Path) -> Iterator[Running]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = os.environ | {
        "LEDGER_DATA": str(folder), "LEDGER_PORT": str(port), "LEDGER_APP_DSN": database.app_dsn,
        "LEDGER_PROJECTOR_DSN": database.projector_dsn, "LEDGER_READER_DSN": database.reader_dsn,
    }  # fmt: skip
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "ledger.cli.main", "serve"], env=environment, stdout=log, stderr=log
        )
    running = Running(port, process, folder)
    try:
        until(lambda: ready(running))
        yield running
    finally:
        process.terminate()
        process.wait(PATIENCE)


def ready(running: Running) -> bool:
    assert running.process.poll() is None, (running.folder / "log").read_text()
    try:
        with running.connection() as connection:
            connection.request("GET", "/readyz")
            answer = connection.getresponse()
            answer.read()
            return answer.status == 200
    except OSError:
        return False


def film(size: int) -> Iterator[bytes]:
    yield HEAD
    rest = size - len(HEAD)
    while rest > 0:
        yield bytes(min(rest, 256 * 1024))
        rest -= 256 * 1024


def test_a_large_file_goes_in_and_out_in_a_small_memory(database: Database, folder: Path) -> None:
    size = 190 * MIB
    with serving(database, folder) as running, running.connection() as connection:
        before = running.peak()
        length = {"content-length": str(size)}
        connection.request("POST", "/attachments?name=film.mp4", film(size), running.headers | length)
        answer = connection.getresponse()
        body = answer.read()
        assert answer.status == 201, body
        digest = sha256()
        for part in film(size):
            digest.update(part)
        assert digest.hexdigest() in body.decode()
        connection.request("GET", f"/attachments/{digest.hexdigest()}", headers=running.headers)
        given = connection.getresponse()
        back = sha256()
        while part := given.read(MIB):
            back.update(part)
        assert (given.status, back.hexdigest()) == (200, digest.hexdigest())
        assert running.peak() - before < 40 * MIB
        assert [path.stat().st_size for path in running.objects()] == [size]


def test_a_sender_who_breaks_off_leaves_nothing(database: Database, folder: Path) -> None:
    with serving(database, folder) as running, running.connection() as connection:
        connection.putrequest("POST", "/attachments?name=film.mp4")
        for name, value in (running.headers | {"content-length": str(50 * MIB)}).items():
            connection.putheader(name, value)
        connection.endheaders()
        connection.send(HEAD + bytes(4 * MIB))
        until(lambda: running.objects() != [])
        connection.close()
        until(lambda: running.objects() == [])
        assert ready(running)


def test_a_file_too_large_is_told_so_while_it_is_sent(database: Database, folder: Path) -> None:
    size = 203 * MIB
    with serving(database, folder) as running, running.connection() as connection:
        length = {"content-length": str(size)}
        connection.request("POST", "/attachments?name=film.mp4", film(size), running.headers | length)
        answer = connection.getresponse()
        assert answer.status == 413
        assert b"FILE_TOO_LARGE" in answer.read()
        assert running.objects() == []
