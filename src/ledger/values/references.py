"""Which kind of thing an identifier points at, so that the outside can name it and a mix-up is caught."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID


@dataclass(frozen=True)
class Reference:
    """Marks a UUID as the id of a thing of the named type (the GraphQL type name)."""

    type_name: str


MineId = Annotated[UUID, Reference("Mine")]
HazardId = Annotated[UUID, Reference("Hazard")]
TaskId = Annotated[UUID, Reference("Task")]
CreditRatingId = Annotated[UUID, Reference("CreditRating")]
ListingId = Annotated[UUID, Reference("Listing")]
ObligationId = Annotated[UUID, Reference("Obligation")]
AccessGrantId = Annotated[UUID, Reference("AccessGrant")]
RiskId = Annotated[UUID, Reference("Risk")]
DepartmentId = Annotated[UUID, Reference("Department")]
WarningId = Annotated[UUID, Reference("Warning")]
