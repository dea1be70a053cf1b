"""What hangs on a mine and is declared after it, in `mine_types` and `mine_file_types`."""

from __future__ import annotations

from ledger.graphql.declared import ToMany


def _many(module: str, type_name: str, order: str, description: str) -> ToMany:
    return ToMany(type_name, "mine", "mine", order, description, f"ledger.graphql.{module}")


def _happens(type_name: str, order: str, description: str) -> ToMany:
    return _many("mine_types", type_name, order, description)


def _on_file(type_name: str, order: str, description: str) -> ToMany:
    return _many("mine_file_types", type_name, order, description)


MINE_RELATIONS = {
    "stops": _happens("MineStop", "valid_from", "Its stops and their ways back (停产台账)."),
    "repair_permits": _happens("RepairPermit", "starts_on", "Repair permitted during stops (整改维修许可)."),
    "work_found": _happens("FoundWork", "found_on", "Work found in its parts (现场作业核查)."),
    "commitments": _happens("SafetyCommitment", "made_on", "Its safety commitments (安全承诺)."),
    "self_inspections": _happens("SelfInspection", "inspected_on", "Its self-inspections (自检自改)."),
    "quarterly_reports": _happens("QuarterlyReport", "period_start", "Its reports of quarters (季度书面报告)."),
    "panels": _happens("Panel", "valid_from", "Its panels (采区)."),
    "faces": _happens("Face", "valid_from", "Its faces (采掘工作面)."),
    "outputs": _happens("MonthlyOutput", "first_day", "Its output by month (月产量)."),
    "headcounts": _happens("ShiftHeadcount", "day", "How many people were underground by shift (单班入井人数)."),
    "capacities": _on_file("CapacityPeriod", "valid_from", "Its capacities (生产能力沿革)."),
    "disaster_appraisals": _on_file("DisasterAppraisal", "valid_from", "What it was appraised at (灾害鉴定)."),
    "plans": _on_file("MinePlan", "valid_from", "Editions of the plan of supervising it (一矿一策)."),
    "liaison_leaders": _on_file("LiaisonLeader", "valid_from", "Leaders who liaised with it (联系指导领导)."),
    "standardisation_periods": _on_file(
        "StandardisationPeriod", "valid_from", "Its standardisation grades (标准化等级沿革)."
    ),
    "dispositions": _on_file("MineDisposition", "valid_from", "What was to become of it when (分类处置沿革)."),
    "double_control_periods": _on_file(
        "DoubleControlPeriod", "valid_from", "How far its double control has come (“双控”体系建设)."
    ),
    "requirements": _on_file("MineRequirement", "valid_from", "What it has to have or to keep up (应建应备事项)."),
    "headcount_limits": _on_file("HeadcountQuota", "valid_from", "Its own quotas of people (矿定限员)."),
    "contracting_periods": _on_file("ContractingPeriod", "valid_from", "Contracts on its work (托管、承包)."),
    "mechanisation": _on_file("Mechanisation", "reported_for", "How far it is mechanised (机械化程度)."),
    "monitoring_feeds": _on_file("MonitoringFeed", "since_when", "Its monitoring feeds (监测数据接入)."),
    "approval_gates": _on_file("ApprovalGate", "due_on", "Approval gates of its upgrade (升级改造审批)."),
}
