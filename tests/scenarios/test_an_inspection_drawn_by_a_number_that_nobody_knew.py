"""An inspection from its pool to its publication, as its case file would tell it: drawn, refused a signature, late."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from ledger.commands.document_number import OpenDocumentSeries, ReleaseDocumentNumber
from ledger.commands.hazard import ReportHazard
from ledger.commands.inspection import PlanInspection
from ledger.commands.inspection_draw import DrawInspection, FixDrawPool, VoidInspectionDraw
from ledger.commands.inspection_record import (
    CarryOutInspection,
    PublishInspection,
    RecordInspectionExam,
    RecordInspectionFinding,
    RecordInspectionItem,
    RetractInspectionRecord,
)
from ledger.commands.person import RecordCertificate, RegisterPerson
from ledger.domain.document_number import DocumentKind
from ledger.domain.draw import drawn
from ledger.domain.hazard_events import HazardSource
from ledger.domain.inspection_events import Acknowledgement, InspectionKind
from ledger.domain.person_events import CertificateKind
from ledger.values.actor import Role
from ledger.values.errors import GuardRefused, NotFound
from ledger.values.references import Thing
from tests.conftest import DIVISION
from tests.house import HEAD, OFFICER, House, person
from tests.processes.bodies import EMERGENCY, succeeds, the_bodies

SEED = "03 08 15 22 27 31 + 09"
OTHERS = person("officer-9", Role.OFFICER, department=EMERGENCY)


async def an_officer(house: House, name: str, last_day: date) -> UUID:
    who = (await house.do(RegisterPerson(division=DIVISION, name=name), HEAD)).subject
    await house.do(
        RecordCertificate(
            person=who, kind=CertificateKind.LAW_ENFORCEMENT, number=f"证{name}", issuer="省政府",
            valid_from=date(2024, 1, 1), last_day=last_day,
        ),
        HEAD,
    )  # fmt: skip
    return who


async def planned(house: House, **changes: Any) -> UUID:
    given: dict[str, Any] = {"kind": InspectionKind.RANDOM, "purpose": "一通三防", "starts_on": date(2026, 7, 10)}
    plan = PlanInspection(division=DIVISION, **(given | {"ends_on": date(2026, 7, 20)} | changes))
    return (await house.do(plan)).subject


async def row(house: House, inspection: UUID) -> dict[str, Any]:
    await house.project()
    [found] = await house.rows("SELECT * FROM views.inspections WHERE inspection = %s AND until IS NULL", inspection)
    return found


async def drawn_twice(house: House, inspection: UUID, mines: list[UUID], people: list[UUID]) -> list[UUID]:
    """The first draw is void, as one who was drawn has to stand aside; those of the second."""
    pool = {"mines": mines, "officers": people, "seed_source": "福彩", "seed_known_on": date(2026, 7, 8)}
    await house.do(FixDrawPool(inspection=inspection, **pool))
    await house.on("2026-07-08").do(DrawInspection(inspection=inspection, seed=SEED))
    await house.do(VoidInspectionDraw(inspection=inspection, why="一人与该矿负责人有亲属关系，须回避"), HEAD)
    await house.do(FixDrawPool(inspection=inspection, **(pool | {"seed_known_on": date(2026, 7, 10)})))
    await house.on("2026-07-10").do(DrawInspection(inspection=inspection, seed=SEED))
    return drawn(SEED, 2, people, 2)


async def carried_out(house: House, inspection: UUID, chosen: list[UUID]) -> None:
    """The mine refuses its signature; the number of the record is its own."""
    series = OpenDocumentSeries(division=DIVISION, kind=DocumentKind.REPORT, year=2026, code="煤检")
    numbers = (await house.on("2026-07-13").do(series)).subject
    done = CarryOutInspection(
        inspection=inspection, places=["调度室"], officers=chosen, leader=chosen[0], declared=chosen,
        acknowledgement=Acknowledgement.REFUSED, series=numbers,
    )  # fmt: skip
    await house.do(done)
    release = ReleaseDocumentNumber(series=numbers, number=1, thing=Thing("Inspection", inspection), why="误取")
    with pytest.raises(GuardRefused, match="NUMBER_BY_ITS_RECORD"):
        await house.do(release)


async def test_it_is_drawn_twice_carried_out_refused_a_signature_and_published_late(house: House) -> None:
    mines = [await house.mine(), await house.mine()]
    people = [await an_officer(house, name, date(2026, 7, 11)) for name in ("程远", "陆川", "白露")]
    inspection = await planned(house)
    chosen, mine = await drawn_twice(house, inspection, mines, people), drawn(SEED, 2, mines, 1)[0]
    await carried_out(house, inspection, chosen)
    await house.do(RecordInspectionItem(inspection=inspection, item="瓦斯监测", in_order=False, found="探头缺失"))
    await house.do(RecordInspectionExam(inspection=inspection, subject="班组长", examinees=10, passed=9, average="88"))
    publish = PublishInspection(inspection=inspection, medium="区政府网站")
    with pytest.raises(GuardRefused, match="ITEMS_WITHOUT_FINDING"):
        await house.do(publish, HEAD)
    report = ReportHazard(mine=mine, description="探头缺失", location="回风巷", source=HazardSource.SUPERVISION)
    hazard = (await house.do(report)).subject
    await house.do(RecordInspectionFinding(inspection=inspection, finding="探头缺失", item=1, hazard=hazard))
    await house.on("2026-08-12").do(publish, HEAD)

    found = await row(house, inspection)
    assert (found["mine"], found["draws"], found["number"]) == (mine, 2, "煤检〔2026〕1号")
    # Twenty working days after 13 July end on 10 August; two certificates had run out, nothing says why nobody signed.
    assert (found["status"], found["due_on"], found["days_late"]) == ("PUBLISHED", date(2026, 8, 10), 2)
    assert found["defects"] == 3
    first, second = await house.rows("SELECT * FROM views.inspection_draws WHERE until IS NULL ORDER BY number")
    assert first["voided_why"]
    assert (second["number"], second["officers_drawn"], second["voided_why"]) == (2, chosen, None)


async def test_a_record_that_was_a_mistake_gives_its_number_back_and_is_secret_again(house: House) -> None:
    mine, who = await house.mine(), await an_officer(house, "程远", date(2028, 1, 1))
    inspection = await planned(house, mine=mine, kind=InspectionKind.UNANNOUNCED, starts_on=date(2026, 7, 6))
    series = OpenDocumentSeries(division=DIVISION, kind=DocumentKind.REPORT, year=2026, code="煤检")
    numbers = (await house.do(series)).subject
    done = CarryOutInspection(
        inspection=inspection, places=["调度室"], officers=[who], leader=who,
        acknowledgement=Acknowledgement.SIGNED, series=numbers,
    )  # fmt: skip
    await house.do(done)
    await house.do(RecordInspectionItem(inspection=inspection, item="瓦斯监测", in_order=True))
    await house.do(RetractInspectionRecord(inspection=inspection, why="登记在错误的检查上"), HEAD)
    found = await row(house, inspection)
    assert (found["status"], found["embargoed"], found["number"]) == ("PLANNED", True, None)
    [item] = await house.rows("SELECT struck_why FROM views.inspection_items WHERE until IS NULL")
    [one] = await house.rows("SELECT retracted_why FROM views.inspection_officers WHERE until IS NULL")
    [number] = await house.rows("SELECT state FROM views.document_numbers WHERE until IS NULL")
    assert (bool(item["struck_why"]), bool(one["retracted_why"]), number["state"]) == (True, True, "RELEASED")


async def test_what_a_succeeded_body_had_planned_is_known_to_its_successor_and_to_nobody_else(house: House) -> None:
    bureau, emergency = await the_bodies(house)
    inspection = await planned(house, mine=await house.mine(), kind=InspectionKind.UNANNOUNCED)
    item = RecordInspectionItem(inspection=inspection, item="瓦斯监测", in_order=True)
    with pytest.raises(NotFound):
        await house.do(item, OTHERS)
    await succeeds(house, bureau, emergency, "2026-07-06")
    await house.run_succession()
    assert (await row(house, inspection))["departments"] == [EMERGENCY]
    with pytest.raises(NotFound):
        await house.do(item, OFFICER)
    with pytest.raises(GuardRefused, match="INSPECTION_NOT_IN_STATE"):
        await house.do(item, OTHERS)
