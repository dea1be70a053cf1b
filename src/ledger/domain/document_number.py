"""Document numbers (文号): per department, kind and year a series, each number used once, what was voided on record."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import singledispatchmethod
from typing import Any
from uuid import UUID, uuid5

from ledger.domain import number_ranges
from ledger.domain.aggregate import Aggregate
from ledger.domain.event import DomainEvent
from ledger.domain.guards import OURS, refuse
from ledger.domain.number_ranges import Ranges
from ledger.values.actor import Actor
from ledger.values.labels import named

NAMESPACE = UUID("d1f5d6c2-3f3b-5d0c-8a57-0b6f64a1f3a7")
_WRITTEN = re.compile(r"(?P<code>[^〔〕]{1,30})〔(?P<year>\d{4})〕(?:第)?(?P<number>\d{1,5})号")
_BRACKETS = str.maketrans("[(【［（〈<{])】］）〉>}", "〔" * 8 + "〕" * 8)


@named("执法文书 处罚文书 函件 报告 通知 其他")
class DocumentKind(StrEnum):
    """What a numbered document is (文书种类)."""

    ORDER = "ORDER"
    PENALTY = "PENALTY"
    LETTER = "LETTER"
    REPORT = "REPORT"
    NOTICE = "NOTICE"
    OTHER = "OTHER"


@named("已使用 已作废 已退回")
class NumberState(StrEnum):
    """What became of a number (文号状态)."""

    USED = "USED"
    VOIDED = "VOIDED"
    RELEASED = "RELEASED"


@dataclass(frozen=True)
class Written:
    """A document number in its parts: `双四煤监〔2026〕12号`."""

    code: str
    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.code}〔{self.year}〕{self.number}号"

    @classmethod
    def parse(cls, text: str) -> Written:
        """A number as people write it, whatever brackets they use; `ValueError` when it is none."""
        plain = "".join(unicodedata.normalize("NFKC", text).split()).translate(_BRACKETS)
        found = _WRITTEN.fullmatch(plain)
        if found is None or int(found["number"]) == 0:
            raise ValueError(f"not a document number: {text}")
        return cls(found["code"], int(found["year"]), int(found["number"]))


def series_id(division: str, department: str, kind: DocumentKind, year: int) -> UUID:
    """The stream of a series: there is one for each department, kind and year."""
    return uuid5(NAMESPACE, f"{division}:{department}:{kind}:{year}")


def number_id(series: UUID, number: int) -> UUID:
    """The key of one number of a series."""
    return uuid5(series, str(number))


class _SeriesEvent(DomainEvent):
    division: str


class DocumentSeriesOpened(_SeriesEvent):
    """A department numbers documents of a kind in a year, under a code (机关代字)."""

    department: str
    kind: DocumentKind
    year: int
    code: str


class DocumentSeriesCorrected(_SeriesEvent):
    """The code was a slip of the pen; nothing had been numbered yet."""

    code: str
    previous_code: str


class DocumentNumberUsed(_SeriesEvent):
    """A number now stands on a document: drawn as the next one, or entered as it stands on the paper."""

    department: str
    number: int
    text: str
    drawn: bool
    holder_type: str
    holder: UUID
    mine: UUID | None
    title: str

    @property
    def tells_of(self) -> UUID:
        """The document that has it."""
        return self.holder


class DocumentNumberReleased(_SeriesEvent):
    """The number had been given to the wrong document; it is free for the right one."""

    number: int
    holder: UUID
    why: str

    @property
    def tells_of(self) -> UUID:
        """The document that had it."""
        return self.holder


class DocumentNumberVoided(_SeriesEvent):
    """A number is spoiled (作废): no document has it, and none will."""

    department: str
    number: int
    text: str
    why: str


class DocumentNumberVoidingRevoked(_SeriesEvent):
    """The voiding was the mistake; the number is free again."""

    number: int
    why: str


@dataclass(frozen=True)
class Holder:
    """The document that a number stands on: a thing of the ledger, and what it is called."""

    type_name: str
    id: UUID
    mine: UUID | None
    title: str


class DocumentSeries(Aggregate):
    """One series of numbers. A number is used once; gaps stay visible until they are used or voided."""

    zh = "文号序列"

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.department = self.code = ""
        self.year = self.last = 0
        self.missing: Ranges = ()
        self.holders: dict[int, tuple[UUID, str]] = {}
        self.voided: dict[int, str] = {}

    def open(
        self, division: str, department: str, kind: DocumentKind, year: int, code: str, *, by: Actor, at: datetime
    ) -> None:
        """Begin to number; once for each department, kind and year."""
        if self.version:
            refuse(
                "SERIES_OPEN",
                f"{self.department} numbers these as {self.code}〔{self.year}〕 already.",
                f"{self.department}该年度的此类文号已启用：{self.code}〔{self.year}〕。",
                rule=OURS,
                path=("kind",),
            )
        self.division = division
        self._happen(DocumentSeriesOpened, by, at, department=department, kind=kind, year=year, code=code)

    def correct(self, code: str, *, by: Actor, at: datetime) -> None:
        """Correct the code, as long as nothing is numbered."""
        self._must_be_of(by)
        if self.holders or self.voided:
            refuse("SERIES_IN_USE", "Numbers of it are in use.", "该文号已有使用，不得更改代字。", rule=OURS)
        if code == self.code:
            refuse("CODE_UNCHANGED", f"It is {code} already.", f"机关代字已为 {code}。", rule=OURS, path=("code",))
        self._happen(DocumentSeriesCorrected, by, at, code=code, previous_code=self.code)

    def use(self, number: int | None, holder: Holder, *, by: Actor, at: datetime) -> tuple[int, str]:
        """Give a number to a document, the next one when none is named; the number, and how it is written."""
        self._must_be_of(by)
        drawn = number is None
        number = self.last + 1 if number is None else number
        self._must_be_free(number)
        self._happen(
            DocumentNumberUsed,
            by,
            at,
            department=self.department,
            number=number,
            text=self.written(number),
            drawn=drawn,
            holder_type=holder.type_name,
            holder=holder.id,
            mine=holder.mine,
            title=holder.title,
        )
        return number, self.written(number)

    def release(self, number: int, holder: UUID, why: str, *, by: Actor, at: datetime) -> None:
        """Take a number off a document that should not have it."""
        self._must_be_of(by)
        found = self.holders.get(number)
        if found is None or found[0] != holder:
            refuse("NUMBER_NOT_ITS", "The document does not have this number.", "该文书没有此文号。", rule=OURS)
        self._happen(DocumentNumberReleased, by, at, number=number, holder=holder, why=why)

    def void(self, number: int, why: str, *, by: Actor, at: datetime) -> None:
        """Void a number that no document has."""
        self._must_be_of(by)
        self._must_be_free(number)
        text = self.written(number)
        self._happen(DocumentNumberVoided, by, at, department=self.department, number=number, text=text, why=why)

    def revoke_voiding(self, number: int, why: str, *, by: Actor, at: datetime) -> None:
        """Let a voided number be free again."""
        self._must_be_of(by)
        if number not in self.voided:
            refuse("NUMBER_NOT_VOIDED", "It is not voided.", "该文号未作废。", rule=OURS, path=("number",))
        self._happen(DocumentNumberVoidingRevoked, by, at, number=number, why=why)

    def written(self, number: int) -> str:
        """A number as it stands on a document."""
        return str(Written(self.code, self.year, number))

    def _must_be_of(self, by: Actor) -> None:
        if by.department != self.department:
            refuse(
                "SERIES_OF_ANOTHER",
                f"These are numbers of {self.department}.",
                f"该文号属于{self.department}，其他单位不得使用。",
                rule=OURS,
                path=("series",),
            )

    def _must_be_free(self, number: int) -> None:
        if number in self.holders:
            holder, title = self.holders[number]
            refuse(
                "NUMBER_USED",
                f"{self.written(number)} stands on another document: {title} ({holder}).",
                f"{self.written(number)} 已用于另一文书：{title}（{holder}）。",
                rule="双四政发〔2020〕28号 二(八)1",
                path=("number",),
            )
        if number in self.voided:
            refuse(
                "NUMBER_VOIDED",
                f"{self.written(number)} was voided: {self.voided[number]}.",
                f"{self.written(number)} 已作废：{self.voided[number]}。",
                rule="双四政发〔2020〕28号 二(八)1",
                path=("number",),
            )

    def _happen(self, event_class: type[_SeriesEvent], by: Actor, at: datetime, **data: Any) -> None:
        self.trigger(event_class, by=by, at=at, division=self.division, **data)

    @singledispatchmethod
    def when(self, event: DomainEvent) -> None:
        raise self.unknown(event)

    @when.register
    def _opened(self, event: DocumentSeriesOpened) -> None:
        self.division, self.department = event.division, event.department
        self.code, self.year = event.code, event.year

    @when.register
    def _corrected(self, event: DocumentSeriesCorrected) -> None:
        self.code = event.code

    @when.register
    def _used(self, event: DocumentNumberUsed) -> None:
        self.holders[event.number] = event.holder, event.title
        self.missing, self.last = number_ranges.taken(self.missing, self.last, event.number)

    @when.register
    def _released(self, event: DocumentNumberReleased) -> None:
        del self.holders[event.number]
        self.missing, self.last = number_ranges.given_back(self.missing, self.last, event.number)

    @when.register
    def _voided(self, event: DocumentNumberVoided) -> None:
        self.voided[event.number] = event.why
        self.missing, self.last = number_ranges.taken(self.missing, self.last, event.number)

    @when.register
    def _free_again(self, event: DocumentNumberVoidingRevoked) -> None:
        del self.voided[event.number]
        self.missing, self.last = number_ranges.given_back(self.missing, self.last, event.number)
