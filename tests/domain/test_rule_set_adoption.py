"""A rule set is adopted and withdrawn in whatever order: one content at a time, and nothing rests on any other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from ledger.domain.rule_set_adoption import (
    AdoptedRuleSet,
    RuleSetAdopted,
    RuleSetContent,
    RuleSetWithdrawn,
    adopted_rule_set_id,
)
from ledger.domain.rule_text import RuleText
from ledger.values.actor import Actor
from ledger.values.verified import Verified
from tests.domain.lives import Life, people

CONTENT = RuleSetContent(
    rule_set="SCALE-1",
    rule_kind="scale",
    title="t",
    source="s",
    verified=Verified.OURS,
    note="n",
    digest="",
    valid_from=date(2020, 1, 1),
    valid_to=None,
    rules=[RuleText(code="1", matter="1", article="1", source="s", verified=Verified.OURS, zh="z")],
)
digests = st.sampled_from(["a" * 64, "b" * 64])


class RuleSetLife(Life):
    """What is adopted is what was adopted last and not withdrawn since."""

    def __init__(self) -> None:
        super().__init__()
        self.it = self.adopted = AdoptedRuleSet(adopted_rule_set_id("SCALE-1"))
        self.in_use: str | None = None

    @rule(by=people, digest=digests, shipped=st.booleans())
    def adopt(self, by: Actor, digest: str, shipped: bool) -> None:
        code = self.attempt("adopt", replace(CONTENT, digest=digest), shipped=shipped, by=by)
        assert code == ("RULE_SET_ADOPTED_ALREADY" if digest == self.in_use else None)
        self.in_use = digest

    @rule(by=people)
    def withdraw(self, by: Actor) -> None:
        code = self.attempt("withdraw", "w", by=by)
        assert code == ("RULE_SET_NOT_ADOPTED" if self.in_use is None else None)
        self.in_use = None

    @invariant()
    def only_what_is_in_use_can_be_rested_on(self) -> None:
        assert self.adopted.digest == self.in_use

    @invariant()
    def every_step_names_the_content_before_it(self) -> None:
        before: str | None = None
        for event in self.it.pending:
            if isinstance(event, RuleSetAdopted):
                assert event.previous_digest == before
                before = event.digest
            else:
                assert isinstance(event, RuleSetWithdrawn)
                assert event.digest == before
                before = None


TestRuleSetLife = RuleSetLife.TestCase
TestRuleSetLife.settings = settings(max_examples=40, stateful_step_count=20, deadline=None)
