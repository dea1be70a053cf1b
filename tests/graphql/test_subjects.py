"""Persons, posts and enterprises through the API: who held what on a day, and what nobody is shown."""

from __future__ import annotations

from typing import Any

from ledger.demo.people import PEOPLE
from ledger.rights.right import Principal
from ledger.values.actor import Role
from tests.graphql.conftest import Api
from tests.graphql.test_access_log import log
from tests.graphql.test_api import a_mine
from tests.graphql.test_departments import a_department
from tests.house import HEAD, OFFICE, OFFICER, REVIEWER, credit_code, person

NUMBER = "230500198001010015"
AUDITOR = person("auditor-1", Role.AUDITOR)


async def made(api: Api, mutation: str, given: dict[str, Any], by: Principal = HEAD, shows: str = "id") -> Any:
    subject = {"registerPerson": "person", "registerEnterprise": "enterprise", "establishPost": "post"}.get(mutation)
    kind = subject or {"Post": "post", "Holder": "post"}.get(mutation[-4:], "enterprise")
    payload = await api.do(mutation, given, by, f"{kind} {{ {shows} }}")
    assert payload["errors"] == [], payload["errors"]
    return payload[kind]


async def a_person(api: Api, name: str, **given: Any) -> str:
    return str((await made(api, "registerPerson", {"division": "230599", "name": name} | given))["id"])


async def refused(api: Api, mutation: str, given: dict[str, Any], by: Principal = HEAD) -> tuple[str, list[str]]:
    [error] = (await api.do(mutation, given, by))["errors"]
    return error["code"], error["path"]


async def test_a_number_is_found_again_in_any_spelling_is_never_shown_and_stands_on_record_by_its_key(api: Api) -> None:
    someone = await a_person(api, "张三", identityNumber=NUMBER, contact="0469-0000000")
    bureau = await a_department(api, "区煤管局")
    post = await made(api, "establishPost", {"department": bureau, "title": "局长", "effectiveOn": "2020-01-01"})
    await made(api, "takePost", {"post": post["id"], "person": someone, "effectiveOn": "2020-01-01"})
    query = """query($n: String!) { personLookup(identityNumber: $n) {
        person { name numbered } posts { title holder bodyName } listings { ground } } }"""
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in NUMBER)
    for spelled in (NUMBER, f" {NUMBER[:6]} {NUMBER[6:]} ", wide):
        found = (await api.ask(query, {"n": spelled}, REVIEWER))["personLookup"]
        assert found["person"] == {"name": "张三", "numbered": True}
        assert found["posts"] == [{"title": "局长", "holder": "张三", "bodyName": "区煤管局"}]
    assert (await api.ask(query, {"n": "0000"}, REVIEWER))["personLookup"]["person"] is None
    for by in (AUDITOR, OFFICE, PEOPLE["enterprise"]):
        assert await api.code(query, {"n": NUMBER}, by) == "NOT_PERMITTED"
    shown = [entry for entry in await log(api) if entry["refused"] is None]
    assert {tuple(entry["operations"]) for entry in shown} == {("personLookup",)}
    keys = {subject for entry in shown for subject in entry["subjects"]}
    assert len(keys) == 2, "three spellings of one number, and another number"
    assert all(key.startswith("identityNumber:") and NUMBER not in key for key in keys)
    events = await api.ask("{ events(first: 100) { nodes { data } } }", by=REVIEWER)
    assert NUMBER not in str(events)
    assert "0469" not in str(events)


async def test_a_look_up_by_number_is_not_answered_to_get(api: Api) -> None:
    query = f'{{ personLookup(identityNumber: "{NUMBER}") {{ person {{ name }} }} }}'
    answer = (await api.http.get("/graphql", params={"query": query}, headers=api.bearer(REVIEWER))).json()
    assert answer["errors"][0]["extensions"]["code"] == "RECORDED_NOT_BY_GET"


async def test_names_are_masked_for_those_who_do_not_look_people_up(api: Api) -> None:
    someone = await a_person(api, "欧阳明日")
    masked = "{ personRegister { nodes { maskedName numbered } } }"
    assert (await api.ask(masked, by=AUDITOR))["personRegister"]["nodes"] == [
        {"maskedName": "欧***", "numbered": False}
    ]
    assert await api.code("{ persons { nodes { name } } }", by=AUDITOR) == "NOT_PERMITTED"
    node = f'{{ node(id: "{someone}") {{ ... on Person {{ name }} }} }}'
    assert await api.code(node, by=AUDITOR) == "NOT_PERMITTED"
    assert (await api.ask(node, by=REVIEWER))["node"] == {"name": "欧阳明日"}


async def test_one_number_is_one_person_and_a_mistyped_one_is_free_again(api: Api) -> None:
    first = await a_person(api, "张三", identityNumber=NUMBER)
    given = {"division": "230599", "name": "李四", "identityNumber": NUMBER}
    assert await refused(api, "registerPerson", given) == ("PERSON_KNOWN", ["input", "identityNumber"])
    corrected = {"person": first, "name": "张三", "identityNumber": "G1234567(8)"}
    payload = await api.do("correctPerson", corrected, HEAD, "person { numbered }")
    assert payload["person"] == {"numbered": True}, "a foreign document is a number like another"
    assert (await api.do("registerPerson", given, HEAD))["errors"] == []
    assert (await refused(api, "correctPerson", corrected))[0] == "ALREADY_SO"


async def test_certificates_are_valid_on_their_days_and_a_number_is_one_holders(api: Api) -> None:
    one, other = await a_person(api, "张三"), await a_person(api, "李四")
    given = {
        "person": one, "kind": "LAW_ENFORCEMENT", "number": "230599001", "issuer": "省司法厅",
        "validFrom": "2024-01-01", "lastDay": "2026-12-31",
    }  # fmt: skip
    shows = "person { certificates { certificate kindLabel validTo withdrawnWhy } }"
    payload = await api.do("recordCertificate", given, HEAD, shows)
    [held] = payload["person"]["certificates"]
    assert (held["kindLabel"], held["validTo"]) == ("行政执法证", "2027-01-01")
    assert (await refused(api, "recordCertificate", given | {"person": other}))[0] == "KEY_TAKEN"
    backwards = given | {"number": "2", "lastDay": "2023-01-01"}
    assert await refused(api, "recordCertificate", backwards) == ("ENDS_BEFORE_IT_STARTS", ["input", "lastDay"])
    gone = {"person": one, "certificate": held["certificate"], "effectiveOn": "2026-03-01", "why": "调离"}
    await api.do("withdrawCertificate", gone, HEAD)
    query = "query($d: Date) { certificates(effectiveOn: $d) { totalCount } }"
    for day, count in (("2026-02-28", 1), ("2026-03-01", 0)):
        assert (await api.ask(query, {"d": day}))["certificates"]["totalCount"] == count
    back = {"person": one, "certificate": held["certificate"], "why": "误收回"}
    payload = await api.do("reinstateCertificate", back, HEAD, shows)
    assert payload["person"]["certificates"] == [held]
    assert (await refused(api, "reinstateCertificate", back))[0] == "CERTIFICATE_NOT_WITHDRAWN"


async def test_an_officer_serves_one_registered_department_at_a_time(api: Api) -> None:
    one = await a_person(api, "张三")
    await a_department(api, "区煤管局", aliases=["区煤炭局"])
    await a_department(api, "区应急局")
    given = {"person": one, "department": "区煤炭局", "professional": True, "effectiveOn": "2024-01-01"}
    shows = "person { served { department validFrom validTo } }"
    assert (await api.do("admitOfficer", given, HEAD, shows))["person"]["served"][0]["department"] == "区煤管局"
    unknown = given | {"department": "某局"}
    assert await refused(api, "admitOfficer", unknown) == ("DEPARTMENT_UNKNOWN", ["input", "department"])
    moved = given | {"department": "区应急局", "effectiveOn": "2025-01-01"}
    served = (await api.do("admitOfficer", moved, HEAD, shows))["person"]["served"]
    assert [p["validTo"] for p in served] == ["2025-01-01", None]
    left = {"person": one, "effectiveOn": "2026-01-01", "why": "退休"}
    assert (await api.do("releaseOfficer", left, HEAD))["errors"] == []
    assert (await refused(api, "releaseOfficer", left))[0] == "NOT_AN_OFFICER"
    query = '{ officers(department: "区应急局", effectiveOn: "2025-06-01") { nodes { name professional } } }'
    assert (await api.ask(query))["officers"]["nodes"] == [{"name": "张三", "professional": True}]


async def test_controllers_in_name_and_in_fact_are_found_by_day_and_by_name(api: Api) -> None:
    front, real = await a_person(api, "张三"), await a_person(api, "李四", identityNumber=NUMBER)
    entry = {"division": "230599", "name": "虚构煤业", "creditCode": credit_code(5), "establishedOn": "2019-01-01"}
    company = str((await made(api, "registerEnterprise", entry))["id"])
    assert await refused(api, "registerEnterprise", entry) == ("KEY_TAKEN", ["input", "creditCode"])
    base = {"enterprise": company, "effectiveOn": "2019-01-01", "basis": "章程"}
    held = base | {"person": front, "nature": "NOMINAL", "holdsFor": "李四", "share": "60.5"}
    await made(api, "recordController", held)
    await made(api, "recordController", base | {"person": real, "nature": "ACTUAL"})
    more = base | {"bodyName": "虚构投资", "nature": "OWNER", "share": "39.6"}
    shown = await made(api, "recordController", more, shows="sharesExceeded controllers { control name share }")
    assert shown["sharesExceeded"] == 1
    number = next(c["control"] for c in shown["controllers"] if c["name"] == "虚构投资")
    fixed = {"enterprise": company, "control": number, "nature": "OWNER", "share": "39.5", "validFrom": "2019-01-01"}
    await made(api, "correctControl", fixed | {"why": "章程误读"})
    ended = {"enterprise": company, "control": number, "effectiveOn": "2024-01-01", "why": "转让"}
    await made(api, "endControl", ended)
    assert (await refused(api, "endControl", ended))[0] == "CONTROL_NOT_RUNNING"
    neither = {k: v for k, v in more.items() if k != "bodyName"}
    assert await refused(api, "recordController", neither) == ("CONTROLLER_MISSING", ["input", "person"])
    too_much = await refused(api, "recordController", held | {"share": "100.5"})
    assert too_much == ("LESS_THAN_EQUAL", ["input", "share"])
    query = "query($d: Date) { controllers(effectiveOn: $d) { nodes { name natureLabel share } } }"
    found = (await api.ask(query, {"d": "2024-01-01"}))["controllers"]["nodes"]
    assert sorted((c["name"], c["natureLabel"], c["share"]) for c in found) == [
        ("张三", "名义持有（代持）", "60.5"),
        ("李四", "实际控制", None),
    ]
    assert len((await api.ask(query, {"d": "2023-12-31"}))["controllers"]["nodes"]) == 3
    looked_up = "query($n: String!) { personLookup(identityNumber: $n) { controls { enterpriseName nature } } }"
    answer = await api.ask(looked_up, {"n": NUMBER}, REVIEWER)
    assert answer["personLookup"]["controls"] == [{"enterpriseName": "虚构煤业", "nature": "ACTUAL"}]


async def test_an_enterprise_keeps_its_names_and_its_mines_with_their_days(api: Api) -> None:
    mine = await a_mine(api)
    entry = {"division": "230599", "name": "虚构煤业", "establishedOn": "2019-01-01"}
    company = str((await made(api, "registerEnterprise", entry))["id"])
    renamed = {"enterprise": company, "name": "虚构能源", "effectiveOn": "2022-01-01", "basis": "变更登记"}
    await made(api, "renameEnterprise", renamed)
    assert (await refused(api, "renameEnterprise", renamed))[0] == "NAME_UNCHANGED"
    runs = {"enterprise": company, "mine": mine, "effectiveOn": "2020-01-01", "basis": "许可证"}
    await made(api, "takeOverMine", runs)
    given_up = {"enterprise": company, "mine": mine, "effectiveOn": "2024-01-01", "why": "转让"}
    shows = "names { name validTo } mines { mine { name } validFrom validTo }"
    shown = await made(api, "giveUpMine", given_up, shows=shows)
    assert shown["names"] == [{"name": "虚构煤业", "validTo": "2022-01-01"}, {"name": "虚构能源", "validTo": None}]
    assert shown["mines"] == [{"mine": {"name": "向阳煤矿"}, "validFrom": "2020-01-01", "validTo": "2024-01-01"}]
    assert (await refused(api, "giveUpMine", given_up))[0] == "MINE_NOT_RUN"
    await made(api, "correctEnterprise", {"enterprise": company, "creditCode": credit_code(7), "why": "补录"})
    query = "query($c: String) { enterprise(creditCode: $c) { name } enterprises { totalCount } }"
    found = await api.ask(query, {"c": credit_code(7)})
    assert found == {"enterprise": {"name": "虚构能源"}, "enterprises": {"totalCount": 1}}
    gone = {"enterprise": company, "effectiveOn": "2025-01-01", "why": "注销"}
    assert (await made(api, "deregisterEnterprise", gone, shows="validTo"))["validTo"] == "2025-01-01"
    restored = {"enterprise": company, "why": "撤销注销"}
    assert (await made(api, "restoreEnterprise", restored, shows="validTo"))["validTo"] is None
    assert (await refused(api, "restoreEnterprise", restored))[0] == "ENTERPRISE_STANDS"


async def test_a_post_belongs_to_one_body_and_each_wrong_step_is_named(api: Api) -> None:
    bureau, someone = await a_department(api, "区煤管局"), await a_person(api, "张三")
    given = {"title": "局长", "effectiveOn": "2020-01-01"}
    assert await refused(api, "establishPost", given) == ("BODY_MISSING", ["input", "department"])
    post = (await made(api, "establishPost", given | {"department": bureau}))["id"]
    assert (await refused(api, "establishPost", given | {"department": bureau}))[0] == "POST_EXISTS"
    taken = {"post": post, "person": someone, "effectiveOn": "2020-01-01"}
    [held] = (await made(api, "takePost", taken, shows="holders { appointment }"))["holders"]
    one = {"post": post, "appointment": held["appointment"]}
    left = one | {"effectiveOn": "2021-01-01", "why": "调任"}
    assert (await api.do("leavePost", left, HEAD))["errors"] == []
    assert (await refused(api, "leavePost", left))[0] == "APPOINTMENT_NOT_RUNNING"
    assert (await refused(api, "reinstateHolder", one | {"effectiveOn": "2021-01-01"}))[0] == "NOT_SUSPENDED"
    wrong = {"post": post, "appointment": "00000000-0000-4000-8000-000000000000", "effectiveOn": "2021-01-01"}
    assert (await refused(api, "suspendHolder", wrong | {"why": "w"}))[0] == "APPOINTMENT_UNKNOWN"
    corrected = one | {"manner": "NOMINAL", "validFrom": "2020-01-01", "why": "查明挂名"}
    back = await api.do("correctAppointment", corrected, HEAD, "post { holders { mannerLabel validTo correctedWhy } }")
    assert back["post"]["holders"] == [{"mannerLabel": "挂名", "validTo": None, "correctedWhy": "查明挂名"}]
    abolished = {"post": post, "effectiveOn": "2022-01-01", "why": "机构改革"}
    payload = await api.do("abolishPost", abolished, HEAD, "post { validTo }")
    assert payload["post"] == {"validTo": "2022-01-01"}
    assert (await refused(api, "abolishPost", abolished))[0] == "POST_NOT_STANDING"
    assert (await refused(api, "takePost", taken, AUDITOR))[0] == "NOT_PERMITTED"
    assert await refused(api, "takePost", taken | {"person": post}, OFFICER) == ("INVALID_ID", ["input", "person"])
