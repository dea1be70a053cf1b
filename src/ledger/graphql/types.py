"""The object types of the schema, each over its view."""

from __future__ import annotations

from ledger.domain.credit_rating import Objection
from ledger.domain.hazard_events import (
    HazardChange,
    HazardLevel,
    HazardSource,
    HazardStatus,
    ReopeningCause,
    SupervisionLevel,
)
from ledger.domain.listing import SubjectKind
from ledger.domain.mine_events import KeyPost, SizeClass
from ledger.domain.mine_file_events import DispositionKind
from ledger.domain.mine_status_events import MineStatus
from ledger.graphql import enums
from ledger.graphql.declared import Computed, ToMany, ToOne
from ledger.graphql.mine_relations import MINE_RELATIONS
from ledger.graphql.objects import object_type
from ledger.graphql.permissions import AUDITING, EVERYONE, KNOWN, TRACING
from ledger.projections.access_grants import access_grants
from ledger.projections.access_log import access_log
from ledger.projections.blacklist import blacklist
from ledger.projections.credit import credit_entries, credit_ratings, supervision_tiers
from ledger.projections.hazard_ledger import OVERDUE, hazard_ledger
from ledger.projections.journal import journal
from ledger.projections.mine_periods import key_posts, mine_status, supervisor_bodies
from ledger.projections.mine_register import mine_register
from ledger.projections.reading import Condition

_ = enums  # declares the enums that the types below use

Event = object_type(
    "Event",
    journal,
    TRACING,
    "What happened (事件): immutable, with both of its times.",
    """
    position: Position in the order of all events (位置).
    stream: The thing it happened to (所属编号).
    version: Its place in the life of that thing (版本).
    type: Type of event (事件类型).
    occurred_at: When it was true (发生时间).
    recorded_at: When the ledger learned it (记录时间).
    actor: Who did it (行为人).
    department: For which department (单位).
    role: In which role (角色).
    post: In which capacity (职务).
    command_id: The command that caused it (命令编号).
    reason: Why, in the words of whoever acted (理由).
    basis: What it rests on (依据): rule set, digest, article.
    data: What happened (内容).
    """,
    # The steps of a thing are shown to whoever is shown the thing.
    beside=KNOWN,
    by_its_thing=True,
)

KeyPostHeld = object_type(
    "KeyPostHeld",
    key_posts,
    EVERYONE,
    "Somebody in a key post for a period (关键岗位任职).",
    """
    post: The key post (关键岗位).
    holder: Who held it (任职人).
    acting: Whether acting for somebody (是否代理).
    valid_from: First day (起始日).
    valid_to: First day without them (终止日); null while it goes on.
    corrected: Why its days were corrected late (更正理由); null when they were not.
    """,
    enums={"post": KeyPost},
)

MineStatusPeriod = object_type(
    "MineStatusPeriod",
    mine_status,
    EVERYONE,
    "What a part of a mine did for a period (生产建设状态期间).",
    """
    part: Which part (组成部分).
    status: What it did (状态).
    why: Why (原因).
    valid_from: First day (起始日).
    valid_to: First day of something else (终止日); null while it goes on, the first day itself when it never was.
    corrected: Why its days were corrected late (更正理由); null when they were not.
    """,
    enums={"status": MineStatus},
)

SupervisorBodyPeriod = object_type(
    "SupervisorBodyPeriod",
    supervisor_bodies,
    EVERYONE,
    "Which body was the daily supervisor for a period (日常安全监管主体).",
    """
    body: The body (监管主体).
    valid_from: First day (起始日).
    valid_to: First day of another (终止日); null while it goes on, the first day itself when it never was.
    corrected: Why its days were corrected late (更正理由); null when they were not.
    """,
)

Mine = object_type(
    "Mine",
    mine_register,
    EVERYONE,
    "A mine (煤矿) as the register has it.",
    """
    code: Mine code (煤矿编码).
    name: Name (名称).
    enterprise: Enterprise that runs it (煤矿企业).
    credit_code: Unified social credit code (统一社会信用代码).
    division: Administrative division (行政区划代码).
    supervisor_body: Daily supervisor body (日常安全监管主体).
    capacity: Design capacity (设计生产能力) in 万吨/年.
    size_class: Size class (规模).
    disaster_types: The grades it was appraised at (灾害类型); where it never was, those of the registration.
    standardisation: Standardisation grade (标准化等级) 1–3; 0 is none.
    status: What the whole mine does (状态).
    register_only: A row of a public register and nothing more (仅名录).
    source: Where the entry comes from (数据来源).
    approved_capacity: Approved capacity (核定生产能力) in 万吨/年.
    announced_capacity: Announced capacity (公告生产能力) in 万吨/年.
    liaison_leader: The leader who liaises with it (联系指导领导).
    disposition: What is to become of it (分类处置); null where nothing was decided.
    updated_at: When something was last entered about the mine itself (最近更新时间).
    version: Version of the thing, for expectedVersion (版本).
    """,
    enums={"size_class": SizeClass, "status": MineStatus, "disposition": DispositionKind},
    many={
        "key_posts": ToMany(
            "KeyPostHeld", "mine", "mine", "valid_from", "Who held which key post when (关键岗位任职)."
        ),
        "status_periods": ToMany(
            "MineStatusPeriod", "mine", "mine", "valid_from", "What its parts did when (状态期间)."
        ),
        "supervisor_bodies": ToMany(
            "SupervisorBodyPeriod", "mine", "mine", "valid_from", "Its supervisors (监管主体沿革)."
        ),
        **MINE_RELATIONS,
    },
)


Hazard = object_type(
    "Hazard",
    hazard_ledger,
    KNOWN,
    "A hazard (隐患) as it stands.",
    """
    division: Administrative division (行政区划代码).
    department: Whose matter it is (主管单位).
    description: What was found (隐患描述).
    location: Where (隐患地点).
    source: Who found it (隐患来源).
    status: Where it stands (状态).
    level: How grave it is (等级).
    standard: Standard it was graded by (判定标准).
    article: Article of the standard (条).
    item: Item of the article (项).
    category: Category of the standard (类别代码).
    category_zh: Category in Chinese (类别).
    found_on: Day of the finding (发现日期).
    deadline: Last day in time (整改期限).
    extensions: How often the deadline was moved (延期次数).
    responsible_unit: Responsible unit (整改责任单位).
    responsible_person: Responsible person (整改责任人).
    funds: Funds in 元 (整改资金).
    listed_by: The body that listed it (挂牌督办单位).
    listing_level: Level of listed supervision (督办级别).
    listing_deadline: Deadline of listed supervision (督办期限).
    proposed_change: A change that waits for its second approver (待批准变更).
    claimed_on: Day the removal was claimed (申报整改日期).
    accepted_on: Day of acceptance (验收日期).
    cleared_on: Day of clearing (销号日期).
    reopened: How often it was reopened (重新打开次数).
    reopening_cause: Why it was reopened last (重新打开原因).
    defects: Procedure defects flagged (程序瑕疵数).
    reported_at: When the ledger learned of it (记录时间).
    version: Version of the thing, for expectedVersion (版本).
    """,
    enums={
        "source": HazardSource,
        "status": HazardStatus,
        "level": HazardLevel,
        "listing_level": SupervisionLevel,
        "proposed_change": HazardChange,
        "reopening_cause": ReopeningCause,
    },
    computed={
        "overdue": Computed(bool, OVERDUE, lambda today: (today,), "Open past its deadline today (是否逾期)."),
    },
    one={"mine": ToOne("Mine", "mine", "The mine (煤矿).")},
    many={"history": ToMany("Event", "stream", "hazard", "position", "Every step of it (全过程).")},
)

CreditEntry = object_type(
    "CreditEntry",
    credit_entries,
    KNOWN,
    "Points for something recorded (信用计分记录).",
    """
    entry: Its number, for objections (记录编号).
    rule: Rule of the scale (计分规则).
    points: Points (分值).
    why: What for (事由).
    source_stream: The thing it is for (来源编号).
    source_position: The event it is for (来源事件位置).
    scale: The scale with its digest (评分标准); ours, of no regulation.
    reversed: Whether the points were taken back (是否冲销).
    reversal_reason: Why they were (冲销理由).
    objection: What became of an objection (异议).
    recorded_at: When it was recorded (记录时间).
    """,
    enums={"objection": Objection},
)

CreditRating = object_type(
    "CreditRating",
    credit_ratings,
    KNOWN,
    "A mine's credit rating (信用评级), by a scale that is ours and says so.",
    """
    score: Score (得分), 0 to 100.
    tier: Credit tier (信用等级).
    tier_zh: Credit tier in Chinese (信用等级名称).
    counted: The entries that count (计入的记录).
    scale: The scale with its digest (评分标准); ours, of no regulation.
    rated_on: Since when (评定日期).
    version: Version of the thing, for expectedVersion (版本).
    """,
    one={"mine": ToOne("Mine", "mine", "The mine (煤矿).")},
    many={"explain": ToMany("CreditEntry", "mine", "mine", "recorded_at", "All entries (评分说明).")},
)

SupervisionTier = object_type(
    "SupervisionTier",
    supervision_tiers,
    KNOWN,
    "How a mine is supervised for a period (差异化监管等级): credit and standardisation combined by a rule of ours.",
    """
    tier: Credit tier (信用等级).
    tier_zh: Credit tier in Chinese (信用等级名称).
    score: Score (得分).
    standardisation: Standardisation grade (标准化等级) 1–3; 0 is none.
    supervision_class: Supervision class (监管类别).
    supervision_zh: Supervision class in Chinese (监管类别名称).
    inspections_per_quarter: Inspections a quarter (每季检查次数).
    scale: The scale with its digest (评分标准); ours, of no regulation.
    valid_from: First day (起始日).
    valid_to: First day of another (终止日); null while it goes on.
    """,
    one={"mine": ToOne("Mine", "mine", "The mine (煤矿).")},
)

Listing = object_type(
    "Listing",
    blacklist,
    EVERYONE,
    "An entry on a list (名单条目); whether it is in force follows from its days.",
    """
    division: Administrative division (行政区划代码).
    department: Who decided it (列入决定机关).
    regime: The regime (名单制度).
    list_zh: The list (名单名称).
    subject_kind: Enterprise or person (主体类别).
    subject_name: The subject (主体名称).
    credit_code: Unified social credit code (统一社会信用代码).
    ground: The ground (列入情形代码).
    ground_zh: The ground in Chinese (列入情形).
    basis_source: The regime's document (依据文件).
    penalty_reference: The penalty decision (行政处罚决定文号).
    decided_on: Day of the decision (决定日期).
    valid_from: First day on the list (起始日).
    valid_to: First day off the list (终止日).
    annulled: Whether it was annulled (是否撤销).
    removed_on: Day of early removal (提前移出日).
    ended_because: Why it was removed or annulled (移出或撤销理由).
    version: Version of the thing, for expectedVersion (版本).
    """,
    enums={"subject_kind": SubjectKind},
    one={"mine": ToOne("Mine", "mine", "The mine (煤矿).", optional=True)},
    published=Condition("NOT annulled"),
)

AccessEntry = object_type(
    "AccessEntry",
    access_log,
    AUDITING,
    "A request on record (查阅留痕): a protected read, or an attempt that was refused.",
    """
    position: Position in the order of all events (位置).
    recorded_at: When it was put on record (记录时间).
    actor: Who asked (查阅人).
    department: For which department (单位).
    role: In which role (角色).
    operations: What was asked for (查询).
    subjects: About what (对象): ids.
    authorisation: Number of the authorisation (授权文号).
    refused: Code of the refusal (拒绝代码); null when it was answered.
    """,
)

AccessGrant = object_type(
    "AccessGrant",
    access_grants,
    KNOWN,
    "Leave for a department of another division to read what is about a mine (跨区授权).",
    """
    division: Division that grants (授权方行政区划代码).
    to_division: Division of the department (被授权方行政区划代码).
    to_department: The department (被授权单位).
    basis: What it rests on (授权依据).
    valid_from: First day (起始日).
    valid_to: First day without it (终止日).
    revoked_why: Why it was taken back (撤回理由); null when it was not.
    version: Version of the thing, for expectedVersion (版本).
    """,
    one={"mine": ToOne("Mine", "mine", "The mine (煤矿).")},
)
