"""Commands on what an inspection was (检查实施): its record, items, exams, findings, and making it public."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import Field

from ledger.commands import rights
from ledger.commands.days import not_future
from ledger.commands.document_number import Number, take_number
from ledger.commands.inspection import InspectionCommand, of_division
from ledger.commands.order_clocks import last_day
from ledger.commands.work import Work
from ledger.domain.aggregate import Aggregate
from ledger.domain.document_number import DocumentSeries, Holder
from ledger.domain.hazard import Hazard
from ledger.domain.inspection import Inspection
from ledger.domain.inspection_defects import Officer
from ledger.domain.inspection_events import Acknowledgement, InspectionMethod
from ledger.domain.mine import Mine
from ledger.domain.person import Person
from ledger.domain.person_events import CertificateKind
from ledger.values.errors import InvalidInput
from ledger.values.references import DocumentSeriesId, HazardId, MineId, PersonId
from ledger.values.text import Line, Name, Prose
from ledger.values.times import Day

TITLE = "现场检查记录"
PUBLICATION = "ENFORCEMENT_PUBLICATION"
Count = Annotated[int, Field(ge=0, le=100_000)]
ItemNumber = Annotated[int, Field(ge=1, le=100_000)]
Score = Annotated[Decimal, Field(ge=0, le=100, max_digits=5, decimal_places=2)]


class CarryOutInspection(InspectionCommand):
    """Record that an inspection took place (实施检查): taken as it was, and what breaks a rule is flagged."""

    mine: MineId | None = Field(None, description="The mine visited (煤矿); left out, the one planned or drawn.")
    carried_out_on: Day | None = Field(None, description="Day of it (检查日期); today when left out.")
    places: list[Name] = Field(min_length=1, max_length=100, description="Places visited (检查地点).")
    methods: list[InspectionMethod] = Field(default_factory=list, max_length=6, description="How (检查方式).")
    officers: list[PersonId] = Field(min_length=1, max_length=50, description="Who took part (检查人员).")
    leader: PersonId = Field(description="Who led it and answers for it (带队负责人).")
    declared: list[PersonId] = Field(
        default_factory=list, max_length=50,
        description="Those who declared that no interest of theirs stands against it (已作回避声明人员).",
    )  # fmt: skip
    acknowledgement: Acknowledgement = Field(description="What the mine did with the written record (签字情况).")
    representative: Name | None = Field(None, description="Who stood for the mine (被检查单位负责人).")
    remark: Line | None = Field(None, description="Why it was not signed (拒签情况).")
    series: DocumentSeriesId | None = Field(None, description="The series of the record's number (文号系列).")
    number: Number | None = Field(None, description="The number on the paper (文号序号); the next one when left out.")

    async def handle(self, work: Work) -> Aggregate:
        on = not_future(self.carried_out_on, work, "carriedOutOn")
        inspection = await self.loaded(work)
        mine = self.mine or inspection.mine
        if mine is None:
            raise InvalidInput("MINE_MISSING", "Say which mine it was.", "请指明所检查的煤矿。", path=("mine",))
        of_division(await work.load(Mine, mine, "mine"), inspection.division, "mine")
        people = [await self._officer(work, n, id, on) for n, id in enumerate(dict.fromkeys(self.officers))]
        await work.load(Person, self.leader, "leader")
        number, text = None, None
        if self.series is not None:
            number, text = await take_number(
                work, self.series, self.number, Holder("Inspection", inspection.id, mine, TITLE)
            )
        inspection.carry_out(
            people, mine=mine, carried_out_on=on, places=self.places, methods=self.methods, leader=self.leader,
            acknowledgement=self.acknowledgement, representative=self.representative, remark=self.remark,
            series=self.series, number=number, text=text, by=work.actor, at=work.at(on),
        )  # fmt: skip
        return inspection

    async def _officer(self, work: Work, n: int, id: UUID, on: date) -> Officer:
        person = await work.load(Person, id, "officers", str(n))
        return Officer(
            person=person.id,
            name=person.name,
            department=person.serving.department if person.serving else None,
            certified=person.certified_on(CertificateKind.LAW_ENFORCEMENT, on),
            no_interest=person.id in self.declared,
        )


class RetractInspectionRecord(InspectionCommand):
    """Take back that an inspection took place (撤回检查记录): it is still to come again, and secret again."""

    right = rights.HEAD

    why: Line = Field(description="Why (撤回理由).")

    async def handle(self, work: Work) -> Aggregate:
        inspection = await self.loaded(work)
        done = inspection.carried_out
        inspection.retract(self.why, by=work.actor, at=work.now)
        if done is not None and done.series is not None and done.number is not None:
            series = await work.load(DocumentSeries, done.series)
            series.release(done.number, inspection.id, self.why, by=work.actor, at=work.now)
        return inspection


class RecordInspectionItem(InspectionCommand):
    """Record something that was checked (登记检查项目), in order or not."""

    item: Line = Field(description="What was checked (检查项目).")
    place: Name | None = Field(None, description="Where (地点).")
    in_order: bool = Field(description="Whether it was in order (是否符合要求).")
    found: Prose | None = Field(None, description="What was seen (检查情况).")

    async def handle(self, work: Work) -> Aggregate:
        inspection = await self.loaded(work)
        inspection.check_item(
            self.item, self.place, self.found, in_order=self.in_order, by=work.actor, at=work.now
        )  # fmt: skip
        return inspection


class RecordInspectionExam(InspectionCommand):
    """Record an exam held at an inspection (逢查必考)."""

    subject: Line = Field(description="Who was examined on what (考试对象和内容).")
    examinees: Count = Field(description="How many sat it (参考人数).")
    passed: Count = Field(description="How many passed (合格人数).")
    average: Score | None = Field(None, description="Average mark (平均分), 0 to 100.")

    async def handle(self, work: Work) -> Aggregate:
        inspection = await self.loaded(work)
        inspection.hold_exam(self.subject, self.examinees, self.passed, self.average, by=work.actor, at=work.now)
        return inspection


class RecordInspectionFinding(InspectionCommand):
    """Record what follows from what was found (登记检查处理): a hazard, or how it was dealt with otherwise and why."""

    finding: Prose = Field(description="What was found (发现的问题).")
    item: ItemNumber | None = Field(None, description="Number of the item that it rests on (检查项目序号).")
    hazard: HazardId | None = Field(None, description="The hazard that it was entered as (隐患).")
    handling: Line | None = Field(None, description="How it was dealt with otherwise, and why (处理情况及理由).")

    async def handle(self, work: Work) -> Aggregate:
        inspection = await self.loaded(work)
        if self.hazard is not None and (await work.load(Hazard, self.hazard, "hazard")).mine != inspection.mine:
            raise InvalidInput(
                "OTHER_MINE", "The hazard is one of another mine.", "该隐患属于另一煤矿。", path=("hazard",)
            )
        inspection.find(self.finding, self.item, self.hazard, self.handling, by=work.actor, at=work.now)
        return inspection


class StrikeInspectionEntry(InspectionCommand):
    """Strike out an item, an exam or a finding that was entered by mistake (撤销检查记录项)."""

    entry: UUID = Field(description="The item, exam or finding (记录项编号).")
    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        inspection = await self.loaded(work)
        inspection.strike(self.entry, self.why, by=work.actor, at=work.now)
        return inspection


class PublishInspection(InspectionCommand):
    """Record that the result of an inspection was made public (检查结果公示), late or not."""

    right = rights.HEAD

    published_on: Day | None = Field(None, description="Day of it (公示日期); today when left out.")
    medium: Line = Field(description="Where (公示平台).")
    reference: Line | None = Field(None, description="Number or address of the publication (公示编号或网址).")

    async def handle(self, work: Work) -> Aggregate:
        on = not_future(self.published_on, work, "publishedOn")
        inspection = await self.loaded(work)
        due_on = publication_due(inspection)
        inspection.publish(on, self.medium, self.reference, due_on, by=work.actor, at=work.at(on))
        return inspection


class WithdrawInspectionPublication(InspectionCommand):
    """Take the publication of an inspection back (撤回公示)."""

    right = rights.HEAD

    why: Line = Field(description="Why (撤回理由).")

    async def handle(self, work: Work) -> Aggregate:
        inspection = await self.loaded(work)
        inspection.withdraw_publication(self.why, by=work.actor, at=work.now)
        return inspection


def publication_due(inspection: Inspection) -> date | None:
    """The last day in time for making the result public; None before it was carried out, or where no term is known."""
    done = inspection.carried_out
    return None if done is None else last_day(PUBLICATION, done.carried_out_on)
