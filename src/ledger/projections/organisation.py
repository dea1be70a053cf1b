"""Leading groups and their members, liaison duties, and open texts with what was decided about them."""

from __future__ import annotations

from ledger.domain.department_resolution import DepartmentsLeftOpen, DepartmentsResolved, ResolutionAnnulled
from ledger.domain.leading_group import (
    GroupMemberNamed,
    GroupMemberReleased,
    GroupOfficeSet,
    LeadingGroupDissolved,
    LeadingGroupEstablished,
    LeadingGroupRestored,
    SeveralChairsFlagged,
)
from ledger.domain.liaison import (
    LiaisonAssigned,
    LiaisonEnded,
    LiaisonResumed,
    LiaisonVisitMade,
    LiaisonVisitRetracted,
)
from ledger.eventstore.envelope import RecordedEvent
from ledger.projections.view import Row, View, changed, columns

leading_groups = View(
    name="leading_groups",
    version=1,
    key="leading_group",
    columns=columns("""
        division          text
        name              text
        established_by    text
        duties            text[]
        basis             text
        office            text?
        office_department text?
        office_director   text?
        office_duties     text[]
        several_chairs    integer
        valid_from        date
        valid_to          date?
        version           integer
    """),
    orders=("name", "valid_from"),
    indexes=(("name",), ("division", "name")),
    past=(("name",), ("division", "name")),
    periods=True,
    division=None,
)

group_members = View(
    name="group_members",
    version=1,
    key="membership",
    columns=columns("""
        of_group   uuid
        division   text
        role       text
        department text
        title      text
        holder     text?
        valid_from date
        valid_to   date?
    """),
    indexes=(("of_group", "valid_from"),),
    past=(("of_group", "valid_from"),),
    periods=True,
    division=None,
)

liaison_duties = View(
    name="liaison_duties",
    version=1,
    key="liaison_duty",
    columns=columns("""
        division         text
        mine             uuid?
        area             text?
        of_post          uuid
        department       text
        title            text
        scope            text
        visits_a_quarter integer?
        basis            text
        ended_why        text?
        valid_from       date
        valid_to         date?
        version          integer
    """),
    orders=("valid_from", "valid_to"),
    indexes=(("mine", "valid_from"), ("of_post", "valid_from"), ("valid_from",), ("division", "valid_from")),
    past=(("mine", "valid_from"), ("of_post", "valid_from"), ("valid_from",), ("division", "valid_from")),
    periods=True,
)

liaison_visits = View(
    name="liaison_visits",
    version=1,
    key="visit",
    columns=columns("""
        liaison_duty  uuid
        division      text
        mine          uuid?
        department    text
        visited_on    date
        visitor       text
        account       text
        order_id      uuid?
        retracted_why text?
        recorded_at   timestamptz
    """),
    orders=("visited_on", "recorded_at"),
    indexes=(("liaison_duty", "visited_on"), ("mine", "visited_on")),
    past=(("liaison_duty", "visited_on"), ("mine", "visited_on")),
)

department_resolutions = View(
    name="department_resolutions",
    version=1,
    key="department_resolution",
    columns=columns("""
        division    text
        document    text
        passage     text
        text        text
        named       text[]
        departments text[]
        open_since  date
        resolved_on date?
        basis       text?
        decisions   integer
        version     integer
    """),
    orders=("open_since", "resolved_on"),
    indexes=(("division", "open_since"), ("open_since",), ("document", "passage")),
    past=(("division", "open_since"), ("open_since",)),
)


@leading_groups.on(LeadingGroupEstablished, key=lambda e: e.originator_id)
def _established(_: Row | None, event: LeadingGroupEstablished, recorded: RecordedEvent) -> Row:
    return {
        "division": event.division,
        "name": event.name,
        "established_by": event.established_by,
        "duties": event.duties,
        "basis": event.basis,
        "office": None,
        "office_department": None,
        "office_director": None,
        "office_duties": [],
        "several_chairs": 0,
        "valid_from": event.effective_on,
        "valid_to": None,
        "version": event.originator_version,
    }


@leading_groups.on(GroupOfficeSet, key=lambda e: e.originator_id)
def _office(row: Row | None, event: GroupOfficeSet, recorded: RecordedEvent) -> Row:
    return changed(
        row,
        {
            "office": event.office,
            "office_department": event.department,
            "office_director": event.director,
            "office_duties": event.duties,
            "version": event.originator_version,
        },
    )


@leading_groups.on(LeadingGroupDissolved, key=lambda e: e.originator_id)
def _dissolved(row: Row | None, event: LeadingGroupDissolved, recorded: RecordedEvent) -> Row:
    return changed(row, {"valid_to": event.effective_on, "version": event.originator_version})


@leading_groups.on(LeadingGroupRestored, key=lambda e: e.originator_id)
def _restored(row: Row | None, event: LeadingGroupRestored, recorded: RecordedEvent) -> Row:
    return changed(row, {"valid_to": None, "version": event.originator_version})


@leading_groups.on(SeveralChairsFlagged, key=lambda e: e.originator_id)
def _several(row: Row | None, event: SeveralChairsFlagged, recorded: RecordedEvent) -> Row:
    return changed(row, {"several_chairs": (row or {})["several_chairs"] + 1, "version": event.originator_version})


@leading_groups.on(GroupMemberNamed, GroupMemberReleased, key=lambda e: e.originator_id)
def _members_changed(row: Row | None, event: GroupMemberNamed, recorded: RecordedEvent) -> Row:
    return changed(row, {"version": event.originator_version})


@group_members.on(GroupMemberNamed, key=lambda e: e.membership)
def _member(_: Row | None, event: GroupMemberNamed, recorded: RecordedEvent) -> Row:
    return {
        "of_group": event.originator_id,
        "division": event.division,
        "role": event.role,
        "department": event.department,
        "title": event.title,
        "holder": event.holder,
        "valid_from": event.effective_on,
        "valid_to": None,
    }


@group_members.on(GroupMemberReleased, key=lambda e: e.membership)
def _released(row: Row | None, event: GroupMemberReleased, recorded: RecordedEvent) -> Row:
    return changed(row, {"valid_to": event.effective_on})


@liaison_duties.on(LiaisonAssigned, key=lambda e: e.originator_id)
def _assigned(_: Row | None, event: LiaisonAssigned, recorded: RecordedEvent) -> Row:
    return {
        "division": event.division,
        "mine": event.mine,
        "area": event.area,
        "of_post": event.post,
        "department": event.department,
        "title": event.title,
        "scope": event.scope,
        "visits_a_quarter": event.visits_a_quarter,
        "basis": event.basis,
        "ended_why": None,
        "valid_from": event.effective_on,
        "valid_to": None,
        "version": event.originator_version,
    }


@liaison_duties.on(LiaisonEnded, key=lambda e: e.originator_id)
def _ended(row: Row | None, event: LiaisonEnded, recorded: RecordedEvent) -> Row:
    step = {"valid_to": event.effective_on, "ended_why": event.why, "version": event.originator_version}
    return changed(row, step)


@liaison_duties.on(LiaisonResumed, key=lambda e: e.originator_id)
def _resumed(row: Row | None, event: LiaisonResumed, recorded: RecordedEvent) -> Row:
    return changed(row, {"valid_to": None, "ended_why": None, "version": event.originator_version})


@liaison_duties.on(LiaisonVisitMade, LiaisonVisitRetracted, key=lambda e: e.originator_id)
def _went_on(row: Row | None, event: LiaisonVisitMade | LiaisonVisitRetracted, recorded: RecordedEvent) -> Row:
    return changed(row, {"version": event.originator_version})


@liaison_visits.on(LiaisonVisitMade, key=lambda e: e.visit)
def _visited(_: Row | None, event: LiaisonVisitMade, recorded: RecordedEvent) -> Row:
    return {
        "liaison_duty": event.originator_id,
        "division": event.division,
        "mine": event.mine,
        "department": event.actor.department,
        "visited_on": event.visited_on,
        "visitor": event.visitor,
        "account": event.account,
        "order_id": event.order,
        "retracted_why": None,
        "recorded_at": recorded.recorded_at,
    }


@liaison_visits.on(LiaisonVisitRetracted, key=lambda e: e.visit)
def _visit_retracted(row: Row | None, event: LiaisonVisitRetracted, recorded: RecordedEvent) -> Row:
    return changed(row, {"retracted_why": event.why})


@department_resolutions.on(DepartmentsLeftOpen, key=lambda e: e.originator_id)
def _open(_: Row | None, event: DepartmentsLeftOpen, recorded: RecordedEvent) -> Row:
    return {
        "division": event.division,
        "document": event.document,
        "passage": event.passage,
        "text": event.text,
        "named": event.named,
        "departments": [],
        "open_since": event.open_since,
        "resolved_on": None,
        "basis": None,
        "decisions": 0,
        "version": event.originator_version,
    }


@department_resolutions.on(DepartmentsResolved, key=lambda e: e.originator_id)
def _resolved(row: Row | None, event: DepartmentsResolved, recorded: RecordedEvent) -> Row:
    return changed(
        row,
        {
            "departments": event.departments,
            "resolved_on": event.decided_on,
            "basis": event.basis,
            "decisions": (row or {})["decisions"] + 1,
            "version": event.originator_version,
        },
    )


@department_resolutions.on(ResolutionAnnulled, key=lambda e: e.originator_id)
def _annulled(row: Row | None, event: ResolutionAnnulled, recorded: RecordedEvent) -> Row:
    return changed(
        row, {"departments": [], "resolved_on": None, "basis": event.why, "version": event.originator_version}
    )
