"""Panels and faces of mines (采区与采掘工作面), each from its opening to its end."""

from __future__ import annotations

from ledger.domain.mine_working_events import (
    FaceClosed,
    FaceCorrected,
    FaceOpened,
    FaceRestarted,
    FaceStopped,
    PanelClosed,
    PanelCorrected,
    PanelOpened,
)
from ledger.eventstore.envelope import RecordedEvent
from ledger.projections.view import Row, View, changed, columns

panels = View(
    name="panels",
    version=2,
    key="panel",
    columns=columns("""
        mine       uuid
        division   text
        name       text
        seams      text
        valid_from date
        valid_to   date?
        corrected  text?
    """),
    orders=("valid_from", "valid_to"),
    indexes=(("mine", "valid_from"), ("division", "valid_from")),
    past=(("mine", "valid_from"), ("division", "valid_from")),
    periods=True,
)

faces = View(
    name="faces",
    version=2,
    key="face",
    columns=columns("""
        mine       uuid
        division   text
        panel      uuid?
        panel_name text?
        name       text
        kind       text
        method     text
        working    boolean
        stopped_on date?
        stopped_why text?
        valid_from date
        valid_to   date?
        ended_why  text?
        corrected  text?
    """),
    orders=("valid_from", "valid_to"),
    indexes=(("mine", "valid_from"), ("division", "valid_from")),
    past=(("mine", "valid_from"), ("division", "valid_from")),
    periods=True,
)


@panels.on(PanelOpened, key=lambda e: e.panel)
def _panel_opened(_: Row | None, event: PanelOpened, recorded: RecordedEvent) -> Row:
    return {
        "mine": event.mine,
        "division": event.division,
        "name": event.name,
        "seams": event.seams,
        "valid_from": event.opened_on,
        "valid_to": None,
        "corrected": None,
    }


@panels.on(PanelClosed, key=lambda e: e.panel)
def _panel_closed(row: Row | None, event: PanelClosed, recorded: RecordedEvent) -> Row:
    return changed(row, {"valid_to": event.closed_on})


@faces.on(FaceOpened, key=lambda e: e.face)
def _face_opened(_: Row | None, event: FaceOpened, recorded: RecordedEvent) -> Row:
    return {
        "mine": event.mine,
        "division": event.division,
        "panel": event.panel,
        "panel_name": event.panel_name,
        "name": event.name,
        "kind": event.kind,
        "method": event.method,
        "working": True,
        "stopped_on": None,
        "stopped_why": None,
        "valid_from": event.opened_on,
        "valid_to": None,
        "ended_why": None,
        "corrected": None,
    }


@faces.on(FaceStopped, key=lambda e: e.face)
def _face_stopped(row: Row | None, event: FaceStopped, recorded: RecordedEvent) -> Row:
    return changed(row, {"working": False, "stopped_on": event.stopped_on, "stopped_why": event.why})


@faces.on(FaceRestarted, key=lambda e: e.face)
def _face_restarted(row: Row | None, event: FaceRestarted, recorded: RecordedEvent) -> Row:
    return changed(row, {"working": True, "stopped_on": None, "stopped_why": None})


@faces.on(FaceClosed, key=lambda e: e.face)
def _face_closed(row: Row | None, event: FaceClosed, recorded: RecordedEvent) -> Row:
    return changed(row, {"working": False, "valid_to": event.closed_on, "ended_why": event.why})


@panels.on(PanelCorrected, key=lambda e: e.panel)
def _panel_corrected(row: Row | None, event: PanelCorrected, recorded: RecordedEvent) -> Row:
    days = {"valid_from": event.opened_on, "valid_to": event.closed_on}
    return changed(row, {**days, "seams": event.seams, "corrected": event.why})


@faces.on(FaceCorrected, key=lambda e: e.face)
def _face_corrected(row: Row | None, event: FaceCorrected, recorded: RecordedEvent) -> Row:
    assert row is not None
    told = {"panel": event.panel, "panel_name": event.panel_name, "kind": event.kind, "method": event.method}
    days = {"valid_from": event.opened_on, "valid_to": event.closed_on}
    again = event.closed_on is None and row["valid_to"] is not None
    works = {"working": event.closed_on is None and (again or row["working"])}
    return changed(row, {**told, **days, **works, **({"ended_why": None} if again else {}), "corrected": event.why})
