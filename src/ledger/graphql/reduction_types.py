"""The object type of schemes to optimise and reduce."""

from __future__ import annotations

from ledger.domain.reduction_scheme_events import SchemeStatus
from ledger.graphql import project_types
from ledger.graphql.declared import Computed, ToMany, ToOne
from ledger.graphql.objects import object_type
from ledger.graphql.permissions import KNOWN
from ledger.projections.reduction_schemes import reduction_schemes

_ = project_types  # mines, events and projects are declared by being imported

OVERDUE = (
    "coalesce((status = 'REQUIRED' AND make_by < %s) OR (status IN ('UNDER_WAY', 'CLAIMED') AND due_on < %s), false)"
)
"""Not made, or not confirmed, past its day (逾期) on a day, which is both parameters."""

ReductionScheme = object_type(
    "ReductionScheme",
    reduction_schemes,
    KNOWN,
    "A scheme to optimise and reduce (“一优三减”技术方案) as it stands.",
    """
    division: Administrative division (行政区划代码).
    department: Whose matter it is (主管单位).
    status: Where it stands (方案状态).
    make_by: Last day to make it (制定期限).
    name: Name of it (方案名称).
    measures: How the production system is optimised (优化措施).
    levels_goal: Levels to be left (生产水平数目标).
    panels_goal: Panels to be left (采区数目标).
    faces_goal: Coal faces at once to be left (采煤工作面数目标).
    people_goal: People underground in a shift to be left (单班入井人数目标).
    responsible_unit: Responsible unit (责任单位).
    responsible_person: Responsible person (责任人).
    due_on: By when (工作时限).
    document: Number of the paper (文号).
    adopted_on: Day it was made (制定日期).
    levels: Levels as last reported (生产水平数).
    panels: Panels as last reported (采区数).
    faces: Coal faces at once as last reported (采煤工作面数).
    people: People underground in a shift as last reported (单班入井人数).
    reported_on: Day of that report (上报日期).
    account: What was done by then (进展情况).
    claimed_on: Day its goals were said to be reached (申报日期).
    confirmed_on: Day that was confirmed (核实日期).
    finding: What was seen when it was looked at last (核实情况).
    why: Why it was reopened, withdrawn or restored last (理由).
    defects: Procedure defects flagged (程序瑕疵数).
    version: Version of the thing, for expectedVersion (版本).
    """,
    enums={"status": SchemeStatus},
    computed={
        "overdue": Computed(bool, OVERDUE, lambda today: (today, today), "Past its day today (是否逾期)."),
    },
    one={
        "mine": ToOne("Mine", "mine", "The mine (煤矿)."),
        "project": ToOne("Project", "project", "The upgrade that it belongs to (升级改造项目).", optional=True),
    },
    many={"history": ToMany("Event", "stream", "reduction_scheme", "position", "Every step of it (全过程).")},
)
