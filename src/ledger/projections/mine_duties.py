"""What mines report of themselves: safety commitments (安全承诺), self-inspections (自检自改), reports of quarters."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from ledger.domain.mine_duty_events import QuarterlyReportSubmitted, SafetyCommitmentMade, SelfInspectionReported
from ledger.domain.mine_record_events import MineRecordWithdrawn, RecordKind
from ledger.eventstore.envelope import RecordedEvent
from ledger.projections.journal import entry_key
from ledger.projections.view import Row, View, changed, columns

commitments = View(
    name="commitments",
    version=2,
    key="entry",
    columns=columns("""
        mine     uuid
        division text
        made_by  text
        post     text
        made_on  date
        text     text
        withdrawn    text?
    """),
    indexes=(("mine", "made_on"), ("division", "made_on")),
    past=(("mine", "made_on"), ("division", "made_on")),
)

self_inspections = View(
    name="self_inspections",
    version=2,
    key="entry",
    columns=columns("""
        mine         uuid
        division     text
        kind         text
        period_start date
        inspected_on date
        led_by       text
        found        integer
        rectified    integer
        account      text
        withdrawn    text?
    """),
    indexes=(("mine", "inspected_on"), ("division", "inspected_on")),
    past=(("mine", "inspected_on"), ("division", "inspected_on")),
)

quarterly_reports = View(
    name="quarterly_reports",
    version=2,
    key="entry",
    columns=columns("""
        mine         uuid
        division     text
        period_start date
        submitted_on date
        signed_by    text
        found        integer
        major        integer
        rectified    integer
        account      text
        withdrawn    text?
    """),
    orders=("period_start", "submitted_on"),
    indexes=(("mine", "period_start"), ("division", "period_start")),
    past=(("mine", "period_start"), ("division", "period_start")),
)


@commitments.on(SafetyCommitmentMade, key=entry_key)
def _committed(_: Row | None, event: SafetyCommitmentMade, recorded: RecordedEvent) -> Row:
    return {
        "mine": event.mine,
        "division": event.division,
        "made_by": event.made_by,
        "post": event.post,
        "made_on": event.made_on,
        "text": event.text,
        "withdrawn": None,
    }


@self_inspections.on(SelfInspectionReported, key=entry_key)
def _inspected(_: Row | None, event: SelfInspectionReported, recorded: RecordedEvent) -> Row:
    return {
        "mine": event.mine,
        "division": event.division,
        "kind": event.kind,
        "period_start": event.period_start,
        "inspected_on": event.inspected_on,
        "led_by": event.led_by,
        "found": event.found,
        "rectified": event.rectified,
        "account": event.account,
        "withdrawn": None,
    }


@quarterly_reports.on(QuarterlyReportSubmitted, key=entry_key)
def _reported(_: Row | None, event: QuarterlyReportSubmitted, recorded: RecordedEvent) -> Row:
    return {
        "mine": event.mine,
        "division": event.division,
        "period_start": event.period_start,
        "submitted_on": event.submitted_on,
        "signed_by": event.signed_by,
        "found": event.found,
        "major": event.major,
        "rectified": event.rectified,
        "account": event.account,
        "withdrawn": None,
    }


def of_kind(kind: RecordKind) -> Callable[[MineRecordWithdrawn], UUID | None]:
    """The row of a record that was taken back, among those of its kind."""
    return lambda event: event.record if event.kind is kind else None


@commitments.on(MineRecordWithdrawn, key=of_kind(RecordKind.COMMITMENT))
@self_inspections.on(MineRecordWithdrawn, key=of_kind(RecordKind.SELF_INSPECTION))
@quarterly_reports.on(MineRecordWithdrawn, key=of_kind(RecordKind.QUARTERLY_REPORT))
def withdrawn(row: Row | None, event: MineRecordWithdrawn, recorded: RecordedEvent) -> Row:
    """A record that was taken back, and why."""
    return changed(row, {"withdrawn": event.why})
