"""Commands on rule sets (规则集): adopting and withdrawing them."""

from __future__ import annotations

from pydantic import Field

from ledger.commands import rights
from ledger.commands.command import Command
from ledger.commands.work import Work
from ledger.domain.aggregate import Aggregate
from ledger.domain.guards import refuse
from ledger.domain.rule_set_adoption import RULE, AdoptedRuleSet, adopted_rule_set_id
from ledger.rights.right import Right
from ledger.rules.catalogue import shipped
from ledger.rules.rule_set import RuleSet
from ledger.values.actor import Role
from ledger.values.errors import InvalidInput
from ledger.values.text import Line, Name

_ID = "Id of the rule set (规则集编号), such as ORDER-21-2026."


def _of_this_server(id: str) -> RuleSet:
    found = next((rules for rules in shipped().values() if rules.id == id), None)
    if found is None:
        raise InvalidInput(
            "RULE_SET_UNKNOWN",
            f"This server has no rule set {id}.",
            f"本服务器没有规则集 {id}。",
            path=("ruleSet",),
            rule=RULE,
        )
    return found


class AdoptRuleSet(Command):
    """Adopt a rule set (采用规则集) with the content that this server has; decisions rest on it from then on."""

    right = rights.RULES
    returns = AdoptedRuleSet

    rule_set: Name = Field(description=_ID)
    digest: str = Field(
        pattern=r"^[0-9a-f]{64}$",
        description="Digest of the content that is meant (内容摘要).",
    )

    async def handle(self, work: Work) -> Aggregate:
        rules = _of_this_server(self.rule_set)
        if rules.digest != self.digest:
            refuse(
                "RULE_SET_DIGEST_DIFFERS",
                f"This server has {rules.id} with the digest {rules.digest}, not {self.digest}.",
                f"本服务器上 {rules.id} 的内容摘要为 {rules.digest}，不是 {self.digest}。",
                rule=RULE,
                path=("digest",),
            )
        adopted = await work.find(AdoptedRuleSet, adopted_rule_set_id(rules.id))
        adopted.adopt(rules.content(), shipped=False, by=work.actor, at=work.now)
        return adopted


class WithdrawRuleSet(Command):
    """Withdraw a rule set (停用规则集): nothing rests on it any more, and its file may be replaced."""

    right = rights.RULES
    returns = AdoptedRuleSet

    rule_set: Name = Field(description=_ID)
    why: Line = Field(description="Why (停用理由).")

    async def handle(self, work: Work) -> Aggregate:
        adopted = await work.load(AdoptedRuleSet, adopted_rule_set_id(self.rule_set), "ruleSet")
        adopted.withdraw(self.why, by=work.actor, at=work.now)
        return adopted


class AdoptShippedRuleSets(Command):
    """Adopt all rule sets that came with the software, as a ledger does once, when it is first started."""

    right = Right.of(Role.SYSTEM)
    returns = AdoptedRuleSet
    exposed = False

    digests: dict[str, str] = Field(description="The digests of the rule sets by their ids (内容摘要).")

    async def handle(self, work: Work) -> Aggregate:
        adopted = None
        for id, digest in self.digests.items():
            rules = _of_this_server(id)
            assert rules.digest == digest
            adopted = await work.find(AdoptedRuleSet, adopted_rule_set_id(id))
            adopted.adopt(rules.content(), shipped=True, by=work.actor, at=work.now)
        assert adopted is not None
        return adopted
