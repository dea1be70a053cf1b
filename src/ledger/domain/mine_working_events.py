"""What can happen to the workings of a mine: panels and faces."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from uuid import UUID

from ledger.domain.mine_event import MineEvent
from ledger.values.labels import named


@named("单一煤层 多煤层")
class Seams(StrEnum):
    """How many seams a panel is worked in (单一煤层 or 多煤层开采)."""

    SINGLE = "SINGLE"
    SEVERAL = "SEVERAL"


@named("采煤 掘进")
class FaceKind(StrEnum):
    """What a face is for (工作面类型): winning coal 采煤, or driving a heading 掘进."""

    COAL = "COAL"
    HEADING = "HEADING"


@named("机械化 爆破")
class FaceMethod(StrEnum):
    """How a face is worked (采掘工艺): by machine, or by blasting."""

    MECHANISED = "MECHANISED"
    BLASTING = "BLASTING"


class PanelOpened(MineEvent):
    """A panel (采区) was opened."""

    panel: UUID
    name: str
    seams: Seams
    opened_on: date


class PanelClosed(MineEvent):
    """A panel was closed."""

    panel: UUID
    closed_on: date


class FaceOpened(MineEvent):
    """A face (采掘工作面) began to work."""

    face: UUID
    name: str
    panel: UUID | None
    panel_name: str | None
    kind: FaceKind
    method: FaceMethod
    opened_on: date


class FaceStopped(MineEvent):
    """A face stopped working for a time."""

    face: UUID
    stopped_on: date
    why: str


class FaceRestarted(MineEvent):
    """A face works again."""

    face: UUID
    restarted_on: date


class FaceClosed(MineEvent):
    """A face was worked out or given up."""

    face: UUID
    closed_on: date
    why: str


class PanelCorrected(MineEvent):
    """What was entered of a panel was corrected; `closed_on` is the first day without it, if there is one."""

    panel: UUID
    name: str
    seams: Seams
    opened_on: date
    closed_on: date | None
    why: str


class FaceCorrected(MineEvent):
    """What was entered of a face was corrected; `closed_on` is the day it was closed, if it was."""

    face: UUID
    name: str
    panel: UUID | None
    panel_name: str | None
    kind: FaceKind
    method: FaceMethod
    opened_on: date
    closed_on: date | None
    why: str
