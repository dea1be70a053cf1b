"""When a server that was started is of use."""

from __future__ import annotations

from typing import Any

import pytest

from ledger.server.supervisor import serves

IN_ORDER: dict[str, Any] = {
    "migrations": {"applied": 13, "missing": [], "unknown": []},
    "unbuiltViews": [],
    "stoppedViews": {},
    "stoppedProcesses": {},
}


def test_one_whose_views_stand_is_of_use() -> None:
    assert serves(IN_ORDER)


@pytest.mark.parametrize("what", ["stoppedViews", "stoppedProcesses"])
def test_a_view_or_a_process_that_has_stopped_does_not_keep_the_ledger_from_starting(what: str) -> None:
    assert serves(IN_ORDER | {what: {"hazard_ledger": "position 7: this fold has a bug"}})


def test_one_that_still_builds_its_views_or_lacks_a_migration_is_waited_for() -> None:
    assert not serves(IN_ORDER | {"unbuiltViews": ["hazard_ledger"]})
    assert not serves(IN_ORDER | {"migrations": {"applied": 12, "missing": ["0013"], "unknown": []}})
