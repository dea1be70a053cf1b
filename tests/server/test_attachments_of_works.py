"""Papers beside projects, equipment, risks, schemes and double control: seen and had by whoever may see the thing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from ledger.values.actor import Role
from tests.conftest import Database
from tests.graphql.conftest import Api, served
from tests.house import HEAD, credit_code, person
from tests.server.test_attachments import MINE, PDF, attach, download, settled, upload

FAR = person("far", Role.OFFICER, department="外区煤管局", division="230598")
STRANGER = person("stranger", Role.ENTERPRISE, department="他矿公司", mines=frozenset())
MADE: dict[str, tuple[str, dict[str, Any]]] = {
    "applyForProject": (
        "project",
        {"name": "改造", "kind": "UPGRADE", "builder": "向阳煤业", "mechanised": True},
    ),
    "registerEquipment": (
        "equipment",
        {"kind": "HOIST", "name": "提升机", "model": "JK-3", "maker": "重机厂", "serial": "S-1"},
    ),
    "identifyRisk": (
        "risk",
        {"place": "二采区", "description": "突水", "accident": "WATER", "assessment": "ANNUAL"},
    ),
    "requireReductionScheme": ("reductionScheme", {"dueOn": "2026-12-31", "reference": "通知"}),
    "recordDoubleControlPart": ("doubleControl", {"part": "RISK_MAP", "account": "已建成"}),
}


@pytest.fixture
async def api(database: Database, tmp_path: Path) -> AsyncIterator[Api]:
    async with served(database, tmp_path) as api:
        yield api


async def test_a_paper_goes_with_its_thing_and_to_nobody_else(api: Api) -> None:
    assert (await api.do("registerMine", MINE | {"creditCode": credit_code(1)}, HEAD))["errors"] == []
    await settled(api)
    mine = (await api.ask('{ mine(code: "230599000001") { id } }'))["mine"]["id"]
    for number, (mutation, (shown, given)) in enumerate(MADE.items()):
        content = PDF + str(number).encode()
        digest = sha256(content).hexdigest()
        payload = await api.do(mutation, {"mine": mine, **given}, shows=f"{shown} {{ id }}")
        assert payload["errors"] == [], mutation
        thing = payload[shown]["id"]
        assert (await upload(api, content)).status_code == 201
        assert (await attach(api, thing, digest, FAR))["errors"][0]["code"].endswith("_NOT_FOUND")
        assert (await attach(api, thing, digest))["errors"] == []
        await settled(api)
        listed = f'{{ attachments(of: "{thing}") {{ nodes {{ digest name }} }} }}'
        assert (await api.ask(listed))["attachments"]["nodes"] == [{"digest": digest, "name": "通知书.pdf"}]
        assert (await download(api, digest)).content == content
        for other in (FAR, STRANGER):
            assert (await api.ask(listed, by=other))["attachments"]["nodes"] == []
            assert (await download(api, digest, other)).status_code == 404


async def test_a_paper_of_equipment_goes_on_with_it_to_another_mine(api: Api) -> None:
    for serial, code in ((1, "230599000001"), (2, "230599000002")):
        entry = MINE | {"creditCode": credit_code(serial), "code": code, "name": f"向阳{serial}号"}
        assert (await api.do("registerMine", entry, HEAD))["errors"] == []
    await settled(api)
    mines = {m["code"]: m["id"] for m in (await api.ask("{ mines { nodes { id code } } }"))["mines"]["nodes"]}
    shown, given = MADE["registerEquipment"]
    payload = await api.do(
        "registerEquipment", {"mine": mines["230599000001"], **given}, shows=f"{shown} {{ id mine {{ id }} }}"
    )
    hoist, digest = payload[shown]["id"], sha256(PDF).hexdigest()
    await upload(api, PDF)
    await attach(api, hoist, digest)
    moved = {"equipment": hoist, "toMine": mines["230599000002"], "place": "库房", "custodian": "库管员"}
    assert (await api.do("transferEquipment", moved))["errors"] == []
    await settled(api)
    listed = f'{{ attachments(of: "{hoist}") {{ nodes {{ digest }} }} }}'
    assert (await api.ask(listed))["attachments"]["nodes"] == [{"digest": digest}]
    assert (await download(api, digest)).content == PDF
