"""The `ledger` command on the database of a test: in this process, or in one of its own that can be killed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from ledger.cli.main import app
from tests.conftest import Database

PATIENCE = 60.0


@dataclass
class Shell:
    """Runs `ledger` over a database, with a data folder of its own."""

    database: Database
    data: Path

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {
            "LEDGER_APP_DSN": self.database.app_dsn,
            "LEDGER_PROJECTOR_DSN": self.database.projector_dsn,
            "LEDGER_READER_DSN": self.database.reader_dsn,
            "COLUMNS": "200",
        }

    def begin(self, *arguments: str | Path | int) -> subprocess.Popen[str]:
        """A process of its own."""
        command = [sys.executable, "-m", "ledger.cli.main", *map(str, arguments), "--data", str(self.data)]
        return subprocess.Popen(
            command, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def run(self, *arguments: str | Path | int, status: int = 0) -> str:
        """What the command says on standard output, here in this process."""
        command = [*map(str, arguments), "--data", str(self.data)]
        done = CliRunner().invoke(app, command, env=self.environment)
        assert done.exit_code == status, (done.exit_code, done.output, done.exception)
        return done.stdout

    def json(self, *arguments: str | Path | int, status: int = 0) -> Any:
        return json.loads(self.run(*arguments, "--json", status=status))


@pytest.fixture
def shell(database: Database, folder: Path) -> Shell:
    return Shell(database, folder)
