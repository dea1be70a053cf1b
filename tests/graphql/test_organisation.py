"""Leading groups, liaison duties, open texts and the tree of a division, through the API."""

from __future__ import annotations

from typing import Any

from tests.graphql.conftest import Api
from tests.graphql.test_api import a_mine
from tests.graphql.test_departments import CITY, a_department, assigned
from tests.graphql.test_planned_reads import compared
from tests.graphql.test_subjects import a_person, made, refused
from tests.house import HEAD, OFFICE, OFFICER


async def a_post(api: Api, department: str, title: str) -> str:
    given = {"department": department, "title": title, "effectiveOn": "2020-01-01"}
    return str((await made(api, "establishPost", given))["id"])


async def test_who_answers_for_a_mine_on_a_day_is_found_from_duty_to_post_to_person(api: Api) -> None:
    mine, bureau = await a_mine(api), await a_department(api, "区煤管局")
    post = await a_post(api, bureau, "副局长")
    first, second = await a_person(api, "张三"), await a_person(api, "李四")
    await made(api, "takePost", {"post": post, "person": first, "effectiveOn": "2024-01-01"})
    given = {
        "post": post, "mine": mine, "scope": "全面联系指导", "visitsAQuarter": 3, "effectiveOn": "2024-02-01",
        "basis": "包保方案",
    }  # fmt: skip
    duty = (await api.do("assignLiaison", given, OFFICE, "liaisonDuty { id title mine { name } }"))["liaisonDuty"]
    assert (duty["title"], duty["mine"]) == ("副局长", {"name": "向阳煤矿"})
    query = f'{{ personPosts(post: "{post}") {{ nodes {{ appointment }} }} }}'
    [held] = (await api.ask(query))["personPosts"]["nodes"]
    left = {"post": post, "appointment": held["appointment"], "effectiveOn": "2025-03-01", "why": "调任"}
    await made(api, "leavePost", left)
    await made(api, "takePost", {"post": post, "person": second, "effectiveOn": "2025-04-01"})
    owed = "query($m: ID, $d: Date) { liaisonDuties(mine: $m, effectiveOn: $d) { nodes { title } } }"
    on_day = "query($p: ID, $d: Date) { personPosts(post: $p, effectiveOn: $d) { nodes { holder } } }"
    for day, names in (("2025-02-28", ["张三"]), ("2025-03-15", []), ("2025-04-01", ["李四"])):
        assert (await api.ask(owed, {"m": mine, "d": day}))["liaisonDuties"]["nodes"] == [{"title": "副局长"}]
        holders = (await api.ask(on_day, {"p": post, "d": day}))["personPosts"]["nodes"]
        assert [h["holder"] for h in holders] == names, day
    ended = {"liaison": duty["id"], "effectiveOn": "2026-01-01", "why": "调整分工"}
    assert (await api.do("endLiaison", ended, OFFICE))["errors"] == []
    assert (await refused(api, "endLiaison", ended, OFFICE))[0] == "LIAISON_NOT_RUNNING"
    resumed = await api.do("resumeLiaison", {"liaison": duty["id"], "why": "误录"}, OFFICE, "liaisonDuty { validTo }")
    assert resumed["liaisonDuty"] == {"validTo": None}
    neither = {k: v for k, v in given.items() if k != "mine"}
    assert await refused(api, "assignLiaison", neither, OFFICE) == ("LIAISON_OBJECT_MISSING", ["input", "mine"])


async def test_a_text_that_names_nobody_is_open_until_the_office_decides(api: Api) -> None:
    for name in ("区煤管局", "区应急局"):
        await a_department(api, name, aliases=[f"{name[:-1]}管理局"] if name == "区应急局" else [])
    given = {
        "division": "230599", "document": "双四政发〔2020〕28号", "passage": "T-二(一)3",
        "text": "区煤管局牵头各有关部门按职责分工负责", "named": ["区煤管局"], "openSince": "2026-06-06",
    }  # fmt: skip
    noted = await api.do("noteOpenDepartments", given, OFFICER, "departmentResolution { id daysOpen departments }")
    open_ = noted["departmentResolution"]
    assert (open_["daysOpen"], open_["departments"]) == (30, [])
    assert (await refused(api, "noteOpenDepartments", given, OFFICER))[0] == "ALREADY_SO"
    waiting = "{ departmentResolutions(waiting: true) { totalCount } }"
    assert (await api.ask(waiting))["departmentResolutions"]["totalCount"] == 1
    decided: dict[str, Any] = {
        "resolution": open_["id"], "departments": ["区应急管理局"], "decidedOn": "2026-06-16", "basis": "会议纪要1号",
    }  # fmt: skip
    assert (await refused(api, "resolveDepartments", decided, OFFICER))[0] == "NOT_PERMITTED"
    unknown = await refused(api, "resolveDepartments", decided | {"departments": ["某局"]}, OFFICE)
    assert unknown == ("DEPARTMENT_UNKNOWN", ["input", "departments", "0"])
    shows = "departmentResolution { departments daysOpen resolvedOn }"
    payload = await api.do("resolveDepartments", decided, OFFICE, shows)
    assert payload["departmentResolution"] == {
        "departments": ["区煤管局", "区应急局"], "daysOpen": 10, "resolvedOn": "2026-06-16",
    }  # fmt: skip
    assert (await api.ask(waiting))["departmentResolutions"]["totalCount"] == 0
    annulled = {"resolution": open_["id"], "annulledOn": "2026-06-20", "why": "会议撤销"}
    assert (await api.do("annulResolution", annulled, OFFICE))["errors"] == []
    assert (await api.ask(waiting))["departmentResolutions"]["totalCount"] == 1
    assert (await refused(api, "annulResolution", annulled, OFFICE))[0] == "NOT_RESOLVED"


async def test_a_leading_group_has_members_by_their_posts_and_an_office(api: Api) -> None:
    await a_department(api, "区煤管局")
    given = {
        "division": "230599", "name": "专项整治领导小组", "establishedBy": "区政府", "duties": ["督查"],
        "effectiveOn": "2020-05-01", "basis": "28号",
    }  # fmt: skip
    group = (await api.do("establishLeadingGroup", given, OFFICE, "leadingGroup { id }"))["leadingGroup"]["id"]
    chair = {
        "group": group, "role": "CHAIR", "department": "区煤管局", "title": "局长", "effectiveOn": "2020-05-01",
    }  # fmt: skip
    shows = "leadingGroup { severalChairs members { membership roleLabel title } }"
    await api.do("nameGroupMember", chair, OFFICE)
    payload = await api.do("nameGroupMember", chair | {"title": "副局长"}, OFFICE, shows)
    assert payload["leadingGroup"]["severalChairs"] == 1
    assert [m["roleLabel"] for m in payload["leadingGroup"]["members"]] == ["组长", "组长"]
    assert await refused(api, "nameGroupMember", chair | {"department": "某局"}, OFFICE) == (
        "DEPARTMENT_UNKNOWN", ["input", "department"],
    )  # fmt: skip
    out = {
        "group": group, "membership": payload["leadingGroup"]["members"][1]["membership"],
        "effectiveOn": "2020-06-01", "why": "调整",
    }  # fmt: skip
    assert (await api.do("releaseGroupMember", out, OFFICE))["errors"] == []
    assert (await refused(api, "releaseGroupMember", out, OFFICE))[0] == "MEMBER_UNKNOWN"
    seat = {
        "group": group, "office": "领导小组办公室", "department": "区煤管局", "director": "局长兼任",
        "duties": ["督办落实"], "effectiveOn": "2020-05-01",
    }  # fmt: skip
    office = await api.do("setGroupOffice", seat, OFFICE, "leadingGroup { office officeDepartment officeDuties }")
    assert office["leadingGroup"] == {
        "office": "领导小组办公室", "officeDepartment": "区煤管局", "officeDuties": ["督办落实"],
    }  # fmt: skip
    gone = {"group": group, "effectiveOn": "2023-01-01", "why": "行动结束"}
    assert (await api.do("dissolveLeadingGroup", gone, OFFICE))["errors"] == []
    assert (await refused(api, "dissolveLeadingGroup", gone, OFFICE))[0] == "ALREADY_SO"
    assert (await api.do("restoreLeadingGroup", {"group": group, "why": "延续"}, OFFICE))["errors"] == []
    assert (await refused(api, "restoreLeadingGroup", {"group": group, "why": "x"}, OFFICE))[0] == "GROUP_STANDS"


async def test_the_tree_of_a_division_shows_gaps_and_whoever_was_in_charge_that_day(api: Api) -> None:
    bureau = await a_department(api, "区煤管局")
    team = await a_department(api, "执法大队", superior=bureau, kind="ENFORCEMENT_TEAM")
    await a_department(api, "市分局", CITY, division="230500", covers=["230599"])
    await a_department(api, "邻区局", CITY, division="230598")
    head_post, team_post = await a_post(api, bureau, "局长"), await a_post(api, team, "大队长")
    someone = await a_person(api, "张三")
    taken = await made(
        api, "takePost", {"post": head_post, "person": someone, "effectiveOn": "2024-01-01"},
        shows="holders { appointment }",
    )  # fmt: skip
    suspended = {
        "post": head_post, "appointment": taken["holders"][0]["appointment"], "effectiveOn": "2025-06-01", "why": "w",
    }  # fmt: skip
    assert (await api.do("suspendHolder", suspended, HEAD))["errors"] == []
    assert team_post
    query = """query($d: Date) { organisation(division: "230599", effectiveOn: $d) { bodies {
        department { name } depth superior posts { post { title } holders { holder } } } } }"""
    for day, holders in (("2025-05-31", [{"holder": "张三"}]), ("2025-06-01", [])):
        bodies = (await api.ask(query, {"d": day}))["organisation"]["bodies"]
        assert [(body["department"]["name"], body["depth"]) for body in bodies] == [
            ("区煤管局", 0), ("执法大队", 1), ("市分局", 0),
        ]  # fmt: skip
        assert bodies[0]["posts"] == [{"post": {"title": "局长"}, "holders": holders}]
        assert bodies[1]["superior"] == bureau
        assert bodies[1]["posts"] == [{"post": {"title": "大队长"}, "holders": []}]
    assert (await api.ask(query, {"d": "2019-12-31"}))["organisation"]["bodies"] == []


async def test_an_open_phrase_is_no_department(api: Api) -> None:
    await a_department(api, "区煤管局")
    given = {"division": "230599", "reference": "T-1", "title": "培训", "text": "培训"}
    task = (await api.do("issueTask", given, OFFICE, "task { id }"))["task"]["id"]
    [error] = (await assigned(api, str(task), "各有关部门"))["errors"]
    assert error["code"] == "DEPARTMENTS_OPEN"


async def test_what_is_planned_answers_as_the_ordinary_executor_does(api: Api) -> None:
    bureau, mine = await a_department(api, "区煤管局", aliases=["区煤炭局"]), await a_mine(api)
    post, someone = await a_post(api, bureau, "局长"), await a_person(api, "张三")
    await made(api, "takePost", {"post": post, "person": someone, "effectiveOn": "2024-01-01"})
    duty = {"post": post, "mine": mine, "scope": "联系", "effectiveOn": "2024-02-01", "basis": "方案"}
    await api.do("assignLiaison", duty, OFFICE)
    await api.do(
        "noteOpenDepartments",
        {"division": "230599", "document": "28号", "passage": "1", "text": "等", "openSince": "2026-06-06"},
        OFFICER,
    )
    day = 'effectiveOn: "2024-07-01"'
    for query in (
        f'departments({day}, named: "区煤炭局") {{ totalCount nodes {{ id name kindLabel posts {{ title }} }} }}',
        f'personPosts({day}, holder: "张三") {{ nodes {{ title mannerLabel suspensions bodyKindLabel }} }}',
        f'liaisonDuties({day}, mine: "{mine}") {{ nodes {{ title mine {{ name }} holders {{ holder }} }} }}',
        "departmentResolutions(waiting: true) { nodes { passage daysOpen named } }",
        "departmentPosts(overlapping: false) { nodes { title overlapCount holders { holder validFrom } } }",
    ):
        for caller in ("officer", "auditor", "enterprise"):
            assert await compared(api, f"{{ {query} }}", {}, caller), query
    assert not await compared(api, "{ persons { nodes { name } } }", {}, "auditor")
