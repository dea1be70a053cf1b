"""Departments and what belongs to them, as GraphQL types."""

from __future__ import annotations

from ledger.domain.department_events import BodyKind
from ledger.domain.leading_group import GroupRole
from ledger.domain.post_events import PostLayer, PostManner
from ledger.graphql import enums, types
from ledger.graphql.declared import Computed, ToMany, ToOne
from ledger.graphql.labels import HolderBody
from ledger.graphql.objects import object_type
from ledger.graphql.permissions import KNOWN
from ledger.projections.departments import competences, departments, successions
from ledger.projections.organisation import department_resolutions, group_members, leading_groups, liaison_duties
from ledger.projections.posts import post_holders, posts

_ = (enums, types)  # declares what the types below use

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
        "competences": ToMany(
            "Competence",
            "of_department",
            "department",
            "valid_from",
            "Its competences (职责).",
            module="ledger.graphql.organisation_types",
        ),
        "successions": ToMany(
            "Succession", "from_department", "department", "effective_on", "Who took over what (承接记录)."
        ),
        "posts": ToMany("Post", "body", "department", "title", "Its posts (岗位)."),
    },
)

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
    one={"department": ToOne("Department", "of_department", "The body (单位).")},
)

GroupMember = object_type(
    "GroupMember",
    group_members,
    KNOWN,
    "Whoever holds a post belongs to a leading group for a period (领导小组成员).",
    """
    membership: Its number, for releasing the member (成员记录编号).
    role: What they are in it (组内职务).
    department: Their department (单位).
    title: The post they hold (职务).
    holder: Their name (姓名), where it was given.
    valid_from: First day (起始日).
    valid_to: First day without (终止日); null while it goes on.
    """,
    enums={"role": GroupRole},
)

LeadingGroup = object_type(
    "LeadingGroup",
    leading_groups,
    KNOWN,
    "A leading group (领导小组) with its office.",
    """
    division: Administrative division (行政区划代码).
    name: Name (名称).
    established_by: Who set it up (成立机关).
    duties: Its duties (职责).
    basis: What it rests on (依据).
    office: Its office (办公室).
    office_department: Where the office sits (办公室所在单位).
    office_director: Who leads the office (办公室主任).
    office_duties: What the office has to do (办公室职责).
    several_chairs: How often it was found to have several chairs at once (多名组长次数).
    valid_from: First day (成立日期).
    valid_to: First day without it (撤销日期); null while it stands.
    version: Version of the thing, for expectedVersion (版本).
    """,
    many={"members": ToMany("GroupMember", "of_group", "leading_group", "valid_from", "Its members (成员).")},
)

LiaisonDuty = object_type(
    "LiaisonDuty",
    liaison_duties,
    KNOWN,
    "The holder of a post, whoever it is, answers for a mine or an area for a period (联系指导、分片包保).",
    """
    division: Administrative division (行政区划代码).
    area: The area (片区), where it is about one.
    department: Department of the post (单位).
    title: Title of the post (领导岗位).
    scope: What it comprises (联系指导范围和职责).
    visits_a_quarter: Visits owed in a quarter (每季联系次数).
    basis: What it rests on (依据).
    ended_why: Why it ended (终止原因).
    valid_from: First day (起始日).
    valid_to: First day without it (终止日); null while it goes on.
    version: Version of the thing, for expectedVersion (版本).
    """,
    one={"mine": ToOne("Mine", "mine", "The mine (煤矿), where it is about one.", optional=True)},
    many={
        "holders": ToMany("Appointment", "of_post", "of_post", "valid_from", "Who held the post when (任职沿革)."),
        "visits": ToMany(
            "LiaisonVisit",
            "liaison_duty",
            "liaison_duty",
            "visited_on",
            "Its visits (联系指导记录).",
            module="ledger.graphql.liaison_types",
        ),
        "obligations": ToMany(
            "Obligation",
            "subject",
            "liaison_duty",
            "due_on",
            "Each visit that is owed (履职事项).",
            module="ledger.graphql.obligation_types",
        ),
    },
)

DepartmentResolution = object_type(
    "DepartmentResolution",
    department_resolutions,
    KNOWN,
    "A text that says 等 or 各有关部门, and whom the office decided it means (责任单位明确).",
    """
    division: Administrative division (行政区划代码).
    document: The document (文件).
    passage: Where in it (条目).
    text: What it says (原文).
    named: Those it names (已列明单位).
    departments: Those meant (责任单位); none until it was decided.
    open_since: Since when the decision is owed (应明确之日).
    resolved_on: Day of the decision (决定日期); null: the office is late.
    basis: What the decision rests on, or why it fell (依据).
    decisions: How often it was decided (决定次数).
    version: Version of the thing, for expectedVersion (版本).
    """,
    computed={
        "days_open": Computed(
            int,
            "coalesce(resolved_on, %s::date) - open_since",
            lambda today: (today,),
            "Days from the text to the decision, or to today (待明确天数).",
        ),
    },
)
