"""How a mine is run: contracting, mechanisation, monitoring feeds."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID, uuid5

from ledger.domain import mine_operation_events as o
from ledger.domain.guards import OURS, refuse
from ledger.domain.mine_file_state import MineFileState
from ledger.domain.mine_operation_events import ContractingScope, FeedKind, FeedLevel, FeedState
from ledger.values.actor import Actor
from ledger.values.labels import zh

CONTRACTING = "煤矿安全生产条例 §36(15); 双四政发〔2020〕28号 V13"


class MineOperation(MineFileState):
    """Facts about how a mine is run."""

    def contract_out(
        self,
        contractor: str,
        credit_code: str | None,
        scope: ContractingScope,
        on: date,
        licence_renewed: bool,
        onward: bool,
        reference: str | None,
        *,
        by: Actor,
        at: datetime,
    ) -> None:
        """Record a contract (托管、承包); of faces, of repair, onward or without a new licence it is flagged."""
        self.happen(
            o.ContractingBegun,
            by,
            at,
            contract=self.new_id("contract", contractor),
            contractor=contractor,
            credit_code=credit_code,
            scope=scope,
            begun_on=on,
            licence_renewed=licence_renewed,
            onward=onward,
            reference=reference,
        )
        wrongs = {
            ("Only a whole mine is contracted out.", "井下采掘工作面或者井巷维修作业外包"): scope
            is not ContractingScope.WHOLE,
            ("The licence was not renewed or changed.", "整体承包后未重新取得或者及时变更安全生产许可证"): scope
            is ContractingScope.WHOLE
            and not licence_renewed,
            ("The contractor contracted on.", "承包方再次转包"): onward,
        }
        for (text, text_zh), wrong in wrongs.items():
            if wrong:
                self.flag(by, at, CONTRACTING, text, f"{contractor}：{text_zh}。")

    def end_contract(self, contractor: str, on: date, why: str, *, by: Actor, at: datetime) -> None:
        """Record that a contract ended."""
        found = [contract for contract in self.contracts.values() if contract.contractor == contractor]
        if not found or on < found[0].begun_on:
            refuse(
                "CONTRACT_UNKNOWN",
                f"No contract with {contractor} is running, or it began later.",
                f"没有与 {contractor} 正在履行的托管或承包，或其开始更晚。",
                rule=OURS,
                path=("contractor",),
            )
        self.happen(o.ContractingEnded, by, at, contract=found[0].contract, ended_on=on, why=why)

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
