"""Rule sets through the public API: adopted, withdrawn, read as they were, compared."""

from __future__ import annotations

from typing import Any

import pytest

from ledger.demo.people import PEOPLE
from ledger.rules.catalogue import shipped
from ledger.values.actor import Role
from tests.graphql.conftest import Api
from tests.graphql.test_api import a_hazard, a_mine
from tests.house import HEAD, MINER, OFFICER, person

ORDER_21 = shipped()["hazard_standard_order_21"]
SCALE = shipped()["credit_scale"]
ADMINISTRATOR = person("admin-1", Role.ADMINISTRATOR, post="系统管理员")
LIST = """query($on: Date, $kind: String, $asOf: AsOf) {
  ruleSets(effectiveOn: $on, kind: $kind, asOf: $asOf, first: 100) { nodes { ruleSet adopted digest } } }"""
ONE = """query($id: String!, $asOf: AsOf) { ruleSet(id: $id, asOf: $asOf) {
  ruleSet title note digest validFrom validTo adopted shipped
  rules { code matter article source verified textZh values { name value } } } }"""


@pytest.fixture
async def api(api: Api) -> Api:
    """The views have what the ledger adopted at its start."""
    services = api.server.serving()
    assert await services.projector.wait_for((await services.store.head()).position, 20)
    return api


async def names(api: Api, **variables: Any) -> list[str]:
    return [found["ruleSet"] for found in (await api.ask(LIST, variables))["ruleSets"]["nodes"]]


async def test_what_is_in_force_is_asked_for_by_day(api: Api) -> None:
    for day, standard in (
        ("2015-12-02", []),
        ("2015-12-03", ["ORDER-85-2015"]),
        ("2020-12-31", ["ORDER-85-2015"]),
        ("2021-01-01", ["ORDER-4-2020"]),
        ("2026-06-30", ["ORDER-4-2020"]),
        ("2026-07-01", ["ORDER-21-2026"]),
    ):
        assert await names(api, on=day, kind="hazard_standard") == standard
    assert set(await names(api)) == {rules.id for rules in shipped().values()}


async def test_a_rule_set_reads_with_article_source_and_how_it_is_known(api: Api) -> None:
    found = (await api.ask(ONE, {"id": "ORDER-21-2026"}))["ruleSet"]
    assert (found["digest"], found["validFrom"], found["validTo"]) == (ORDER_21.digest, "2026-07-01", None)
    assert (found["adopted"], found["shipped"]) == (True, True)
    assert len(found["rules"]) == 123
    first = found["rules"][0]
    assert (first["code"], first["matter"], first["source"]) == ("§4(1)", "OVER_CAPACITY", "应急管理部令第21号")
    assert first["verified"] == "text"
    assert first["textZh"].startswith("煤矿全年原煤产量超过")
    assert {"name": "OUTPUT_OF_YEAR_TO_CAPACITY", "value": "> 1.10"} in first["values"]
    memory = (await api.ask(ONE, {"id": "ORDER-4-2020"}, by=MINER))["ruleSet"]["rules"][-1]
    assert (memory["article"], memory["verified"]) == ("§18(11)", "memory")
    assert (await api.ask(ONE, {"id": "NO-SUCH"}))["ruleSet"] is None


async def test_an_enterprise_reads_them_as_everybody_does_and_the_public_is_told_to_come_in(api: Api) -> None:
    assert await api.ask(LIST, by=MINER) == await api.ask(LIST, by=OFFICER)
    assert await api.code(LIST, by=None) == "NOT_PERMITTED"


async def test_a_withdrawn_rule_set_is_adopted_again_and_the_record_knows_both(api: Api) -> None:
    why = {"ruleSet": SCALE.id, "why": "省厅办法已印发"}
    shows = "adoptedRuleSet { id adopted withdrawnWhy shipped adoptedBy history { type } }"
    withdrawn = await api.do("withdrawRuleSet", why, HEAD, shows)
    assert withdrawn["errors"] == []
    assert withdrawn["adoptedRuleSet"]["withdrawnWhy"] == "省厅办法已印发"
    assert SCALE.id not in await names(api, on="2026-07-06")
    [again] = (await api.do("withdrawRuleSet", why, HEAD))["errors"]
    assert (again["code"], again["rule"]) == ("RULE_SET_NOT_ADOPTED", "台账原则 5")
    given = {"ruleSet": SCALE.id, "digest": SCALE.digest}
    adopted = await api.do("adoptRuleSet", given, ADMINISTRATOR, shows)
    assert adopted["errors"] == []
    thing = adopted["adoptedRuleSet"]
    assert (thing["adopted"], thing["shipped"], thing["adoptedBy"]) == (True, False, "admin-1")
    assert [event["type"] for event in thing["history"]] == ["RuleSetAdopted", "RuleSetWithdrawn", "RuleSetAdopted"]
    asked = {"on": "2026-07-06", "asOf": {"position": int(withdrawn["position"])}}
    assert SCALE.id not in await names(api, **asked)
    assert SCALE.id in await names(api, on="2026-07-06")
    before = (await api.ask(ONE, {"id": SCALE.id, "asOf": asked["asOf"]}))["ruleSet"]
    assert (before["adopted"], before["shipped"]) == (False, True)
    node = f'{{ node(id: "{thing["id"]}") {{ ... on AdoptedRuleSet {{ ruleSet ruleCount }} }} }}'
    assert (await api.ask(node))["node"] == {"ruleSet": SCALE.id, "ruleCount": len(list(SCALE.texts()))}


@pytest.mark.parametrize(
    ("given", "kind", "code", "path"),
    [
        ({"ruleSet": SCALE.id, "digest": "0" * 64}, "GuardRefused", "RULE_SET_DIGEST_DIFFERS", "digest"),
        ({"ruleSet": SCALE.id, "digest": SCALE.digest}, "GuardRefused", "RULE_SET_ADOPTED_ALREADY", "ruleSet"),
        ({"ruleSet": "NO-SUCH", "digest": "0" * 64}, "InvalidInput", "RULE_SET_UNKNOWN", "ruleSet"),
    ],
)
async def test_what_the_server_does_not_have_or_the_ledger_goes_by_already_is_not_adopted(
    api: Api, given: dict[str, Any], kind: str, code: str, path: str
) -> None:
    before = await api.ask("{ ledger { position } }")
    [error] = (await api.do("adoptRuleSet", given, HEAD))["errors"]
    assert (error["__typename"], error["code"], error["path"]) == (kind, code, ["input", path])
    assert error["message"]
    assert error["messageZh"]
    assert await api.ask("{ ledger { position } }") == before


async def test_a_rule_set_never_adopted_is_not_there_to_withdraw_and_an_officer_may_do_neither(api: Api) -> None:
    [error] = (await api.do("withdrawRuleSet", {"ruleSet": "NO-SUCH", "why": "x"}, HEAD))["errors"]
    assert (error["__typename"], error["path"]) == ("NotFound", ["input", "ruleSet"])
    for mutation, given in (
        ("withdrawRuleSet", {"ruleSet": SCALE.id, "why": "x"}),
        ("adoptRuleSet", {"ruleSet": SCALE.id, "digest": SCALE.digest}),
    ):
        [refused] = (await api.do(mutation, given, OFFICER))["errors"]
        assert refused["__typename"] == "NotPermitted"


@pytest.mark.parametrize(
    ("given", "code", "path"),
    [
        ({"gradedOn": "2026-07-06", "article": 9, "item": 4}, "ITEM_UNKNOWN_IN_STANDARD", "item"),
        ({"gradedOn": "2026-07-06", "article": 21, "item": 1}, "ITEM_UNKNOWN_IN_STANDARD", "article"),
        ({"gradedOn": "2026-07-06", "standard": "ORDER-4-2020", "article": 4, "item": 1},
         "STANDARD_NOT_IN_FORCE", "standard"),
        ({"article": 4}, "CRITERION_INCOMPLETE", "item"),
        ({"item": 4}, "CRITERION_INCOMPLETE", "article"),
    ],
)  # fmt: skip
async def test_a_hazard_is_graded_by_an_item_of_the_standard_in_force_on_that_day_or_not_at_all(
    api: Api, given: dict[str, Any], code: str, path: str
) -> None:
    hazard = await a_hazard(api, await a_mine(api))
    [error] = (await api.do("gradeHazard", {"hazard": hazard, "level": "MAJOR"} | given))["errors"]
    assert (error["code"], error["path"]) == (code, ["input", path])
    assert error["message"]
    assert error["messageZh"]


async def test_two_rules_stand_side_by_side_and_what_differs_is_named(api: Api) -> None:
    query = """query($matter: String!, $kind: String! = "penalties") {
      rulesSideBySide(matter: $matter, conductFrom: "2024-04-01", conductTo: "2024-04-30", decidedOn: "2024-06-01",
                      kind: $kind) {
        atConduct { ruleSet rule { article } } atDecision { ruleSet rule { article } }
        differences { field then now } } }"""
    both = (await api.ask(query, {"matter": "PRODUCING_WITHOUT_LICENCE"}, by=PEOPLE["reviewer"]))["rulesSideBySide"]
    assert both["atConduct"] == [{"ruleSet": "PENALTIES-ORDER-446", "rule": {"article": "§5"}}]
    assert [ruling["ruleSet"] for ruling in both["atDecision"]] == ["PENALTIES-COAL-REGULATION-2024"]
    assert {"field": "unit_fine", "then": "1–5倍违法所得", "now": "2–5倍违法所得"} in both["differences"]
    assert await api.code(query, {"matter": "x", "kind": "nothing"}) == "KIND_UNKNOWN"
