"""Persons and enterprises as GraphQL types."""

from __future__ import annotations

from ledger.domain.enterprise_events import ControllerKind, ControlNature
from ledger.domain.person_events import CertificateKind
from ledger.graphql import organisation_types, types
from ledger.graphql.declared import ToMany, ToOne
from ledger.graphql.objects import object_type
from ledger.graphql.permissions import ERASING, KNOWN, LOOKING_UP
from ledger.projections.enterprises import controllers, enterprise_mines, enterprise_names, enterprises
from ledger.projections.erasures import erasures
from ledger.projections.persons import certificates, officers, persons

_ = (organisation_types, types)  # what hangs on these types is declared by being imported

OfficerPeriod = object_type(
    "OfficerPeriod",
    officers,
    KNOWN,
    "Somebody was an officer of a department for a period (监管执法人员).",
    """
    division: Administrative division (行政区划代码).
    name: Name (姓名).
    department: The department (单位).
    professional: Whether of the trade (是否专业人员).
    released_why: Why it ended (离岗原因).
    valid_from: First day (起始日).
    valid_to: First day without (终止日); null while it goes on.
    """,
)

Certificate = object_type(
    "Certificate",
    certificates,
    KNOWN,
    "A certificate that somebody holds (证件).",
    """
    certificate: Its number in the ledger, for withdrawing it (证件记录编号).
    name: Who holds it (持证人).
    kind: Kind of certificate (证件类别).
    number: Its own number (证件编号).
    issuer: Who issued it (发证机关).
    last_day: Last day as printed on it (有效期止).
    withdrawn_why: Why it was withdrawn (收回原因).
    valid_from: First day (有效期起).
    valid_to: First day without it (失效日).
    """,
    enums={"kind": CertificateKind},
)

Controller = object_type(
    "Controller",
    controllers,
    KNOWN,
    "Somebody controls an enterprise for a period, in name or in fact (控制人).",
    """
    control: Its number, for corrections (控制关系编号).
    enterprise_name: Name of the enterprise when it was recorded (企业名称).
    division: Administrative division (行政区划代码).
    kind: Person or body (控制人类别).
    name: Who controls it (控制人).
    credit_code: Credit code of a body (统一社会信用代码).
    nature: In name, in fact, or both (控制性质).
    holds_for: For whom it is held (代持对象).
    share: Share (持股比例) in percent.
    basis: What it rests on (依据).
    ended_why: Why it ended (终止原因).
    corrected_why: Why it was corrected last (更正理由).
    valid_from: First day (起始日).
    valid_to: First day without it (终止日); null while it goes on.
    """,
    enums={"kind": ControllerKind, "nature": ControlNature},
)

EnterpriseName = object_type(
    "EnterpriseName",
    enterprise_names,
    KNOWN,
    "A name of an enterprise for a period (企业名称沿革).",
    """
    name: The name (名称).
    basis: What it rests on (依据).
    valid_from: First day (起始日).
    valid_to: First day of another (终止日); null while it is in use.
    """,
)

EnterpriseMine = object_type(
    "EnterpriseMine",
    enterprise_mines,
    KNOWN,
    "An enterprise ran a mine for a period (企业经营煤矿).",
    """
    enterprise_name: Name of the enterprise when it was recorded (企业名称).
    division: Administrative division (行政区划代码).
    basis: What it rests on (依据).
    ended_why: Why it ended (终止原因).
    valid_from: First day (起始日).
    valid_to: First day without it (终止日); null while it goes on.
    """,
    one={"mine": ToOne("Mine", "mine", "The mine (煤矿).")},
)

Enterprise = object_type(
    "Enterprise",
    enterprises,
    KNOWN,
    "An enterprise (企业) as it stands.",
    """
    division: Administrative division (行政区划代码).
    name: Name in use (企业名称).
    credit_code: Unified social credit code (统一社会信用代码).
    source: Where the entry comes from (数据来源).
    shares_exceeded: How often its shares were found to come to more than all of it (持股比例超限次数).
    valid_from: First day (成立日期).
    valid_to: First day without it (注销日期); null while it stands.
    version: Version of the thing, for expectedVersion (版本).
    """,
    many={
        "names": ToMany("EnterpriseName", "of_enterprise", "enterprise", "valid_from", "Its names (名称沿革)."),
        "controllers": ToMany(
            "Controller", "of_enterprise", "enterprise", "valid_from", "Who controlled it when (控制人沿革)."
        ),
        "mines": ToMany("EnterpriseMine", "of_enterprise", "enterprise", "valid_from", "The mines it ran (经营煤矿)."),
        "posts": ToMany("Post", "body", "enterprise", "title", "Its posts (岗位)."),
    },
)

Person = object_type(
    "Person",
    persons,
    LOOKING_UP,
    "A person (人员), with all that the ledger holds of them but what is sealed.",
    """
    division: Administrative division (行政区划代码).
    name: Name (姓名).
    numbered: Whether an identity number is sealed with it (是否登记身份号码).
    recorded_at: When the ledger learned of them (记录时间).
    version: Version of the thing, for expectedVersion (版本).
    """,
    many={
        "posts": ToMany("Appointment", "of_person", "person", "valid_from", "The posts they held (任职履历)."),
        "served": ToMany(
            "OfficerPeriod", "of_person", "person", "valid_from", "As whose officer they acted (执法履历)."
        ),
        "certificates": ToMany("Certificate", "of_person", "person", "valid_from", "Their certificates (证件)."),
        "controls": ToMany("Controller", "of_person", "person", "valid_from", "What they controlled (控制企业)."),
    },
)

MaskedPerson = object_type(
    "MaskedPerson",
    persons,
    KNOWN,
    "A person of whom only the first character of the name is shown (人员，姓名已隐去).",
    """
    division: Administrative division (行政区划代码).
    masked_name: Name, masked (姓名，已隐去).
    numbered: Whether an identity number is sealed with it (是否登记身份号码).
    """,
)

Erasure = object_type(
    "Erasure",
    erasures,
    ERASING,
    "A sealed value was erased (个人信息删除): its digest stands in the record, its content is nowhere any more.",
    """
    digest: Digest in the event (摘要).
    stream: The thing in whose events it stands (所属编号).
    ground: Why it had to go (删除理由).
    authorisation: Number of the decision (决定文号).
    actor: Who erased it (删除人).
    department: For which department (单位).
    position: Position of the event (位置).
    erased_at: When it was erased (删除时间).
    """,
)
