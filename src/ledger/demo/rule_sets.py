"""Rule sets of the fictional district: one is withdrawn to be checked against its text, and adopted again."""

from __future__ import annotations

from datetime import date

from ledger.demo.diary import Diary
from ledger.rules.catalogue import shipped

CHECKED = "FACE-LIMITS-2020"


def enter(diary: Diary) -> None:
    """Note them."""
    [rules] = [rules for rules in shipped().values() if rules.id == CHECKED]
    diary.add(date(2026, 4, 13), "head", "withdrawRuleSet", ruleSet=CHECKED, why="与通知原文逐条核对")
    diary.add(date(2026, 4, 15), "head", "adoptRuleSet", ruleSet=CHECKED, digest=rules.digest)
