"""Commands on what a mine has to have or to keep up (应建应备事项)."""

from __future__ import annotations

from pydantic import Field

from ledger.commands import rights
from ledger.commands.mine_file import FileCommand
from ledger.commands.mine_status import MineCommand
from ledger.commands.work import Work
from ledger.domain.aggregate import Aggregate
from ledger.domain.mine_file_events import RequirementState
from ledger.domain.mine_requirements import Required
from ledger.domain.mine_status_events import WHOLE_MINE
from ledger.eventstore.envelope import Basis
from ledger.rules.mine_requirements import MineRequirements, mine_requirements
from ledger.values.errors import InvalidInput
from ledger.values.text import Line, Name
from ledger.values.times import Day


class ListMineRequirements(MineCommand):
    """List what applies to a mine on a day (列出应建应备事项), by its status, disasters, disposition and upgrade.

    Asked again after one of these changed, it adds what applies now, and says of what applies no more that it does not.
    """

    right = rights.SUPERVISOR

    listed_on: Day = Field(description="Day of it (列出日期).")

    async def handle(self, work: Work) -> Aggregate:
        mine, day = await self.loaded(work), self.listed_on
        rules = _rules_on(day, "listedOn")
        work.basis = Basis(rule_set=rules.id, digest=rules.digest)
        known = mine.status_on(WHOLE_MINE, day), mine.disasters_on(day), mine.kept_on("disposition", day)
        upgraded = bool(mine.gates) and not mine.upgrade_revoked
        grounds = [(item, item.ground(*known, upgraded=upgraded)) for item in rules.items]
        items = [Required(item.code, item.zh, item.article, ground) for item, ground in grounds if ground is not None]
        mine.list_requirements(items, day, by=work.actor, at=work.at(day))
        return mine


class NoteMineRequirement(FileCommand):
    """Note whether something that a mine has to have is there (记录应建应备事项落实情况), as it was found on a day."""

    right = rights.SUPERVISOR

    code: Name = Field(description="Code of the item (事项代码), such as LIFELINES.")
    state: RequirementState = Field(description="Whether it is there (落实情况).")
    noted_on: Day = Field(description="Day of the finding (核查日期).")
    finding: Line = Field(description="What was found (核查情况).")

    async def handle(self, work: Work) -> Aggregate:
        mine, day = await self.loaded(work), self.noted_on
        rules = _rules_on(day, "notedOn")
        item = rules.item(self.code)
        if item is None:
            known = "、".join(item.code for item in rules.items)
            raise InvalidInput(
                "REQUIREMENT_UNKNOWN",
                f"No item {self.code} is in the list; there is {known}.",
                f"没有事项 {self.code}；现有：{known}。",
                path=("code",),
            )
        work.basis = Basis(rule_set=rules.id, digest=rules.digest, article=item.article)
        required = Required(item.code, item.zh, item.article, "")
        told = required, self.state, day, self.finding, None
        mine.note_requirement(*told, instead_of=self.instead_of, by=work.actor, at=work.at(day))
        return mine


def _rules_on(day: Day, field: str) -> MineRequirements:
    rules = mine_requirements(day)
    if rules is None:
        raise InvalidInput(
            "NO_RULES_THAT_DAY",
            f"No list of requirements is in force on {day}.",
            f"{day} 没有有效的事项清单。",
            path=(field,),
        )
    return rules
