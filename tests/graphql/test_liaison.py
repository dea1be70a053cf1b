"""Who answers for which mine, as the API shows it: visits, what is owed of them, who held the post; and bad input."""

from __future__ import annotations

from uuid import UUID

from ledger.graphql.ids import global_id
from ledger.values.actor import Role
from tests.graphql.conftest import Api
from tests.house import HEAD, MINER, OFFICE, OFFICER, person

ELSEWHERE = person("office-9", Role.COORDINATING_OFFICE, division="230400")
SHOWN = """query($d: ID!, $t: AsOf) { liaisonVisits(liaisonDuty: $d, asOf: $t) { nodes {
  visitedOn visitor retractedWhy } } }"""


async def a_duty(api: Api) -> tuple[str, str]:
    """A deputy head answers for a mine; the ids of both."""
    bureau = {"division": "230599", "name": "某煤管局", "kind": "DEPARTMENT", "establishedOn": "2019-01-01"}
    body = (await api.do("registerDepartment", bureau, OFFICE, "department { id }"))["department"]["id"]
    post = {"department": body, "title": "副局长", "effectiveOn": "2019-01-01"}
    made = (await api.do("establishPost", post, HEAD, "post { id }"))["post"]["id"]
    mine = {
        "code": "230599000001", "name": "向阳煤矿", "enterprise": "向阳煤业", "division": "230599", "capacity": "60",
    }  # fmt: skip
    of = (await api.do("registerMine", mine, HEAD, "mine { id }"))["mine"]["id"]
    duty = {
        "post": made, "mine": of, "scope": "联系指导", "visitsAQuarter": 1, "effectiveOn": "2026-01-01", "basis": "文",
    }  # fmt: skip
    return (await api.do("assignLiaison", duty, OFFICE, "liaisonDuty { id }"))["liaisonDuty"]["id"], of


async def test_visits_stand_with_their_duty_and_their_mine_and_one_taken_back_says_why(api: Api) -> None:
    duty, mine = await a_duty(api)
    visit = {"liaison": duty, "visitedOn": "2026-02-03", "visitor": "白石", "account": "主排水泵检修滞后，已下督办函"}
    made = await api.do("recordLiaisonVisit", visit, OFFICER, "liaisonDuty { visits { id } }")
    retracted = {"liaison": duty, "visit": made["liaisonDuty"]["visits"][0]["id"], "why": "误录"}
    assert (await api.do("retractLiaisonVisit", retracted, OFFICER))["errors"] == []
    now = (await api.ask(SHOWN, {"d": duty}))["liaisonVisits"]["nodes"]
    assert now == [{"visitedOn": "2026-02-03", "visitor": "白石", "retractedWhy": "误录"}]
    then = (await api.ask(SHOWN, {"d": duty, "t": {"position": made["position"]}}))["liaisonVisits"]["nodes"]
    assert then[0]["retractedWhy"] is None
    of_mine = "query($m: ID!) { mine(id: $m) { liaisonVisits { nodes { liaisonDuty { title } } } } }"
    found = await api.ask(of_mine, {"m": mine})
    assert found["mine"]["liaisonVisits"]["nodes"] == [{"liaisonDuty": {"title": "副局长"}}]


async def test_bad_input_about_visits_is_refused_by_name(api: Api) -> None:
    duty, _ = await a_duty(api)
    visit = {"liaison": duty, "visitedOn": "2026-02-03", "visitor": "白石", "account": "a"}
    unknown = {"liaison": duty, "visit": global_id("LiaisonVisit", UUID(int=1)), "why": "w"}
    cases = [
        (await api.do("recordLiaisonVisit", visit | {"visitedOn": "2027-01-01"}, OFFICER), "DAY_IN_THE_FUTURE"),
        (await api.do("recordLiaisonVisit", visit, MINER), "NOT_PERMITTED"),
        (await api.do("recordLiaisonVisit", visit, ELSEWHERE), "LIAISONDUTY_NOT_FOUND"),
        (await api.do("recordLiaisonVisit", visit | {"order": duty}, OFFICER), "INVALID_ID"),
        (await api.do("retractLiaisonVisit", unknown, OFFICER), "VISIT_UNKNOWN"),
    ]
    assert [(payload["errors"][0]["code"], code) for payload, code in cases] == [(c, c) for _, c in cases]


async def test_a_competence_says_whose_it_is(api: Api) -> None:
    bureau = {"division": "230599", "name": "某煤管局", "kind": "DEPARTMENT", "establishedOn": "2019-01-01"}
    body = (await api.do("registerDepartment", bureau, OFFICE, "department { id }"))["department"]["id"]
    given = {"department": body, "matter": "项目核准", "effectiveOn": "2020-05-01", "basis": "文", "confirmed": True}
    await api.do("giveCompetence", given, OFFICE)
    query = "query($d: ID!) { competences(department: $d) { nodes { matter department { name } } } }"
    found = (await api.ask(query, {"d": body}))["competences"]["nodes"]
    assert found == [{"matter": "项目核准", "department": {"name": "某煤管局"}}]
