"""What the parts of a mine do: changes as they come, what was learned late, closing and its reversal, work found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from ledger.domain import mine_status_events as s
from ledger.domain.corrections import RULE as CORRECTION
from ledger.domain.corrections import corrected, found
from ledger.domain.guards import OURS, refuse
from ledger.domain.mine_state import MineState, Stop
from ledger.domain.mine_status_events import GRAVITY, WHOLE_MINE, MineStatus, WorkKind
from ledger.domain.timeline import Timeline, placed, taken_out
from ledger.values.actor import Actor
from ledger.values.labels import zh

ALWAYS_LAWFUL = frozenset({WorkKind.VENTILATION, WorkKind.PUMPING})
AT_WORK = frozenset({MineStatus.PRODUCING, MineStatus.CONSTRUCTING})


@dataclass(frozen=True)
class Paper:
    """What a decision rests on: who took it, the number of its document (文号), and the day of its prior notice."""

    decided_by: str
    reference: str
    noticed_on: date | None = None


@dataclass(frozen=True)
class OrderPaper:
    """What a stop rests on that an order of this ledger ordered; it may have no number yet."""

    decided_by: str
    reference: str | None
    order: UUID


@dataclass(frozen=True)
class Breach:
    """The rule that a fact breaks, and how it is called (违法情形)."""

    rule: str
    zh: str


class MineStatusActs(MineState):
    """Facts and acts about the status of the parts."""

    def change_status(self, part: str, status: MineStatus, on: date, why: str, *, by: Actor, at: datetime) -> None:
        """Record that a part does something else from `on`.

        WorkKind in a part that is closed, or whose stop has not been ended by its way back, is a fact, and flagged.
        """
        before = self.status_of(part)
        if before is status:
            refuse(
                "STATUS_UNCHANGED",
                f"{part} is {status} already.",
                f"{part}当前状态已是“{zh(status)}”。",
                rule=OURS,
                path=("status",),
            )
        self.enter(part, status, on, why, by, at)
        if status.stopped:
            self.begin_stop(part, status, on, why, before, by=by, at=at)
        if before is MineStatus.CLOSED:
            self.flag(
                by,
                at,
                "双四政发〔2020〕28号 V17",
                f"{part} was closed and is found {status}.",
                f"{part} 已关闭，现状态为“{zh(status)}”（死灰复燃嫌疑）。",
            )
        elif status in AT_WORK and self.standing(part):
            self.flag(
                by,
                at,
                "双四政发〔2020〕28号 V15",
                f"{part} is {status} although a stop stands that was not ended by its way back.",
                f"{part} 停产停工措施尚未依程序解除，现状态为“{zh(status)}”。",
            )

    def enter(self, part: str, status: MineStatus, on: date, why: str, by: Actor, at: datetime) -> None:
        """Let a part do something else from `on`, which is not before its last change."""
        self.not_before_last(part, on)
        timeline = self.timelines.get(part)
        last = timeline.last if timeline else None
        self.happen(
            s.MineStatusChanged,
            by,
            at,
            part=part,
            status=status,
            effective_on=on,
            period=self.new_id("status", part),
            ended_period=last.id if last else None,
            why=why,
        )

    def begin_stop(
        self,
        part: str,
        kind: MineStatus,
        on: date,
        content: str,
        before: MineStatus | None,
        *,
        by: Actor,
        at: datetime,
        paper: Paper | OrderPaper | None = None,
        term: date | None = None,
    ) -> None:
        """Record a stop; what the part did before it is what it may do again once no stop stands."""
        own = [stop for stop in self.stops.values() if stop.part == part]
        resumes_as = own[0].before if own else before
        self.happen(
            s.StopBegan,
            by,
            at,
            stop=self.new_id("stop", part),
            part=part,
            kind=kind,
            began_on=on,
            before=resumes_as if resumes_as in AT_WORK | {MineStatus.APPROVING} else MineStatus.PRODUCING,
            ordered_by=paper.decided_by if paper else None,
            reference=paper.reference if paper else None,
            content=content,
            term=term,
            order=paper.order if isinstance(paper, OrderPaper) else None,
            noticed_on=paper.noticed_on if isinstance(paper, Paper) else None,
        )

    def standing(self, part: str) -> list[Stop]:
        """The stops that stand on a part, those of the whole mine among them, in order of entry."""
        return [stop for stop in self.stops.values() if stop.part in {part, WHOLE_MINE}]

    def end_stop(self, stop: Stop, on: date, how: str, reference: str | None, *, by: Actor, at: datetime) -> MineStatus:
        """End a stop; the status that the part has then, the gravest of the stops that still stand, or its work."""
        self.happen(
            s.StopEnded,
            by,
            at,
            stop=stop.id,
            part=stop.part,
            kind=stop.kind,
            ended_on=on,
            how=how,
            reference=reference,
        )
        left = [other.kind for other in self.stops.values() if other.part == stop.part]
        return max(left, key=GRAVITY.index) if left else stop.before

    def correct_status(
        self,
        part: str,
        status: MineStatus,
        on: date,
        instead_of: date | None,
        why: str,
        *,
        by: Actor,
        at: datetime,
    ) -> None:
        """Say late what a part did from `on`, or from when, in place of what began on `instead_of`."""
        timeline = self.part_recorded(part)
        period, replaced = corrected(timeline, status, on, instead_of, self.new_id("status", part))
        placement = placed(timeline, period, without=replaced)
        before = self.status_of(part)
        self.happen(
            s.MineStatusCorrected,
            by,
            at,
            part=part,
            status=status,
            period=period.id,
            replaced=replaced,
            effective_on=on,
            ended_on=placement.ended_on,
            moved=placement.moved,
            current=placement.current,
            why=why,
        )
        self._stops_follow(part, before, why, by=by, at=at)

    def withdraw_status(self, part: str, started_on: date, why: str, *, by: Actor, at: datetime) -> None:
        """Take out a period that never was; what was before it went on. The first one is replaced, not taken out."""
        timeline = self.part_recorded(part)
        period = found(timeline, started_on)
        if period == timeline.periods[0]:
            refuse(
                "FIRST_PERIOD_STAYS",
                "Nothing was before the first period that could have gone on; correct it instead.",
                "首个期间之前没有状态可以延续，请更正该期间。",
                rule=CORRECTION,
                path=("startedOn",),
            )
        before = self.status_of(part)
        left = timeline.copy()
        left.drop(period.id)
        self.happen(
            s.MineStatusWithdrawn,
            by,
            at,
            part=part,
            period=period.id,
            moved=taken_out(timeline, period.id),
            current=left.periods[-1].value,
            why=why,
        )
        self._stops_follow(part, before, why, by=by, at=at)

    def close(self, part: str, on: date, paper: Paper, why: str, *, by: Actor, at: datetime) -> None:
        """Close a part by decision of the government (条例 §70); stops that stand on it end with it."""
        if self.status_of(part) is MineStatus.CLOSED:
            refuse("CLOSED_ALREADY", f"{part} is closed already.", f"{part} 已经关闭。", rule=OURS, path=("part",))
        self.enter(part, MineStatus.CLOSED, on, why, by, at)
        decided = {"decided_by": paper.decided_by, "reference": paper.reference}
        self.happen(s.MineClosed, by, at, part=part, closed_on=on, why=why, **decided)
        for stop in [stop for stop in self.stops.values() if stop.part == part]:
            self.end_stop(stop, on, "关闭", paper.reference, by=by, at=at)

    def reverse_closure(
        self, part: str, status: MineStatus, on: date, reference: str, why: str, *, by: Actor, at: datetime
    ) -> None:
        """Undo a closure that fell by review, suit or correction; from `on` the part has `status`, a stop mostly."""
        if self.status_of(part) is not MineStatus.CLOSED or status is MineStatus.CLOSED:
            refuse(
                "NOT_CLOSED",
                f"{part} is not closed, or would be closed again.",
                f"{part} 并未关闭，或仍拟为关闭。",
                rule=OURS,
                path=("part",),
            )
        self.enter(part, status, on, why, by, at)
        self.happen(s.ClosureReversed, by, at, part=part, reversed_on=on, reference=reference, why=why)
        if status.stopped:
            self.begin_stop(part, status, on, why, None, by=by, at=at)

    def permit_repair(self, part: str, *, by: Actor, at: datetime, **permit: object) -> None:
        """Permit repair during a stop within scope, days, sequence and headcount (整改维修; notice V16)."""
        if not self.standing(part):
            refuse(
                "NO_STOP_STANDS", f"No stop stands on {part}.", f"{part} 没有停产停工措施。", rule=OURS, path=("part",)
            )
        self.happen(s.RepairPermitted, by, at, part=part, permit=self.new_id("permit", part), **permit)

    def find_work(
        self,
        part: str,
        work: WorkKind,
        on: date,
        breaks: Breach | None,
        finding: str,
        people: int | None = None,
        as_permitted: bool | None = None,
        *,
        by: Actor,
        at: datetime,
    ) -> None:
        """Record what was found to be done on a day; `breaks` is what such work breaks in a part of that status.

        Ventilation and pumping are lawful whatever the rule; repair is within the scope, days, sequence and headcount
        of a permit (notice V16).
        """
        permitted = work is WorkKind.REPAIR and as_permitted is not False and self.permitted(part, on, people)
        lawful = breaks is None or work in ALWAYS_LAWFUL or permitted
        status = self.status_on(part, on)
        told = {"status": status, "lawful": lawful, "finding": finding, "people": people, "as_permitted": as_permitted}
        self.happen(s.WorkFound, by, at, part=part, work=work, found_on=on, **told)
        if breaks is not None and not lawful:
            text = f"{work} was found in {part}, {status} on {on}."
            self.flag(by, at, breaks.rule, text, f"{part}（{on} 状态：{zh(status)}）：{breaks.zh}。")

    def permitted(self, part: str, on: date, people: int | None) -> bool:
        """Whether repair by so many people is within the days and the headcount of a permit for the part."""
        running = [p for p in self.permits if p.part == part and p.starts_on <= on <= p.ends_on]
        return any(people is None or people <= permit.headcount for permit in running)

    def status_on(self, part: str, on: date) -> MineStatus | None:
        """What a part did on a day: the gravest of its stop and that of the whole mine, else its own status."""
        days = [self.timelines[name].on(on) for name in (part, WHOLE_MINE) if name in self.timelines]
        statuses = [period.value for period in days if period is not None]
        if MineStatus.CLOSED in statuses:
            return MineStatus.CLOSED
        stopped = [status for status in statuses if status.stopped]
        return max(stopped, key=GRAVITY.index) if stopped else next(iter(statuses), None)

    def part_recorded(self, part: str) -> Timeline[MineStatus]:
        """What a part did when; `PART_UNKNOWN` when nothing was recorded of it."""
        timeline = self.timelines.get(part)
        if timeline is None:
            known = "、".join(self.timelines) or "—"
            refuse(
                "PART_UNKNOWN",
                f"Nothing is recorded of a part {part}; there is {known}.",
                f"没有 {part} 的状态记录；已有：{known}。",
                rule=OURS,
                path=("part",),
            )
        return timeline

    def not_before_last(self, part: str, on: date) -> None:
        """Refuse a change dated before the last one of the part: that is a correction."""
        timeline = self.timelines.get(part)
        last = timeline.last if timeline else None
        if last is not None and on < last.starts:
            refuse(
                "STATUS_BEFORE_LAST",
                f"{part} is {last.value} since {last.starts}; an earlier change is a correction.",
                f"{part}自 {last.starts} 起为“{zh(last.value)}”，更早的变更须走更正程序。",
                rule=CORRECTION,
                path=("effectiveOn",),
            )

    def _stops_follow(self, part: str, before: MineStatus | None, why: str, *, by: Actor, at: datetime) -> None:
        """Let stops follow a correction: one whose status never was falls, one learned of begins, one moved moves."""
        last = self.timelines[part].last
        assert last is not None
        own = [stop for stop in self.stops.values() if stop.part == part]
        for stop in [stop for stop in own if stop.kind is before and before is not last.value]:
            self.end_stop(stop, last.starts, f"更正：{why}", None, by=by, at=at)
        same = [stop for stop in own if stop.kind is last.value]
        if last.value.stopped and not same:
            self.begin_stop(part, last.value, last.starts, why, before, by=by, at=at)
        elif same and same[-1].since != last.starts:
            self.happen(s.StopRedated, by, at, stop=same[-1].id, began_on=last.starts, why=why)
