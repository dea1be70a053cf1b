"""Commands on departments (部门): their names, competences, and who succeeded whom."""

from __future__ import annotations

from uuid import UUID

from pydantic import Field

from ledger.commands import rights
from ledger.commands.command import Command
from ledger.commands.departments import name_key, registered
from ledger.commands.work import Work
from ledger.domain.aggregate import Aggregate
from ledger.domain.department import Department
from ledger.domain.department_events import BodyKind
from ledger.domain.reservation import KeyScheme, Reservation, reservation_id
from ledger.values.codes import DivisionCode
from ledger.values.errors import NotFound
from ledger.values.references import DepartmentId
from ledger.values.text import Line, Name
from ledger.values.times import Day

MAX_NAMES = 20


class RegisterDepartment(Command):
    """Enter a body in the register of organisations (登记机构), with every name it goes by."""

    right = rights.ORGANISER
    returns = Department

    division: DivisionCode = Field(description="Administrative division (行政区划代码), 6 digits.")
    name: Name = Field(description="Name in use (规范名称).")
    kind: BodyKind = Field(BodyKind.DEPARTMENT, description="Kind of body (机构类别).")
    aliases: list[Name] = Field(
        default_factory=list, max_length=MAX_NAMES, description="Other names for it (别名): 区发改委 = 区发改局."
    )
    superior: DepartmentId | None = Field(None, description="The body it belongs to (上级或所属单位).")
    covers: list[DivisionCode] = Field(
        default_factory=list, max_length=50, description="Further divisions it works in (跨区管辖的行政区划代码)."
    )
    established_on: Day = Field(description="First day (设立日期).")
    source: Line | None = Field(None, description="What the entry rests on (依据): document number.")

    async def handle(self, work: Work) -> Aggregate:
        department = work.create(Department)
        if self.superior is not None:
            await _known(work, self.superior, "superior")
        department.register(**self.model_dump(), by=work.actor, at=work.at(self.established_on))
        await _open_register(work, self.division, department)
        for name in department.names:
            await _claim(work, department, name, "name" if name == self.name else "aliases")
        return department


class DepartmentCommand(Command):
    """A command on one body that exists."""

    right = rights.ORGANISER
    returns = Department

    department: DepartmentId = Field(description="The body (机构).")

    async def loaded(self, work: Work) -> Department:
        """The body named."""
        return await work.load(Department, self.department, "department")


class RenameDepartment(DepartmentCommand):
    """Give a body another name from a day on (更名); the former name still finds it."""

    name: Name = Field(description="New name (新名称).")
    effective_on: Day = Field(description="First day of it (起始日).")
    basis: Line = Field(description="What it rests on (依据): document number.")

    async def handle(self, work: Work) -> Aggregate:
        department = await self.loaded(work)
        department.rename(self.name, self.effective_on, self.basis, by=work.actor, at=work.at(self.effective_on))
        await _claim(work, department, self.name, "name")
        return department


class AddDepartmentAlias(DepartmentCommand):
    """Let another name mean a body (增加别名)."""

    alias: Name = Field(description="The name (别名).")

    async def handle(self, work: Work) -> Aggregate:
        department = await self.loaded(work)
        department.add_alias(self.alias, by=work.actor, at=work.now)
        await _claim(work, department, self.alias, "alias")
        return department


class RemoveDepartmentAlias(DepartmentCommand):
    """Let a name no longer mean a body (取消别名); it is free for its rightful holder."""

    alias: Name = Field(description="The name (别名).")

    async def handle(self, work: Work) -> Aggregate:
        department = await self.loaded(work)
        department.remove_alias(self.alias, by=work.actor, at=work.now)
        kept = {name_key("", name) for name in department.names}
        if name_key("", self.alias) not in kept:
            for division in department.divisions:
                await work.release(KeyScheme.BODY_NAME, name_key(division, self.alias), department.id)
        return department


class GiveCompetence(DepartmentCommand):
    """Make a body competent for a matter (明确职责)."""

    matter: Line = Field(description="The matter (事项).")
    effective_on: Day = Field(description="First day of it (起始日).")
    basis: Line = Field(description="What it rests on (依据).")
    confirmed: bool = Field(True, description="Decided by somebody (是否已确认); an inference of ours is not.")

    async def handle(self, work: Work) -> Aggregate:
        department = await self.loaded(work)
        department.give_competence(
            self.matter,
            self.effective_on,
            self.basis,
            confirmed=self.confirmed,
            by=work.actor,
            at=work.at(self.effective_on),
        )
        return department


class EndCompetence(DepartmentCommand):
    """Take a matter from a body (取消职责)."""

    matter: Line = Field(description="The matter (事项).")
    effective_on: Day = Field(description="First day without it (终止日).")
    why: Line = Field(description="Why (原因).")

    async def handle(self, work: Work) -> Aggregate:
        department = await self.loaded(work)
        department.end_competence(
            self.matter, self.effective_on, self.why, by=work.actor, at=work.at(self.effective_on)
        )
        return department


class SucceedDepartment(DepartmentCommand):
    """Record that another body took over matters of this one (职能划转、机构承接); open duties go with them."""

    to: DepartmentId = Field(description="The successor (承接单位).")
    matters: list[Line] = Field(
        default_factory=list, max_length=100, description="Which matters (划转事项); none named: all, and it ends."
    )
    effective_on: Day = Field(description="First day of it (生效日).")
    basis: Line = Field(description="What it rests on (依据): document number.")

    async def handle(self, work: Work) -> Aggregate:
        department = await self.loaded(work)
        to = await _known(work, self.to, "to")
        department.pass_on(
            to, self.matters, self.effective_on, self.basis, by=work.actor, at=work.at(self.effective_on)
        )
        return department


class AnnulSuccession(DepartmentCommand):
    """Undo a succession that was entered wrongly or fell (撤销承接)."""

    succession: UUID = Field(description="Its number (承接记录编号).")
    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        department = await self.loaded(work)
        department.annul_succession(self.succession, self.why, by=work.actor, at=work.now)
        return department


class DissolveDepartment(DepartmentCommand):
    """Record that a body was dissolved and nobody succeeded it (撤销机构)."""

    effective_on: Day = Field(description="First day without it (终止日).")
    why: Line = Field(description="Why, or on whose decision (原因或依据).")

    async def handle(self, work: Work) -> Aggregate:
        department = await self.loaded(work)
        department.dissolve(self.effective_on, self.why, by=work.actor, at=work.at(self.effective_on))
        return department


class RestoreDepartment(DepartmentCommand):
    """Undo a dissolution (恢复机构)."""

    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        department = await self.loaded(work)
        department.restore(self.why, by=work.actor, at=work.now)
        return department


async def _known(work: Work, id: UUID, path: str) -> Department:
    department = await registered(work, id)
    if department.version == 0:
        raise NotFound(
            "DEPARTMENT_NOT_FOUND", f"There is no body with the id {id}.", f"没有编号为 {id} 的机构。", path=(path,)
        )
    return department


async def _claim(work: Work, department: Department, name: str, path: str) -> None:
    for division in department.divisions:
        await work.reserve(KeyScheme.BODY_NAME, name_key(division, name), department.id, path, shown=name)


async def _open_register(work: Work, division: str, first: Department) -> None:
    """From its first body on, names of bodies in this division are held to the register."""
    register = await work.find(Reservation, reservation_id(KeyScheme.BODY_REGISTER, division))
    if register.holder is None:
        register.claim(KeyScheme.BODY_REGISTER, division, first.id, by=work.actor, at=work.now)
