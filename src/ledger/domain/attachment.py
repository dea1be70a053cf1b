"""Attachment (附件): a file that belongs to a thing; added, withdrawn, restored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import singledispatchmethod
from typing import Any, ClassVar
from uuid import UUID

from ledger.domain.aggregate import Aggregate
from ledger.domain.event import DomainEvent
from ledger.domain.guards import OURS, refuse
from ledger.values.actor import Actor, Role
from ledger.values.files import FORMATS, ending
from ledger.values.labels import named


@named("文书 照片 音视频 回证 报告 图纸 数据 其他")
class AttachmentKind(StrEnum):
    """What an attachment is (附件类别)."""

    DOCUMENT = "DOCUMENT"
    PHOTO = "PHOTO"
    RECORDING = "RECORDING"
    RECEIPT = "RECEIPT"
    REPORT = "REPORT"
    DRAWING = "DRAWING"
    DATA = "DATA"
    OTHER = "OTHER"


@dataclass(frozen=True)
class Subject:
    """What something is attached to, with its scope."""

    type_name: str
    id: UUID
    division: str | None
    mine: UUID | None


@dataclass(frozen=True)
class Content:
    """What is attached: digest (SHA-256), size in bytes, media type."""

    digest: str
    size: int
    media_type: str


class _AttachmentEvent(DomainEvent):
    division: str | None
    mine: UUID | None
    thing: UUID | None

    @property
    def tells_of(self) -> UUID | None:
        """The thing that it belongs to."""
        return self.thing


class _OfAttachment(_AttachmentEvent):
    schema_version: ClassVar[int] = 2

    why: str

    @classmethod
    def upcast(cls, data: dict[str, Any], schema_version: int) -> dict[str, Any]:
        """Version 1, which did not say what it was attached to."""
        return {"thing": None, **data} if schema_version == 1 else super().upcast(data, schema_version)


class AttachmentAdded(_AttachmentEvent):
    """A file was attached to a thing; who may see the thing may see the file."""

    thing_type: str
    thing: UUID
    department: str
    digest: str
    size: int
    media_type: str
    name: str
    kind: AttachmentKind


class AttachmentWithdrawn(_OfAttachment):
    """It was attached by mistake; the file stays in the record, for reviewers and auditors."""


class AttachmentRestored(_OfAttachment):
    """The withdrawal was the mistake."""


class Attachment(Aggregate):
    """One file at one thing."""

    zh = "附件"

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.mine: UUID | None = None
        self.thing_type = ""
        self.thing = id
        self.digest = ""
        self.department = ""
        self.withdrawn = False

    @property
    def of_mine(self) -> UUID | None:
        """The mine of the thing it belongs to."""
        return self.mine

    def add(
        self, subject: Subject, content: Content, name: str, kind: AttachmentKind, *, by: Actor, at: datetime
    ) -> None:
        """Attach a file to a thing, under a name that fits what the file is."""
        if FORMATS.get(ending(name)) != content.media_type:
            refuse(
                "NAME_DOES_NOT_FIT",
                f"The file is {content.media_type}; its name says otherwise.",
                f"该文件的实际格式为 {content.media_type}，与文件名不符。",
                rule=OURS,
                path=("name",),
            )
        self.division, self.mine = subject.division, subject.mine
        self.trigger(
            AttachmentAdded,
            by=by,
            at=at,
            division=subject.division,
            mine=subject.mine,
            thing_type=subject.type_name,
            thing=subject.id,
            department=by.department,
            digest=content.digest,
            size=content.size,
            media_type=content.media_type,
            name=name,
            kind=kind,
        )

    def withdraw(self, why: str, *, by: Actor, at: datetime) -> None:
        """Take it off the thing; by the department that attached it, or a head."""
        self._must_be_theirs(by)
        if self.withdrawn:
            refuse("ATTACHMENT_WITHDRAWN", "It is withdrawn already.", "该附件已撤回。", rule=OURS)
        self._happen(AttachmentWithdrawn, why, by, at)

    def restore(self, why: str, *, by: Actor, at: datetime) -> None:
        """Take the withdrawal back."""
        self._must_be_theirs(by)
        if not self.withdrawn:
            refuse("ATTACHMENT_NOT_WITHDRAWN", "It is not withdrawn.", "该附件未被撤回。", rule=OURS)
        self._happen(AttachmentRestored, why, by, at)

    def _happen(self, event_class: type[_OfAttachment], why: str, by: Actor, at: datetime) -> None:
        scope = {"division": self.division, "mine": self.mine, "thing": self.thing}
        self.trigger(event_class, by=by, at=at, **scope, why=why)

    def _must_be_theirs(self, by: Actor) -> None:
        if by.department != self.department and by.role is not Role.HEAD:
            refuse(
                "NOT_THEIR_ATTACHMENT",
                f"It was attached by {self.department}.",
                f"该附件由{self.department}添加，只能由其或负责人办理。",
                rule=OURS,
            )

    @singledispatchmethod
    def when(self, event: DomainEvent) -> None:
        raise self.unknown(event)

    @when.register
    def _added(self, event: AttachmentAdded) -> None:
        self.division, self.mine = event.division, event.mine
        self.thing_type, self.thing = event.thing_type, event.thing
        self.digest, self.department = event.digest, event.department

    @when.register
    def _withdrawn(self, event: AttachmentWithdrawn) -> None:
        self.withdrawn = True

    @when.register
    def _restored(self, event: AttachmentRestored) -> None:
        self.withdrawn = False
