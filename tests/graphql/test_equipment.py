"""Equipment as the users of the API meet it."""

from __future__ import annotations

import pytest

from ledger.demo.people import PEOPLE
from tests.graphql.conftest import Api
from tests.graphql.test_api import a_mine
from tests.house import HEAD

OFFICER = PEOPLE["officer"]


@pytest.mark.parametrize(
    ("filters", "serials"),
    [
        ("kind: LOCAL_FAN", {"F-7731"}),
        ("status: SCRAPPED", {"JT1998-004"}),
        ('serial: "HJ2024-018"', {"HJ2024-018"}),
        ('certifiedOn: "2026-08-01"', {"HJ2024-018"}),
        ('uncertifiedOn: "2026-08-01"', {"F-7731", "JT1998-004"}),
        ('certifiedOn: "2029-09-01"', set()),
        ("bannedInUse: true", {"F-7731"}),
        ("seenScrapped: true", {"JT1998-004"}),
        ("inspectionOverdue: true", set()),
        ('asOf: {recordedAt: "2026-04-01T00:00:00Z"}, seenScrapped: true', set()),
    ],
)
async def test_the_register_is_asked_by_kind_state_certificate_and_breach(
    district: Api, filters: str, serials: set[str]
) -> None:
    found = await district.ask(f"{{ equipmentRegister({filters}) {{ nodes {{ serial }} }} }}", by=OFFICER)
    assert {n["serial"] for n in found["equipmentRegister"]["nodes"]} == serials


async def test_who_had_what_in_hand_on_a_day(district: Api) -> None:
    filters = 'effectiveOn: "2024-10-10", custodian: "库管员"'
    query = f"{{ equipmentChain({filters}) {{ nodes {{ place statusLabel mine {{ name }} }} }} }}"
    [link] = (await district.ask(query, by=OFFICER))["equipmentChain"]["nodes"]
    assert link == {"place": "一号库", "statusLabel": "入库", "mine": {"name": "青松煤矿"}}


async def test_a_piece_tells_its_chain_certificates_and_inspections(district: Api) -> None:
    query = """{ equipmentRegister(serial: "HJ2024-018") { nodes {
      certified chain { statusLabel } certificates { number } inspections { passed } assetNumber } } }"""
    [piece] = (await district.ask(query, by=OFFICER))["equipmentRegister"]["nodes"]
    assert [c["statusLabel"] for c in piece["chain"]] == ["出厂", "入库", "入矿", "使用"]
    assert (piece["certified"], piece["certificates"]) == (True, [{"number": "MAB2400018"}])
    assert piece["inspections"] == [{"passed": True}]


@pytest.mark.parametrize(("day", "count"), [("2024-08-31", 0), ("2024-09-01", 1), ("2029-09-01", 0)])
async def test_which_certificates_were_in_force_on_a_day(district: Api, day: str, count: int) -> None:
    query = f'{{ safetyCertificates(effectiveOn: "{day}") {{ totalCount }} }}'
    assert (await district.ask(query, by=OFFICER))["safetyCertificates"]["totalCount"] == count


async def test_a_serial_number_entered_twice_is_refused_at_its_field(api: Api) -> None:
    given = {
        "mine": await a_mine(api), "kind": "PUMP", "name": "水泵", "model": "MD", "maker": "泵厂", "serial": "1-2",
    }  # fmt: skip
    assert (await api.do("registerEquipment", given, HEAD))["errors"] == []
    [error] = (await api.do("registerEquipment", given | {"serial": "１－２"}, HEAD))["errors"]
    assert (error["code"], error["path"]) == ("KEY_TAKEN", ["input", "serial"])
