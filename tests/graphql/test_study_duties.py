"""Study duties, as the API shows them: set, met, taken back, and who may do what."""

from __future__ import annotations

from ledger.values.actor import Role
from tests.graphql.conftest import Api
from tests.house import MINER, OFFICE, person

DUTY = {
    "division": "230599", "body": "区党委理论学习中心组", "topic": "安全生产重要论述", "timesAYear": 2,
    "startsOn": "2026-01-01", "basis": "双四政发〔2020〕28号 二(一)1",
}  # fmt: skip
ELSEWHERE = person("office-9", Role.COORDINATING_OFFICE, division="230400")
SHOWN = """query($id: ID!, $t: AsOf) { studyDuty(id: $id, asOf: $t) {
  body timesAYear validFrom endedOn plan { title } sessions { heldOn ledBy participants retractedWhy }
  history { type } obligations { period status } } }"""


async def test_a_study_duty_shows_its_sessions_and_what_was_taken_back(api: Api) -> None:
    made = await api.do("setStudyDuty", DUTY, OFFICE, "studyDuty { id }")
    duty = made["studyDuty"]["id"]
    held = {
        "studyDuty": duty,
        "heldOn": "2026-03-05",
        "topic": "t",
        "ledBy": "区委书记",
        "participants": 18,
        "account": "a",
    }
    recorded = await api.do("recordStudySession", held, OFFICE, "studyDuty { sessions { id } }")
    [session] = recorded["studyDuty"]["sessions"]
    taken_back = {"studyDuty": duty, "session": session["id"], "why": "误录"}
    assert (await api.do("retractStudySession", taken_back, OFFICE))["errors"] == []
    shown = (await api.ask(SHOWN, {"id": duty}))["studyDuty"]
    assert (shown["body"], shown["timesAYear"], shown["plan"]) == ("区党委理论学习中心组", 2, None)
    assert shown["sessions"] == [
        {"heldOn": "2026-03-05", "ledBy": "区委书记", "participants": 18, "retractedWhy": "误录"}
    ]  # fmt: skip
    assert [event["type"] for event in shown["history"]] == [
        "StudyDutySet", "StudySessionHeld", "StudySessionRetracted",
    ]  # fmt: skip
    before = (await api.ask(SHOWN, {"id": duty, "t": {"position": recorded["position"]}}))["studyDuty"]
    assert before["sessions"][0]["retractedWhy"] is None
    listed = await api.ask('{ studyDuties(body: "区党委理论学习中心组") { totalCount nodes { topic } } }')
    assert listed["studyDuties"] == {"totalCount": 1, "nodes": [{"topic": "安全生产重要论述"}]}


async def test_bad_input_is_refused_by_name(api: Api) -> None:
    duty = (await api.do("setStudyDuty", DUTY, OFFICE, "studyDuty { id }"))["studyDuty"]["id"]
    held = {"studyDuty": duty, "topic": "t", "ledBy": "l", "participants": 18, "account": "a"}
    cases = [
        (await api.do("setStudyDuty", DUTY | {"endsOn": "2025-12-31"}, OFFICE), "DAYS_OUT_OF_ORDER"),
        (await api.do("setStudyDuty", DUTY, MINER), "NOT_PERMITTED"),
        (await api.do("recordStudySession", held | {"participants": 0}, OFFICE), "GREATER_THAN_EQUAL"),
        (await api.do("recordStudySession", held | {"heldOn": "2027-01-01"}, OFFICE), "DAY_IN_THE_FUTURE"),
        (await api.do("recordStudySession", held, ELSEWHERE), "STUDYDUTY_NOT_FOUND"),
        (await api.do("resumeStudyDuty", {"studyDuty": duty, "why": "w"}, OFFICE), "STUDY_DUTY_RUNS"),
    ]
    assert [(payload["errors"][0]["code"], code) for payload, code in cases] == [(c, c) for _, c in cases]
