"""Late corrections of who answered for a mine: its supervisor body, its key posts."""

from __future__ import annotations

from pydantic import Field

from ledger.commands import rights
from ledger.commands.mine_status import MineCommand
from ledger.commands.work import Work
from ledger.domain.aggregate import Aggregate
from ledger.domain.corrections import RULE
from ledger.domain.guards import refuse
from ledger.domain.mine_events import KeyPost
from ledger.values.text import Line, Name
from ledger.values.times import Day


class CorrectSupervisorBody(MineCommand):
    """Correct late which body supervised a mine from a day on, or from when (更正监管主体)."""

    right = rights.HEAD

    body: Name = Field(description="The supervisor body (监管主体).")
    effective_on: Day = Field(description="First day of it, as it is known now (起始日).")
    instead_of: Day | None = Field(
        None, description="First day of the period that is moved or replaced (被更正期间的起始日); none is inserted."
    )
    why: Line = Field(description="Why (更正理由).")

    async def handle(self, work: Work) -> Aggregate:
        mine = await self.loaded(work)
        mine.correct_supervisor(self.body, self.effective_on, self.instead_of, self.why, by=work.actor, at=work.now)
        return mine


class CorrectKeyPost(MineCommand):
    """Correct late from when and until when somebody held a key post (更正任职期间)."""

    right = rights.HEAD

    post: KeyPost = Field(description="The key post (关键岗位).")
    holder: Name = Field(description="Name of who held it (任职人姓名).")
    recorded_from: Day = Field(description="First day in the post as it is recorded (原记录任职起始日).")
    effective_on: Day = Field(description="First day in the post, as it is known now (任职起始日).")
    ended_on: Day | None = Field(None, description="First day without them (离任日); without it they hold it still.")
    why: Line = Field(description="Why (更正理由).")

    async def handle(self, work: Work) -> Aggregate:
        mine = await self.loaded(work)
        wanted = self.holder, self.recorded_from
        found = [id for id, t in mine.holders_of(self.post) if (t.holder, t.since) == wanted]
        if not found:
            refuse(
                "APPOINTMENT_UNKNOWN",
                f"No appointment of {self.holder} from {self.recorded_from} is recorded.",
                f"没有 {self.holder} 自 {self.recorded_from} 起的任职记录。",
                rule=RULE,
                path=("recordedFrom",),
            )
        days = self.effective_on, self.ended_on
        mine.correct_tenure(found[-1], *days, self.why, by=work.actor, at=work.now)
        return mine
