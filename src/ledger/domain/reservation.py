"""Natural keys (mine code, credit code, document number) as small streams, claimed and released."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from functools import singledispatchmethod
from uuid import UUID, uuid5

from ledger.domain.aggregate import Aggregate
from ledger.domain.event import DomainEvent
from ledger.values.actor import Actor
from ledger.values.errors import GuardRefused

NAMESPACE = UUID("6b1f0b8e-6c56-5f0b-9a53-5c1f3f0c2a10")


class KeyScheme(StrEnum):
    """What a natural key is a number, code or name of; in events it goes by its Chinese name."""

    MINE_CODE = "煤矿编码"
    CREDIT_CODE = "统一社会信用代码"
    TASK_NUMBER = "任务编号"
    PLAN_NUMBER = "方案文号"
    APPROVAL_NUMBER = "项目批复文号"
    SERIES_CODE = "机关代字"
    SERIAL_NUMBER = "设备出厂编号"
    ASSET_NUMBER = "设备编号"
    CERTIFICATE_NUMBER = "证件编号"
    BODY_NAME = "单位名称"
    BODY_REGISTER = "机构名录"
    INSTRUMENT_TITLE = "文件名称"
    IDENTITY_NUMBER = "identityNumber"

    @property
    def english(self) -> str:
        """What an English sentence calls it."""
        return self.name.replace("_", " ").lower()


def reservation_id(scheme: KeyScheme, value: str) -> UUID:
    """The stream of a natural key: UUIDv5 of its scheme and normalised value."""
    return uuid5(NAMESPACE, f"{scheme}:{value}")


class KeyClaimed(DomainEvent):
    """A natural key now belongs to `holder`."""

    scheme: str
    value: str
    holder: UUID


class KeyReleased(DomainEvent):
    """`holder` gave the key back."""

    holder: UUID


class Reservation(Aggregate):
    """One natural key and who holds it."""

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.holder: UUID | None = None

    def claim(
        self,
        scheme: KeyScheme,
        value: str,
        holder: UUID,
        *,
        by: Actor,
        at: datetime,
        path: tuple[str, ...] = (),
        shown: str = "",
    ) -> None:
        """Claim for `holder`; again by the same holder changes nothing; `KEY_TAKEN` when another holds it.

        The refusal calls the key `shown`, or as it is.
        """
        if self.holder == holder:
            return
        if self.holder is not None:
            raise GuardRefused(
                "KEY_TAKEN",
                f"The {scheme.english} {shown or value} is already registered.",
                f"{scheme}“{shown or value}”已被登记。",
                path=path,
                rule="台账原则 10",
            )
        self.trigger(KeyClaimed, by=by, at=at, scheme=scheme.value, value=value, holder=holder)

    def release(self, holder: UUID, *, by: Actor, at: datetime) -> None:
        """Release when `holder` holds it; otherwise nothing changes."""
        if self.holder == holder:
            self.trigger(KeyReleased, by=by, at=at, holder=holder)

    @singledispatchmethod
    def when(self, event: DomainEvent) -> None:
        raise self.unknown(event)

    @when.register
    def _claimed(self, event: KeyClaimed) -> None:
        self.holder = event.holder

    @when.register
    def _released(self, event: KeyReleased) -> None:
        self.holder = None
