"""The `ledger` command."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import psycopg
import typer
import uvicorn

from ledger.cli import (
    doctor,
    export_command,
    import_command,
    migrate_command,
    orphans_console,
    project,
    reference_command,
    replay,
    rules_console,
    seals_console,
    token_command,
    views_console,
)
from ledger.cli.options import DEFAULT_DATA, AsJson, DataFolder, err, out, tell
from ledger.demo.loader import QUERIES, load
from ledger.demo.people import DIVISION, EVERYBODY, PEOPLE
from ledger.graphql import rights_table
from ledger.graphql.schema import printed
from ledger.projections.catalogue import VIEWS
from ledger.server.app import create_app
from ledger.server.connections import dsn
from ledger.server.embedded import DatabaseFolderBusy
from ledger.server.http_protocol import HttpProtocol
from ledger.server.logs import configure
from ledger.server.migrating import MigrationRefused
from ledger.server.roles import PROJECTOR
from ledger.server.settings import DATABASE_URL, Settings, SettingsRefused
from ledger.server.supervisor import Supervisor, when_asked_to_end

app = typer.Typer(no_args_is_help=True, help="Coal-mine safety supervision ledger (煤矿安全监管台账).")
app.command("doctor")(doctor.doctor)
app.command("export")(export_command.export)
app.command("import")(import_command.import_file)
app.command("migrate")(migrate_command.migrate_command)
app.command("orphans")(orphans_console.orphans)
app.command("project")(project.project)
app.command("reference")(reference_command.reference)
app.command("replay")(replay.replay)
app.command("seals")(seals_console.seals)
app.command("token")(token_command.token)


@app.command()
def up(
    data: Annotated[Path, typer.Option(help="Data folder.")] = Path(".ledger/demo"),
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port on 127.0.0.1.")] = 8000,
    demo: Annotated[bool, typer.Option(help="A simulated ledger with the fictional district.")] = False,
    division: Annotated[str, typer.Option(help="Division code of a real ledger.")] = DIVISION,
) -> None:
    """Start everything, and stop it again on Ctrl-C or SIGTERM, or when the terminal is closed."""
    when_asked_to_end(signal.default_int_handler)
    supervisor = Supervisor(
        data,
        port,
        simulated=demo,
        division=division,
        report=lambda text: err.print(f"· {text}", markup=False),
        own_server=os.environ.get(DATABASE_URL),
    )
    status = 1
    try:
        provider = Settings().oidc_issuer
        if provider and demo:
            raise RuntimeError(
                "the demo needs development tokens, which are not taken beside an identity provider "
                "(演示须用开发令牌，不能与身份提供方并用)"
            )
        supervisor.start()
        tokens = supervisor.write_tokens(EVERYBODY if demo else {})
        if demo:
            load(supervisor.address, tokens, err, supervisor.folder)
        _welcome(supervisor, provider, tokens, QUERIES if demo else ())
        status = supervisor.wait()
    except KeyboardInterrupt:
        status = 130
    except (DatabaseFolderBusy, MigrationRefused, RuntimeError, OSError, psycopg.OperationalError) as refused:
        err.print(str(refused).strip(), style="red", markup=False)
    finally:
        when_asked_to_end(signal.SIG_IGN)
        if status != 1:
            err.print(f"· stopping; the data stays in (正在停止，数据保留于) {supervisor.folder}", markup=False)
        supervisor.stop()
    raise typer.Exit(status)


def _welcome(supervisor: Supervisor, provider: str, tokens: Mapping[str, str], queries: Sequence[str]) -> None:
    """Say where it is, who may ask, and what is worth asking."""
    told = f"tokens: {supervisor.folder / 'tokens.json'}" if tokens else f"tokens of {provider or 'nobody yet'}"
    out.print(f"\n{supervisor.address}   ({told})\n", markup=False)
    if not (tokens or provider):
        out.print(
            "Without an identity provider (LEDGER_OIDC_ISSUER) only the public is answered. To try it on this machine, "
            "make a token for somebody by name: ledger token ROLE --id … --name … --department … --division …\n"
            "未配置身份提供方（LEDGER_OIDC_ISSUER），仅提供公开查询；本机试用可用 ledger token 为指明的人员签发令牌。",
            markup=False,
        )
    for role, token in tokens.items():
        if role in PEOPLE:
            out.print(f"{role}: {token}", markup=False)
    if queries:
        out.print("\nThree queries worth trying (可以试试的查询):")
    for query in queries:
        out.print(f"  {query}", markup=False)


@app.command()
def serve() -> None:
    """Serve the API on loopback, with settings from the environment."""
    configure()
    settings = Settings()
    uvicorn.run(
        create_app(settings),
        host="127.0.0.1",
        port=settings.port,
        http=HttpProtocol,
        ws="none",
        server_header=False,
        log_level="warning",
        access_log=False,
        proxy_headers=False,
    )


views = typer.Typer(help="How far the views have come; building one anew.")
app.add_typer(views, name="views")
app.add_typer(rules_console.app, name="rules")


@views.callback(invoke_without_command=True)
def show_views(context: typer.Context, data: DataFolder = DEFAULT_DATA, as_json: AsJson = False) -> None:
    """Position, lag, generation and state of each view."""
    if context.invoked_subcommand is None:
        asyncio.run(views_console.show(_projector_dsn(data), out, as_json=as_json))


@views.command()
def rebuild(
    name: Annotated[str, typer.Argument(help="Which view.")],
    data: DataFolder = DEFAULT_DATA,
    as_json: AsJson = False,
) -> None:
    """Build a view anew beside the old one, and switch to it."""
    if name not in VIEWS:
        raise typer.BadParameter(f"there is no view {name} (没有此视图); there are {', '.join(VIEWS)}")
    dsn = _projector_dsn(data)
    asyncio.run(views_console.rebuild(dsn, VIEWS[name], err))
    asyncio.run(views_console.show(dsn, out, as_json=as_json))


def _projector_dsn(data: Path) -> str:
    try:
        return dsn(Settings(data=data), PROJECTOR)
    except RuntimeError as refused:
        err.print(str(refused), style="red", markup=False)
        raise typer.Exit(1) from None


@app.command()
def rights() -> None:
    """Print who may do what, as it is committed in docs/rights.md."""
    typer.echo(rights_table.printed(), nl=False)


@app.command()
def schema() -> None:
    """Print the GraphQL schema, as it is committed in schema.graphql."""
    typer.echo(printed(), nl=False)


def main() -> None:
    """Run the command; a setting of the environment that is none is told in a sentence by each part of it."""
    try:
        app()
    except SettingsRefused as refused:
        answer = {"code": refused.code, "message": refused.message, "messageZh": refused.message_zh}
        tell(answer, as_json="--json" in sys.argv)
        sys.exit(1)


if __name__ == "__main__":
    main()
