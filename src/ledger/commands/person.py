"""Commands on persons (人员): who they are, as whose officers they act, which certificates they hold."""

from __future__ import annotations

from uuid import UUID

from pydantic import Field

from ledger.commands import rights
from ledger.commands.command import Command
from ledger.commands.departments import department_named
from ledger.commands.work import Work
from ledger.domain.aggregate import Aggregate
from ledger.domain.person import Person
from ledger.domain.person_events import CertificateKind
from ledger.domain.reservation import KeyScheme, Reservation, reservation_id
from ledger.values.codes import DivisionCode, IdentityNumber
from ledger.values.errors import GuardRefused
from ledger.values.references import PersonId
from ledger.values.text import Line, Name
from ledger.values.times import Day


class RegisterPerson(Command):
    """Enter a person (登记人员); a number is sealed, and found again by a key that tells nothing of it."""

    right = rights.REGISTRAR
    returns = Person

    division: DivisionCode = Field(description="Administrative division (行政区划代码).")
    name: Name = Field(description="Name (姓名).")
    identity_number: IdentityNumber | None = Field(
        None, description="Identity number (公民身份号码) or that of a foreign document; sealed, never shown."
    )
    contact: Line | None = Field(None, description="How to reach them (联系方式); sealed.")

    async def handle(self, work: Work) -> Aggregate:
        person = work.create(Person)
        number = self.identity_number
        key = work.lookup_key(KeyScheme.IDENTITY_NUMBER, number) if number else None
        person.register(
            self.division,
            self.name,
            identity_number=work.seal("identityNumber", number) if number else None,
            person_key=key,
            contact=work.seal("contact", self.contact) if self.contact else None,
            by=work.actor,
            at=work.now,
        )
        if key is not None:
            await _claim(work, key, person)
        return person


class PersonCommand(Command):
    """A command on one person who was entered."""

    right = rights.REGISTRAR
    returns = Person

    person: PersonId = Field(description="The person (人员).")

    async def loaded(self, work: Work) -> Person:
        """The person named."""
        return await work.load(Person, self.person, "person")


class CorrectPerson(PersonCommand):
    """Correct what was entered wrongly about a person (更正人员信息); a mistyped number is free again."""

    name: Name = Field(description="Name (姓名).")
    identity_number: IdentityNumber | None = Field(None, description="Identity number (公民身份号码); sealed.")

    async def handle(self, work: Work) -> Aggregate:
        person = await self.loaded(work)
        number = self.identity_number
        key = work.lookup_key(KeyScheme.IDENTITY_NUMBER, number) if number else None
        before = person.person_key
        person.correct(
            self.name,
            identity_number=work.seal("identityNumber", number) if number else None,
            person_key=key,
            by=work.actor,
            at=work.now,
        )
        if before is not None and before != key:
            await work.release(KeyScheme.IDENTITY_NUMBER, before, person.id)
        if key is not None:
            await _claim(work, key, person)
        return person


class AdmitOfficer(PersonCommand):
    """Record that a person is an officer of a department from a day on (执法人员上岗)."""

    department: Name = Field(description="The department (单位).")
    account: Name | None = Field(None, description="The person's account with the identity provider (账号).")
    professional: bool = Field(
        description="Whether of the trade (是否专业人员): the notice asks for a share of them, 二(四)2."
    )
    effective_on: Day = Field(description="First day (起始日).")

    async def handle(self, work: Work) -> Aggregate:
        person = await self.loaded(work)
        department = await department_named(work, self.department, person.division, "department")
        person.admit(
            department,
            self.effective_on,
            account=self.account,
            professional=self.professional,
            by=work.actor,
            at=work.at(self.effective_on),
        )
        return person


class ReleaseOfficer(PersonCommand):
    """Record that a person is no officer any more (执法人员离岗)."""

    effective_on: Day = Field(description="First day without (终止日).")
    why: Line = Field(description="Why (原因).")

    async def handle(self, work: Work) -> Aggregate:
        person = await self.loaded(work)
        person.release(self.effective_on, self.why, by=work.actor, at=work.at(self.effective_on))
        return person


class RecordCertificate(PersonCommand):
    """Record a certificate that a person holds (登记证件)."""

    kind: CertificateKind = Field(description="Kind of certificate (证件类别).")
    number: Name = Field(description="Its number (证件编号).")
    issuer: Name = Field(description="Who issued it (发证机关).")
    valid_from: Day = Field(description="First day (有效期起).")
    last_day: Day = Field(description="Last day (有效期止).")

    async def handle(self, work: Work) -> Aggregate:
        person = await self.loaded(work)
        person.record_certificate(
            self.kind, self.number, self.issuer, (self.valid_from, self.last_day), by=work.actor, at=work.now
        )
        # A renewed certificate often keeps its number: it is the holder's, not another's.
        key = f"{self.kind}:{''.join(self.number.split())}"
        await work.reserve(KeyScheme.CERTIFICATE_NUMBER, key, person.id, "number", shown=self.number)
        return person


class WithdrawCertificate(PersonCommand):
    """Record that a certificate was withdrawn (收回、吊销证件)."""

    certificate: UUID = Field(description="The certificate (证件).")
    effective_on: Day = Field(description="First day without it (失效日).")
    why: Line = Field(description="Why (原因).")

    async def handle(self, work: Work) -> Aggregate:
        person = await self.loaded(work)
        person.withdraw_certificate(
            self.certificate, self.effective_on, self.why, by=work.actor, at=work.at(self.effective_on)
        )
        return person


class ReinstateCertificate(PersonCommand):
    """Undo the withdrawal of a certificate (恢复证件)."""

    certificate: UUID = Field(description="The certificate (证件).")
    why: Line = Field(description="Why (原因).")

    async def handle(self, work: Work) -> Aggregate:
        person = await self.loaded(work)
        person.reinstate_certificate(self.certificate, self.why, by=work.actor, at=work.now)
        return person


async def _claim(work: Work, key: str, person: Person) -> None:
    """Hold the number for this person; whoever is refused is not told the key."""
    reservation = await work.find(Reservation, reservation_id(KeyScheme.IDENTITY_NUMBER, key))
    if reservation.holder not in {None, person.id}:
        raise GuardRefused(
            "PERSON_KNOWN",
            "Somebody with this identity number is entered already; look them up (personLookup).",
            "该身份号码的人员已登记，请先查询。",
            path=("identityNumber",),
            rule="台账原则 10",
        )
    reservation.claim(KeyScheme.IDENTITY_NUMBER, key, person.id, by=work.actor, at=work.now)
