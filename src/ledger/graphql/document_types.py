"""The object types of papers: attachments, numbered documents, orders."""

from __future__ import annotations

from ledger.domain.attachment import AttachmentKind
from ledger.graphql.declared import ToMany
from ledger.graphql.objects import object_type
from ledger.graphql.permissions import KNOWN
from ledger.graphql.types import Event
from ledger.projections.attachments import attachments

_ = Event  # the history of each is made of events

Attachment = object_type(
    "Attachment",
    attachments,
    KNOWN,
    "A file that belongs to a thing (附件); its content is at `/attachments/{digest}`.",
    """
    thing_type: Type of the thing (所属事项类型).
    division: Administrative division (行政区划代码).
    department: Who attached it (添加单位).
    digest: SHA-256 of the content (文件摘要).
    size: Size in bytes (大小).
    media_type: What the content is (格式), recognised by the content itself.
    name: Name of the file (文件名).
    kind: What it is (附件类别).
    added_by: Who attached it (添加人).
    added_at: When it was attached (添加时间).
    withdrawn: Whether it was withdrawn (是否撤回).
    withdrawn_why: Why it was (撤回理由).
    version: Version of the thing, for expectedVersion (版本).
    """,
    enums={"kind": AttachmentKind},
    many={"history": ToMany("Event", "stream", "attachment", "position", "Every step of it (全过程).")},
)
