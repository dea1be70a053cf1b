"""Departments and what belongs to them, as GraphQL types."""

from __future__ import annotations

from ledger.domain.department_events import BodyKind
from ledger.domain.post_events import PostLayer, PostManner
from ledger.graphql import enums  # noqa: F401 — declares the enums that the types below use
from ledger.graphql.declared import ToMany
from ledger.graphql.labels import HolderBody
from ledger.graphql.objects import object_type
from ledger.graphql.permissions import KNOWN
from ledger.projections.departments import competences, departments, successions
from ledger.projections.posts import post_holders, posts

Competence = object_type(
    "Competence",
    competences,
    KNOWN,
    "A matter that a body is competent for, for a period (职责).",
    """
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
    succession: Its number, for undoing it (承接记录编号).
    from_name: Name of the body that gave them up (划出单位).
    to_name: Name of the successor (承接单位).
    division: Administrative division (行政区划代码).
    matters: Which matters (划转事项); none: all of them.
    basis: What it rests on (依据).
    effective_on: First day (生效日).
    annulled_why: Why it was undone (撤销理由); null when it stands.
    """,
)

Appointment = object_type(
    "Appointment",
    post_holders,
    KNOWN,
    "Somebody held a post for a period (任职): of a department, an enterprise, or one of a mine's key posts.",
    """
    appointment: Its number, for corrections (任职记录编号).
    body_kind: What the post belongs to (所属类别).
    body_name: The body (所属单位); null for a mine's key post.
    division: Administrative division (行政区划代码).
    title: Title of the post (岗位名称).
    holder: Who held it (任职人).
    manner: How (任职方式): by appointment, acting, in name alone, in fact alone.
    overlapping: Others held it at the same time, and that was flagged (是否重叠任职).
    suspensions: When they were suspended (停职期间), from/first day back; `..` while it goes on.
    basis: What it rests on (任职依据).
    corrected_why: Why it was corrected last (更正理由).
    valid_from: First day (任职起始日).
    valid_to: First day without them (离任日); null while it goes on.
    """,
    enums={"body_kind": HolderBody, "manner": PostManner},
)

Post = object_type(
    "Post",
    posts,
    KNOWN,
    "A post (岗位、职务) of a department or an enterprise.",
    """
    body_kind: What it belongs to (所属类别).
    body_name: The body (所属单位).
    division: Administrative division (行政区划代码).
    title: Title (岗位名称).
    layer: Layer of an enterprise (层级).
    several: Several may hold it at once (多人岗位).
    duties: Its duties (岗位职责).
    overlap_count: How often several were found to hold it at once (重叠任职次数).
    valid_from: First day (设立日期).
    valid_to: First day without it (撤销日期); null while it stands.
    version: Version of the thing, for expectedVersion (版本).
    """,
    enums={"body_kind": HolderBody, "layer": PostLayer},
    many={"holders": ToMany("Appointment", "of_post", "post", "valid_from", "Who held it when (任职沿革).")},
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
        "posts": ToMany("Post", "body", "department", "title", "Its posts (岗位)."),
    },
)
