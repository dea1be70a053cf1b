"""Commands on attachments (附件), and the ledger's own on the files behind them."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from pydantic import Field

from ledger.commands import rights
from ledger.commands.command import Command
from ledger.commands.things import load_thing
from ledger.commands.work import Work, not_found
from ledger.domain.aggregate import Aggregate
from ledger.domain.attachment import Attachment, AttachmentKind, Content, Subject
from ledger.domain.stored_file import StoredFile, Use, stored_file_id
from ledger.rights.right import Right
from ledger.values.actor import Role
from ledger.values.errors import NotFound
from ledger.values.files import Digest, FileName
from ledger.values.references import AttachmentId, Thing, ThingId
from ledger.values.text import Line


class AddAttachment(Command):
    """Attach an uploaded file to a thing (添加附件): whoever may see the thing may see the file."""

    right = rights.ATTACHER
    returns = Attachment

    thing: ThingId = Field(description="Global id of the thing (所属事项编号): mine, hazard, order ….")
    digest: Digest = Field(description="SHA-256 of the content (文件摘要), as the upload told it.")
    name: FileName = Field(description="Name of the file (文件名), with the ending of its format.")
    kind: AttachmentKind = Field(description="What it is (附件类别).")

    async def handle(self, work: Work) -> Aggregate:
        type_name, thing = self.thing.type_name, await load_thing(work, self.thing, "thing")
        file = await work.find(StoredFile, stored_file_id(self.digest))
        attachment = work.create(Attachment)
        file.attach(attachment.id, Use(type_name, thing.id, self.name), by=work.actor, at=work.now)
        subject = Subject(type_name, thing.id, thing.division, thing.of_mine)
        content = Content(file.digest, file.size, file.media_type)
        attachment.add(subject, content, self.name, self.kind, by=work.actor, at=work.now)
        return attachment


class _AttachmentCommand(Command):
    """A command on one attachment that exists."""

    right = rights.ATTACHER
    returns = Attachment

    attachment: AttachmentId = Field(description="The attachment (附件).")
    why: Line = Field(description="Why (理由).")

    async def loaded(self, work: Work) -> tuple[Attachment, StoredFile]:
        """The attachment named, and its file; `NotFound` as well where its thing is not for the caller."""
        attachment = await work.load(Attachment, self.attachment, "attachment")
        try:
            await load_thing(work, Thing(attachment.thing_type, attachment.thing))
        except NotFound as secret:
            # Who may not know of the thing may not know of what is attached to it.
            raise not_found(Attachment, self.attachment, "attachment") from secret
        return attachment, await work.find(StoredFile, stored_file_id(attachment.digest))


class WithdrawAttachment(_AttachmentCommand):
    """Take an attachment off its thing (撤回附件); the file stays in the record."""

    async def handle(self, work: Work) -> Aggregate:
        attachment, file = await self.loaded(work)
        attachment.withdraw(self.why, by=work.actor, at=work.now)
        file.detach(attachment.id, by=work.actor, at=work.now)
        return attachment


class RestoreAttachment(_AttachmentCommand):
    """Take the withdrawal of an attachment back (恢复附件)."""

    async def handle(self, work: Work) -> Aggregate:
        attachment, file = await self.loaded(work)
        attachment.restore(self.why, by=work.actor, at=work.now)
        file.reattach(attachment.id, by=work.actor, at=work.now)
        return attachment


class RecordUpload(Command):
    """Put on record that a file came in (上传留痕); the upload gives it."""

    right = rights.ATTACHER
    returns = StoredFile
    exposed: ClassVar[bool] = False

    division: str = Field(description="Division of the caller (行政区划代码).")
    digest: Digest = Field(description="SHA-256 of the content (文件摘要).")
    size: int = Field(gt=0, description="Size in bytes (大小).")
    media_type: str = Field(description="What the content is (格式).")
    object: str = Field(description="Where it is kept (存储位置).")

    async def handle(self, work: Work) -> Aggregate:
        file = await work.find(StoredFile, stored_file_id(self.digest))
        file.upload(
            self.digest, self.size, self.media_type, self.object, self.division, by=work.actor, at=work.now
        )  # fmt: skip
        return file


class DiscardUpload(Command):
    """Give up a file that was uploaded and never attached (清除无主文件); the cleaning gives it."""

    right = Right.of(Role.SYSTEM)
    returns = StoredFile
    exposed: ClassVar[bool] = False

    digest: Digest = Field(description="SHA-256 of the content (文件摘要).")
    object: str = Field(description="Where it is kept (存储位置).")
    keep_hours: int = Field(ge=0, description="How long an upload is waited for (保留时间), hours.")

    async def handle(self, work: Work) -> Aggregate:
        file = await work.find(StoredFile, stored_file_id(self.digest))
        before = work.now - timedelta(hours=self.keep_hours)
        file.discard(self.object, before, by=work.actor, at=work.now)
        return file
