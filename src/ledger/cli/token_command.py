"""`ledger token`: a token of the development issuer, for trying things out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated

import typer

from ledger.cli.options import DEFAULT_DATA, AsJson, DataFolder, refusing, say
from ledger.demo.people import PEOPLE
from ledger.server.acting import development_issuer
from ledger.server.settings import Settings
from ledger.server.tokens import HOURS


def token(
    role: Annotated[str, typer.Argument(help=f"One of {', '.join(PEOPLE)} (身份).")],
    data: DataFolder = DEFAULT_DATA,
    division: Annotated[str | None, typer.Option(help="Another division, 000000 for all (行政区划代码).")] = None,
    department: Annotated[str | None, typer.Option(help="Another department (部门).")] = None,
    id: Annotated[str | None, typer.Option(help="Another id (人员标识).")] = None,
    name: Annotated[str | None, typer.Option(help="Another name (姓名).")] = None,
    as_json: AsJson = False,
) -> None:
    """Print a development token for twelve hours (开发令牌); there is none beside an identity provider."""
    if role not in PEOPLE:
        raise typer.BadParameter(f"there is no {role}; there are {', '.join(PEOPLE)}")
    known = PEOPLE[role]
    person = replace(
        known,
        division=division or known.division,
        department=department or known.department,
        id=id or known.id,
        name=name or known.name,
    )
    with refusing(as_json=as_json):
        made = development_issuer(Settings(data=data)).token(person, datetime.now(UTC))
    if as_json:
        say({"token": made, "id": person.id, "roles": sorted(person.roles), "hours": HOURS})
    else:
        typer.echo(made)
