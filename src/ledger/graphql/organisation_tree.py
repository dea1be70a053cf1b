"""The organisation of a division on a day, as a tree: bodies, their posts, and who held them."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any
from uuid import UUID

import strawberry

from ledger.graphql import organisation_types
from ledger.graphql.context import Context
from ledger.graphql.gathering import gathered
from ledger.graphql.scalars import Position
from ledger.projections import reading
from ledger.projections.posts import in_charge_on
from ledger.projections.reading import Condition

Department: Any = organisation_types.Department
Post: Any = organisation_types.Post
Appointment: Any = organisation_types.Appointment
LeadingGroup: Any = organisation_types.LeadingGroup


@strawberry.type(description="A post on the day, with whoever was in charge of it (当日岗位).")
class PostOnDay:
    """A post; nobody is a gap, several are an overlap."""

    post: Post = strawberry.field(description="The post (岗位).")
    holders: list[Appointment] = strawberry.field(description="Who was in charge that day (当日任职人).")


@strawberry.type(description="A body on the day, with its posts (机构节点).")
class OrganisationBody:
    """A branch of the tree: those below it follow it, one deeper."""

    department: Department = strawberry.field(description="The body (机构).")
    superior: strawberry.ID | None = strawberry.field(description="The body it belongs to (上级或所属单位).")
    depth: int = strawberry.field(description="How deep it stands in the tree (层次), from 0.")
    posts: list[PostOnDay] = strawberry.field(description="Its posts (岗位).")


@strawberry.type(description="The bodies of a division on a day (组织机构).")
class Organisation:
    """The whole tree."""

    division: str = strawberry.field(description="Administrative division (行政区划代码).")
    effective_on: date = strawberry.field(description="The day (生效日).")
    bodies: list[OrganisationBody] = strawberry.field(description="Each followed by those below it (机构).")
    leading_groups: list[LeadingGroup] = strawberry.field(description="Its leading groups (领导小组).")
    as_of_position: Position | None = strawberry.field(description="The position (截至位置); null is now.")


async def organisation_on(context: Context, division: str, day: date, as_of: int | None) -> Organisation:
    """The tree of a division, as known at a position."""
    holding = reading.holding_on(day)
    within = Condition("division = %s OR %s = ANY(covers)", (division, division))
    departments = await gathered(context, "Department", "name", [within, holding], as_of)
    ids = [one.row["department"] for one in departments]
    posts = await gathered(context, "Post", "title", [reading.one_of("body", ids, "uuid"), holding], as_of)
    of_posts = reading.one_of("of_post", [one.row["post"] for one in posts], "uuid")
    held = await gathered(context, "Appointment", "valid_from", [of_posts, *in_charge_on(day)], as_of)
    groups = await gathered(context, "LeadingGroup", "name", [reading.equals("division", division), holding], as_of)
    return Organisation(
        division=division,
        effective_on=day,
        bodies=_tree(departments, _by(posts, "body"), _by(held, "of_post")),
        leading_groups=groups,
        as_of_position=None if as_of is None else Position(as_of),
    )


def _tree(departments: list[Any], posts: dict[UUID, list[Any]], held: dict[UUID, list[Any]]) -> list[OrganisationBody]:
    known = {one.row["department"] for one in departments}
    below: dict[UUID | None, list[Any]] = defaultdict(list)
    for one in departments:
        superior = one.row["superior"]
        below[superior if superior in known else None].append(one)
    found: list[OrganisationBody] = []

    def add(one: Any, superior: Any, depth: int) -> None:
        id = one.row["department"]
        on_day = [PostOnDay(post=post, holders=held.get(post.row["post"], [])) for post in posts.get(id, [])]
        found.append(OrganisationBody(department=one, superior=superior, depth=depth, posts=on_day))
        for other in below[id]:
            add(other, one.id, depth + 1)

    for one in below[None]:
        add(one, None, 0)
    return found


def _by(things: list[Any], column: str) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for thing in things:
        found[thing.row[column]].append(thing)
    return found
