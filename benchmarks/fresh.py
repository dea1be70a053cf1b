"""An empty ledger of a benchmark's own."""

from __future__ import annotations

from ledger.server.embedded import EmbeddedPostgres
from ledger.server.migrating import create_ledger, migrate
from ledger.server.roles import OWNER, ROLES, ensure_database, ensure_roles

PASSWORD = DATABASE = "bench"


def fresh_ledger(postgres: EmbeddedPostgres, *, simulated: bool, database: str = DATABASE) -> dict[str, str]:
    """Make it in a database of its own; how each role connects to it."""
    ensure_roles(postgres.dsn(), dict.fromkeys(ROLES, PASSWORD))
    ensure_database(postgres.dsn(), database)
    dsn = {role: postgres.dsn(role, PASSWORD, database) for role in ROLES}
    migrate(dsn[OWNER])
    create_ledger(dsn[OWNER], origin="bench", simulated=simulated, division="230599")
    return dsn
