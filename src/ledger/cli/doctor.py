"""`ledger doctor`: whether everything is in order, and what to do where it is not."""

from __future__ import annotations

from typing import Any

import typer
from rich.table import Table

from ledger.cli.options import DEFAULT_DATA, AsJson, DataFolder, out, say
from ledger.server.checks import FAIL, OK, WARN, findings
from ledger.server.settings import Settings, shown

COLOURS = {OK: "green", WARN: "yellow", FAIL: "red"}


def doctor(data: DataFolder = DEFAULT_DATA, as_json: AsJson = False) -> None:
    """Check settings, files, database and views (自检); the exit status is 1 when something does not work."""
    settings = Settings(data=data)
    found = list(findings(settings))
    failed = any(finding.state == FAIL for finding in found)
    if as_json:
        checks: list[dict[str, Any]] = [
            {"check": f.check, "state": f.state, "detail": f.detail, "hint": f.hint, "hintZh": f.hint_zh} for f in found
        ]
        say({"healthy": not failed, "settings": shown(settings), "checks": checks})
    else:
        table = Table("setting (设置)", "value")
        for name, value in shown(settings).items():
            table.add_row(name, value)
        out.print(table)
        for finding in found:
            out.print(f"[{COLOURS[finding.state]}]{finding.state:4}[/] ", end="")
            out.print(f"{finding.check}: {finding.detail}", markup=False)
            if finding.hint:
                out.print(f"     {finding.hint} {finding.hint_zh}", markup=False)
    raise typer.Exit(1 if failed else 0)
