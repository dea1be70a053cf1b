"""Commands on the workings of a mine: panels and faces (采区与采掘工作面)."""

from __future__ import annotations

from pydantic import Field

from ledger.commands import rights
from ledger.commands.mine_status import MineCommand
from ledger.commands.work import Work
from ledger.domain.aggregate import Aggregate
from ledger.domain.mine import Mine
from ledger.domain.mine_status import Breach
from ledger.domain.mine_working_events import FaceKind, FaceMethod, Seams
from ledger.rules.face_limits import face_limits
from ledger.values.text import Line, Name
from ledger.values.times import Day


class OpenPanel(MineCommand):
    """Record a new panel (采区投产)."""

    right = rights.ENTERPRISE

    name: Name = Field(description="Name of the panel (采区名称).")
    seams: Seams = Field(description="In how many seams it is worked (煤层).")
    opened_on: Day = Field(description="Day of it (投产日期).")

    async def handle(self, work: Work) -> Aggregate:
        mine = await self.loaded(work)
        mine.open_panel(self.name, self.seams, self.opened_on, by=work.actor, at=work.at(self.opened_on))
        return mine


class ClosePanel(MineCommand):
    """Record that a panel was closed (采区结束), its faces before it."""

    right = rights.ENTERPRISE

    name: Name = Field(description="Name of the panel (采区名称).")
    closed_on: Day = Field(description="Day of it (结束日期).")

    async def handle(self, work: Work) -> Aggregate:
        mine = await self.loaded(work)
        mine.close_panel(self.name, self.closed_on, by=work.actor, at=work.at(self.closed_on))
        return mine


class OpenFace(MineCommand):
    """Record a new face (采掘工作面开工); more coal faces at once than allowed are flagged."""

    right = rights.ENTERPRISE

    name: Name = Field(description="Name of the face (工作面名称).")
    panel: Name | None = Field(None, description="The panel it is in (所属采区).")
    kind: FaceKind = Field(description="Coal face or heading (工作面类型).")
    method: FaceMethod = Field(FaceMethod.MECHANISED, description="How it is worked (采掘工艺).")
    opened_on: Day = Field(description="Day of it (开工日期).")

    async def handle(self, work: Work) -> Aggregate:
        mine = await self.loaded(work)
        panel = self.panel
        breaches = too_many(mine, self.opened_on, panel) if self.kind is FaceKind.COAL else []
        day = self.opened_on
        mine.open_face(self.name, panel, self.kind, self.method, day, breaches, by=work.actor, at=work.at(day))
        return mine


class StopFace(MineCommand):
    """Record that a face stopped for a time (工作面停采停掘)."""

    right = rights.ENTERPRISE

    name: Name = Field(description="Name of the face (工作面名称).")
    stopped_on: Day = Field(description="Day of it (停止日期).")
    why: Line = Field(description="Why (原因).")

    async def handle(self, work: Work) -> Aggregate:
        mine = await self.loaded(work)
        mine.stop_face(self.name, self.stopped_on, self.why, by=work.actor, at=work.at(self.stopped_on))
        return mine


class RestartFace(MineCommand):
    """Record that a face works again (工作面恢复作业)."""

    right = rights.ENTERPRISE

    name: Name = Field(description="Name of the face (工作面名称).")
    restarted_on: Day = Field(description="Day of it (恢复日期).")

    async def handle(self, work: Work) -> Aggregate:
        mine = await self.loaded(work)
        face, day = mine.face(self.name), self.restarted_on
        panel = next((name for name, panel in mine.panels.items() if panel.id == face.panel), None)
        breaches = too_many(mine, day, panel) if face.kind is FaceKind.COAL else []
        mine.restart_face(self.name, day, breaches, by=work.actor, at=work.at(day))
        return mine


class CloseFace(MineCommand):
    """Record that a face was worked out or given up (工作面收尾)."""

    right = rights.ENTERPRISE

    name: Name = Field(description="Name of the face (工作面名称).")
    closed_on: Day = Field(description="Day of it (收尾日期).")
    why: Line = Field(description="Why (原因).")

    async def handle(self, work: Work) -> Aggregate:
        mine = await self.loaded(work)
        mine.close_face(self.name, self.closed_on, self.why, by=work.actor, at=work.at(self.closed_on))
        return mine


class CorrectPanel(MineCommand):
    """Correct what was entered of a panel (更正采区), or open one again that was closed by mistake."""

    right = rights.HEAD

    name: Name = Field(description="Name of the panel (采区名称).")
    seams: Seams = Field(description="In how many seams it is worked (煤层).")
    opened_on: Day = Field(description="Day it was opened (投产日期).")
    closed_on: Day | None = Field(None, description="Day it was closed (结束日期); none where it is open.")
    why: Line = Field(description="Why (更正理由).")

    async def handle(self, work: Work) -> Aggregate:
        mine = await self.loaded(work)
        told = self.name, self.seams, self.opened_on, self.closed_on, self.why
        mine.correct_panel(*told, by=work.actor, at=work.now)
        return mine


class CorrectFace(MineCommand):
    """Correct what was entered of a face (更正采掘工作面), or open one again that was closed by mistake."""

    right = rights.HEAD

    name: Name = Field(description="Name of the face (工作面名称).")
    panel: Name | None = Field(None, description="The panel it is in (所属采区).")
    kind: FaceKind = Field(description="Coal face or heading (工作面类型).")
    method: FaceMethod = Field(FaceMethod.MECHANISED, description="How it is worked (采掘工艺).")
    opened_on: Day = Field(description="Day it was opened (开工日期).")
    closed_on: Day | None = Field(None, description="Day it was closed (收尾日期); none where it is open.")
    why: Line = Field(description="Why (更正理由).")

    async def handle(self, work: Work) -> Aggregate:
        mine = await self.loaded(work)
        known = mine.any_face(self.name)
        counted = known.until is None and known.kind is FaceKind.COAL
        one_more = self.closed_on is None and self.kind is FaceKind.COAL and not counted
        breaches = too_many(mine, self.opened_on, self.panel) if one_more else []
        told = self.name, self.panel, self.kind, self.method, self.opened_on, self.closed_on, self.why
        mine.correct_face(*told, breaches, by=work.actor, at=work.now)
        return mine


def too_many(mine: Mine, day: Day, panel_name: str | None) -> list[Breach]:
    """The limits that one coal face more, in a panel, exceeds."""
    limits = face_limits(day)
    if limits is None:
        return []
    panel = mine.panel(panel_name) if panel_name else None
    in_panel = mine.coal_faces(panel.id) + 1 if panel else 0
    seams = panel.seams if panel else Seams.SINGLE
    exceeded = limits.exceeded(mine.size_on(day), mine.coal_faces() + 1, seams, in_panel)
    return [Breach(f"{text.source} {text.article}", text.zh) for text in exceeded]
