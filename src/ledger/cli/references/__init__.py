"""Pages of the documentation that are made from the code: what they say is so, or a test fails."""

from __future__ import annotations

from collections.abc import Callable

from ledger.cli.references import errors, events, limits, metrics, settings

PAGES: dict[str, Callable[[], str]] = {
    "errors": errors.page,
    "events": events.page,
    "limits": limits.page,
    "metrics": metrics.page,
    "settings": settings.page,
}
"""Each page by its name; `docs/reference/NAME.md` holds it."""
