"""Credit (信用): the entries, each mine's rating as it stands, and the supervision tiers by period."""

from __future__ import annotations

from ledger.domain.credit_rating import (
    CreditEntryObjected,
    CreditEntryRecorded,
    CreditEntryReversed,
    CreditObjectionDecided,
    MineRated,
    Objection,
)
from ledger.eventstore.envelope import RecordedEvent
from ledger.projections.view import Row, View, changed, columns

credit_entries = View(
    name="credit_entries",
    version=1,
    key="entry",
    columns=columns("""
        mine            uuid
        division        text
        rule            text
        points          numeric
        why             text
        source_stream   uuid
        source_position bigint
        scale           text
        reversed        boolean
        reversal_reason text?
        objection       text
        recorded_at     timestamptz
    """),
    indexes=(("mine", "recorded_at"),),
    past=(("mine", "recorded_at"),),
)

credit_ratings = View(
    name="credit_ratings",
    version=1,
    key="rating",
    columns=columns("""
        mine            uuid
        division        text
        score           numeric
        tier            text
        tier_zh         text
        counted         uuid[]
        scale           text
        rated_on        date
        version         integer
    """),
    indexes=(("mine",), ("division", "tier")),
    past=(("mine",),),
)

supervision_tiers = View(
    name="supervision_tiers",
    version=1,
    key="period",
    columns=columns("""
        mine                    uuid
        division                text
        tier                    text
        tier_zh                 text
        score                   numeric
        standardisation         integer
        supervision_class       text
        supervision_zh          text
        inspections_per_quarter integer
        scale                   text
        valid_from              date
        valid_to                date?
    """),
    orders=("supervision_class", "score", "valid_from"),
    indexes=(("mine", "valid_from"), ("division", "supervision_class")),
    past=(("division", "supervision_class"), ("mine", "supervision_class")),
    periods=True,
)


@credit_entries.on(CreditEntryRecorded, key=lambda e: e.entry)
def _recorded(_: Row | None, event: CreditEntryRecorded, recorded: RecordedEvent) -> Row:
    return {
        "mine": event.mine,
        "division": event.division,
        "rule": event.rule,
        "points": event.points,
        "why": event.why,
        "source_stream": event.source_stream,
        "source_position": event.source_position,
        "scale": event.scale,
        "reversed": False,
        "reversal_reason": None,
        "objection": Objection.NONE,
        "recorded_at": recorded.recorded_at,
    }


@credit_entries.on(CreditEntryReversed, key=lambda e: e.entry)
def _reversed(row: Row | None, event: CreditEntryReversed, recorded: RecordedEvent) -> Row:
    return changed(row, {"reversed": True, "reversal_reason": event.why})


@credit_entries.on(CreditEntryObjected, key=lambda e: e.entry)
def _objected(row: Row | None, event: CreditEntryObjected, recorded: RecordedEvent) -> Row:
    return changed(row, {"objection": Objection.RAISED})


@credit_entries.on(CreditObjectionDecided, key=lambda e: e.entry)
def _decided(row: Row | None, event: CreditObjectionDecided, recorded: RecordedEvent) -> Row:
    return changed(row, {"objection": Objection.UPHELD if event.upheld else Objection.DISMISSED})


@credit_ratings.on(MineRated, key=lambda e: e.originator_id)
def _rated(_: Row | None, event: MineRated, recorded: RecordedEvent) -> Row:
    return {
        "mine": event.mine,
        "division": event.division,
        "score": event.score,
        "tier": event.tier,
        "tier_zh": event.tier_zh,
        "counted": event.counted,
        "scale": event.scale,
        "rated_on": event.effective_on,
        "version": event.originator_version,
    }


@supervision_tiers.on(MineRated, key=lambda e: (e.period, e.ended_period))
def _tier(row: Row | None, event: MineRated, recorded: RecordedEvent) -> Row:
    if row is not None:
        return changed(row, {"valid_to": event.effective_on})
    return {
        "mine": event.mine,
        "division": event.division,
        "tier": event.tier,
        "tier_zh": event.tier_zh,
        "score": event.score,
        "standardisation": event.standardisation,
        "supervision_class": event.supervision_class,
        "supervision_zh": event.supervision_zh,
        "inspections_per_quarter": event.inspections_per_quarter,
        "scale": event.scale,
        "valid_from": event.effective_on,
        "valid_to": None,
    }
