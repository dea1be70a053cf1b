"""`ledger token`: a token of the development issuer, for trying things out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated

import typer

from ledger.cli.options import DEFAULT_DATA, AsJson, DataFolder, refusing, say
from ledger.demo.people import PEOPLE
from ledger.rights.right import Principal
from ledger.server.acting import development_issuer
from ledger.server.connections import is_simulated
from ledger.server.settings import Settings
from ledger.server.tokens import HOURS


def token(
    role: Annotated[str, typer.Argument(help=f"One of {', '.join(PEOPLE)} (身份).")],
    data: DataFolder = DEFAULT_DATA,
    division: Annotated[str | None, typer.Option(help="Another division, 000000 for all (行政区划代码).")] = None,
    department: Annotated[str | None, typer.Option(help="Another department (部门).")] = None,
    id: Annotated[str | None, typer.Option(help="Another id (人员标识).")] = None,
    name: Annotated[str | None, typer.Option(help="Another name (姓名).")] = None,
    post: Annotated[str | None, typer.Option(help="Another post (职务).")] = None,
    as_json: AsJson = False,
) -> None:
    """Print a development token for twelve hours (开发令牌); there is none beside an identity provider.

    On a real ledger only for somebody who is named: the people of the demo are invented.
    """
    if role not in PEOPLE:
        raise typer.BadParameter(f"there is no {role}; there are {', '.join(PEOPLE)}")
    given = {"id": id, "name": name, "department": department, "division": division}
    with refusing(as_json=as_json):
        settings = Settings(data=data)
        issuer = development_issuer(settings)
        known = PEOPLE[role] if is_simulated(settings) else _somebody(role, given)
        person = replace(
            known,
            division=division or known.division,
            department=department or known.department,
            id=id or known.id,
            name=name or known.name,
            post=post or known.post,
        )
        made = issuer.token(person, datetime.now(UTC))
    if as_json:
        say({"token": made, "id": person.id, "roles": sorted(person.roles), "hours": HOURS})
    else:
        typer.echo(made)


def _somebody(role: str, given: dict[str, str | None]) -> Principal:
    missing = [f"--{what}" for what in ("id", "name", "department", "division") if not given[what]]
    if missing:
        raise RuntimeError(
            f"a real ledger knows nobody of the demo: say who it is for with {', '.join(missing)} (真实台账须指明本人)"
        )
    return Principal("", "", "", "", PEOPLE[role].roles)
