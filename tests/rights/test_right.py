"""Whom a right lets act, and how far a scope reaches."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from uuid import UUID

import pytest

from ledger.rights.right import Principal, Right
from ledger.values.actor import Actor, Role
from ledger.values.errors import NotPermitted

MINE, OTHER_MINE = UUID(int=1), UUID(int=2)


def caller(*roles: Role, division: str = "230505", mines: frozenset[UUID] = frozenset()) -> Principal:
    return Principal("id", "name", "某局", division, frozenset(roles), post="科长", on_behalf_of="某办", mines=mines)


def test_a_right_is_exercised_under_a_role_that_has_it_and_the_same_one_each_time() -> None:
    both = caller(Role.OFFICER, Role.HEAD, Role.AUDITOR)
    assert both.require(Right.of(Role.OFFICER, Role.HEAD), "x") is Role.HEAD
    assert both.require(Right.of(Role.OFFICER), "x") is Role.OFFICER
    assert both.acting_as(Role.HEAD) == Actor(
        id="id", department="某局", role=Role.HEAD, post="科长", on_behalf_of="某办"
    )


def test_who_has_no_role_of_a_right_is_told_which_ones_do() -> None:
    with pytest.raises(NotPermitted) as refusal:
        caller(Role.ENTERPRISE).require(Right.of(Role.OFFICER, Role.HEAD), "clearHazard")
    assert (refusal.value.code, refusal.value.rule) == ("NOT_PERMITTED", "docs/rights.md")
    assert refusal.value.message == "clearHazard needs one of: HEAD, OFFICER."
    assert refusal.value.message_zh == "clearHazard 需要以下角色之一：负责人、执法人员。"


@pytest.mark.parametrize(
    ("division", "prefix"),
    [
        ("230505", "230505"),
        ("230500", "2305"),
        ("230000", "23"),
        ("000000", ""),
        ("230050", "230050"),
        ("100000", "10"),
    ],
)
def test_a_division_covers_all_whose_code_begins_as_its_own_does(division: str, prefix: str) -> None:
    assert caller(Role.OFFICER, division=division).division_prefix == prefix


@pytest.mark.parametrize(
    ("division", "mine", "reached"),
    [("230505", MINE, True), ("230506", MINE, False), ("230505", None, True), (None, None, True), (None, MINE, True)],
)
def test_an_officer_reaches_what_lies_in_the_division(division: str | None, mine: UUID | None, reached: bool) -> None:
    assert caller(Role.OFFICER).reaches(division, mine) is reached


@pytest.mark.parametrize(
    ("roles", "only_own"),
    [
        ((Role.ENTERPRISE,), True),
        ((Role.ENTERPRISE, Role.PUBLIC), True),
        ((Role.ENTERPRISE, Role.OFFICER), False),
        ((Role.PUBLIC,), False),
        ((), False),
    ],
)
def test_an_enterprise_reaches_its_own_mines_and_no_others(roles: tuple[Role, ...], only_own: bool) -> None:
    some = caller(*roles, mines=frozenset({MINE}))
    assert some.only_own_mines is only_own
    assert some.reaches("230505", MINE)
    assert some.reaches("230505", None)
    assert some.reaches("230505", OTHER_MINE) is not only_own


@pytest.mark.parametrize(
    ("roles", "authorisation", "known"),
    [
        ((Role.AUDITOR,), None, None),
        ((Role.SYSTEM,), None, None),
        ((Role.INVESTIGATOR,), "授权1号", None),
        ((Role.INVESTIGATOR,), None, frozenset()),
        ((Role.OFFICER,), "授权1号", {"某局"}),
        ((Role.HEAD,), None, {"某局"}),
        ((Role.ENTERPRISE,), "授权1号", frozenset()),
        ((Role.PUBLIC,), None, frozenset()),
    ],
)
def test_of_work_under_embargo_whoever_carries_it_out_knows_their_own(
    roles: tuple[Role, ...], authorisation: str | None, known: set[str] | None
) -> None:
    assert replace(caller(*roles), authorisation=authorisation).knows == known


def test_a_right_and_a_caller_cannot_be_changed() -> None:
    for one, name in ((Right.of(Role.OFFICER), "roles"), (caller(Role.OFFICER), "division")):
        with pytest.raises(FrozenInstanceError):
            setattr(one, name, frozenset(Role))
