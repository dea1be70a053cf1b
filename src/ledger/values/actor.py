"""Who acts: a person in a capacity, for a department."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from ledger.values.labels import named


@named("公众 企业 执法人员 负责人 领导小组办公室 法制审核人员 调查人员 审计人员 系统管理员 台账系统")
class Role(StrEnum):
    """What a caller is to the ledger (角色); one caller may hold several."""

    PUBLIC = "PUBLIC"
    ENTERPRISE = "ENTERPRISE"
    OFFICER = "OFFICER"
    HEAD = "HEAD"
    COORDINATING_OFFICE = "COORDINATING_OFFICE"
    REVIEWER = "REVIEWER"
    INVESTIGATOR = "INVESTIGATOR"
    AUDITOR = "AUDITOR"
    ADMINISTRATOR = "ADMINISTRATOR"
    SYSTEM = "SYSTEM"


class Actor(BaseModel):
    """The person, or the ledger's own process, that did something, as it stands in every event.

    `post` is the capacity (职务) acted in: acts on one's own work are compared by it.
    `on_behalf_of` names the body represented when that is not `department`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=to_camel, populate_by_name=True)

    id: str = Field(min_length=1, max_length=100)
    department: str = Field(min_length=1, max_length=100)
    role: Role
    post: str | None = Field(default=None, max_length=100)
    on_behalf_of: str | None = Field(default=None, max_length=100)

    def same_capacity(self, other: Actor) -> bool:
        """Whether both acts come from one capacity: the same person, or the same post of the same department."""
        if self.id == other.id:
            return True
        return self.post is not None and (self.department, self.post) == (other.department, other.post)
