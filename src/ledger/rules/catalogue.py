"""Every rule set there is, by its file."""

from __future__ import annotations

from ledger.rules.accident_grades import AccidentGrades
from ledger.rules.approval_gates import ApprovalGates
from ledger.rules.credit_scale import CreditScale
from ledger.rules.deadlines import DeadlineRules
from ledger.rules.disaster_grades import DisasterGrades
from ledger.rules.duties import Duties
from ledger.rules.equipment_tests import EquipmentTests
from ledger.rules.face_limits import FaceLimits
from ledger.rules.goals import Goals
from ledger.rules.hazard_standards import HazardStandard
from ledger.rules.headcount_limits import HeadcountLimits
from ledger.rules.listing_regimes import ListingRegime
from ledger.rules.mine_requirements import MineRequirements
from ledger.rules.mine_stops import MineStopRules
from ledger.rules.penalties import Penalties
from ledger.rules.project_requirements import ProjectRequirements
from ledger.rules.publication import Publication
from ledger.rules.risk_reviews import RiskReviews
from ledger.rules.rule_set import RuleSet, load
from ledger.rules.size_classes import SizeClasses
from ledger.rules.standardisation import StandardisationGrades
from ledger.rules.violation_categories import ViolationCategories

KINDS: dict[str, type[RuleSet]] = {
    cls.kind: cls
    for cls in (
        AccidentGrades,
        ApprovalGates,
        CreditScale,
        DeadlineRules,
        DisasterGrades,
        Duties,
        EquipmentTests,
        FaceLimits,
        Goals,
        HazardStandard,
        HeadcountLimits,
        ListingRegime,
        MineRequirements,
        MineStopRules,
        Penalties,
        ProjectRequirements,
        Publication,
        RiskReviews,
        SizeClasses,
        StandardisationGrades,
        ViolationCategories,
    )
}

FILES: dict[str, type[RuleSet]] = {name: cls for cls in KINDS.values() for name in cls.files}


def shipped() -> dict[str, RuleSet]:
    """The rule sets that came with the software, by their files."""
    return {name: load(cls, name) for name, cls in FILES.items()}
