"""Lists that hang on a thing are whole, or say that they are not."""

from __future__ import annotations

from typing import Any

import pytest

from ledger.demo.people import PEOPLE
from ledger.graphql import answering, beside
from ledger.graphql.planner import shapes
from tests.graphql.conftest import Api

QUERY = "{ hazards(first: 1) { nodes { history { position } } } }"


async def told(district: Api) -> Any:
    return (await district.raw(QUERY, by=PEOPLE["officer"])).json()


@pytest.mark.parametrize("is_planned", [True, False])
async def test_more_than_may_hang_on_a_thing_is_an_error_and_not_a_shorter_list(
    district: Api, monkeypatch: pytest.MonkeyPatch, is_planned: bool
) -> None:
    async def unplanned(*_: object) -> None:
        return None

    if not is_planned:
        monkeypatch.setattr(answering, "planned", unplanned)
    [hazard] = (await told(district))["data"]["hazards"]["nodes"]
    count = len(hazard["history"])
    for module in (beside, shapes):
        monkeypatch.setattr(module, "MAX_MANY", count)
    assert (await told(district))["data"]["hazards"]["nodes"] == [hazard]
    for module in (beside, shapes):
        monkeypatch.setattr(module, "MAX_MANY", count - 1)
    [error] = (await told(district))["errors"]
    assert error["extensions"]["code"] == "TOO_MANY_BESIDE"
    assert error["path"] == ["hazards", "nodes", 0, "history"]
