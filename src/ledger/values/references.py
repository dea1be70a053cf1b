"""Which kind of thing an identifier points at, so that the outside can name it and a mix-up is caught."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from pydantic import PlainSerializer, PlainValidator
from pydantic_core import PydanticCustomError

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

    def __str__(self) -> str:
        """Its global id."""
        return urlsafe_b64encode(f"{self.type_name}:{self.id}".encode()).rstrip(b"=").decode()


def _thing(given: Any) -> Thing:
    if isinstance(given, Thing):
        return given
    try:
        return Thing.parse(str(given))
    except InvalidInput as error:
        raise PydanticCustomError("invalid_id", "this is not an id of this ledger") from error


ThingId = Annotated[Thing, PlainValidator(_thing), PlainSerializer(str, return_type=str)]
"""Any thing of the ledger by its global id; whether it is of a kind that can be meant is for the command to say."""


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
InstrumentId = Annotated[UUID, Reference("Instrument")]
InstrumentStateId = Annotated[UUID, Reference("InstrumentState")]
LiaisonVisitId = Annotated[UUID, Reference("LiaisonVisit")]
StudySessionId = Annotated[UUID, Reference("StudySession")]
RegularDutyId = Annotated[UUID, Reference("RegularDuty")]
RegularRecordId = Annotated[UUID, Reference("RegularRecord")]
EquipmentId = Annotated[UUID, Reference("Equipment")]
InspectionId = Annotated[UUID, Reference("Inspection")]
RiskAssessmentId = Annotated[UUID, Reference("RiskAssessment")]
ReductionSchemeId = Annotated[UUID, Reference("ReductionScheme")]
DesignDeviationId = Annotated[UUID, Reference("DesignDeviation")]
