"""What hangs on a mine and is declared after it, in `mine_types`."""

from __future__ import annotations

from ledger.graphql.declared import ToMany

TYPES = "ledger.graphql.mine_types"


def _many(type_name: str, order: str, description: str) -> ToMany:
    return ToMany(type_name, "mine", "mine", order, description, TYPES)


MINE_RELATIONS = {
    "stops": _many("MineStop", "valid_from", "Its stops and their ways back (停产台账)."),
    "repair_permits": _many("RepairPermit", "starts_on", "Repair permitted during stops (整改维修许可)."),
    "work_found": _many("FoundWork", "found_on", "Work found in its parts (现场作业核查)."),
    "commitments": _many("SafetyCommitment", "made_on", "Its safety commitments (安全承诺)."),
    "self_inspections": _many("SelfInspection", "inspected_on", "Its self-inspections (自检自改)."),
}
