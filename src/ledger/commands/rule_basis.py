"""What a decision rests on: a rule set that is adopted as this server has it, noted on every event of the command."""

from __future__ import annotations

from ledger.commands.work import Work
from ledger.domain.rule_set_adoption import AdoptedRuleSet, adopted_rule_set_id
from ledger.eventstore.envelope import Basis
from ledger.rules.rule_set import RuleSet
from ledger.values.actor import Role
from ledger.values.errors import GuardRefused, Unavailable


async def rest_on(work: Work, rules: RuleSet, article: str | None = None) -> None:
    """Let what is decided rest on a rule set; `RULE_SET_NOT_ADOPTED` when the ledger does not go by this content.

    For acts: a fact is recorded whatever is adopted. What the ledger does by itself waits until it is adopted, so that
    nothing that came up meanwhile is left out.
    """
    adopted = await work.find(AdoptedRuleSet, adopted_rule_set_id(rules.id))
    try:
        adopted.must_be_adopted(rules.id, rules.digest)
    except GuardRefused as refused:
        if work.actor.role is Role.SYSTEM:
            raise Unavailable(refused.code, refused.message, refused.message_zh, rule=refused.rule) from refused
        raise
    work.basis = Basis(rule_set=rules.id, digest=rules.digest, article=article)
