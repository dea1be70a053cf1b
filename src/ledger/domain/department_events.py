"""What happens to departments (部门), and which kinds of bodies there are."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from uuid import UUID

from ledger.domain.event import DomainEvent
from ledger.values.labels import named


@named(
    "党委政府 党委部门 政府部门 领导小组办公室 安全生产委员会 公安机关 监察委员会",
    "检察院 法院 矿山安全监察机构 执法队伍 事业单位 供电企业 民爆供应单位",
)
class BodyKind(StrEnum):
    """What kind of body it is (机构类别): of government, Party, justice or inspection, or a supplier."""

    GOVERNMENT = "GOVERNMENT"
    PARTY_ORGAN = "PARTY_ORGAN"
    DEPARTMENT = "DEPARTMENT"
    COORDINATING_OFFICE = "COORDINATING_OFFICE"
    SAFETY_COMMITTEE = "SAFETY_COMMITTEE"
    PUBLIC_SECURITY = "PUBLIC_SECURITY"
    SUPERVISION_COMMISSION = "SUPERVISION_COMMISSION"
    PROCURATORATE = "PROCURATORATE"
    COURT = "COURT"
    MINE_SAFETY_INSPECTORATE = "MINE_SAFETY_INSPECTORATE"
    ENFORCEMENT_TEAM = "ENFORCEMENT_TEAM"
    PUBLIC_INSTITUTION = "PUBLIC_INSTITUTION"
    POWER_SUPPLIER = "POWER_SUPPLIER"
    EXPLOSIVES_SUPPLIER = "EXPLOSIVES_SUPPLIER"


class DepartmentEvent(DomainEvent):
    """An event of a body of some division."""

    division: str


class DepartmentRegistered(DepartmentEvent):
    """A body was entered; `covers` are further divisions whose body it is as well."""

    name: str
    kind: BodyKind
    aliases: list[str]
    superior: UUID | None
    covers: list[str]
    established_on: date
    source: str | None


class DepartmentRenamed(DepartmentEvent):
    """It got another name; the former is an alias from then on."""

    name: str
    former_name: str
    effective_on: date
    basis: str


class DepartmentAliasAdded(DepartmentEvent):
    """Another name means it as well."""

    alias: str


class DepartmentAliasRemoved(DepartmentEvent):
    """A name no longer means it."""

    alias: str


class CompetenceGiven(DepartmentEvent):
    """It became competent for a matter; an inference that nobody has decided is not `confirmed`."""

    competence: UUID
    matter: str
    effective_on: date
    basis: str
    confirmed: bool


class CompetenceEnded(DepartmentEvent):
    """It is no longer competent for a matter; `effective_on` is the first day without."""

    competence: UUID
    matter: str
    effective_on: date
    why: str


class DepartmentSucceeded(DepartmentEvent):
    """Another body took over matters of it on a day; all of them where none are named, and then it ends.

    Open duties, tasks and rights in these matters are the successor's from that day; whoever keeps them resolves by
    date (`ledger.domain.department.next_succession`), so that what was done before stays with who did it.
    """

    succession: UUID
    name: str
    to: UUID
    to_name: str
    matters: list[str]
    effective_on: date
    basis: str


class SuccessionAnnulled(DepartmentEvent):
    """A succession was undone."""

    succession: UUID
    why: str


class DepartmentDissolved(DepartmentEvent):
    """It ended without a successor."""

    effective_on: date
    why: str


class DepartmentRestored(DepartmentEvent):
    """A dissolution was undone."""

    why: str
