"""Construction projects as the users of the API meet them."""

from __future__ import annotations

import pytest

from ledger.demo.people import PEOPLE
from tests.graphql.conftest import Api
from tests.graphql.test_api import a_mine


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ("begunUnapproved: true", ["白桦煤矿二采区延深"]),
        ("begunUnapproved: false", ["云杉煤矿升级改造"]),
        ("status: TRIAL_RUN", ["云杉煤矿升级改造"]),
        ("kind: EXPANSION", ["白桦煤矿二采区延深"]),
        ("trialOverdue: true", []),
        ('asOf: {recordedAt: "2025-08-10T00:00:00Z"}, status: BUILDING', ["云杉煤矿升级改造"]),
    ],
)
async def test_projects_are_found_by_state_and_breach_now_and_as_it_stood(
    district: Api, filters: str, names: list[str]
) -> None:
    found = (await district.ask(f"{{ projects({filters}) {{ nodes {{ name }} }} }}", by=PEOPLE["officer"]))["projects"]
    assert [n["name"] for n in found["nodes"]] == names


async def test_a_project_tells_its_approvals_and_what_it_began_without(district: Api) -> None:
    query = "{ projects(kind: EXPANSION) { nodes { begunWithout defects approvals { kindLabel outcome why } } } }"
    [project] = (await district.ask(query, by=PEOPLE["officer"]))["projects"]["nodes"]
    assert "SAFETY_DESIGN" in project["begunWithout"]
    assert project["defects"] == len(project["begunWithout"])
    assert project["approvals"][0]["kindLabel"] == "安全设施设计批复"


@pytest.mark.parametrize(("day", "count"), [("2025-03-01", 0), ("2025-03-02", 1), ("2026-08-01", 7)])
async def test_which_approvals_were_in_force_on_a_day(district: Api, day: str, count: int) -> None:
    query = f'{{ projectApprovals(inForceOn: "{day}") {{ totalCount }} }}'
    assert (await district.ask(query, by=PEOPLE["officer"]))["projectApprovals"]["totalCount"] == count


async def test_a_refusal_names_its_rule(api: Api) -> None:
    given = {"mine": await a_mine(api), "name": "改造", "kind": "UPGRADE", "builder": "b", "mechanised": False}
    project = (await api.do("applyForProject", given, shows="project { id }"))["project"]["id"]
    paper = {"authority": "省局", "document": "1号"}
    payload = await api.do("grantProjectApproval", {"project": project, "kind": "SAFETY_DESIGN", **paper})
    [error] = payload["errors"]
    assert (error["code"], error["path"]) == ("NOT_MECHANISED", ["input", "kind"])
    assert error["rule"] == "双四政发〔2020〕28号 二(七)2"
