"""Contracts on the work of a mine (托管、承包): who works it for whom, and what is irregular about it (V13)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple

from ledger.domain import mine_operation_events as o
from ledger.domain.corrections import RULE as CORRECTION
from ledger.domain.guards import OURS, refuse
from ledger.domain.mine_file_state import Contract, MineFileState
from ledger.domain.mine_operation_events import ContractingScope
from ledger.values.actor import Actor

CONTRACTING = "煤矿安全生产条例 §36(15); 双四政发〔2020〕28号 V13"


class Contracted(NamedTuple):
    """What is contracted out to whom; `under` is the contractor who contracted it on (转包方), if one did."""

    contractor: str
    credit_code: str | None
    scope: ContractingScope
    licence_renewed: bool
    onward: bool
    reference: str | None
    under: str | None = None


class MineContracting(MineFileState):
    """Facts about contracts, each by the name of its contractor; one contracted on hangs on the one above it."""

    def contract_out(self, told: Contracted, on: date, *, by: Actor, at: datetime) -> None:
        """Record a contract; of faces, of repair, contracted on or without a new licence it is flagged."""
        above = self.contract(told.under, "under") if told.under is not None else None
        entry = told._asdict()
        del entry["under"]
        self.happen(
            o.ContractingBegun,
            by,
            at,
            contract=self.new_id("contract", told.contractor),
            begun_on=on,
            parent=above.id if above else None,
            **entry,
        )
        for text, text_zh in _wrongs(told):
            self.flag(by, at, CONTRACTING, text, f"{told.contractor}：{text_zh}。")

    def end_contract(self, contractor: str, on: date, why: str, *, by: Actor, at: datetime) -> None:
        """Record that a contract ended."""
        found = self.contract(contractor, "contractor")
        if on < found.since:
            refuse(
                "CONTRACT_UNKNOWN",
                f"The contract with {contractor} began later.",
                f"与 {contractor} 的托管或承包开始更晚。",
                rule=OURS,
                path=("contractor",),
            )
        self.happen(o.ContractingEnded, by, at, contract=found.id, ended_on=on, why=why)

    def renew_licence(self, contractor: str, on: date, licence: str, *, by: Actor, at: datetime) -> None:
        """Record that the licence was renewed or changed for a contract, however late."""
        found = self.contract(contractor, "contractor")
        self.happen(o.ContractingLicenceRenewed, by, at, contract=found.id, renewed_on=on, licence=licence)

    def correct_contract(
        self,
        contractor: str,
        recorded_from: date,
        on: date,
        until: date | None,
        why: str,
        *,
        by: Actor,
        at: datetime,
    ) -> None:
        """Say late from when and until when a contract ran; without `until` it runs still, on no day with both one."""
        known = [c for c in self.contracts.values() if (c.contractor, c.since) == (contractor, recorded_from)]
        if not known:
            refuse(
                "CONTRACT_UNKNOWN",
                f"No contract with {contractor} from {recorded_from} is recorded.",
                f"没有与 {contractor} 自 {recorded_from} 起的托管或承包记录。",
                rule=CORRECTION,
                path=("recordedFrom",),
            )
        found = known[-1]
        if until is not None and until < on:
            refuse(
                "ENDS_BEFORE_IT_BEGAN",
                f"{until} is before {on}.",
                f"终止日 {until} 早于起始日 {on}。",
                rule=CORRECTION,
                path=("endedOn",),
            )
        if (found.since, found.until) == (on, until):
            refuse("NOTHING_CORRECTED", "It is recorded so.", "与现有记录一致，无需更正。", rule=CORRECTION)
        self.happen(o.ContractingCorrected, by, at, contract=found.id, begun_on=on, ended_on=until, why=why)

    def contract(self, contractor: str, field: str) -> Contract:
        """The contract that runs with a contractor; `CONTRACT_UNKNOWN` where none does."""
        found = [c for c in self.contracts.values() if c.contractor == contractor and c.until is None]
        if not found:
            refuse(
                "CONTRACT_UNKNOWN",
                f"No contract with {contractor} is running.",
                f"没有与 {contractor} 正在履行的托管或承包。",
                rule=OURS,
                path=(field,),
            )
        return found[0]


def _wrongs(told: Contracted) -> Iterator[tuple[str, str]]:
    """What is irregular about a contract, in English and Chinese."""
    whole = told.scope is ContractingScope.WHOLE
    if not whole:
        yield "Only a whole mine is contracted out.", "井下采掘工作面或者井巷维修作业外包"
    if whole and not told.licence_renewed:
        yield "The licence was not renewed or changed.", "整体承包后未重新取得或者及时变更安全生产许可证"
    if told.onward:
        yield "The contractor contracted on.", "承包方再次转包"
    if told.under is not None:
        yield f"{told.under} contracted it on.", f"{told.under}再次转包"
