"""Obligations as an object type."""

from __future__ import annotations

from ledger.domain.obligation_events import ObligationStatus, OwnerKind
from ledger.graphql import document_types, plan_types, task_types, types
from ledger.graphql.declared import Computed, ToMany, ToOne
from ledger.graphql.in_charge import IN_CHARGE
from ledger.graphql.objects import object_type
from ledger.graphql.permissions import KNOWN
from ledger.projections.obligations import DAYS_LATE, obligations

_ = (
    document_types,
    plan_types,
    task_types,
    types,
)  # the types that hang on an obligation are declared by being imported

Obligation = object_type(
    "Obligation",
    obligations,
    KNOWN,
    "One duty of one period (履职事项), who owes it, what became of it; a miss is a suspicion until an officer finds.",
    """
    division: Administrative division (行政区划代码).
    department: Who supervises it, or the department that owes it (主管单位).
    duty: Kind of duty (职责代码).
    duty_zh: Kind of duty in Chinese (职责).
    rule: Version of the rule (职责条款).
    article: Article (依据条款).
    source: Document (依据文件).
    verified: How the rule is known (条款核实情况): text, excerpt, memory or ours.
    owner_kind: What kind of body owes it (责任主体类型).
    owner: Who owes it (责任单位).
    post: The post that owes it (责任岗位).
    former_owner: The body that owed or supervised it before another took over from it (原责任或主管单位).
    passed_on: First day on which the one that took over answers for it (承接日期); before it, the former did.
    period: Period (周期), such as 2026-07 or 2026-07-T1 for its first 旬.
    opens_on: First day on which it is owed (起始日).
    due_on: Last day in time (期限).
    status: What became of it (履职状态).
    missed: Whether it was ever missed (曾否逾期); this stays when it is shown later to have been met.
    met_on: Day on which it was met (履职日期).
    settled_on: Day on which it was met or ended (办结日期).
    account: What met it (履职情况).
    proved_by: Who found that it was met (认定人).
    why: Why it was excused, dropped or reinstated last (理由).
    reminders: How often whoever owes it was reminded (催办次数).
    escalation: How far up it was reported (升级级次).
    told: Who was reminded or told last (最近催办对象).
    opened_at: When the ledger opened it (记录时间).
    version: Version of the thing, for expectedVersion (版本).
    """,
    enums={"status": ObligationStatus, "owner_kind": OwnerKind},
    computed={
        "days_late": Computed(int, DAYS_LATE, lambda today: (today,), "Days past its last day in time (逾期天数)."),
    },
    one={
        "mine": ToOne("Mine", "mine", "The mine (煤矿), where it is about one.", optional=True),
        "hazard": ToOne("Hazard", "subject", "The hazard (隐患), where it is about one.", optional=True),
        "task": ToOne("Task", "subject", "The task (任务), where it is about one.", optional=True),
        "order": ToOne("Order", "subject", "The order (执法文书), where it is about one.", optional=True),
        "report": ToOne("Submission", "subject", "The report owed (报送事项), where it is about one.", optional=True),
    },
    chosen={"in_charge": IN_CHARGE},
    many={"history": ToMany("Event", "stream", "obligation", "position", "Every step of it (全过程).")},
)
