"""Who held the post on that day: over a suspension, an acting period, and a reform that gave the work to another body.

A case file: a gas explosion was hushed up; the investigator asks who answered for the mine on each of four days.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from ledger.commands.department import RegisterDepartment, SucceedDepartment
from ledger.commands.departments import answering, find_department
from ledger.commands.liaison import AssignLiaison
from ledger.commands.person import AdmitOfficer, RecordCertificate, RegisterPerson
from ledger.commands.post import EstablishPost, LeavePost, ReinstateHolder, SuspendHolder, TakePost
from ledger.commands.work import Work
from ledger.domain.aggregate import Aggregate
from ledger.domain.department import Department
from ledger.domain.department_events import BodyKind
from ledger.domain.person import Person
from ledger.domain.person_events import CertificateKind
from ledger.domain.post import Post
from ledger.domain.post_events import PostManner
from ledger.sealed.vault import Vault
from ledger.values.actor import Actor, Role
from tests.conftest import VAULT_KEY
from tests.house import HEAD, OFFICE, House

FIRST = date(2024, 1, 1)
SUSPENDED, REINSTATED = date(2025, 3, 1), date(2025, 5, 1)
REFORM = date(2026, 1, 1)


async def a_person(house: House, name: str) -> UUID:
    return (await house.do(RegisterPerson(division="230599", name=name), HEAD)).subject


async def a_body(house: House, name: str, *aliases: str) -> UUID:
    command = RegisterDepartment(
        division="230599", name=name, kind=BodyKind.DEPARTMENT, aliases=list(aliases), established_on=date(2019, 1, 1)
    )
    return (await house.do(command, OFFICE)).subject


async def a_post(house: House, department: UUID, title: str) -> UUID:
    return (await house.do(EstablishPost(department=department, title=title, effective_on=FIRST), HEAD)).subject


async def appointment(house: House, post: UUID, holder: str) -> UUID:
    known = Post.replay(post, [recorded.event for recorded in await house.store.read_stream(post)])
    return next(held.appointment for held in known.appointments.values() if held.holder == holder)


async def taken(house: House, post: UUID, person: UUID, on: date, manner: PostManner = PostManner.SUBSTANTIVE) -> None:
    await house.do(TakePost(post=post, person=person, manner=manner, effective_on=on), HEAD)


async def in_charge(house: House, post: UUID, day: date) -> list[str]:
    known = Post.replay(post, [recorded.event for recorded in await house.store.read_stream(post)])
    return sorted(held.holder for held in known.holders_on(day))


def reading_work(house: House) -> Work:
    async def load(cls: type[Aggregate], id: UUID) -> Aggregate:
        return cls.replay(id, [recorded.event for recorded in await house.store.read_stream(id)])

    by = Actor(id="i", department="纪委监委", role=Role.INVESTIGATOR)
    return Work(by, house.now, UUID(int=1), load, Vault(VAULT_KEY))


async def suspended_and_reinstated(house: House, deputy: UUID, acting: UUID) -> UUID:
    """顾平 is suspended for two months, in which another acts; his appointment."""
    held = await appointment(house, deputy, "顾平")
    await house.do(
        SuspendHolder(post=deputy, appointment=held, effective_on=SUSPENDED, why="接受调查"), HEAD
    )  # fmt: skip
    await taken(house, deputy, acting, SUSPENDED, PostManner.ACTING)
    await house.do(
        LeavePost(
            post=deputy,
            appointment=await appointment(house, deputy, "代理人"),
            effective_on=REINSTATED,
            why="复职",
        ),
        HEAD,
    )
    await house.do(ReinstateHolder(post=deputy, appointment=held, effective_on=REINSTATED), HEAD)
    return held


async def given_to_another_body(house: House, bureau: UUID, deputy: UUID, held: UUID) -> UUID:
    """The reform gives the bureau's work to another body, whose post stands empty for two weeks; that post."""
    industry = await a_body(house, "区工信局")
    successor_post = await a_post(house, industry, "副局长")
    await house.do(
        SucceedDepartment(department=bureau, to=industry, matters=[], effective_on=REFORM, basis="机构改革方案"), OFFICE
    )
    await house.do(LeavePost(post=deputy, appointment=held, effective_on=REFORM, why="机构撤并"), HEAD)
    await taken(house, successor_post, await a_person(house, "新任"), date(2026, 1, 15))
    return successor_post


async def test_the_duty_is_followed_to_the_person_of_the_day_across_suspension_acting_and_reform(house: House) -> None:
    mine = await house.mine()
    bureau = await a_body(house, "区煤管局", "区煤炭局")
    deputy = await a_post(house, bureau, "副局长")
    await taken(house, deputy, await a_person(house, "顾平"), FIRST)
    await house.do(
        AssignLiaison(post=deputy, mine=mine, scope="联系指导", effective_on=FIRST, basis="包保方案"), OFFICE
    )
    held = await suspended_and_reinstated(house, deputy, await a_person(house, "代理人"))
    successor_post = await given_to_another_body(house, bureau, deputy, held)

    work = reading_work(house)
    named = await find_department(work, "区煤炭局", "230599")
    assert named is not None
    for day, body, post, people in (
        (date(2025, 2, 28), "区煤管局", deputy, ["顾平"]),
        (date(2025, 3, 1), "区煤管局", deputy, ["代理人"]),
        (date(2025, 5, 1), "区煤管局", deputy, ["顾平"]),
        (date(2026, 1, 10), "区工信局", successor_post, []),
        (date(2026, 1, 15), "区工信局", successor_post, ["新任"]),
    ):
        answers = await answering(work, named, FIRST, day)
        assert isinstance(answers, Department)
        assert answers.name == body, day
        assert await in_charge(house, post, day) == people, day

    await house.project()
    periods = await house.rows(
        "SELECT holder, manner, overlapping, valid_from, valid_to FROM views.post_holders "
        "WHERE of_post = %s AND until IS NULL ORDER BY valid_from",
        deputy,
    )
    assert [(p["holder"], p["manner"], p["overlapping"]) for p in periods] == [
        ("顾平", "SUBSTANTIVE", False),
        ("代理人", "ACTING", False),
    ], "whoever acts while another is suspended is no overlap"
    [owed] = await house.rows("SELECT title, department FROM views.liaison_duties WHERE mine = %s", mine)
    assert owed == {"title": "副局长", "department": "区煤管局"}


async def test_what_was_known_then_and_what_came_out_later_are_both_there(house: House) -> None:
    bureau = await a_body(house, "区煤管局")
    post = await a_post(house, bureau, "局长")
    await taken(house, post, await a_person(house, "甲"), FIRST)
    known_then = (await house.store.head()).position
    # Only a year later it is entered that somebody else had acted all the time.
    house.on("2027-07-06")
    await taken(house, post, await a_person(house, "乙"), date(2024, 6, 1), PostManner.ACTUAL)
    assert await in_charge(house, post, date(2024, 7, 1)) == ["乙", "甲"]
    await house.project()
    holders = "SELECT holder, overlapping FROM views.post_holders WHERE of_post = %s AND valid_from <= '2024-07-01'"
    then = await house.rows(
        f"{holders} AND since <= %s AND (until IS NULL OR until > %s)", post, known_then, known_then
    )
    assert then == [{"holder": "甲", "overlapping": False}]
    now = await house.rows(f"{holders} AND until IS NULL ORDER BY holder", post)
    assert now == [{"holder": "乙", "overlapping": True}, {"holder": "甲", "overlapping": True}]
    [flag] = await house.rows("SELECT data FROM views.journal WHERE type = 'PostOverlapFlagged'")
    assert flag["data"]["holders"] == ["甲", "乙"]


async def test_an_officers_certificate_is_valid_on_the_day_of_the_inspection_or_it_is_not(house: House) -> None:
    await a_body(house, "区煤管局")
    officer = await a_person(house, "程远")
    await house.do(
        AdmitOfficer(person=officer, department="区煤管局", professional=True, effective_on=FIRST), HEAD
    )  # fmt: skip
    await house.do(
        RecordCertificate(
            person=officer, kind=CertificateKind.LAW_ENFORCEMENT, number="230599001", issuer="省司法厅",
            valid_from=FIRST, last_day=date(2025, 12, 31),
        ),
        HEAD,
    )  # fmt: skip
    person = Person.replay(officer, [recorded.event for recorded in await house.store.read_stream(officer)])
    assert person.certified_on(CertificateKind.LAW_ENFORCEMENT, date(2025, 12, 31))
    assert not person.certified_on(CertificateKind.LAW_ENFORCEMENT, date(2026, 1, 1))
    assert not person.certified_on(CertificateKind.SAFETY_QUALIFICATION, date(2025, 12, 31))
