"""At every start the rule files are held against what was adopted; at the first start they are adopted.

An insider who edits a rule file instead of recording an event finds that the ledger does not start.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid5

import structlog

from ledger.commands.bus import CommandBus, Order
from ledger.commands.rule_set import AdoptShippedRuleSets
from ledger.domain.rule_set_adoption import NAMESPACE, RuleSetAdopted, RuleSetWithdrawn
from ledger.eventstore.store import EventStore
from ledger.rights.right import Principal
from ledger.rules.catalogue import shipped
from ledger.rules.rule_set import RuleSet
from ledger.values.actor import Role
from ledger.values.errors import DuplicateCommand

BEGINNING = datetime(2015, 1, 1, tzinfo=UTC)
"""When a simulated ledger adopts what it came with: before anything that is entered in it."""

BY = Principal(
    id="process:rule-adoption", name="rule-adoption", department="台账系统", division="", roles=frozenset({Role.SYSTEM})
)
FIRST_START = uuid5(NAMESPACE, "first start")
_BATCH = 500

log = structlog.get_logger(__name__)


class RuleFilesRefused(RuntimeError):
    """Rule files are not what was adopted; nothing was changed, and the ledger does not start."""


@dataclass(frozen=True)
class Difference:
    """A rule set that is adopted with one digest, and found in a file with another, or in none."""

    rule_set: str
    adopted: str
    file: str | None
    found: str | None

    @property
    def message(self) -> str:
        """What is wrong, and what to do."""
        if self.file is None:
            return f"The rule set {self.rule_set} is adopted with the digest {self.adopted}, and no rule file has it."
        return (
            f"{self.file}.yaml is not what was adopted: {self.rule_set} is adopted with the digest {self.adopted}, "
            f"the file has {self.found}. "
            "Put the adopted file back, or withdraw the rule set before its file is replaced."
        )

    @property
    def message_zh(self) -> str:
        """The same in Chinese."""
        if self.file is None:
            return f"规则集 {self.rule_set} 已采用（内容摘要 {self.adopted}），但没有对应的规则文件。"
        return (
            f"规则文件 {self.file}.yaml 与已采用的内容不符：{self.rule_set} 已采用的内容摘要为 {self.adopted}，"
            f"文件的内容摘要为 {self.found}。请恢复已采用的文件，或者先停用该规则集再更换文件。"
        )


async def adopt_or_refuse(
    store: EventStore, bus: CommandBus, *, simulated: bool, files: Mapping[str, RuleSet] | None = None
) -> None:
    """Adopt the shipped rule sets where none ever was; `RuleFilesRefused` where one of `files` is not what was adopted.

    `files` are the shipped ones when left out.
    """
    files = shipped() if files is None else files
    adopted = await adopted_digests(store)
    if adopted is None:
        digests = {rules.id: rules.digest for rules in files.values()}
        known = (await store.head()).recorded_at
        instant = (known or BEGINNING) if simulated else None
        # Another server may be starting at the same moment: what it adopted is looked at below.
        with suppress(DuplicateCommand):
            await bus.execute(Order(AdoptShippedRuleSets(digests=digests), BY, FIRST_START, instant=instant))
        adopted = await adopted_digests(store) or {}
    differing = differences(adopted, files)
    if differing:
        raise RuleFilesRefused("\n".join(f"{d.message} {d.message_zh}" for d in differing))
    for rules in files.values():
        if rules.id not in adopted:
            log.warning("rule set not adopted", rule_set=rules.id, digest=rules.digest)


def differences(adopted: Mapping[str, str], files: Mapping[str, RuleSet]) -> list[Difference]:
    """What is wrong with the files: one whose content is not what was adopted, or is missing."""
    by_id = {rules.id: (name, rules.digest) for name, rules in files.items()}
    found = [Difference(id, digest, *by_id.get(id, (None, None))) for id, digest in adopted.items()]
    return [difference for difference in found if difference.found != difference.adopted]


async def adopted_digests(store: EventStore) -> dict[str, str] | None:
    """The digests in use by their rule sets; None where nothing was ever adopted."""
    adopted: dict[str, str] = {}
    position, ever = 0, False
    types = (RuleSetAdopted.type_name(), RuleSetWithdrawn.type_name())
    while events := await store.read_all(position, _BATCH, types):
        for recorded in events:
            match recorded.event:
                case RuleSetAdopted() as event:
                    adopted[event.rule_set], ever = event.digest, True
                case RuleSetWithdrawn() as event:
                    adopted.pop(event.rule_set, None)
        position = events[-1].position
    return adopted if ever else None
