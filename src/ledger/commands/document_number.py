"""Commands on document numbers (文号)."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from ledger.commands import rights
from ledger.commands.command import Command
from ledger.commands.things import load_thing
from ledger.commands.work import Work
from ledger.domain.aggregate import Aggregate
from ledger.domain.document_number import DocumentKind, DocumentSeries, Holder, Written, series_id
from ledger.domain.guards import OURS, refuse
from ledger.domain.inspection import Inspection
from ledger.domain.reservation import KeyScheme
from ledger.values.codes import DivisionCode
from ledger.values.references import DocumentSeriesId, ThingId
from ledger.values.text import Line, Name

Number = Annotated[int, Field(ge=1, le=99_999)]
Year = Annotated[int, Field(ge=1949, le=2199)]


def _code(text: str) -> str:
    try:
        return Written.parse(f"{text}〔2000〕1号").code
    except ValueError as error:
        raise PydanticCustomError("document_code", "a code has 1 to 30 characters and no brackets") from error


Code = Annotated[Name, AfterValidator(_code)]


class OpenDocumentSeries(Command):
    """Begin a series of document numbers (启用文号): one for each department, kind and year."""

    right = rights.DEPARTMENT
    returns = DocumentSeries

    division: DivisionCode = Field(description="Administrative division (行政区划代码).")
    kind: DocumentKind = Field(description="What is numbered (文书种类).")
    year: Year = Field(description="Year (年份).")
    code: Code = Field(description="Code of the department (机关代字): 双四煤监 in 双四煤监〔2026〕12号.")

    async def handle(self, work: Work) -> Aggregate:
        department = work.actor.department
        series = await work.find(DocumentSeries, series_id(self.division, department, self.kind, self.year))
        series.open(self.division, department, self.kind, self.year, self.code, by=work.actor, at=work.now)
        await work.reserve(KeyScheme.SERIES_CODE, _under(self.code, self.year), series.id, "code")
        return series


class SeriesCommand(Command):
    """A command on one series that exists."""

    right = rights.DEPARTMENT
    returns = DocumentSeries

    series: DocumentSeriesId = Field(description="The series (文号系列).")

    async def loaded(self, work: Work) -> DocumentSeries:
        """The series named."""
        return await work.load(DocumentSeries, self.series, "series")


class CorrectDocumentSeries(SeriesCommand):
    """Correct the code of a series that has numbered nothing yet (更正机关代字)."""

    code: Code = Field(description="Code of the department (机关代字).")

    async def handle(self, work: Work) -> Aggregate:
        series = await self.loaded(work)
        previous = series.code
        series.correct(self.code, by=work.actor, at=work.now)
        await work.release(KeyScheme.SERIES_CODE, _under(previous, series.year), series.id)
        await work.reserve(KeyScheme.SERIES_CODE, _under(self.code, series.year), series.id, "code")
        return series


class TakeDocumentNumber(SeriesCommand):
    """Number a document about a thing (文书编号): by the next number, or by the one that stands on the paper."""

    number: Number | None = Field(None, description="The number on the paper (文号序号); the next one when left out.")
    thing: ThingId = Field(description="Global id of what it is about (所属事项编号).")
    title: Name = Field(description="Title of the document (文书名称).")

    async def handle(self, work: Work) -> Aggregate:
        type_name, thing = self.thing.type_name, await load_thing(work, self.thing, "thing")
        series = await self.loaded(work)
        series.use(
            self.number, Holder(type_name, thing.id, thing.of_mine, self.title), by=work.actor, at=work.now
        )  # fmt: skip
        return series


class ReleaseDocumentNumber(SeriesCommand):
    """Take a number off a thing that should not have it (退回文号); it is free for the right one."""

    number: Number = Field(description="The number (文号序号).")
    thing: ThingId = Field(description="Global id of what has it (所属事项编号).")
    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        type_name, thing = self.thing.type_name, await load_thing(work, self.thing, "thing")
        if type_name == "Order":
            refuse(
                "NUMBER_BY_ITS_ORDER",
                "The number of an order is corrected by NumberOrder.",
                "执法文书的文号须通过“更正文号”办理。",
                rule=OURS,
                path=("thing",),
            )
        if isinstance(thing, Inspection) and thing.has_number(self.series, self.number):
            refuse(
                "NUMBER_BY_ITS_RECORD",
                "It stands on the record of the inspection, which is retracted first.",
                "该文号已用于现场检查记录，须先撤回检查记录。",
                rule=OURS,
                path=("thing",),
            )
        series = await self.loaded(work)
        series.release(self.number, thing.id, self.why, by=work.actor, at=work.now)
        return series


class VoidDocumentNumber(SeriesCommand):
    """Void a number that no document has (文号作废)."""

    number: Number = Field(description="The number (文号序号).")
    why: Line = Field(description="Why (作废理由).")

    async def handle(self, work: Work) -> Aggregate:
        series = await self.loaded(work)
        series.void(self.number, self.why, by=work.actor, at=work.now)
        return series


class RevokeNumberVoiding(SeriesCommand):
    """Take the voiding of a number back (撤销文号作废)."""

    number: Number = Field(description="The number (文号序号).")
    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        series = await self.loaded(work)
        series.revoke_voiding(self.number, self.why, by=work.actor, at=work.now)
        return series


async def take_number(work: Work, series: UUID, number: int | None, holder: Holder) -> tuple[int, str]:
    """The number of `series` that `holder` gets, and how it is written; for commands that make numbered documents."""
    loaded = await work.load(DocumentSeries, series, "series")
    return loaded.use(number, holder, by=work.actor, at=work.now)


def _under(code: str, year: int) -> str:
    return f"{code}〔{year}〕"
