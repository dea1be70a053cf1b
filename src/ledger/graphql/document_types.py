"""The object types of papers: attachments, numbered documents, orders."""

from __future__ import annotations

from ledger.domain.attachment import AttachmentKind
from ledger.domain.document_number import DocumentKind, NumberState
from ledger.domain.order_events import OnSiteMeasure, OrderKind, OrderScope, OrderStatus, Referral, ServiceMode
from ledger.graphql.declared import Computed, ToMany, ToOne
from ledger.graphql.objects import object_type
from ledger.graphql.permissions import KNOWN
from ledger.graphql.types import Event
from ledger.projections.attachments import attachments
from ledger.projections.document_numbers import document_numbers, document_series
from ledger.projections.order_steps import order_steps
from ledger.projections.orders import OVERDUE, UNANSWERED, orders
from ledger.projections.reading import Condition

MINE_TYPES = "ledger.graphql.mine_types"
NOT_PUBLISHED = Condition("false")
_ = Event  # the history of each is made of events

Attachment = object_type(
    "Attachment",
    attachments,
    KNOWN,
    "A file that belongs to a thing (附件); its content is at `/attachments/{digest}`.",
    """
    thing_type: Type of the thing (所属事项类型).
    division: Administrative division (行政区划代码).
    department: Who attached it (添加单位).
    digest: SHA-256 of the content (文件摘要).
    size: Size in bytes (大小).
    media_type: What the content is (格式), recognised by the content itself.
    name: Name of the file (文件名).
    kind: What it is (附件类别).
    added_by: Who attached it (添加人).
    added_at: When it was attached (添加时间).
    withdrawn: Whether it was withdrawn (是否撤回).
    withdrawn_why: Why it was (撤回理由).
    version: Version of the thing, for expectedVersion (版本).
    """,
    enums={"kind": AttachmentKind},
    many={"history": ToMany("Event", "stream", "attachment", "position", "Every step of it (全过程).")},
)

DocumentNumber = object_type(
    "DocumentNumber",
    document_numbers,
    KNOWN,
    "One number of a series (文号), used, voided or given back.",
    """
    division: Administrative division (行政区划代码).
    department: Whose number it is (单位).
    number: The number (文号序号).
    text: As it is written (文号).
    state: What became of it (文号状态).
    drawn: Whether it was drawn as the next one (是否自动取号); otherwise it was entered as it stands on the paper.
    holder_type: Type of what it is about (所属事项类型).
    title: Title of the document (文书名称).
    why: Why it was voided or given back (理由).
    actor: Who did it (经办人).
    recorded_at: When the ledger learned it (记录时间).
    """,
    enums={"state": NumberState},
)

DocumentSeries = object_type(
    "DocumentSeries",
    document_series,
    KNOWN,
    "A series of document numbers (文号系列): of a department, for a kind and a year.",
    """
    division: Administrative division (行政区划代码).
    department: Whose numbers they are (单位).
    kind: What is numbered (文书种类).
    year: Year (年份).
    code: Code of the department (机关代字).
    last: The greatest number taken (最大文号); 0 when none is.
    used: How many are used (已使用数).
    voided: How many are voided (已作废数).
    missing: Numbers up to the last that are neither used nor voided (缺号), as a list of ranges from and to.
    version: Version of the thing, for expectedVersion (版本).
    """,
    enums={"kind": DocumentKind},
    many={
        "numbers": ToMany("DocumentNumber", "series", "series", "number", "Its numbers, used and voided (文号)."),
        "history": ToMany("Event", "stream", "series", "position", "Every step of it (全过程)."),
    },
)

OrderStep = object_type(
    "OrderStep",
    order_steps,
    KNOWN,
    "A step of an order (文书流转).",
    """
    step: What happened (环节), as a type of event.
    step_zh: What happened, in Chinese (环节名称).
    happened_on: On which day (日期).
    note: What is told of it (说明).
    days_late: By how many days it was late (逾期天数); null where no term ran.
    actor: Who did it (经办人).
    department: For which department (单位).
    post: In which capacity (职务).
    position: Position in the order of all events (位置).
    recorded_at: When the ledger learned it (记录时间).
    """,
)

Order = object_type(
    "Order",
    orders,
    KNOWN,
    "An order (执法文书 / 指令) as it stands.",
    """
    division: Administrative division (行政区划代码).
    department: Who issued it (下达单位).
    kind: What is ordered (文书种类).
    status: Where it stands (文书状态).
    number: Its number (文号).
    scope: What it is about (适用范围).
    place: Which panel, face or equipment (具体部位).
    addressee: Whom it is for (受送达人).
    content: What is to be done (具体内容).
    legal_basis: Law and article (法律依据).
    measure: What is done at once on the spot (现场处理措施).
    deadline: Last day in time (期限).
    extensions: How often the term was moved (延期次数).
    facts: The facts that a penalty rests on (违法事实).
    notified_on: Day of the prior notice (告知日期).
    hearing_offered: Whether the notice offered a hearing (是否告知听证权利).
    request_until: Last day on which a hearing can be asked for (听证申请截止日).
    hearing_requested: Whether one was asked for (是否要求听证).
    hearing_held_on: Day of the hearing (听证日期).
    hearing_forgone: Whether it was given up (是否放弃听证).
    review_passed: Whether legal review passed (法制审核是否通过).
    issued_on: Day of issue (下达日期).
    served_on: Day of service (送达日期).
    service_mode: How it was served (送达方式).
    service_refused: Whether taking or signing it was refused (是否拒收拒签).
    served_late: By how many days service was late (送达逾期天数).
    answered_on: Day of the answer (回复日期).
    answered_late: By how many days the answer was late (回复逾期天数).
    checked_on: Day of the last check (核查日期).
    complied: Whether it was found obeyed (是否履行).
    defied_on: Day on which it was found not obeyed (拒不执行发现日期).
    referral: The referral to the police (移送), proposed and decided.
    stopped_on: First day of the stop under it (停产执行日期).
    stop_ended_on: Day that stop ended (停产解除日期); null while it stands.
    ended_on: Day it ended (终结日期).
    ended_because: Why it ended (终结理由).
    defects: Procedure defects flagged (程序瑕疵数).
    begun_on: Day of its first step (起始日期).
    version: Version of the thing, for expectedVersion (版本).
    """,
    enums={
        "kind": OrderKind,
        "status": OrderStatus,
        "scope": OrderScope,
        "measure": OnSiteMeasure,
        "service_mode": ServiceMode,
        "referral": Referral,
    },
    computed={
        "overdue": Computed(bool, OVERDUE, lambda today: (today,), "Past its term, unanswered, not obeyed (是否逾期)."),
        "unanswered": Computed(bool, UNANSWERED, lambda _: (), "Issued, and nobody answered (是否未回复)."),
    },
    published=NOT_PUBLISHED,
    one={
        "mine": ToOne("Mine", "mine", "The mine (煤矿)."),
        "hazard": ToOne("Hazard", "hazard", "The hazard that it is about (隐患).", optional=True),
    },
    many={
        "steps": ToMany("OrderStep", "order_id", "order_id", "position", "Every step of it (文书流转)."),
        "stops": ToMany("MineStop", "order_id", "order_id", "valid_from", "Stops under it (停产).", MINE_TYPES),
        "publications": ToMany(
            "OrderPublication",
            "order_id",
            "order_id",
            "since_day",
            "What is made public about it (文书公开).",
            "ledger.graphql.order_publication_types",
        ),
        "attachments": ToMany("Attachment", "thing", "order_id", "added_at", "What is attached to it (附件)."),
        "history": ToMany("Event", "stream", "order_id", "position", "Every event of it (全过程)."),
    },
)
