"""Persons and enterprises: who they are, what they hold, what they answer for."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import strawberry
from pydantic import TypeAdapter, ValidationError
from strawberry import argument

from ledger.domain.enterprise_events import ControlNature
from ledger.domain.person_events import CertificateKind
from ledger.graphql import moments, organisation_types, subject_types, types
from ledger.graphql.context import Context, Info
from ledger.graphql.declared import DECLARED
from ledger.graphql.gathering import gathered
from ledger.graphql.ids import uuid_of
from ledger.graphql.lists import Wanted, list_of
from ledger.graphql.mine_queries import MineArgument
from ledger.graphql.moments import AsOfArgument
from ledger.graphql.organisation_queries import Division, OnDay, holding
from ledger.graphql.permissions import ERASING, KNOWN, LOOKING_UP
from ledger.graphql.reads import AskedOne, AskedValue, read
from ledger.graphql.scalars import Position
from ledger.projections import reading
from ledger.projections.reading import Condition, Order
from ledger.values.codes import IdentityNumber
from ledger.values.errors import InvalidInput
from ledger.values.times import local_day

Person: Any = subject_types.Person
Enterprise: Any = subject_types.Enterprise
Appointment: Any = organisation_types.Appointment
Controller: Any = subject_types.Controller
Certificate: Any = subject_types.Certificate
Listing: Any = types.Listing
PersonArgument = Annotated[strawberry.ID | None, argument(description="Of this person (人员).")]
EnterpriseArgument = Annotated[strawberry.ID | None, argument(description="Of this enterprise (企业).")]
Named = Annotated[str | None, argument(description="With this name (名称).")]
_NUMBER: TypeAdapter[str] = TypeAdapter(IdentityNumber)


def _of(column: str, id: strawberry.ID | None, type_name: str) -> list[Condition]:
    return [] if id is None else [reading.equals(column, uuid_of(id, type_name))]


def _with(column: str, value: object) -> list[Condition]:
    return [] if value is None else [reading.equals(column, value)]


@list_of("OfficerPeriod", KNOWN, "Who was an officer of which department when (监管执法人员).")
def officers(
    info: Info,
    department: Annotated[str | None, argument(description="Of this department (单位).")] = None,
    named: Named = None,
    effective_on: OnDay = None,
) -> Wanted:
    """A page of officers, by first day."""
    conditions = [*holding(effective_on), *_with("department", department), *_with("name", named)]
    return Wanted(Order("valid_from"), tuple(conditions))


@list_of("Certificate", KNOWN, "Certificates (证件), those that end first before others.")
def certificates(
    info: Info,
    person: PersonArgument = None,
    kind: Annotated[CertificateKind | None, argument(description="Of this kind (证件类别).")] = None,
    number: Annotated[str | None, argument(description="With this number (证件编号).")] = None,
    ends_before: Annotated[date | None, argument(description="Ending before this day (早于此日失效).")] = None,
    effective_on: OnDay = None,
) -> Wanted:
    """A page of certificates."""
    conditions = [*holding(effective_on), *_of("of_person", person, "Person"), *_with("kind", kind)]
    conditions += _with("number", number)
    if ends_before is not None:
        conditions.append(reading.compares("valid_to", "<", ends_before))
    return Wanted(Order("valid_to"), tuple(conditions))


@list_of("Person", LOOKING_UP, "Persons on record (人员), by name.")
def persons(info: Info, named: Named = None) -> Wanted:
    """A page of persons."""
    return Wanted(Order("name"), tuple(_with("name", named)))


@list_of("MaskedPerson", KNOWN, "Persons on record, their names masked (人员名册，姓名已隐去).")
def person_register(
    info: Info,
) -> Wanted:
    """A page of masked persons, as they were entered."""
    return Wanted(Order("masked_name"))


@read(Person | None, LOOKING_UP, "One person with posts, certificates and controls (人员).", recorded=True)
async def person(
    info: Info,
    id: Annotated[strawberry.ID, argument(description="Global id (全局编号).")],
    as_of: AsOfArgument = None,
) -> AskedOne:
    """One person."""
    position = await moments.resolve(info.context, as_of)
    return AskedOne(DECLARED["Person"], [reading.equals("person", uuid_of(id, "Person"))], position)


@strawberry.type(description="What the ledger holds of whoever has this number (按身份号码查询结果).")
class PersonFound:
    """The answer of a look-up by number; the number itself is never shown."""

    person: Person | None = strawberry.field(description="The person, when one is entered (人员).")
    posts: list[Appointment] = strawberry.field(description="The posts they held, on the day if one was asked (任职).")
    controls: list[Controller] = strawberry.field(description="What they controlled (控制企业).")
    certificates: list[Certificate] = strawberry.field(description="Their certificates (证件).")
    listings: list[Listing] = strawberry.field(description="Entries on lists in force on the day (有效名单条目).")
    effective_on: date | None = strawberry.field(description="The day (生效日); null: any.")
    as_of_position: Position | None = strawberry.field(description="The position (截至位置); null is now.")


@read(
    PersonFound,
    LOOKING_UP,
    "Whoever has this identity number (按身份号码查询): put on record by a key that tells nothing of the number.",
    recorded=True,
)
async def person_lookup(
    info: Info,
    identity_number: Annotated[str, argument(description="Identity number (公民身份号码); pass it as a variable.")],
    effective_on: OnDay = None,
    as_of: AsOfArgument = None,
) -> AskedValue:
    """All that is known under one number, whatever the division: an approval desk has to see it."""
    context = info.context
    position = await moments.resolve(context, as_of)
    key = number_key(context, identity_number)
    of_key = reading.equals("person_key", key)
    found = await gathered(context, "Person", "name", [of_key], position)
    of_person = [reading.one_of("of_person", [row.row["person"] for row in found], "uuid")]
    in_force = [reading.holding_on(effective_on or local_day(context.now)), reading.equals("annulled", False)]
    by_day = holding(effective_on)
    return AskedValue(
        PersonFound(
            person=found[0] if found else None,
            posts=await gathered(context, "Appointment", "valid_from", [of_key, *by_day], position),
            controls=await gathered(context, "Controller", "valid_from", [of_key, *by_day], position),
            certificates=await gathered(context, "Certificate", "valid_from", [*of_person, *by_day], position),
            listings=await gathered(
                context, "Listing", "valid_from", [reading.equals("subject_key", key), *in_force], position
            ),
            effective_on=effective_on,
            as_of_position=None if position is None else Position(position),
        ),
        position,
    )


def number_key(context: Context, identity_number: str) -> str:
    """The key of an identity number, in whatever spelling; `InvalidInput` for what is no text of that size."""
    try:
        number = _NUMBER.validate_python(identity_number)
    except ValidationError as error:
        raise InvalidInput(
            "IDENTITY_NUMBER_INVALID", "This is no identity number.", "身份号码无效。", path=("identityNumber",)
        ) from error
    return context.services.vault.lookup_key("identityNumber", number)


@list_of("Enterprise", KNOWN, "Enterprises (企业), by name.")
def enterprises(
    info: Info,
    division: Division = None,
    credit_code: Annotated[str | None, argument(description="With this credit code (统一社会信用代码).")] = None,
    name_contains: Annotated[str | None, argument(description="Part of the name (名称包含).")] = None,
    effective_on: OnDay = None,
) -> Wanted:
    """A page of enterprises."""
    conditions = [*holding(effective_on), *_with("division", division), *_with("credit_code", credit_code)]
    if name_contains is not None:
        conditions.append(reading.contains("name", name_contains))
    return Wanted(Order("name"), tuple(conditions))


@read(Enterprise | None, KNOWN, "One enterprise by id or credit code (企业).")
async def enterprise(
    info: Info,
    id: Annotated[strawberry.ID | None, argument(description="Global id (全局编号).")] = None,
    credit_code: Annotated[str | None, argument(description="Credit code (统一社会信用代码).")] = None,
    as_of: AsOfArgument = None,
) -> AskedOne:
    """One enterprise."""
    position = await moments.resolve(info.context, as_of)
    if (id is None) == (credit_code is None):
        raise InvalidInput(
            "ARGUMENT_MISSING", "Give the id or the credit code.", "须给出编号或信用代码之一。", path=("id",)
        )
    by = _of("enterprise", id, "Enterprise") or _with("credit_code", credit_code)
    return AskedOne(DECLARED["Enterprise"], by, position)


@list_of("Controller", KNOWN, "Who controls which enterprise, in name or in fact (控制人).")
def controllers(
    info: Info,
    enterprise: EnterpriseArgument = None,
    named: Named = None,
    nature: Annotated[ControlNature | None, argument(description="Of this nature (控制性质).")] = None,
    effective_on: OnDay = None,
) -> Wanted:
    """A page of controls, by first day."""
    conditions = [*holding(effective_on), *_of("of_enterprise", enterprise, "Enterprise"), *_with("name", named)]
    return Wanted(Order("valid_from"), (*conditions, *_with("nature", nature)))


@list_of("EnterpriseMine", KNOWN, "Which enterprise runs which mine (企业经营煤矿).")
def enterprise_mines(
    info: Info,
    enterprise: EnterpriseArgument = None,
    mine: MineArgument = None,
    effective_on: OnDay = None,
) -> Wanted:
    """A page, by first day."""
    conditions = [*holding(effective_on), *_of("of_enterprise", enterprise, "Enterprise"), *_of("mine", mine, "Mine")]
    return Wanted(Order("valid_from"), tuple(conditions))


@list_of("Erasure", ERASING, "Sealed values that were erased (个人信息删除记录), the latest first.")
def erasures(
    info: Info,
) -> Wanted:
    """A page of erasures."""
    return Wanted(Order("position", descending=True))
