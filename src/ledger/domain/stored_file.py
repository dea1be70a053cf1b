"""A stored file (存储文件): one content by its digest; uploaded, attached to things, or discarded as an orphan."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import singledispatchmethod
from typing import Any, ClassVar
from uuid import UUID, uuid5

from ledger.domain.aggregate import Aggregate
from ledger.domain.event import DomainEvent
from ledger.domain.guards import OURS, refuse
from ledger.values.actor import Actor

NAMESPACE = UUID("0f6f2a54-7f0e-5c39-9a0a-6d0b8f0f4e52")


def stored_file_id(digest: str) -> UUID:
    """The stream of a content: UUIDv5 of its digest, so that the same content is one file."""
    return uuid5(NAMESPACE, digest)


class FileUploaded(DomainEvent):
    """A content was handed in; `object` is where it is kept. The same content again is kept once."""

    division: str
    digest: str
    size: int
    media_type: str
    object: str


class FileAttached(DomainEvent):
    """A thing now has the content as an attachment, under a name; from here on it is never discarded."""

    attachment: UUID
    thing_type: str
    thing: UUID
    name: str

    @property
    def tells_of(self) -> UUID:
        """The thing that has it."""
        return self.thing


class FileDetached(DomainEvent):
    """An attachment was withdrawn from a thing; the content stays, as it was part of the record."""

    schema_version: ClassVar[int] = 2

    attachment: UUID
    thing: UUID | None

    @property
    def tells_of(self) -> UUID | None:
        """The thing that had it."""
        return self.thing

    @classmethod
    def upcast(cls, data: dict[str, Any], schema_version: int) -> dict[str, Any]:
        """Version 1, which did not say from what."""
        return {"thing": None, **data} if schema_version == 1 else super().upcast(data, schema_version)


class FileDiscarded(DomainEvent):
    """A content that was never attached to anything was given up."""

    digest: str
    object: str


@dataclass(frozen=True)
class Use:
    """One attachment of a content: to what, under which name, and whether it was withdrawn."""

    thing_type: str
    thing: UUID
    name: str
    withdrawn: bool = False


class StoredFile(Aggregate):
    """One content. It is discarded only while no event says that something has it as an attachment."""

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.object: str | None = None
        self.digest = self.media_type = ""
        self.size = 0
        self.uploaders: set[str] = set()
        self.uploaded_at: datetime | None = None
        self.uses: dict[UUID, Use] = {}

    def upload(
        self, digest: str, size: int, media_type: str, object: str, division: str, *, by: Actor, at: datetime
    ) -> None:
        """Take note of a content that came in; where it is kept already, it stays where it is."""
        self.trigger(
            FileUploaded,
            by=by,
            at=at,
            division=division,
            digest=digest,
            size=size,
            media_type=media_type,
            object=self.object or object,
        )

    def attach(self, attachment: UUID, use: Use, *, by: Actor, at: datetime) -> None:
        """Let an attachment have the content; by who has handed it in, as knowing a digest is not having the file."""
        if self.object is None or by.id not in self.uploaders:
            refuse(
                "FILE_NOT_UPLOADED",
                "Upload the file first; who attaches it is who uploaded it.",
                "请先上传该文件；只有上传人可以将其作为附件。",
                rule=OURS,
                path=("digest",),
            )
        self._attached(attachment, use, by, at)

    def detach(self, attachment: UUID, *, by: Actor, at: datetime) -> None:
        """Note that an attachment was withdrawn."""
        self.trigger(FileDetached, by=by, at=at, attachment=attachment, thing=self.uses[attachment].thing)

    def reattach(self, attachment: UUID, *, by: Actor, at: datetime) -> None:
        """Note that a withdrawn attachment counts again."""
        self._attached(attachment, replace(self.uses[attachment], withdrawn=False), by, at)

    def discard(self, object: str, before: datetime, *, by: Actor, at: datetime) -> None:
        """Give the content kept at `object` up, when nothing ever had it and nobody uploaded it after `before`."""
        if self.uses:
            refuse("FILE_IN_USE", "An event names this file.", "该文件已作为附件记入台账，不得清除。", rule=OURS)
        if self.object != object:
            refuse("FILE_NOT_KEPT", "It is not kept there any more.", "该文件已不在此处保存。", rule=OURS)
        if self.uploaded_at is None or self.uploaded_at > before:
            refuse("FILE_RECENT", "It was uploaded a short time ago.", "该文件刚刚上传，尚在保留期内。", rule=OURS)
        self.trigger(FileDiscarded, by=by, at=at, digest=self.digest, object=object)

    def _attached(self, attachment: UUID, use: Use, by: Actor, at: datetime) -> None:
        names = {"thing_type": use.thing_type, "thing": use.thing, "name": use.name}
        self.trigger(FileAttached, by=by, at=at, attachment=attachment, **names)

    @singledispatchmethod
    def when(self, event: DomainEvent) -> None:
        raise self.unknown(event)

    @when.register
    def _uploaded(self, event: FileUploaded) -> None:
        self.digest, self.size, self.media_type = event.digest, event.size, event.media_type
        self.object, self.uploaded_at = event.object, event.occurred_at
        self.uploaders.add(event.actor.id)

    @when.register
    def _used(self, event: FileAttached) -> None:
        self.uses[event.attachment] = Use(event.thing_type, event.thing, event.name)

    @when.register
    def _detached(self, event: FileDetached) -> None:
        self.uses[event.attachment] = replace(self.uses[event.attachment], withdrawn=True)

    @when.register
    def _discarded(self, event: FileDiscarded) -> None:
        self.object, self.uploaded_at = None, None
        self.uploaders.clear()
