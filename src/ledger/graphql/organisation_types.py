"""Departments and what belongs to them, as GraphQL types."""

from __future__ import annotations

from ledger.domain.department_events import BodyKind
from ledger.graphql import enums  # noqa: F401 — declares the enums that the types below use
from ledger.graphql.declared import ToMany
from ledger.graphql.objects import object_type
from ledger.graphql.permissions import KNOWN
from ledger.projections.departments import competences, departments, successions

Competence = object_type(
    "Competence",
    competences,
    KNOWN,
    "A matter that a body is competent for, for a period (职责).",
    """
    of_department: The body (机构).
    division: Administrative division (行政区划代码).
    matter: The matter (事项).
    basis: What it rests on (依据).
    confirmed: Decided by somebody (是否已确认); an inference of ours is not.
    valid_from: First day (起始日).
    valid_to: First day without it (终止日); null while it goes on.
    """,
)

Succession = object_type(
    "Succession",
    successions,
    KNOWN,
    "A body took over matters of another (职能划转、机构承接): what was open in them is the successor's from that day.",
    """
    from_name: Name of the body that gave them up (划出单位).
    to_name: Name of the successor (承接单位).
    division: Administrative division (行政区划代码).
    matters: Which matters (划转事项); none: all of them.
    basis: What it rests on (依据).
    effective_on: First day (生效日).
    annulled_why: Why it was undone (撤销理由); null when it stands.
    """,
)

Department = object_type(
    "Department",
    departments,
    KNOWN,
    "A body (机构) of government, of justice, of inspection, or a supplier that the work needs.",
    """
    division: Administrative division (行政区划代码).
    name: Name in use (规范名称).
    kind: Kind of body (机构类别).
    aliases: Other names for it (别名).
    covers: Further divisions it works in (跨区管辖的行政区划代码).
    source: What the entry rests on (依据).
    valid_from: First day (设立日期).
    valid_to: First day without it (终止日); null while it stands.
    version: Version of the thing, for expectedVersion (版本).
    """,
    enums={"kind": BodyKind},
    many={
        "competences": ToMany("Competence", "of_department", "department", "valid_from", "Its competences (职责)."),
        "successions": ToMany(
            "Succession", "from_department", "department", "effective_on", "Who took over what (承接记录)."
        ),
    },
)
