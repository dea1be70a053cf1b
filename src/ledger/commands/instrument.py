"""Commands on instruments (依据文件): the register of what duties rest on, and the watch over what changes."""

from __future__ import annotations

from pydantic import Field

from ledger.commands import rights
from ledger.commands.command import Command
from ledger.commands.days import not_future
from ledger.commands.work import Work
from ledger.domain.aggregate import Aggregate
from ledger.domain.instrument import Instrument
from ledger.domain.instrument_events import InstrumentKind, InstrumentStatus, ReviewOutcome
from ledger.domain.reservation import KeyScheme
from ledger.domain.task import Task
from ledger.values.codes import DivisionCode
from ledger.values.references import InstrumentId, InstrumentStateId, TaskId
from ledger.values.text import Line, Name, Prose
from ledger.values.times import Day


class RegisterInstrument(Command):
    """Enter a law, rule, standard or notice that duties rest on (登记依据文件)."""

    right = rights.REGISTRAR
    returns = Instrument

    division: DivisionCode = Field(description="Division of the register (行政区划代码).")
    title: Line = Field(description="Title (文件名称); once in a register.")
    kind: InstrumentKind = Field(description="What it is (文件类别).")
    issuer: Name = Field(description="Who made it (制定机关).")
    document_no: Name | None = Field(None, description="Its number (文号), where it has one.")
    status: InstrumentStatus = Field(InstrumentStatus.IN_FORCE, description="How it stands (效力状态).")
    effective_on: Day = Field(description="Since when it stands so (起始日).")
    watched: bool = Field(False, description="Its making or revision is watched (是否列入跟踪清单).")
    source: Line | None = Field(None, description="Where that is known from (信息来源).")

    async def handle(self, work: Work) -> Aggregate:
        instrument = work.create(Instrument)
        key = f"{self.division}:{self.title}"
        await work.reserve(KeyScheme.INSTRUMENT_TITLE, key, instrument.id, "title", shown=self.title)
        instrument.register(**self.model_dump(), by=work.actor, at=work.at(self.effective_on))
        return instrument


class InstrumentCommand(Command):
    """A command on one instrument that exists."""

    right = rights.REGISTRAR
    returns = Instrument

    instrument: InstrumentId = Field(description="The instrument (依据文件).")

    async def loaded(self, work: Work) -> Instrument:
        """The instrument named."""
        return await work.load(Instrument, self.instrument, "instrument")


class CorrectInstrument(InstrumentCommand):
    """Put right what was entered wrongly about an instrument (更正依据文件)."""

    title: Line = Field(description="Title (文件名称).")
    kind: InstrumentKind = Field(description="What it is (文件类别).")
    issuer: Name = Field(description="Who made it (制定机关).")
    why: Line = Field(description="Why (更正理由).")

    async def handle(self, work: Work) -> Aggregate:
        instrument = await self.loaded(work)
        before = instrument.title
        instrument.correct(self.title, self.kind, self.issuer, self.why, by=work.actor, at=work.now)
        if before != self.title:
            scheme, register = KeyScheme.INSTRUMENT_TITLE, instrument.division
            await work.release(scheme, f"{register}:{before}", instrument.id)
            await work.reserve(scheme, f"{register}:{self.title}", instrument.id, "title", shown=self.title)
        return instrument


class ChangeInstrument(InstrumentCommand):
    """Record that an instrument was made, revised or repealed (登记文件制修订、废止), whenever that is learned."""

    status: InstrumentStatus = Field(description="How it stands then (效力状态).")
    document_no: Name | None = Field(None, description="The number that says so (文号).")
    summary: Prose = Field(description="What changed (变更内容).")
    effective_on: Day = Field(description="First day of it (起始日).")

    async def handle(self, work: Work) -> Aggregate:
        instrument = await self.loaded(work)
        told = (self.status, self.document_no, self.summary, self.effective_on)
        instrument.change(*told, by=work.actor, at=work.at(self.effective_on))
        return instrument


class RetractInstrumentChange(InstrumentCommand):
    """Take a change of an instrument back that was entered wrongly (撤回文件变更记录)."""

    change: InstrumentStateId = Field(description="The change (变更记录).")
    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        instrument = await self.loaded(work)
        instrument.retract_change(self.change, self.why, by=work.actor, at=work.now)
        return instrument


class WatchInstrument(InstrumentCommand):
    """Put an instrument on the watch-list, or take it off (列入或移出跟踪清单)."""

    watched: bool = Field(description="Whether it is watched (是否跟踪).")
    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        instrument = await self.loaded(work)
        instrument.watch(self.watched, self.why, by=work.actor, at=work.now)
        return instrument


class CheckInstrument(InstrumentCommand):
    """Record that somebody looked where an instrument stands (跟踪核查)."""

    checked_on: Day | None = Field(None, description="Day of it (核查日期); today when left out.")
    finding: Prose = Field(description="What was found (核查情况).")

    async def handle(self, work: Work) -> Aggregate:
        on = not_future(self.checked_on, work, "checkedOn")
        instrument = await self.loaded(work)
        instrument.check(on, self.finding, by=work.actor, at=work.at(on))
        return instrument


class ReviewInstrument(InstrumentCommand):
    """Record what came of reviewing a normative document (规范性文件清理): keep, revise or abolish."""

    right = rights.OFFICE

    outcome: ReviewOutcome = Field(description="What came of it (清理结论).")
    reviewed_on: Day | None = Field(None, description="Day of it (清理日期); today when left out.")
    why: Line = Field(description="On what grounds (理由).")

    async def handle(self, work: Work) -> Aggregate:
        on = not_future(self.reviewed_on, work, "reviewedOn")
        instrument = await self.loaded(work)
        instrument.review(self.outcome, on, self.why, by=work.actor, at=work.at(on))
        return instrument


class LinkInstrumentTask(InstrumentCommand):
    """Record that a task makes an instrument known or carries it out (关联宣传贯彻任务)."""

    task: TaskId = Field(description="The task (任务).")

    async def handle(self, work: Work) -> Aggregate:
        instrument = await self.loaded(work)
        task = await work.load(Task, self.task, "task")
        instrument.link_task(task.id, by=work.actor, at=work.now)
        return instrument


class UnlinkInstrumentTask(InstrumentCommand):
    """Take back that a task is about an instrument (解除任务关联)."""

    task: TaskId = Field(description="The task (任务).")
    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        instrument = await self.loaded(work)
        instrument.unlink_task(self.task, self.why, by=work.actor, at=work.now)
        return instrument
