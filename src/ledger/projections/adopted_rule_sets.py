"""Adopted rule sets (已采用的规则集): the content of each that the ledger goes by, and whether it still does."""

from __future__ import annotations

from datetime import timedelta

from ledger.domain.rule_set_adoption import RuleSetAdopted, RuleSetWithdrawn
from ledger.eventstore.envelope import RecordedEvent
from ledger.projections.view import Row, View, changed, columns

adopted_rule_sets = View(
    name="adopted_rule_sets",
    version=1,
    key="adopted_rule_set",
    columns=columns("""
        rule_set       text
        rule_kind      text
        title          text
        source         text
        verified       text
        note           text
        digest         text
        valid_from     date
        valid_to       date?
        rules          jsonb
        rule_count     integer
        adopted        boolean
        shipped        boolean
        adopted_at     timestamptz
        adopted_by     text
        department     text
        withdrawn_at   timestamptz?
        withdrawn_why  text?
        version        integer
    """),
    orders=("rule_set", "valid_from", "adopted_at"),
    indexes=(("rule_set",), ("rule_kind", "rule_set")),
    past=(("rule_set",), ("rule_kind", "rule_set")),
    periods=True,
    division=None,
)


@adopted_rule_sets.on(RuleSetAdopted, key=lambda e: e.originator_id)
def _adopted(_: Row | None, event: RuleSetAdopted, recorded: RecordedEvent) -> Row:
    return {
        "rule_set": event.rule_set,
        "rule_kind": event.rule_kind,
        "title": event.title,
        "source": event.source,
        "verified": event.verified,
        "note": event.note,
        "digest": event.digest,
        "valid_from": event.valid_from,
        "valid_to": None if event.valid_to is None else event.valid_to + timedelta(days=1),
        "rules": recorded.envelope.data["rules"],
        "rule_count": len(event.rules),
        "adopted": True,
        "shipped": event.shipped,
        "adopted_at": recorded.recorded_at,
        "adopted_by": event.actor.id,
        "department": event.actor.department,
        "withdrawn_at": None,
        "withdrawn_why": None,
        "version": event.originator_version,
    }


@adopted_rule_sets.on(RuleSetWithdrawn, key=lambda e: e.originator_id)
def _withdrawn(row: Row | None, event: RuleSetWithdrawn, recorded: RecordedEvent) -> Row:
    step = {"adopted": False, "withdrawn_at": recorded.recorded_at, "withdrawn_why": event.why}
    return changed(row, {**step, "version": event.originator_version})
