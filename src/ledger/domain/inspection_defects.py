"""What an inspection that took place breaks (程序瑕疵): the fact stands, and each breach is flagged with its rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple
from uuid import UUID

from ledger.domain.guards import OURS
from ledger.domain.inspection_events import Acknowledgement, InspectionCarriedOut, InspectionKind, InspectionStatus
from ledger.domain.inspection_state import InspectionState

LEAST_OFFICERS = 2
BY_THE_PLAN = "煤矿安全生产条例 §43"
DRAWING = "双四政发〔2020〕28号 五(五)"
STRICT = "双四政发〔2020〕28号 二(八)1"


class Officer(NamedTuple):
    """Who took part, as they stood on the day: the fields are those of `InspectionOfficerTookPart`."""

    person: UUID
    name: str
    department: str | None
    certified: bool
    no_interest: bool


class Defect(NamedTuple):
    """One breach: its rule, and what is wrong in two languages."""

    rule: str
    text: str
    text_zh: str


def defects(
    inspection: InspectionState, done: InspectionCarriedOut, officers: Sequence[Officer]
) -> Iterator[Defect]:  # fmt: skip
    """Everything that is wrong with how an inspection, as it stood before, was carried out."""
    yield from _of_officers(done, officers)
    yield from _of_planning(inspection, done)
    yield from _of_drawing(inspection, done)
    if done.acknowledgement is not Acknowledgement.SIGNED and done.remark is None:
        text = "The record was not signed, and nothing is recorded of why."
        yield Defect("安全生产法 §68", text, "被检查单位未签字，且未将情况记录在案。")


def _of_officers(done: InspectionCarriedOut, officers: Sequence[Officer]) -> Iterator[Defect]:
    if len(officers) < LEAST_OFFICERS:
        count = len(officers)
        text = f"{count} officer took part; there have to be {LEAST_OFFICERS}."
        yield Defect("行政处罚法 §42", text, f"执法人员仅{count}人，少于两人。")
    for officer in officers:
        if not officer.certified:
            text = f"{officer.name} had no valid enforcement certificate on {done.carried_out_on}."
            yield Defect("安全生产法 §67", text, f"{officer.name}在{done.carried_out_on}没有有效的行政执法证件。")
        if not officer.no_interest:
            text = f"{officer.name} did not declare that no interest stands against it."
            yield Defect("行政处罚法 §43", text, f"{officer.name}未作无须回避的声明。")
    if done.leader not in done.officers:
        yield Defect(STRICT, "Whoever leads it did not take part.", "带队负责人未参加检查。")


def _of_planning(inspection: InspectionState, done: InspectionCarriedOut) -> Iterator[Defect]:
    planned, (first, last) = inspection.planned, inspection.window
    assert planned is not None
    if inspection.status is InspectionStatus.CANCELLED:
        yield Defect(OURS, "It had been cancelled.", "该检查已取消仍予实施。")
    if not first <= done.carried_out_on <= last:
        text = f"{done.carried_out_on} is outside its window, {first} to {last}."
        yield Defect(BY_THE_PLAN, text, f"{done.carried_out_on}不在计划时间{first}至{last}之内。")
    if planned.kind is InspectionKind.BY_PLAN and planned.plan is None:
        yield Defect(BY_THE_PLAN, "It names no annual plan.", "计划检查未列明年度监督检查计划。")
    if inspection.outside_plan:
        yield Defect(BY_THE_PLAN, "Its window is outside its annual plan.", "计划时间超出所属年度监督检查计划的期间。")


def _of_drawing(inspection: InspectionState, done: InspectionCarriedOut) -> Iterator[Defect]:
    planned, drawn = inspection.planned, inspection.drawn
    assert planned is not None
    if inspection.settled_mine not in {None, done.mine}:
        text = "It took place at another mine than the one planned or drawn."
        yield Defect(DRAWING, text, "实际检查的煤矿不是计划或抽取的煤矿。")
    if drawn is None and (planned.kind is InspectionKind.RANDOM or inspection.settled_mine is None):
        yield Defect(DRAWING, "Nothing was drawn for it.", "未经随机抽取即实施检查。")
    if drawn is not None and set(done.officers) != set(drawn.officers_drawn):
        yield Defect(DRAWING, "Other officers took part than were drawn.", "实际检查人员与抽取结果不一致。")
