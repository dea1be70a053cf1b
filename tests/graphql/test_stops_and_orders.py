"""A stop and its order, what is made public about it, and what a study group owed, on the fictional district."""

from __future__ import annotations

from ledger.demo.people import PEOPLE
from tests.graphql.conftest import Api

OFFICER = PEOPLE["officer"]
STOP = """{ orders(kind: STOP_FOR_RECTIFICATION) { nodes {
  number status stoppedOn stopEndedOn endedOn steps { stepZh }
  stops { kind validFrom validTo reference orders { number status } }
  publications { what whatLabel owed dueOn publishedOn daysLate overdue article order { number } } } } }"""


async def test_an_order_and_its_stop_show_at_each_other_with_what_was_made_public(district: Api) -> None:
    [order] = (await district.ask(STOP, by=OFFICER))["orders"]["nodes"]
    assert (order["status"], order["stoppedOn"], order["stopEndedOn"]) == ("LIFTED", "2026-05-12", "2026-06-18")
    [stop] = order["stops"]
    assert (stop["kind"], stop["validFrom"], stop["validTo"]) == (
        "STOPPED_FOR_RECTIFICATION", "2026-05-12", "2026-06-18",
    )  # fmt: skip
    assert (stop["reference"], stop["orders"]) == (order["number"], [{"number": order["number"], "status": "LIFTED"}])
    steps = [step["stepZh"] for step in order["steps"]]
    assert [step for step in steps if step in {"下达", "执行停产", "公开", "回复", "核查", "停产解除", "解除"}] == [
        "下达", "执行停产", "公开", "公开", "回复", "核查", "停产解除", "解除", "公开",
    ]  # fmt: skip
    published = {p["what"]: p for p in order["publications"]}
    assert {what: p["daysLate"] for what, p in published.items()} == {
        "STOP_ORDERED": 0, "PENALTY_DECIDED": 11, "PRODUCTION_RESUMED": 0,
    }  # fmt: skip
    late = published["PENALTY_DECIDED"]
    assert (late["dueOn"], late["article"], late["overdue"]) == ("2026-05-20", "安全生产法 §78", False)
    assert late["order"] == {"number": order["number"]}
    assert late["whatLabel"] == "处罚决定公开"


async def test_the_public_sees_a_stop_while_it_stands_and_nothing_of_its_order(district: Api) -> None:
    query = "{ mineStops(kind: STOPPED_FOR_RECTIFICATION) { nodes { content orders { addressee } } } }"
    assert len((await district.ask(query, by=OFFICER))["mineStops"]["nodes"]) == 2
    assert (await district.ask(query, by=None))["mineStops"]["nodes"] == [], "both stops have ended"
    assert await district.code("{ orderPublications { nodes { id } } }", by=None) == "NOT_PERMITTED"


async def test_publications_overdue_and_equipment_handed_over_are_listed(district: Api) -> None:
    query = "{ orderPublications(overdue: true) { totalCount } all: orderPublications { totalCount } }"
    found = await district.ask(query, by=OFFICER)
    assert (found["orderPublications"]["totalCount"], found["all"]["totalCount"]) == (0, 3)
    handed = '{ equipmentRegister(serial: "F-7731") { nodes { offeredTo offeredOn } } }'
    [fan] = (await district.ask(handed, by=OFFICER))["equipmentRegister"]["nodes"]
    assert fan == {"offeredTo": "红松煤矿", "offeredOn": "2026-03-25"}
    offers = "{ equipmentOffers { nodes { name statusLabel equipment { serial } fromMine { name } mine { name } } } }"
    assert (await district.ask(offers, by=OFFICER))["equipmentOffers"]["nodes"] == [], "it is for another district"
    assert (await district.ask(offers, by=PEOPLE["administrator"]))["equipmentOffers"]["nodes"] == [
        {
            "name": "局部通风机", "statusLabel": "待接收", "equipment": {"serial": "F-7731"},
            "fromMine": {"name": "白桦煤矿"}, "mine": {"name": "红松煤矿"},
        }
    ]  # fmt: skip


async def test_a_capacity_known_late_is_seen_in_the_months_it_holds_for(district: Api) -> None:
    query = """query($t: AsOf) { mines(nameContains: "青松") { nodes { id } }
      outputs(year: 2025, asOf: $t, first: 12) { nodes { month capacity over mine { name } } } }"""
    now = (await district.ask(query, by=OFFICER))["outputs"]["nodes"]
    then = {"recordedAt": "2025-11-01T00:00:00Z"}
    before = (await district.ask(query, {"t": then}, by=OFFICER))["outputs"]["nodes"]
    assert {o["month"]: o["capacity"] for o in now if o["month"] in (7, 8)} == {7: "60", 8: "50"}
    assert {o["month"]: o["capacity"] for o in before if o["month"] in (7, 8)} == {7: "60", 8: "60"}
