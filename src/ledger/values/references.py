"""Which kind of thing an identifier points at, so that the outside can name it and a mix-up is caught."""

from __future__ import annotations

from base64 import urlsafe_b64decode
from binascii import Error as NotBase64
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from ledger.values.errors import InvalidInput


@dataclass(frozen=True)
class Reference:
    """Marks a UUID as the id of a thing of the named type (the GraphQL type name)."""

    type_name: str


@dataclass(frozen=True)
class Thing:
    """Any thing with an id: the name of its type and its uuid."""

    type_name: str
    id: UUID

    @classmethod
    def parse(cls, text: str) -> Thing:
        """The thing of a global id; `InvalidInput` when it is none."""
        try:
            type_name, _, uuid = urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode().partition(":")
            return cls(type_name, UUID(uuid))
        except (NotBase64, UnicodeError, ValueError) as error:
            raise InvalidInput("INVALID_ID", "This is not an id of this ledger.", "不是本台账的编号。") from error


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
AttachmentId = Annotated[UUID, Reference("Attachment")]
DocumentSeriesId = Annotated[UUID, Reference("DocumentSeries")]
OrderId = Annotated[UUID, Reference("Order")]
PostId = Annotated[UUID, Reference("Post")]
PersonId = Annotated[UUID, Reference("Person")]
EnterpriseId = Annotated[UUID, Reference("Enterprise")]
ProjectId = Annotated[UUID, Reference("Project")]
PlanId = Annotated[UUID, Reference("Plan")]
IndicatorReportId = Annotated[UUID, Reference("IndicatorReport")]
MatterId = Annotated[UUID, Reference("Matter")]
ListItemId = Annotated[UUID, Reference("ListItem")]
LeadingGroupId = Annotated[UUID, Reference("LeadingGroup")]
LiaisonDutyId = Annotated[UUID, Reference("LiaisonDuty")]
DepartmentResolutionId = Annotated[UUID, Reference("DepartmentResolution")]
StudyDutyId = Annotated[UUID, Reference("StudyDuty")]
StudySessionId = Annotated[UUID, Reference("StudySession")]
EquipmentId = Annotated[UUID, Reference("Equipment")]
