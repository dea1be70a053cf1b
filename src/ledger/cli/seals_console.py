"""`ledger seals`: sealed values whose opening is not as the record says."""

from __future__ import annotations

import asyncio

import typer
from rich.table import Table

from ledger.cli.options import DEFAULT_DATA, AsJson, DataFolder, out, refusing, say
from ledger.sealed.openings import findings
from ledger.server.connections import dsn
from ledger.server.roles import APP
from ledger.server.settings import Settings


def seals(data: DataFolder = DEFAULT_DATA, as_json: AsJson = False) -> None:
    """Hold sealed values against their openings: missing without an erasure, or left over after one. Then status 1."""
    with refusing(as_json=as_json):
        found = asyncio.run(findings(dsn(Settings(data=data), APP)))
    if as_json:
        say([finding._asdict() for finding in found])
    else:
        table = Table("position", "digest", "fault")
        for finding in found:
            table.add_row(str(finding.position), finding.digest, finding.fault)
        out.print(table if found else "every opening is as the record says (封存信息与记录一致)")
    raise typer.Exit(1 if found else 0)
