"""Bodies and who is responsible for what."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry
from strawberry import argument

from ledger.domain.department_events import BodyKind
from ledger.graphql import liaison_types, moments, organisation_types
from ledger.graphql.context import Info
from ledger.graphql.ids import uuid_of
from ledger.graphql.lists import Wanted, list_of
from ledger.graphql.mine_queries import MineArgument
from ledger.graphql.moments import AsOfArgument
from ledger.graphql.organisation_tree import Organisation, organisation_on
from ledger.graphql.permissions import KNOWN
from ledger.graphql.reads import AskedValue, read
from ledger.projections import reading
from ledger.projections.posts import in_charge_on
from ledger.projections.reading import Condition, Order
from ledger.values.times import local_day

_ = organisation_types, liaison_types  # the object types are declared by being imported

OnDay = Annotated[date | None, argument(description="Holding on this day (生效日); all of them when left out.")]
Division = Annotated[str | None, argument(description="Of this division (行政区划代码).")]


def holding(day: date | None) -> list[Condition]:
    """The condition of a day, when one was asked for."""
    return [] if day is None else [reading.holding_on(day)]


@list_of("Department", KNOWN, "The bodies (机构名录) of all divisions, by name.")
def departments(
    info: Info,
    division: Division = None,
    kind: Annotated[BodyKind | None, argument(description="Of this kind (机构类别).")] = None,
    named: Annotated[str | None, argument(description="With this name or alias (名称或别名).")] = None,
    effective_on: OnDay = None,
) -> Wanted:
    """A page of the register."""
    conditions = holding(effective_on)
    if division is not None:
        conditions.append(Condition("division = %s OR %s = ANY(covers)", (division, division)))
    if kind is not None:
        conditions.append(reading.equals("kind", kind))
    if named is not None:
        conditions.append(Condition("name = %s OR %s = ANY(aliases)", (named, named)))
    return Wanted(Order("name"), tuple(conditions))


@list_of("Competence", KNOWN, "Which body is competent for what (职责分工).")
def competences(
    info: Info,
    matter_contains: Annotated[str | None, argument(description="Part of the matter (事项包含).")] = None,
    department: Annotated[strawberry.ID | None, argument(description="Of this body (单位).")] = None,
    effective_on: OnDay = None,
) -> Wanted:
    """A page of competences, by matter."""
    conditions = holding(effective_on)
    if department is not None:
        conditions.append(reading.equals("of_department", uuid_of(department, "Department")))
    if matter_contains is not None:
        conditions.append(reading.contains("matter", matter_contains))
    return Wanted(Order("matter"), tuple(conditions))


@list_of("Succession", KNOWN, "Which body took over what from which (承接记录), the latest first.")
def successions(
    info: Info,
) -> Wanted:
    """A page of successions."""
    return Wanted(Order("effective_on", descending=True))


@list_of("Post", KNOWN, "The posts of departments and enterprises (岗位), by title.")
def department_posts(
    info: Info,
    department: Annotated[strawberry.ID | None, argument(description="Of this department (机构).")] = None,
    title: Annotated[str | None, argument(description="With this title (岗位名称).")] = None,
    overlapping: Annotated[bool | None, argument(description="Held by several at once (重叠任职).")] = None,
    effective_on: OnDay = None,
) -> Wanted:
    """A page of posts."""
    conditions = holding(effective_on)
    if department is not None:
        conditions.append(reading.equals("body", uuid_of(department, "Department")))
    if title is not None:
        conditions.append(reading.equals("title", title))
    if overlapping is not None:
        conditions.append(Condition("(overlap_count > 0) = %s", (overlapping,)))
    return Wanted(Order("title"), tuple(conditions))


@list_of("Appointment", KNOWN, "Who held which post when (任职), of departments, enterprises and mines.")
def person_posts(
    info: Info,
    post: Annotated[strawberry.ID | None, argument(description="This post (岗位).")] = None,
    person: Annotated[strawberry.ID | None, argument(description="By this person (人员).")] = None,
    holder: Annotated[str | None, argument(description="By somebody of this name (任职人).")] = None,
    title: Annotated[str | None, argument(description="With this title (岗位名称).")] = None,
    effective_on: OnDay = None,
) -> Wanted:
    """A page of appointments, by first day; on a day only those in charge, not those suspended then."""
    conditions = [] if effective_on is None else in_charge_on(effective_on)
    conditions += [reading.equals("of_post", uuid_of(post, "Post"))] if post else []
    conditions += [reading.equals("of_person", uuid_of(person, "Person"))] if person else []
    wanted = {"holder": holder, "title": title}
    conditions += reading.where(wanted)
    return Wanted(Order("valid_from"), tuple(conditions))


@list_of("LeadingGroup", KNOWN, "Leading groups (领导小组) with their offices, by name.")
def leading_groups(info: Info, division: Division = None, effective_on: OnDay = None) -> Wanted:
    """A page of groups."""
    conditions = holding(effective_on)
    conditions += [reading.equals("division", division)] if division else []
    return Wanted(Order("name"), tuple(conditions))


@list_of(
    "LiaisonDuty", KNOWN, "Which post answers for which mine or area (联系指导、分片包保).", on="Mine.liaisonDuties"
)
def liaison_duties(
    info: Info,
    mine: MineArgument = None,
    post: Annotated[strawberry.ID | None, argument(description="Of this post (岗位).")] = None,
    effective_on: OnDay = None,
) -> Wanted:
    """A page of duties, by first day."""
    conditions = holding(effective_on)
    conditions += [reading.equals("mine", uuid_of(mine, "Mine"))] if mine else []
    conditions += [reading.equals("of_post", uuid_of(post, "Post"))] if post else []
    return Wanted(Order("valid_from"), tuple(conditions))


@list_of(
    "LiaisonVisit", KNOWN, "Visits of those who answer for mines and areas (联系指导记录), the latest first.",
    on="Mine.liaisonVisits",
)  # fmt: skip
def liaison_visits(
    info: Info,
    mine: MineArgument = None,
    liaison_duty: Annotated[strawberry.ID | None, argument(description="Under this duty (联系指导职责).")] = None,
) -> Wanted:
    """A page of visits."""
    conditions = [reading.equals("mine", uuid_of(mine, "Mine"))] if mine else []
    conditions += [reading.equals("liaison_duty", uuid_of(liaison_duty, "LiaisonDuty"))] if liaison_duty else []
    return Wanted(Order("visited_on", descending=True), tuple(conditions))


@list_of("DepartmentResolution", KNOWN, "Texts that leave departments open, and what was decided (责任单位明确).")
def department_resolutions(
    info: Info,
    waiting: Annotated[bool | None, argument(description="Not decided yet (待明确).")] = None,
) -> Wanted:
    """A page of open texts, the oldest first."""
    conditions = () if waiting is None else (reading.is_null("resolved_on", waiting),)
    return Wanted(Order("open_since"), conditions)


@read(Organisation, KNOWN, "The bodies of a division on a day, with their posts and who held them (组织机构).")
async def organisation(
    info: Info,
    division: Annotated[str, argument(description="Administrative division (行政区划代码).")],
    effective_on: OnDay = None,
    as_of: AsOfArgument = None,
) -> AskedValue:
    """The tree of one division; a body of the city that works in it is one of its."""
    position = await moments.resolve(info.context, as_of)
    day = effective_on or local_day(info.context.now)
    return AskedValue(await organisation_on(info.context, division, day, position), position)
