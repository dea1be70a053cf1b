"""Blacklist (“黑名单”与严重失信主体名单): each entry with its days; whether it is in force follows from them."""

from __future__ import annotations

from ledger.domain.listing import ListingAnnulled, ListingDecided, ListingPassedOn, ListingRemoved, ListingRestored
from ledger.eventstore.envelope import RecordedEvent
from ledger.projections.view import Row, View, changed, columns

blacklist = View(
    name="blacklist",
    version=1,
    key="listing",
    columns=columns("""
        division          text
        department        text
        regime            text
        list_zh           text
        subject_kind      text
        subject_name      text
        credit_code       text?
        subject_key       text?
        mine              uuid?
        ground            text
        ground_zh         text
        basis_source      text
        penalty_reference text?
        decided_on        date
        valid_from        date
        valid_to          date
        term_end          date
        annulled          boolean
        removed_on        date?
        ended_because     text?
        version           integer
    """),
    orders=("valid_from", "valid_to"),
    indexes=(
        ("credit_code",),
        ("subject_key",),
        ("subject_name",),
        ("valid_from",),
        ("valid_to",),
        ("regime", "valid_from"),
        ("ground", "valid_from"),
        ("subject_kind", "valid_from"),
    ),
    past=(
        ("credit_code",),
        ("subject_name",),
        ("valid_from",),
        ("valid_to",),
        ("regime", "valid_from"),
        ("ground", "valid_from"),
    ),
    periods=True,
)


@blacklist.on(ListingDecided, key=lambda e: e.originator_id)
def _decided(_: Row | None, event: ListingDecided, recorded: RecordedEvent) -> Row:
    return {
        "division": event.division,
        "department": event.department,
        "regime": event.regime,
        "list_zh": event.list_zh,
        "subject_kind": event.subject_kind,
        "subject_name": event.subject_name,
        "credit_code": event.credit_code,
        "subject_key": event.subject_key,
        "mine": event.mine,
        "ground": event.ground,
        "ground_zh": event.ground_zh,
        "basis_source": event.basis_source,
        "penalty_reference": event.penalty_reference,
        "decided_on": event.decided_on,
        "valid_from": event.starts_on,
        "valid_to": event.ends_on,
        "term_end": event.ends_on,
        "annulled": False,
        "removed_on": None,
        "ended_because": None,
        "version": event.originator_version,
    }


@blacklist.on(ListingPassedOn, key=lambda e: e.originator_id)
def _passed_on(row: Row | None, event: ListingPassedOn, recorded: RecordedEvent) -> Row:
    return changed(row, {"department": event.department, "version": event.originator_version})


@blacklist.on(ListingRemoved, key=lambda e: e.originator_id)
def _removed(row: Row | None, event: ListingRemoved, recorded: RecordedEvent) -> Row:
    step = {"valid_to": event.removed_on, "removed_on": event.removed_on, "ended_because": event.why}
    return changed(row, {**step, "version": event.originator_version})


@blacklist.on(ListingAnnulled, key=lambda e: e.originator_id)
def _annulled(row: Row | None, event: ListingAnnulled, recorded: RecordedEvent) -> Row:
    # In law it never ran: no day is left on which it holds. What was known before stands in the earlier versions.
    step = {"annulled": True, "valid_to": (row or {})["valid_from"], "ended_because": event.why}
    return changed(row, {**step, "version": event.originator_version})


@blacklist.on(ListingRestored, key=lambda e: e.originator_id)
def _restored(row: Row | None, event: ListingRestored, recorded: RecordedEvent) -> Row:
    step = {"annulled": False, "removed_on": None, "ended_because": None, "valid_to": (row or {})["term_end"]}
    return changed(row, {**step, "version": event.originator_version})
