"""The register of instruments, as the API shows it: entered, changed, learned late, taken back; and bad input."""

from __future__ import annotations

from typing import Any

from ledger.values.actor import Role
from tests.graphql.conftest import Api
from tests.house import HEAD, MINER, OFFICE, OFFICER, person

ELSEWHERE = person("office-9", Role.COORDINATING_OFFICE, division="230400")
RULES = {
    "division": "230599", "title": "煤矿安全条例", "kind": "REGULATION", "issuer": "国务院", "status": "BEING_MADE",
    "effectiveOn": "2020-09-16", "watched": True, "source": "双四政发〔2020〕28号 二(二)1",
}  # fmt: skip
MADE = {"status": "IN_FORCE", "documentNo": "国务院令第774号", "summary": "公布施行", "effectiveOn": "2024-05-01"}
ON_DAY = "query($d: Date!) { instrumentStates(effectiveOn: $d) { nodes { status documentNo instrument { title } } } }"


async def registered(api: Api) -> str:
    return str((await api.do("registerInstrument", RULES, OFFICER, "instrument { id }"))["instrument"]["id"])


async def on(api: Api, day: str) -> list[Any]:
    found: list[Any] = (await api.ask(ON_DAY, {"d": day}))["instrumentStates"]["nodes"]
    return found


async def test_an_instrument_stands_each_day_as_it_did_and_a_change_learned_late_takes_its_place(api: Api) -> None:
    id = await registered(api)
    made = await api.do("changeInstrument", MADE | {"instrument": id}, OFFICER, "instrument { status statusSince }")
    assert made["instrument"] == {"status": "IN_FORCE", "statusSince": "2024-05-01"}
    late = {"status": "BEING_REVISED", "summary": "征求意见", "effectiveOn": "2023-01-10", "instrument": id}
    learned = await api.do("changeInstrument", late, OFFICER, "instrument { status states { id status validTo } }")
    assert learned["instrument"]["status"] == "IN_FORCE"
    assert [s["validTo"] for s in learned["instrument"]["states"]] == ["2023-01-10", "2024-05-01", None]
    title = {"instrument": {"title": "煤矿安全条例"}}
    assert await on(api, "2022-01-01") == [{"status": "BEING_MADE", "documentNo": None, **title}]
    assert await on(api, "2023-02-01") == [{"status": "BEING_REVISED", "documentNo": None, **title}]
    assert await on(api, "2025-01-01") == [{"status": "IN_FORCE", "documentNo": "国务院令第774号", **title}]
    assert await on(api, "2020-01-01") == []
    entry = next(s["id"] for s in learned["instrument"]["states"] if s["status"] == "BEING_REVISED")
    back = {"instrument": id, "change": entry, "why": "误录"}
    assert (await api.do("retractInstrumentChange", back, OFFICER))["errors"] == []
    assert [s["status"] for s in await on(api, "2023-02-01")] == ["BEING_MADE"]
    as_known = f"asOf: {{position: {learned['position']}}}"
    then = await api.ask(f'{{ instrumentStates(effectiveOn: "2023-02-01", {as_known}) {{ nodes {{ status }} }} }}')
    assert then["instrumentStates"]["nodes"] == [{"status": "BEING_REVISED"}]


async def test_the_watch_list_says_who_has_not_looked_and_a_task_makes_it_known(api: Api) -> None:
    id = await registered(api)
    query = '{ instruments(watched: true, uncheckedSince: "2026-07-01") { nodes { title lastCheckedOn } } }'
    assert len((await api.ask(query))["instruments"]["nodes"]) == 1
    check = {"instrument": id, "checkedOn": "2026-07-02", "finding": "已公布，条文未变"}
    assert (await api.do("checkInstrument", check, OFFICER))["errors"] == []
    assert (await api.ask(query))["instruments"]["nodes"] == []
    task = {
        "division": "230599",
        "reference": "宣贯-1",
        "title": "宣贯",
        "text": "组织宣传贯彻",
        "deadline": "2026-09-30",
    }
    made = (await api.do("issueTask", task, OFFICE, "task { id }"))["task"]["id"]
    linked = {"instrument": id, "task": made}
    shows = "instrument { tasks followUps { unlinkedWhy task { reference } } }"
    found = (await api.do("linkInstrumentTask", linked, OFFICER, shows))["instrument"]
    assert found == {"tasks": 1, "followUps": [{"unlinkedWhy": None, "task": {"reference": "宣贯-1"}}]}
    gone = (await api.do("unlinkInstrumentTask", linked | {"why": "误录"}, OFFICER, shows))["instrument"]
    assert (gone["tasks"], gone["followUps"][0]["unlinkedWhy"]) == (0, "误录")
    review = {"instrument": id, "outcome": "KEEP", "reviewedOn": "2026-07-03", "why": "继续有效"}
    kept = (await api.do("reviewInstrument", review, HEAD, "instrument { outcome outcomeLabel }"))["instrument"]
    assert kept == {"outcome": "KEEP", "outcomeLabel": "保留"}


async def test_bad_input_about_instruments_is_refused_by_name(api: Api) -> None:
    id = await registered(api)
    renamed = {"instrument": id, "title": "煤矿安全生产条例", "kind": "REGULATION", "issuer": "国务院", "why": "更名"}
    cases = [
        (await api.do("registerInstrument", RULES, OFFICER), "KEY_TAKEN"),
        (await api.do("registerInstrument", RULES | {"title": "x"}, MINER), "NOT_PERMITTED"),
        (await api.do("changeInstrument", MADE | {"instrument": id}, ELSEWHERE), "INSTRUMENT_NOT_FOUND"),
        (await api.do("checkInstrument", {"instrument": id, "checkedOn": "2027-01-01", "finding": "x"}, OFFICER),
         "DAY_IN_THE_FUTURE"),
        (await api.do("watchInstrument", {"instrument": id, "watched": True, "why": "w"}, OFFICER), "ALREADY_SO"),
        (await api.do("reviewInstrument", {"instrument": id, "outcome": "KEEP", "why": "w"}, OFFICER), "NOT_PERMITTED"),
    ]  # fmt: skip
    assert [(payload["errors"][0]["code"], code) for payload, code in cases] == [(c, c) for _, c in cases]
    assert (await api.do("correctInstrument", renamed, OFFICER))["errors"] == []
    assert (await api.do("registerInstrument", RULES, OFFICER))["errors"] == [], "the former title is free again"
