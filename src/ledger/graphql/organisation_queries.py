"""Bodies and who is responsible for what."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from strawberry import argument

from ledger.domain.department_events import BodyKind
from ledger.graphql import organisation_types
from ledger.graphql.context import Info
from ledger.graphql.lists import Wanted, list_of
from ledger.graphql.permissions import KNOWN
from ledger.projections import reading
from ledger.projections.reading import Condition, Order

_ = organisation_types  # the object types are declared by being imported

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
    effective_on: OnDay = None,
) -> Wanted:
    """A page of competences, by matter."""
    conditions = holding(effective_on)
    if matter_contains is not None:
        conditions.append(reading.contains("matter", matter_contains))
    return Wanted(Order("matter"), tuple(conditions))


@list_of("Succession", KNOWN, "Which body took over what from which (承接记录), the latest first.")
def successions(
    info: Info,
) -> Wanted:
    """A page of successions."""
    return Wanted(Order("effective_on", descending=True))
