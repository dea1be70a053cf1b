"""Who held the post that owes something on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated

from strawberry import argument

from ledger.graphql import organisation_types
from ledger.graphql.declared import ToChosen
from ledger.projections.in_charge import answers, in_order, of_bodies
from ledger.projections.reading import Condition
from ledger.projections.view import Row

_ = organisation_types  # the type is declared by being imported


def _among(owed: Sequence[Row]) -> Condition:
    owners, mines = {row["owner"] for row in owed}, {row["mine"] for row in owed} - {None}
    posts = {row["post"] for row in owed} - {None}
    return of_bodies(sorted(owners), sorted(mines), sorted(posts))


Appointments = Mapping[object, list[tuple[int, Row]]]
"""Appointments by the body's name and by its id, each with its place among all."""


def _by_body(rows: Sequence[Row]) -> Appointments:
    found: defaultdict[object, list[tuple[int, Row]]] = defaultdict(list)
    for place, row in enumerate(rows):
        for body in (row["body_name"], row["body"]):
            found[body].append((place, row))
    return found


def _in_charge(owed: Row, appointments: Appointments, on: date | None = None) -> Sequence[Row]:
    day = on or owed["due_on"]
    of_it = dict([*appointments.get(owed["owner"], ()), *(appointments.get(owed["mine"], ()) if owed["mine"] else ())])
    return sorted((row for _, row in sorted(of_it.items()) if answers(row, owed, day)), key=in_order)


IN_CHARGE = ToChosen(
    "Appointment",
    of=("division", "owner", "owner_kind", "mine", "post", "due_on"),
    by=("division", "body", "body_name", "title", "suspensions", "valid_from", "valid_to"),
    among=_among,
    sorted_out=_by_body,
    choose=_in_charge,
    order="valid_from",
    arguments={
        "on": Annotated[date | None, argument(description="On this day (日期); left out, the last day in time.")]
    },
    description="Who held the post that owes it on a day, acting or not (当日任职人).",
)
