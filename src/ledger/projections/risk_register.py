"""Risk register (风险管控台账), public notices of major risks (公示) and the lists of a year (年度风险清单)."""

from __future__ import annotations

from typing import Any

from ledger.domain import risk_events as e
from ledger.domain.risk_events import RiskStatus
from ledger.eventstore.envelope import RecordedEvent
from ledger.projections.view import Row, View, changed, columns

risk_register = View(
    name="risk_register",
    version=2,
    key="risk",
    columns=columns("""
        mine                 uuid
        division             text
        department           text
        place                text
        description          text
        accident             text
        assessment           text
        status               text
        grade                text?
        method               text?
        grounds              text?
        graded_by            text?
        graded_on            date?
        proposed_grade       text?
        elimination_proposed boolean
        measures             text?
        responsible_unit     text?
        responsible_person   text?
        review_due           date?
        reviewed_on          date?
        reviewed_late        integer
        published            boolean
        notified_on          date?
        notified_to          text[]
        identified_on        date
        eliminated_on        date?
        reopened             integer
        reopening_cause      text?
        reported_at          timestamptz
        version              integer
    """),
    orders=("identified_on", "review_due"),
    indexes=(("mine", "identified_on"), ("division", "identified_on"), ("division", "review_due")),
    past=(("division", "identified_on"), ("mine", "identified_on")),
    department="department",
)

risk_notices = View(
    name="risk_notices",
    version=1,
    key="notice",
    columns=columns("""
        risk               uuid
        mine               uuid
        division           text
        grade              text
        place              text
        description        text
        measures           text
        responsible_unit   text
        responsible_person text
        posted_at          text
        valid_from         date
        valid_to           date?
    """),
    orders=("valid_from", "valid_to"),
    indexes=(("mine", "valid_from"), ("division", "valid_from"), ("risk", "valid_from"), ("valid_from",)),
    past=(("division", "valid_from"), ("mine", "valid_from")),
    periods=True,
)

risk_lists = View(
    name="risk_lists",
    version=1,
    key="listing",
    columns=columns("""
        risk               uuid
        mine               uuid
        division           text
        year               integer
        grade              text
        place              text
        description        text
        measures           text?
        responsible_person text?
        listed_on          date
        taken_off_on       date?
        taken_off_why      text?
    """),
    orders=("year", "listed_on"),
    indexes=(("mine", "year"), ("division", "year"), ("risk", "year")),
    past=(("division", "year"), ("mine", "year")),
)

_UNCONTROLLED: dict[str, Any] = dict.fromkeys(("measures", "responsible_unit", "responsible_person", "review_due"))


@risk_register.on(e.RiskIdentified, key=lambda e: e.originator_id)
def _identified(_: Row | None, event: e.RiskIdentified, recorded: RecordedEvent) -> Row:
    empty = dict.fromkeys(c.name for c in risk_register.columns)
    return {
        **empty,
        "mine": event.mine,
        "division": event.division,
        "department": event.department,
        "place": event.place,
        "description": event.description,
        "accident": event.accident,
        "assessment": event.assessment,
        "status": RiskStatus.IDENTIFIED,
        "elimination_proposed": False,
        "reviewed_late": 0,
        "published": False,
        "notified_to": [],
        "identified_on": event.identified_on,
        "reopened": 0,
        "reported_at": recorded.recorded_at,
        "version": event.originator_version,
    }


@risk_register.on(e.RiskEntryCorrected, key=lambda e: e.originator_id)
def _corrected(row: Row | None, event: e.RiskEntryCorrected, recorded: RecordedEvent) -> Row:
    return _step(row, event, event.model_dump(include={"place", "description", "accident", "assessment"}))


@risk_register.on(e.RiskNotified, key=lambda e: e.originator_id)
def _notified(row: Row | None, event: e.RiskNotified, recorded: RecordedEvent) -> Row:
    before = row or {}
    first = event.notified_on if before["notified_on"] is None else min(before["notified_on"], event.notified_on)
    to = [*before["notified_to"], *(name for name in event.told if name not in before["notified_to"])]
    return _step(row, event, {"notified_on": first, "notified_to": to})


@risk_register.on(e.RiskGraded, key=lambda e: e.originator_id)
def _graded(row: Row | None, event: e.RiskGraded, recorded: RecordedEvent) -> Row:
    anew = event.previous is None or event.raises()
    lapsed = {**_UNCONTROLLED, "status": RiskStatus.GRADED} if anew else {}
    return _step(row, event, {**_appraisal(event), "graded_on": event.graded_on, **lapsed})


@risk_register.on(e.RiskLoweringProposed, key=lambda e: e.originator_id)
def _lowering_proposed(row: Row | None, event: e.RiskLoweringProposed, recorded: RecordedEvent) -> Row:
    return _step(row, event, {"proposed_grade": event.grade})


@risk_register.on(e.RiskLowered, key=lambda e: e.originator_id)
def _lowered(row: Row | None, event: e.RiskLowered, recorded: RecordedEvent) -> Row:
    return _step(row, event, {**_appraisal(event), "graded_on": event.lowered_on, "proposed_grade": None})


@risk_register.on(e.RiskControlled, key=lambda e: e.originator_id)
def _controlled(row: Row | None, event: e.RiskControlled, recorded: RecordedEvent) -> Row:
    step = {
        "status": RiskStatus.CONTROLLED,
        "measures": event.measures,
        "responsible_unit": event.responsible_unit,
        "responsible_person": event.responsible_person,
        "review_due": event.review_due,
    }
    return _step(row, event, step)


@risk_register.on(e.RiskReviewed, key=lambda e: e.originator_id)
def _reviewed(row: Row | None, event: e.RiskReviewed, recorded: RecordedEvent) -> Row:
    before = row or {}
    late = event.due is not None and event.reviewed_on > event.due
    step: Row = {
        "reviewed_on": event.reviewed_on,
        "review_due": event.review_due,
        "reviewed_late": before["reviewed_late"] + late,
    }
    if before["status"] in {RiskStatus.CONTROLLED, RiskStatus.OUT_OF_CONTROL}:
        step["status"] = RiskStatus.CONTROLLED if event.in_control else RiskStatus.OUT_OF_CONTROL
    return _step(row, event, step)


@risk_register.on(e.RiskEliminationProposed, key=lambda e: e.originator_id)
def _elimination_proposed(row: Row | None, event: e.RiskEliminationProposed, recorded: RecordedEvent) -> Row:
    return _step(row, event, {"elimination_proposed": True})


@risk_register.on(e.RiskChangeRefused, key=lambda e: e.originator_id)
def _refused(row: Row | None, event: e.RiskChangeRefused, recorded: RecordedEvent) -> Row:
    return _step(row, event, {"proposed_grade": None, "elimination_proposed": False})


@risk_register.on(e.RiskEliminated, key=lambda e: e.originator_id)
def _eliminated(row: Row | None, event: e.RiskEliminated, recorded: RecordedEvent) -> Row:
    step = {
        "status": RiskStatus.ELIMINATED,
        "eliminated_on": event.eliminated_on,
        "elimination_proposed": False,
        "proposed_grade": None,
        "review_due": None,
    }
    return _step(row, event, step)


@risk_register.on(e.RiskReopened, key=lambda e: e.originator_id)
def _reopened(row: Row | None, event: e.RiskReopened, recorded: RecordedEvent) -> Row:
    step = {
        **_UNCONTROLLED,
        "status": RiskStatus.GRADED,
        "eliminated_on": None,
        "notified_on": None,
        "notified_to": [],
        "reopened": (row or {})["reopened"] + 1,
        "reopening_cause": event.cause,
    }
    return _step(row, event, step)


@risk_register.on(e.RiskPublished, key=lambda e: e.originator_id)
def _published(row: Row | None, event: e.RiskPublished, recorded: RecordedEvent) -> Row:
    return _step(row, event, {"published": True})


@risk_register.on(e.RiskPublicationEnded, key=lambda e: e.originator_id)
def _publication_ended(row: Row | None, event: e.RiskPublicationEnded, recorded: RecordedEvent) -> Row:
    return _step(row, event, {"published": False})


@risk_register.on(e.RiskListed, e.RiskTakenOffList, key=lambda e: e.originator_id)
def _on_or_off_list(row: Row | None, event: e.RiskListed, recorded: RecordedEvent) -> Row:
    return _step(row, event, {})


@risk_notices.on(e.RiskPublished, key=lambda e: e.notice)
def _notice(_: Row | None, event: e.RiskPublished, recorded: RecordedEvent) -> Row:
    said = {"mine", "division", "grade", "place", "description", "measures", "responsible_unit", "responsible_person"}
    return {
        **event.model_dump(include=said),
        "risk": event.originator_id,
        "posted_at": event.posted_at,
        "valid_from": event.published_on,
        "valid_to": None,
    }


@risk_notices.on(e.RiskPublicationEnded, key=lambda e: e.notice)
def _notice_down(row: Row | None, event: e.RiskPublicationEnded, recorded: RecordedEvent) -> Row:
    return changed(row, {"valid_to": event.ended_on})


@risk_lists.on(e.RiskListed, key=lambda e: e.listing)
def _listed(_: Row | None, event: e.RiskListed, recorded: RecordedEvent) -> Row:
    frozen = {
        "mine",
        "division",
        "year",
        "grade",
        "place",
        "description",
        "measures",
        "responsible_person",
        "listed_on",
    }
    return {
        **event.model_dump(include=frozen),
        "risk": event.originator_id,
        "taken_off_on": None,
        "taken_off_why": None,
    }


@risk_lists.on(e.RiskTakenOffList, key=lambda e: e.listing)
def _taken_off(row: Row | None, event: e.RiskTakenOffList, recorded: RecordedEvent) -> Row:
    return changed(row, {"taken_off_on": event.taken_off_on, "taken_off_why": event.why})


def _appraisal(event: e.RiskGraded | e.RiskLowered) -> Row:
    return {"grade": event.grade, "method": event.method, "grounds": event.grounds, "graded_by": event.graded_by}


def _step(row: Row | None, event: Any, step: Row) -> Row:
    return changed(row, {**step, "version": event.originator_version})
