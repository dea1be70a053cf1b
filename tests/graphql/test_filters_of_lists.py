"""A filter gives what is left of the whole list when the rest is struck out, and an order turns it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ledger.demo.people import PEOPLE
from tests.graphql.conftest import Api

AUDITOR = PEOPLE["auditor"]
SHOWN = {
    "mines": "id code name status sizeClass supervisorBody creditCode",
    "supervisionTiers": "id tier supervisionClass mine { id }",
    "blacklist": "id regime ground subjectKind validFrom",
    "events": "position type recordedAt",
}


async def listed(api: Api, root: str, **given: Any) -> list[dict[str, Any]]:
    """The whole list, or what its filters leave of it; an enum value is given as `#VALUE`."""
    arguments = ", ".join(
        f"{name}: {value[1:] if isinstance(value, str) and value.startswith('#') else json.dumps(value)}"
        for name, value in ({"first": 400} | given).items()
    )
    nodes: list[dict[str, Any]] = (
        await api.ask(f"{{ {root}({arguments}) {{ nodes {{ {SHOWN[root]} }} }} }}", by=AUDITOR)
    )[root]["nodes"]
    return nodes


@pytest.mark.parametrize(
    ("root", "filter", "enum"),
    [
        ("mines", "status", "#"),
        ("mines", "sizeClass", "#"),
        ("mines", "supervisorBody", ""),
        ("mines", "creditCode", ""),
        ("supervisionTiers", "tier", ""),
        ("supervisionTiers", "supervisionClass", ""),
        ("blacklist", "regime", "#"),
        ("blacklist", "ground", ""),
        ("blacklist", "subjectKind", "#"),
        ("events", "type", ""),
    ],
)
async def test_a_filter_leaves_what_has_the_value_and_nothing_else(
    district: Api, root: str, filter: str, enum: str
) -> None:
    day = {"effectiveOn": "2025-06-01"} if root == "blacklist" else {}
    whole = await listed(district, root, **day)
    for value in {row[filter] for row in whole} - {None}:
        left = await listed(district, root, **day, **{filter: f"{enum}{value}"})
        if root != "events":
            assert left == [row for row in whole if row[filter] == value]
        assert {row[filter] for row in left} == {value}


async def test_tiers_are_those_of_one_mine(district: Api) -> None:
    whole = await listed(district, "supervisionTiers")
    mine = whole[0]["mine"]["id"]
    assert await listed(district, "supervisionTiers", mine=mine) == [row for row in whole if row["mine"]["id"] == mine]


async def test_orders_turn_a_list_round(district: Api) -> None:
    by_name = await listed(district, "mines", orderBy="#NAME")
    assert [row["name"] for row in by_name] == sorted(row["name"] for row in by_name)
    assert await listed(district, "mines", orderBy="#NAME", descending=True) == by_name[::-1]
    entries = await listed(district, "blacklist", effectiveOn="2025-06-01")
    assert await listed(district, "blacklist", effectiveOn="2025-06-01", descending=True) == entries[::-1]


async def test_events_are_asked_for_between_positions_and_between_moments(district: Api) -> None:
    whole = await listed(district, "events", afterPosition=500)
    first, last = whole[10], whole[20]
    span = [row for row in whole if first["position"] <= row["position"] <= last["position"]]
    positions = {"afterPosition": first["position"] - 1, "beforePosition": last["position"] + 1}
    assert await listed(district, "events", **positions) == span
    moments = {"recordedFrom": first["recordedAt"], "recordedTo": last["recordedAt"]}
    kept = [row for row in whole if first["recordedAt"] <= row["recordedAt"] <= last["recordedAt"]]
    assert await listed(district, "events", afterPosition=500, **moments) == kept
    assert await district.code('{ events(recordedTo: "2025-01-01T00:00:00") { nodes { position } } }') == (
        "MOMENT_WITHOUT_ZONE"
    )
