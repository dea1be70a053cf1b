"""Departments through the API: names, aliases, who took over what, and what naming an unknown one answers."""

from __future__ import annotations

from typing import Any

import pytest

from ledger.graphql.inheritance import Inheritance
from ledger.rights.right import Principal
from ledger.values.actor import Role
from tests.graphql.conftest import Api
from tests.graphql.test_api import a_hazard, a_mine
from tests.house import HEAD, OFFICE, OFFICER, person

CITY = person("city", Role.ADMINISTRATOR, department="市煤管局", division="230500")


async def a_department(api: Api, name: str, by: Principal = OFFICE, **given: Any) -> str:
    entry = {"division": "230599", "name": name, "establishedOn": "2020-01-01"} | given
    payload = await api.do("registerDepartment", entry, by, "department { id name kindLabel }")
    assert payload["errors"] == [], payload["errors"]
    assert payload["department"]["name"] == name
    return str(payload["department"]["id"])


async def a_task(api: Api) -> str:
    given = {"division": "230599", "reference": "T-1", "title": "培训", "text": "培训"}
    return str((await api.do("issueTask", given, OFFICE, "task { id }"))["task"]["id"])


async def assigned(api: Api, task: str, *departments: str, **given: Any) -> dict[str, Any]:
    mode = "SOLE" if len(departments) == 1 else "JOINT"
    asked = {"task": task, "mode": mode, "departments": list(departments)} | given
    return await api.do("assignTask", asked, OFFICE, "task { departments principal }")


async def test_an_alias_means_the_name_in_use_and_an_unknown_name_is_refused_where_it_stands(api: Api) -> None:
    task = await a_task(api)
    assert (await assigned(api, task, "某局"))["task"]["departments"] == ["某局"], "without a register any name stands"
    await a_department(api, "区发改局", aliases=["区发改委", "区发展和改革局"])
    await a_department(api, "区煤管局")
    payload = await assigned(api, task, "区发改委", "区煤管局", mode="PRINCIPAL", principal="区发展和改革局")
    assert payload["task"] == {"departments": ["区发改局", "区煤管局"], "principal": "区发改局"}
    [error] = (await assigned(api, task, "区煤管局", "某局"))["errors"]
    assert (error["code"], error["path"]) == ("DEPARTMENT_UNKNOWN", ["input", "departments", "1"])
    [error] = (await assigned(api, task, "区煤管局", "各有关部门"))["errors"]
    assert (error["code"], error["rule"]) == ("DEPARTMENTS_OPEN", "双四政发〔2020〕28号 二(一)3")
    [error] = (await assigned(api, task, "区发改委", "区发改局"))["errors"]
    assert error["code"] == "DEPARTMENT_TWICE", "two names of one body are one body"


async def test_a_body_of_the_city_is_known_in_its_districts_and_seen_by_everybody_known(api: Api) -> None:
    await a_department(api, "市自然资源局四方台区分局", CITY, division="230500", aliases=["区自然资源局"])
    await a_department(api, "区煤管局")
    task = await a_task(api)
    assert (await assigned(api, task, "区自然资源局"))["task"]["departments"] == ["市自然资源局四方台区分局"]
    miner = person("m", Role.ENTERPRISE, department="矿")
    for by in (OFFICER, miner):
        query = '{ departments(named: "区自然资源局") { nodes { name division } } }'
        found = (await api.ask(query, by=by))["departments"]["nodes"]
        assert found == [{"name": "市自然资源局四方台区分局", "division": "230500"}]
    payload = await api.do(
        "registerDepartment", {"division": "230500", "name": "市局", "establishedOn": "2020-01-01"}, OFFICE
    )
    assert [e["code"] for e in payload["errors"]] == ["OUT_OF_SCOPE"]


async def test_a_name_is_one_bodys_until_it_is_given_back(api: Api) -> None:
    first = await a_department(api, "区发改局", aliases=["发改"])
    entry = {"division": "230599", "name": "发　改", "establishedOn": "2020-01-01"}
    [error] = (await api.do("registerDepartment", entry, OFFICE))["errors"]
    assert (error["code"], error["path"]) == ("KEY_TAKEN", ["input", "name"])
    await api.do("removeDepartmentAlias", {"department": first, "alias": "发改"}, OFFICE)
    assert (await api.do("registerDepartment", entry, OFFICE))["errors"] == []
    given = {"department": first, "name": "区发展和改革局", "effectiveOn": "2026-01-01", "basis": "编委〔2026〕1号"}
    payload = await api.do("renameDepartment", given, OFFICE, "department { name aliases }")
    assert payload["department"] == {"name": "区发展和改革局", "aliases": ["区发改局"]}


async def test_a_succession_ends_a_body_on_its_day_and_undone_it_stands_again(api: Api) -> None:
    old = await a_department(api, "区煤管局")
    new = await a_department(api, "区工信局")
    given = {"department": old, "to": new, "effectiveOn": "2026-09-01", "basis": "编委〔2026〕9号"}
    shows = "department { validTo successions { toName matters annulledWhy } }"
    payload = await api.do("succeedDepartment", given, OFFICE, shows)
    assert payload["department"]["validTo"] == "2026-09-01"
    assert payload["department"]["successions"] == [{"toName": "区工信局", "matters": [], "annulledWhy": None}]
    query = "query($d: Date) { departments(effectiveOn: $d) { nodes { name } } }"
    for day, names in (("2026-08-31", ["区工信局", "区煤管局"]), ("2026-09-01", ["区工信局"])):
        nodes = (await api.ask(query, {"d": day}))["departments"]["nodes"]
        assert sorted(n["name"] for n in nodes) == names
    [error] = (await api.do("succeedDepartment", given, OFFICE))["errors"]
    assert error["code"] == "DEPARTMENT_NOT_STANDING"
    [row] = (await api.ask("{ successions { nodes { id } } }"))["successions"]["nodes"]
    succession = (await api.ask('{ events(type: "DepartmentSucceeded") { nodes { data } } }'))["events"]["nodes"]
    number = succession[0]["data"]["succession"]
    undone = {"department": old, "succession": number, "why": "文件撤回"}
    payload = await api.do("annulSuccession", undone, OFFICE, shows)
    assert payload["department"]["validTo"] is None
    [error] = (await api.do("annulSuccession", undone, OFFICE))["errors"]
    assert error["code"] == "SUCCESSION_UNKNOWN"
    node = f'{{ node(id: "{row["id"]}") {{ ... on Succession {{ annulledWhy }} }} }}'
    assert (await api.ask(node))["node"]["annulledWhy"] == "文件撤回"


async def test_competences_hold_for_their_days(api: Api) -> None:
    body = await a_department(api, "区煤管局")
    await api.do(
        "giveCompetence",
        {"department": body, "matter": "煤矿安全监管", "effectiveOn": "2020-05-01", "basis": "三定方案"},
        OFFICE,
    )
    ended = {"department": body, "matter": "煤矿安全监管", "effectiveOn": "2026-01-01", "why": "划转"}
    shows = "department { competences { matter confirmed validTo } }"
    payload = await api.do("endCompetence", ended, OFFICE, shows)
    assert payload["department"]["competences"] == [
        {"matter": "煤矿安全监管", "confirmed": True, "validTo": "2026-01-01"}
    ]
    assert [e["code"] for e in (await api.do("endCompetence", ended, OFFICE))["errors"]] == ["COMPETENCE_NOT_RUNNING"]
    query = 'query($d: Date) { competences(matterContains: "煤矿", effectiveOn: $d) { totalCount } }'
    for day, count in (("2025-12-31", 1), ("2026-01-01", 0)):
        assert (await api.ask(query, {"d": day}))["competences"]["totalCount"] == count


@pytest.mark.parametrize("mutation", ["dissolveDepartment", "restoreDepartment"])
async def test_a_dissolved_body_can_be_restored_and_a_standing_one_cannot(api: Api, mutation: str) -> None:
    body = await a_department(api, "区煤管局")
    given: dict[str, Any] = {"department": body, "why": "机构改革"}
    if mutation == "restoreDepartment":
        assert [e["code"] for e in (await api.do(mutation, given, OFFICE))["errors"]] == ["DEPARTMENT_STANDS"]
        return
    dissolved = given | {"effectiveOn": "2026-05-01"}
    assert (await api.do(mutation, dissolved, OFFICE, "department { validTo }"))["department"] == {
        "validTo": "2026-05-01"
    }
    payload = await api.do("restoreDepartment", given, OFFICE, "department { validTo version }")
    assert payload["department"] == {"validTo": None, "version": 3}


async def test_a_mine_gets_a_registered_supervisor_body(api: Api) -> None:
    mine = await a_mine(api)
    await a_department(api, "区煤管局", aliases=["区煤炭局"])
    given = {"mine": mine, "body": "区煤炭局", "effectiveOn": "2026-07-01"}
    payload = await api.do("assignSupervisorBody", given, OFFICE, "mine { supervisorBody }")
    assert payload["mine"]["supervisorBody"] == "区煤管局"
    [error] = (await api.do("assignSupervisorBody", given | {"body": "某局"}, HEAD))["errors"]
    assert (error["code"], error["path"]) == ("DEPARTMENT_UNKNOWN", ["input", "body"])


async def test_a_successor_reads_what_its_predecessor_left_and_no_longer_when_it_is_undone(api: Api) -> None:
    services = api.server.services
    assert services is not None
    seconds = iter(range(10**6))
    services.inheritance = Inheritance(clock=lambda: float(next(seconds)) * 10)
    await a_hazard(api, await a_mine(api))
    old, new = await a_department(api, "区煤管局"), await a_department(api, "区工信局")
    own = person("own", Role.OFFICER, department="区工信局", departments=frozenset({"区工信局"}))
    hazards = "{ hazards { totalCount } }"
    assert (await api.ask(hazards, by=own))["hazards"]["totalCount"] == 0
    given = {"department": old, "to": new, "effectiveOn": "2026-07-06", "basis": "编委〔2026〕9号"}
    shows = "department { successions { succession } }"
    [moved] = (await api.do("succeedDepartment", given, OFFICE, shows))["department"]["successions"]
    assert (await api.ask(hazards, by=own))["hazards"]["totalCount"] == 1
    api.instant = "2026-07-07T02:00:00+00:00"
    undone = {"department": old, "succession": moved["succession"], "why": "文件撤回"}
    assert (await api.do("annulSuccession", undone, OFFICE))["errors"] == []
    assert (await api.ask(hazards, by=own))["hazards"]["totalCount"] == 0


async def test_a_body_reads_its_own_matters_under_its_former_name(api: Api) -> None:
    await a_hazard(api, await a_mine(api))
    old = await a_department(api, "区煤管局")
    given = {"department": old, "name": "区能源局", "effectiveOn": "2026-07-01", "basis": "编委〔2026〕1号"}
    assert (await api.do("renameDepartment", given, OFFICE))["errors"] == []
    own = person("own", Role.OFFICER, department="区能源局", departments=frozenset({"区能源局"}))
    assert (await api.ask("{ hazards { totalCount } }", by=own))["hazards"]["totalCount"] == 1
