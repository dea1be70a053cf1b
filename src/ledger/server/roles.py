"""The four database roles; they belong to the cluster, not to one database, and so not to the migrations."""

from __future__ import annotations

from collections.abc import Mapping

import psycopg
from psycopg import sql

OWNER, APP, PROJECTOR, READER = "ledger_owner", "ledger_app", "ledger_projector", "ledger_reader"
ROLES = (OWNER, APP, PROJECTOR, READER)


def ensure_roles(superuser_dsn: str, passwords: Mapping[str, str]) -> None:
    """Make the roles that are missing and set their passwords; any number of times."""
    with psycopg.connect(superuser_dsn, autocommit=True) as connection:
        for role in ROLES:
            known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone()
            verb = sql.SQL("ALTER" if known else "CREATE")
            connection.execute(
                sql.SQL("{} ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD {}").format(
                    verb, sql.Identifier(role), sql.Literal(passwords[role])
                )
            )


def ensure_database(superuser_dsn: str, name: str) -> bool:
    """Make the database, owned by `ledger_owner` and open to our roles alone; whether it was made now."""
    with psycopg.connect(superuser_dsn, autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone():
            return False
        database = sql.Identifier(name)
        connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(database, sql.Identifier(OWNER)))
        connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
        for role in (APP, PROJECTOR, READER):
            connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, sql.Identifier(role)))
        return True
