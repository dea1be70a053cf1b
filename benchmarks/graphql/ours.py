"""Our application as `ledger serve` makes it, with the log that goes with it."""

from __future__ import annotations

from ledger.server.app import App, create_app
from ledger.server.logs import configure


def create() -> App:
    configure()
    return create_app()
