"""How a mine is run: mechanisation and monitoring feeds, besides contracting."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID, uuid5

from ledger.domain import mine_operation_events as o
from ledger.domain.guards import OURS, refuse
from ledger.domain.mine_contracting import MineContracting
from ledger.domain.mine_operation_events import FeedKind, FeedLevel, FeedState
from ledger.values.actor import Actor
from ledger.values.labels import zh


class MineOperation(MineContracting):
    """Facts about how a mine is run."""

    def report_mechanisation(
        self, day: date, mining: Decimal, driving: Decimal, unattended: int, *, by: Actor, at: datetime
    ) -> None:
        """Record the rates of mechanisation in percent, and unattended fixed sites (R-019, R-020, R-021)."""
        told = {"mining": mining, "driving": driving, "unattended_sites": unattended}
        self.happen(o.MechanisationReported, by, at, reported_for=day, **told)

    def connect_feed(self, kind: FeedKind, level: FeedLevel, when: datetime, *, by: Actor, at: datetime) -> None:
        """Record that a feed comes in for the first time (R-187)."""
        feed = self._feed_that_is(None, kind, level)
        self.happen(o.FeedConnected, by, at, feed=feed, kind=kind, level=level, since_when=when)

    def interrupt_feed(
        self, kind: FeedKind, level: FeedLevel, when: datetime, cause: str, *, by: Actor, at: datetime
    ) -> None:
        """Record that a feed broke off."""
        feed = self._feed_that_is(FeedState.CONNECTED, kind, level)
        self.happen(o.FeedInterrupted, by, at, feed=feed, kind=kind, level=level, since_when=when, cause=cause)

    def restore_feed(
        self, kind: FeedKind, level: FeedLevel, when: datetime, remedy: str, *, by: Actor, at: datetime
    ) -> None:
        """Record that a feed comes in again."""
        feed = self._feed_that_is(FeedState.INTERRUPTED, kind, level)
        self.happen(o.FeedRestored, by, at, feed=feed, kind=kind, level=level, since_when=when, remedy=remedy)

    def _feed_that_is(self, state: FeedState | None, kind: FeedKind, level: FeedLevel) -> UUID:
        feed = uuid5(self.id, f"feed:{kind}:{level}")
        there = self.feeds.get(feed)
        if there is not state:
            refuse(
                "FEED_STATE",
                f"The feed {kind} to the {level} is {there or 'not connected'}.",
                f"{zh(kind)}接入{zh(level)}平台的状态为“{zh(there) if there else '未接入'}”。",
                rule=OURS,
                path=("kind",),
            )
        return feed
