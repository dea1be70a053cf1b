"""Orders and numbers of documents, as the API shows them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ledger.graphql.ids import global_id
from ledger.values.actor import Role
from tests.graphql.conftest import Api
from tests.house import BUREAU, HEAD, MINER, OFFICER, SECOND_OFFICER, credit_code, person

MINE = {"code": "230599000001", "name": "向阳煤矿", "enterprise": "向阳煤业", "division": "230599", "capacity": "60"}
NUMBERS = """query($d: String!, $y: Int!, $t: AsOf) {
  documentNumbers(department: $d, kind: ORDER, year: $y, asOf: $t) {
    id code last used voided missing numbers { number text state stateLabel title why drawn } } }"""


async def a_mine(api: Api, **changes: Any) -> str:
    payload = await api.do("registerMine", MINE | {"creditCode": credit_code(1)} | changes, HEAD, "mine { id }")
    assert payload["errors"] == []
    return str(payload["mine"]["id"])


async def a_series(api: Api, code: str = "虚煤监", by: Any = OFFICER) -> str:
    given = {"division": "230599", "kind": "ORDER", "year": 2026, "code": code}
    payload = await api.do("openDocumentSeries", given, by, "documentSeries { id }")
    assert payload["errors"] == []
    return str(payload["documentSeries"]["id"])


async def an_order(api: Api, mine: str, series: str | None, **changes: Any) -> dict[str, Any]:
    given = {
        "mine": mine, "kind": "RECTIFICATION", "addressee": "向阳煤业", "content": "恢复传感器",
        "legalBasis": "煤矿安全生产条例 §44(2)", "deadline": "2026-07-10", "series": series,
    } | changes  # fmt: skip
    return await api.do("issueOrder", given, OFFICER, "order { id number status kindLabel overdue }")


async def test_a_number_is_drawn_entered_voided_and_its_gaps_are_seen(api: Api) -> None:
    mine, series = await a_mine(api), await a_series(api, "虚煤监")
    assert (await an_order(api, mine, series))["order"]["number"] == "虚煤监〔2026〕1号"
    assert (await an_order(api, mine, series, number=5))["order"]["number"] == "虚煤监〔2026〕5号"
    voided = await api.do("voidDocumentNumber", {"series": series, "number": 3, "why": "打印错误"})
    assert voided["errors"] == []
    answer = (await api.ask(NUMBERS, {"d": BUREAU, "y": 2026}))["documentNumbers"]
    assert answer["missing"] == [{"from": 2, "to": 2}, {"from": 4, "to": 4}]
    assert (answer["last"], answer["used"], answer["voided"]) == (5, 2, 1)
    assert [(n["number"], n["stateLabel"], n["drawn"]) for n in answer["numbers"]] == [
        (1, "已使用", True), (3, "已作废", False), (5, "已使用", False),
    ]  # fmt: skip
    before = await api.ask(NUMBERS, {"d": BUREAU, "y": 2026, "t": {"position": voided["position"] - 1}})
    assert before["documentNumbers"]["missing"] == [{"from": 2, "to": 4}]
    query = "query($s: ID!) { numberedDocuments(series: $s, state: USED, first: 1) { totalCount nodes { title } } }"
    register = (await api.ask(query, {"s": series}))["numberedDocuments"]
    assert register == {"totalCount": 2, "nodes": [{"title": "责令限期整改指令书"}]}


async def test_a_number_used_twice_names_its_holder_and_nothing_is_written(api: Api) -> None:
    mine, series = await a_mine(api), await a_series(api)
    await an_order(api, mine, series, number=7)
    [error] = (await an_order(api, mine, series, number=7))["errors"]
    assert (error["code"], error["path"]) == ("NUMBER_USED", ["input", "number"])
    assert "责令限期整改指令书" in error["messageZh"]
    assert (await api.ask("{ orders { totalCount } }"))["orders"]["totalCount"] == 1
    await api.do("voidDocumentNumber", {"series": series, "number": 8, "why": "污损"})
    cases = [
        (await an_order(api, mine, series, number=8), "NUMBER_VOIDED"),
        (await api.do("voidDocumentNumber", {"series": series, "number": 7, "why": "w"}), "NUMBER_USED"),
        (await api.do("revokeNumberVoiding", {"series": series, "number": 7, "why": "w"}), "NUMBER_NOT_VOIDED"),
        (await api.do("correctDocumentSeries", {"series": series, "code": "虚煤执"}), "SERIES_IN_USE"),
        (await an_order(api, mine, None), "NUMBER_MISSING"),
        (await an_order(api, mine, series, number=0), "GREATER_THAN_EQUAL"),
        (await an_order(api, mine, mine), "INVALID_ID"),
    ]
    assert [(payload["errors"][0]["code"], code) for payload, code in cases] == [(c, c) for _, c in cases]


async def test_a_wrong_number_is_given_back_to_its_rightful_document(api: Api) -> None:
    mine, series = await a_mine(api), await a_series(api)
    first = (await an_order(api, mine, series, number=12))["order"]["id"]
    corrected = await api.do(
        "numberOrder", {"order": first, "series": series, "number": 1, "why": "录入错误"}, shows="order { number }"
    )
    assert corrected["order"] == {"number": "虚煤监〔2026〕1号"}
    assert (await an_order(api, mine, series, number=12))["errors"] == []
    given = {"series": series, "number": 12, "thing": first, "why": "w"}
    [error] = (await api.do("releaseDocumentNumber", given))["errors"]
    assert error["code"] == "NUMBER_BY_ITS_ORDER"


async def test_codes_are_not_shared_and_a_series_belongs_to_its_department(api: Api) -> None:
    mine, series = await a_mine(api), await a_series(api)
    other = person("officer-7", Role.OFFICER, department="应急局")
    taken = {"division": "230599", "kind": "ORDER", "year": 2026, "code": " 虚煤监 "}
    assert [e["code"] for e in (await api.do("openDocumentSeries", taken, other))["errors"]] == ["KEY_TAKEN"]
    assert [e["code"] for e in (await api.do("openDocumentSeries", taken))["errors"]] == ["SERIES_OPEN"]
    bad = taken | {"code": "〔2026〕", "kind": "LETTER"}
    assert [e["code"] for e in (await api.do("openDocumentSeries", bad))["errors"]] == ["DOCUMENT_CODE"]
    used = {"series": series, "thing": mine, "title": "告知书"}
    assert [e["code"] for e in (await api.do("takeDocumentNumber", used, other))["errors"]] == ["SERIES_OF_ANOTHER"]
    taken_now = await api.do("takeDocumentNumber", used, shows="documentSeries { last numbers { title text } }")
    assert taken_now["documentSeries"] == {"last": 1, "numbers": [{"title": "告知书", "text": "虚煤监〔2026〕1号"}]}
    given = {"series": series, "number": 1, "thing": mine, "why": "退回"}
    back = await api.do("releaseDocumentNumber", given, shows="documentSeries { last }")
    assert back["documentSeries"] == {"last": 0}


async def test_what_a_number_is_about_is_a_thing_of_the_ledger(api: Api) -> None:
    series = await a_series(api)
    cases = [
        ("nothing", "INVALID_ID"),
        (global_id("Event", UUID(int=1)), "THING_OF_NO_KIND"),
        (global_id("Mine", UUID(int=1)), "MINE_NOT_FOUND"),
    ]
    for thing, code in cases:
        [error] = (await api.do("takeDocumentNumber", {"series": series, "thing": thing, "title": "t"}))["errors"]
        assert (error["code"], error["path"]) == (code, ["input", "thing"])
        attached = {"thing": thing, "digest": "0" * 64, "name": "a.pdf", "kind": "DOCUMENT"}
        [error] = (await api.do("addAttachment", attached))["errors"]
        assert (error["code"], error["path"]) == (code, ["input", "thing"])
        assert error["messageZh"]


async def test_orders_are_listed_by_mine_kind_state_and_lateness(api: Api) -> None:
    mine, series = await a_mine(api), await a_series(api)
    order = (await an_order(api, mine, series))["order"]
    assert order["overdue"] is False
    letter = (await an_order(api, mine, series, kind="FOLLOW_UP_LETTER", deadline="2026-08-30"))["order"]["id"]
    api.instant = "2026-07-13T02:00:00+00:00"
    query = """query($m: ID, $k: OrderKind, $s: OrderStatus, $o: Boolean) {
      orders(mine: $m, kind: $k, status: $s, overdue: $o) { nodes { id unanswered } } }"""

    async def listed(**given: Any) -> list[str]:
        return [node["id"] for node in (await api.ask(query, given))["orders"]["nodes"]]

    assert set(await listed(m=mine)) == {order["id"], letter}
    assert await listed(o=True) == [order["id"]]
    assert await listed(k="FOLLOW_UP_LETTER", s="ISSUED") == [letter]
    answered = {"order": order["id"], "answer": "已恢复"}
    late = await api.do(
        "answerOrder", answered, person("miner-1", Role.OFFICER), "order { status answeredLate overdue }"
    )
    assert late["order"] == {"status": "ANSWERED", "answeredLate": 3, "overdue": False}
    assert await listed(o=True) == []
    shown = await api.ask(
        "query($i: ID!) { order(id: $i) { steps { stepZh daysLate } mine { name } history { type } } }",
        {"i": order["id"]},
    )
    assert shown["order"]["steps"] == [{"stepZh": "下达", "daysLate": None}, {"stepZh": "回复", "daysLate": 3}]


async def test_an_order_gives_way_to_another_and_comes_back(api: Api) -> None:
    mine, series = await a_mine(api), await a_series(api)
    first = (await an_order(api, mine, series))["order"]["id"]
    second = (await an_order(api, mine, series, replaces=first))["order"]["id"]
    look = "query($i: ID!) { order(id: $i) { status endedBecause } }"
    assert (await api.ask(look, {"i": first}))["order"]["status"] == "REPLACED"
    given = {"order": second, "authority": "复议决定", "why": "适用依据错误"}
    assert (await api.do("revokeOrder", given, HEAD))["errors"] == []
    revoked = (await api.ask(look, {"i": second}))["order"]
    assert revoked == {"status": "REVOKED", "endedBecause": "复议决定：适用依据错误"}
    restored = await api.do("restoreOrder", {"order": first, "why": "原文书继续有效"}, HEAD, "order { status }")
    assert restored["order"] == {"status": "ISSUED"}
    elsewhere = await a_mine(api, code="230599000002", creditCode=credit_code(2))
    [error] = (await an_order(api, elsewhere, series, replaces=first))["errors"]
    assert (error["code"], error["path"]) == ("OTHER_MINE", ["input", "replaces"])


async def test_bad_orders_are_refused_with_their_field(api: Api) -> None:
    mine, series = await a_mine(api), await a_series(api)
    cases: list[tuple[dict[str, Any], str, str]] = [
        ({"deadline": None}, "TERM_MISSING", "deadline"),
        ({"kind": "ON_SITE_MEASURE"}, "MEASURE_MISSING", "measure"),
        ({"kind": "STOP_FOR_RECTIFICATION"}, "NOTICE_MISSING", "kind"),
        ({"scope": "FACE"}, "PLACE_DOES_NOT_FIT", "place"),
        ({"issuedOn": "2026-12-31"}, "DAY_IN_THE_FUTURE", "issuedOn"),
    ]
    for changes, code, path in cases:
        [error] = (await an_order(api, mine, series, **changes))["errors"]
        assert (error["code"], error["path"]) == (code, ["input", path])
    answer = (await api.ask(NUMBERS, {"d": BUREAU, "y": 2026}))["documentNumbers"]
    assert answer["last"] == 0, "a refused order takes no number"


async def test_a_mine_sees_its_own_orders_and_nobody_elses(api: Api) -> None:
    mine, series = await a_mine(api), await a_series(api)
    order = (await an_order(api, mine, series))["order"]["id"]
    look = "query($i: ID!) { orders { totalCount } order(id: $i) { status } }"
    rival = person("miner-9", Role.ENTERPRISE, department="别家煤业")
    elsewhere = person("officer-9", Role.OFFICER, division="110101")
    for stranger in (rival, elsewhere, MINER):
        assert await api.ask(look, {"i": order}, stranger) == {"orders": {"totalCount": 0}, "order": None}
    assert (await api.ask(look, {"i": order}, SECOND_OFFICER))["order"] == {"status": "ISSUED"}
