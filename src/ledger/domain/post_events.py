"""What happens to posts (岗位、职务): who held one when, in what manner, and when they were suspended."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from uuid import UUID

from ledger.domain.event import DomainEvent
from ledger.values.labels import named


class PostBody(StrEnum):
    """What kind of body a post belongs to; the key posts of a mine stand in its own life."""

    DEPARTMENT = "DEPARTMENT"
    ENTERPRISE = "ENTERPRISE"


@named("决策层 管理层 技术层")
class PostLayer(StrEnum):
    """The layers of an enterprise (管理层级, R-246): those who decide, who manage, who answer for technology."""

    DECISION = "DECISION"
    MANAGEMENT = "MANAGEMENT"
    TECHNICAL = "TECHNICAL"


@named("正式任职 兼任 代理 挂名 实际履职")
class PostManner(StrEnum):
    """How a post is held (任职方式): by appointment, beside another one, acting, in name alone, or in fact alone."""

    SUBSTANTIVE = "SUBSTANTIVE"
    CONCURRENT = "CONCURRENT"
    ACTING = "ACTING"
    NOMINAL = "NOMINAL"
    ACTUAL = "ACTUAL"


class PostEvent(DomainEvent):
    """An event of a post; it names body and title, so that no reader has to look them up."""

    division: str
    body_kind: PostBody
    body: UUID
    body_name: str
    title: str


class PostEstablished(PostEvent):
    """A post was set up, or set up again; `several` may hold it at once."""

    layer: PostLayer | None
    several: bool
    duties: str | None
    effective_on: date


class PostAbolished(PostEvent):
    """A post was abolished; `effective_on` is the first day without it."""

    effective_on: date
    why: str


class PostTaken(PostEvent):
    """Somebody holds the post from a day on; `until` is the first day without them, where that is known already."""

    appointment: UUID
    person: UUID | None
    person_key: str | None
    holder: str
    manner: PostManner
    effective_on: date
    until: date | None
    basis: str | None


class PostLeft(PostEvent):
    """A holder left; `effective_on` is the first day without them."""

    appointment: UUID
    effective_on: date
    why: str


class AppointmentCorrected(PostEvent):
    """Days or manner of an appointment were entered wrongly, or the truth of it came out later."""

    appointment: UUID
    manner: PostManner
    valid_from: date
    valid_to: date | None
    why: str


class HolderSuspended(PostEvent):
    """A holder was suspended (停职) from a day on; the post stays theirs, and somebody may act for them."""

    suspension: UUID
    appointment: UUID
    holder: str
    effective_on: date
    why: str


class HolderReinstated(PostEvent):
    """A suspension ended (复职); `effective_on` is the first day back."""

    suspension: UUID
    appointment: UUID
    effective_on: date


class PostOverlapFlagged(PostEvent):
    """Several hold one post at once: the facts stand, and so does the overlap."""

    appointments: list[UUID]
    holders: list[str]
    rule: str
    description: str
    description_zh: str
