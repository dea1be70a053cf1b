"""Commands on leading groups (领导小组), and whom an open text means (责任单位明确)."""

from __future__ import annotations

from uuid import UUID

from pydantic import Field

from ledger.commands import rights
from ledger.commands.command import Command
from ledger.commands.departments import department_named, departments_named
from ledger.commands.work import Work
from ledger.domain.aggregate import Aggregate
from ledger.domain.department_resolution import DepartmentResolution, resolution_id
from ledger.domain.leading_group import GroupRole, LeadingGroup
from ledger.values.codes import DivisionCode
from ledger.values.references import DepartmentResolutionId, LeadingGroupId
from ledger.values.text import Line, Name
from ledger.values.times import Day


class EstablishLeadingGroup(Command):
    """Set up a leading group (成立领导小组)."""

    right = rights.ORGANISER
    returns = LeadingGroup

    division: DivisionCode = Field(description="Administrative division (行政区划代码).")
    name: Name = Field(description="Name (名称).")
    established_by: Name = Field(description="Who set it up (成立机关).")
    duties: list[Line] = Field(default_factory=list, max_length=50, description="Its duties (职责).")
    effective_on: Day = Field(description="First day (成立日期).")
    basis: Line = Field(description="What it rests on (依据): document number.")

    async def handle(self, work: Work) -> Aggregate:
        group = work.create(LeadingGroup)
        group.establish(
            self.division,
            self.name,
            self.established_by,
            self.duties,
            self.effective_on,
            self.basis,
            by=work.actor,
            at=work.at(self.effective_on),
        )
        return group


class GroupCommand(Command):
    """A command on one leading group."""

    right = rights.ORGANISER
    returns = LeadingGroup

    group: LeadingGroupId = Field(description="The leading group (领导小组).")

    async def loaded(self, work: Work) -> LeadingGroup:
        """The group named."""
        return await work.load(LeadingGroup, self.group, "group")


class NameGroupMember(GroupCommand):
    """Record that whoever holds a post belongs to a leading group from a day on (确定成员)."""

    role: GroupRole = Field(description="What they are in it (组内职务).")
    department: Name = Field(description="Their department (单位).")
    title: Name = Field(description="The post they hold (职务).")
    holder: Name | None = Field(None, description="Their name (姓名), where it is known.")
    effective_on: Day = Field(description="First day (起始日).")

    async def handle(self, work: Work) -> Aggregate:
        group = await self.loaded(work)
        department = await department_named(work, self.department, group.division, "department")
        at = work.at(self.effective_on)
        group.name_member(self.role, department, self.title, self.holder, self.effective_on, by=work.actor, at=at)
        return group


class ReleaseGroupMember(GroupCommand):
    """Record that a member no longer belongs to a leading group (成员调整)."""

    membership: UUID = Field(description="The membership (成员记录).")
    effective_on: Day = Field(description="First day without (终止日).")
    why: Line = Field(description="Why (原因).")

    async def handle(self, work: Work) -> Aggregate:
        group = await self.loaded(work)
        at = work.at(self.effective_on)
        group.release_member(self.membership, self.effective_on, self.why, by=work.actor, at=at)
        return group


class SetGroupOffice(GroupCommand):
    """Say where the office of a leading group sits (设立领导小组办公室)."""

    office: Name = Field(description="Name of the office (办公室名称).")
    department: Name = Field(description="The department in which it sits (所在单位).")
    director: Line = Field(description="Who leads it (办公室主任): a post.")
    duties: list[Line] = Field(default_factory=list, max_length=50, description="Its duties (职责).")
    effective_on: Day = Field(description="First day (起始日).")

    async def handle(self, work: Work) -> Aggregate:
        group = await self.loaded(work)
        department = await department_named(work, self.department, group.division, "department")
        at = work.at(self.effective_on)
        group.set_office(self.office, department, self.director, self.duties, self.effective_on, by=work.actor, at=at)
        return group


class DissolveLeadingGroup(GroupCommand):
    """Record that a leading group was dissolved (撤销领导小组)."""

    effective_on: Day = Field(description="First day without it (撤销日期).")
    why: Line = Field(description="Why (原因).")

    async def handle(self, work: Work) -> Aggregate:
        group = await self.loaded(work)
        group.dissolve(self.effective_on, self.why, by=work.actor, at=work.at(self.effective_on))
        return group


class RestoreLeadingGroup(GroupCommand):
    """Undo the dissolution of a leading group (恢复领导小组)."""

    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        group = await self.loaded(work)
        group.restore(self.why, by=work.actor, at=work.now)
        return group


class NoteOpenDepartments(Command):
    """Note that a text leaves departments open (登记“等、各有关部门”): the office owes a decision from that day on."""

    right = rights.DEPARTMENT
    returns = DepartmentResolution

    division: DivisionCode = Field(description="Administrative division (行政区划代码).")
    document: Line = Field(description="The document (文件): its number.")
    passage: Name = Field(description="Where in it (条目), such as T-二(一)3.")
    text: Line = Field(description="What it says (原文), such as 区煤管局牵头各有关部门按职责分工负责.")
    named: list[Name] = Field(default_factory=list, max_length=30, description="Those it names (已列明单位).")
    open_since: Day = Field(description="Since when the decision is owed (应明确之日).")

    async def handle(self, work: Work) -> Aggregate:
        open_ = await work.find(DepartmentResolution, resolution_id(self.division, self.document, self.passage))
        named = await departments_named(work, self.named, self.division, "named")
        open_.leave_open(
            self.division,
            self.document,
            self.passage,
            self.text,
            named,
            self.open_since,
            by=work.actor,
            at=work.at(self.open_since),
        )
        return open_


class ResolutionCommand(Command):
    """A command on one open passage."""

    right = rights.OFFICE
    returns = DepartmentResolution

    resolution: DepartmentResolutionId = Field(description="The open passage (待明确条目).")

    async def loaded(self, work: Work) -> DepartmentResolution:
        """The passage named."""
        return await work.load(DepartmentResolution, self.resolution, "resolution")


class ResolveDepartments(ResolutionCommand):
    """Decide which departments a text means by 等 or 各有关部门 (明确责任单位)."""

    departments: list[Name] = Field(min_length=1, max_length=50, description="Those meant (责任单位).")
    decided_on: Day = Field(description="Day of the decision (决定日期).")
    basis: Line = Field(description="What the decision rests on (依据).")

    async def handle(self, work: Work) -> Aggregate:
        open_ = await self.loaded(work)
        departments = await departments_named(work, self.departments, open_.division, "departments")
        open_.resolve(departments, self.decided_on, self.basis, by=work.actor, at=work.at(self.decided_on))
        return open_


class AnnulResolution(ResolutionCommand):
    """Undo a decision on the departments that a text means (撤销责任单位决定)."""

    annulled_on: Day = Field(description="Day of the annulment (撤销日期).")
    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        open_ = await self.loaded(work)
        open_.annul(self.annulled_on, self.why, by=work.actor, at=work.at(self.annulled_on))
        return open_
