"""How mines are run: contracting (托管), mechanisation (机械化), monitoring feeds (监测接入), approval gates (审批)."""

from __future__ import annotations

from ledger.domain.mine_operation_events import (
    ApprovalGatePassed,
    ApprovalGateRefused,
    ApprovalGateReopened,
    ApprovalGateSet,
    ContractingBegun,
    ContractingCorrected,
    ContractingEnded,
    ContractingLicenceRenewed,
    ExitDecided,
    ExitProposalWithdrawn,
    ExitProposed,
    FeedConnected,
    FeedInterrupted,
    FeedRestored,
    FeedState,
    MechanisationReported,
    UpgradeRestored,
    UpgradeRevoked,
)
from ledger.domain.mine_record_events import MineRecordWithdrawn, RecordKind
from ledger.eventstore.envelope import RecordedEvent
from ledger.projections.journal import entry_key
from ledger.projections.mine_duties import of_kind, withdrawn
from ledger.projections.view import Row, View, changed, columns

contracting_periods = View(
    name="contracting_periods",
    version=2,
    key="contract",
    columns=columns("""
        mine            uuid
        division        text
        contractor      text
        credit_code     text?
        scope           text
        licence_renewed boolean
        onward          boolean
        reference       text?
        valid_from      date
        valid_to        date?
        ended_why       text?
        parent          uuid?
        licence         text?
        licence_on      date?
        corrected       text?
    """),
    orders=("valid_from", "valid_to"),
    indexes=(("mine", "valid_from"), ("division", "valid_from"), ("parent", "valid_from")),
    past=(("mine", "valid_from"), ("division", "valid_from"), ("parent", "valid_from")),
    periods=True,
)

mechanisation = View(
    name="mechanisation",
    version=2,
    key="entry",
    columns=columns("""
        mine             uuid
        division         text
        reported_for     date
        mining           numeric
        driving          numeric
        unattended_sites integer
        withdrawn        text?
    """),
    orders=("reported_for", "mining", "driving"),
    indexes=(("mine", "reported_for"), ("division", "reported_for")),
    past=(("mine", "reported_for"), ("division", "reported_for")),
)

monitoring_feeds = View(
    name="monitoring_feeds",
    version=1,
    key="feed",
    columns=columns("""
        mine          uuid
        division      text
        kind          text
        level         text
        state         text
        since_when    timestamptz
        interruptions integer
        remark        text?
    """),
    orders=("since_when", "interruptions"),
    indexes=(("mine", "since_when"), ("division", "since_when")),
    past=(("mine", "since_when"), ("division", "since_when")),
)

approval_gates = View(
    name="approval_gates",
    version=2,
    key="gate",
    columns=columns("""
        mine        uuid
        division    text
        programme   text
        code        text
        zh          text
        due_on      date
        consequence text
        passed_on   date?
        authority   text?
        reference   text?
        days_late   integer?
        proposed_on date?
        ground      text?
        decision    text?
        decided_on  date?
        decided_why text?
        refused_on  date?
        refused_why text?
        reopened    text?
        revoked_on  date?
    """),
    orders=("due_on", "decided_on"),
    indexes=(("mine", "due_on"), ("division", "due_on")),
    past=(("mine", "due_on"), ("division", "due_on")),
)


@contracting_periods.on(ContractingBegun, key=lambda e: e.contract)
def _contracted(_: Row | None, event: ContractingBegun, recorded: RecordedEvent) -> Row:
    return {
        "mine": event.mine,
        "division": event.division,
        "contractor": event.contractor,
        "credit_code": event.credit_code,
        "scope": event.scope,
        "licence_renewed": event.licence_renewed,
        "onward": event.onward,
        "reference": event.reference,
        "valid_from": event.begun_on,
        "valid_to": None,
        "parent": event.parent,
        **dict.fromkeys(("ended_why", "licence", "licence_on", "corrected")),
    }


@contracting_periods.on(ContractingEnded, key=lambda e: e.contract)
def _contract_ended(row: Row | None, event: ContractingEnded, recorded: RecordedEvent) -> Row:
    return changed(row, {"valid_to": event.ended_on, "ended_why": event.why})


@contracting_periods.on(ContractingLicenceRenewed, key=lambda e: e.contract)
def _licensed(row: Row | None, event: ContractingLicenceRenewed, recorded: RecordedEvent) -> Row:
    return changed(row, {"licence_renewed": True, "licence": event.licence, "licence_on": event.renewed_on})


@contracting_periods.on(ContractingCorrected, key=lambda e: e.contract)
def _contract_corrected(row: Row | None, event: ContractingCorrected, recorded: RecordedEvent) -> Row:
    days = {"valid_from": event.begun_on, "valid_to": event.ended_on}
    return changed(row, {**days, "corrected": event.why})


@mechanisation.on(MechanisationReported, key=entry_key)
def _mechanised(_: Row | None, event: MechanisationReported, recorded: RecordedEvent) -> Row:
    return {
        "mine": event.mine,
        "division": event.division,
        "reported_for": event.reported_for,
        "mining": event.mining,
        "driving": event.driving,
        "unattended_sites": event.unattended_sites,
        "withdrawn": None,
    }


mechanisation.on(MineRecordWithdrawn, key=of_kind(RecordKind.MECHANISATION))(withdrawn)


@monitoring_feeds.on(FeedConnected, key=lambda e: e.feed)
def _connected(_: Row | None, event: FeedConnected, recorded: RecordedEvent) -> Row:
    return {
        "mine": event.mine,
        "division": event.division,
        "kind": event.kind,
        "level": event.level,
        "state": FeedState.CONNECTED,
        "since_when": event.since_when,
        "interruptions": 0,
        "remark": None,
    }


@monitoring_feeds.on(FeedInterrupted, key=lambda e: e.feed)
def _interrupted(row: Row | None, event: FeedInterrupted, recorded: RecordedEvent) -> Row:
    interruptions = (row or {})["interruptions"] + 1
    state = {"state": FeedState.INTERRUPTED, "since_when": event.since_when, "interruptions": interruptions}
    return changed(row, {**state, "remark": event.cause})


@monitoring_feeds.on(FeedRestored, key=lambda e: e.feed)
def _restored(row: Row | None, event: FeedRestored, recorded: RecordedEvent) -> Row:
    return changed(row, {"state": FeedState.CONNECTED, "since_when": event.since_when, "remark": event.remedy})


@approval_gates.on(ApprovalGateSet, key=lambda e: e.gate)
def _set(_: Row | None, event: ApprovalGateSet, recorded: RecordedEvent) -> Row:
    later = (
        *("passed_on", "authority", "reference", "days_late", "proposed_on", "ground", "decision", "decided_on"),
        *("refused_on", "refused_why", "reopened", "revoked_on"),
    )
    return {
        **dict.fromkeys(later),
        "mine": event.mine,
        "division": event.division,
        "programme": event.programme,
        "code": event.code,
        "zh": event.zh,
        "due_on": event.due_on,
        "consequence": event.consequence,
        "decided_why": None,
    }


@approval_gates.on(ApprovalGatePassed, key=lambda e: e.gate)
def _passed(row: Row | None, event: ApprovalGatePassed, recorded: RecordedEvent) -> Row:
    passed = {"passed_on": event.passed_on, "authority": event.authority, "reference": event.reference}
    return changed(row, {**passed, "days_late": event.days_late})


@approval_gates.on(ApprovalGateRefused, key=lambda e: e.gate)
def _refused(row: Row | None, event: ApprovalGateRefused, recorded: RecordedEvent) -> Row:
    paper = {"authority": event.authority, "reference": event.reference}
    return changed(row, {**paper, "refused_on": event.refused_on, "refused_why": event.why})


@approval_gates.on(ApprovalGateReopened, key=lambda e: e.gate)
def _reopened(row: Row | None, event: ApprovalGateReopened, recorded: RecordedEvent) -> Row:
    gone = dict.fromkeys(("passed_on", "authority", "reference", "days_late", "refused_on", "refused_why"))
    return changed(row, {**gone, "reopened": event.why})


@approval_gates.on(UpgradeRevoked, UpgradeRestored, key=lambda e: tuple(e.gates))
def _upgrade_revoked(row: Row | None, event: UpgradeRevoked | UpgradeRestored, recorded: RecordedEvent) -> Row:
    return changed(row, {"revoked_on": event.revoked_on if isinstance(event, UpgradeRevoked) else None})


@approval_gates.on(ExitProposed, key=lambda e: e.gate)
def _proposed(row: Row | None, event: ExitProposed, recorded: RecordedEvent) -> Row:
    undecided = dict.fromkeys(("decision", "decided_on", "decided_why"))
    return changed(row, {**undecided, "proposed_on": event.proposed_on, "ground": event.ground})


@approval_gates.on(ExitProposalWithdrawn, key=lambda e: e.gate)
def _withdrawn(row: Row | None, event: ExitProposalWithdrawn, recorded: RecordedEvent) -> Row:
    return changed(row, {"proposed_on": None, "ground": None, "decided_why": event.why})


@approval_gates.on(ExitDecided, key=lambda e: e.gate)
def _decided(row: Row | None, event: ExitDecided, recorded: RecordedEvent) -> Row:
    decided = {"decision": event.decision, "decided_on": event.decided_on, "decided_why": event.why}
    return changed(row, decided)
