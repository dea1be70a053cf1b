"""What mines owe: recurring inspections and reports while they are at work, and what comes before they work again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import pairwise
from uuid import UUID

from ledger.domain.event import entry_id
from ledger.domain.mine import Mine
from ledger.domain.mine_events import (
    MineRegistered,
    MineRegistrationCorrected,
    SupervisorBodyAssigned,
    SupervisorBodyCorrected,
)
from ledger.domain.mine_file_events import DoubleControlAssessed, StandardisationGraded
from ledger.domain.mine_operation_events import (
    ApprovalGatePassed,
    ApprovalGateReopened,
    ApprovalGateSet,
    UpgradeRestored,
    UpgradeRevoked,
)
from ledger.domain.mine_record_events import MineRecordWithdrawn
from ledger.domain.mine_status import AT_WORK
from ledger.domain.mine_status_events import (
    WHOLE_MINE,
    MineStatus,
    MineStatusChanged,
    MineStatusCorrected,
    MineStatusWithdrawn,
    ResumptionAccepted,
    ResumptionApplied,
    StopEnded,
)
from ledger.domain.obligation import obligation_id
from ledger.domain.obligation_events import OwnerKind
from ledger.eventstore.envelope import RecordedEvent
from ledger.processes.duty_mine_goals import MineGoals
from ledger.processes.duty_steps import Cause, Claim, Fulfilment
from ledger.processes.duty_watch import Watch, cause, evidence_of, fulfilment
from ledger.rules.duties import Duties, Duty, Trigger
from ledger.values.calendar import DAY, Cadence, Period, period_of, periods
from ledger.values.times import end_of_day, local_day

NOBODY = "（未明确监管主体）"


class MineWatch(Watch):
    """One mine; 开工 is read as production and construction in any of its parts (ours)."""

    types = (
        "MineRegistered",
        "MineRegistrationCorrected",
        "SupervisorBodyAssigned",
        "SupervisorBodyCorrected",
        "MineStatusChanged",
        "MineStatusCorrected",
        "MineStatusWithdrawn",
        "ResumptionApplied",
        "ResumptionAccepted",
        "StopEnded",
        "ApprovalGateSet",
        "ApprovalGatePassed",
        *MineGoals.types,
        "ApprovalGateReopened",
        "UpgradeRevoked",
        "UpgradeRestored",
        "MineRecordWithdrawn",
    )

    def __init__(self, mine: UUID, rules: Duties) -> None:
        super().__init__(mine, rules)
        self._mine = Mine(mine)
        self.enterprise = ""
        self._facts: list[tuple[date, Cause]] = []
        self._done: dict[tuple[str, str], list[Fulfilment]] = defaultdict(list)
        self._reopenings: dict[date, list[Claim]] = {}
        self._terms: dict[UUID, list[Claim]] = defaultdict(list)
        self._reached: date | None = None
        self._goals = MineGoals(self._mine, rules)
        self._shown_by: dict[UUID, int] = {}

    def fold(self, recorded: RecordedEvent) -> Iterable[Claim]:
        """Take in a fact about the mine."""
        match event := recorded.event:
            case MineRegistered() | MineRegistrationCorrected():
                self._mine.when(event)
                self.enterprise = event.enterprise
                self._goals.note(recorded)
            case StandardisationGraded() | DoubleControlAssessed():
                self._mine.when(event)
                self._goals.note(recorded)
                return list(self._goals.look(recorded, self._goal))
            case SupervisorBodyAssigned() | SupervisorBodyCorrected():
                self._mine.when(event)
            case MineStatusChanged():
                return self._status_told(event, event.effective_on, recorded)
            case MineStatusCorrected() | MineStatusWithdrawn():
                return self._status_told(event, self._rules.since, recorded)
            case ResumptionApplied():
                due, period = Trigger.RESUMPTION_APPLIED, f"A{event.applied_on}"
                return self._term(event.stop, due, period, event.applied_on, event.due_on, recorded)
            case ResumptionAccepted():
                return self._term_met(event.stop, recorded)
            case StopEnded():
                return self._term_ended(event.stop, event.how, recorded)
            case ApprovalGateSet():
                due, opens_on = Trigger.APPROVAL_GATE, max(event.entered_on, self._rules.since)
                return self._term(event.gate, due, event.code, opens_on, event.due_on, recorded)
            case ApprovalGatePassed():
                return self._term_met(event.gate, recorded)
            case ApprovalGateReopened():
                return self._term_unmet(event.gate, event.why, recorded)
            case UpgradeRevoked():
                return [claim for gate in event.gates for claim in self._term_ended(gate, event.why, recorded)]
            case UpgradeRestored():
                return [claim for gate in event.gates for claim in self._term_again(gate, recorded)]
            case MineRecordWithdrawn():
                return self._withdrawn(event, recorded)
            case _:
                return self._shown(recorded)
        return ()

    def reach(self, day: date) -> Iterable[Claim]:
        """The periods that have begun by `day`."""
        if self._reached is None or day <= self._reached:
            return ()
        first, self._reached = self._reached + DAY, day
        return list(self._recurring(first, day))

    def next_boundary(self) -> datetime | None:
        """The beginning of the next 旬: no other period begins between two of them."""
        if self._reached is None:
            return None
        return end_of_day(period_of(Cadence.TEN_DAY_PERIOD, self._reached).last)

    def _status_told(
        self, event: MineStatusChanged | MineStatusCorrected | MineStatusWithdrawn, since: date, recorded: RecordedEvent
    ) -> list[Claim]:
        self._mine.when(event)
        self._facts.append((since, cause(recorded)))
        self._reached = max(self._reached or date.min, local_day(recorded.recorded_at))
        told = list(self._recurring(max(since, self._rules.since), self._reached))
        told += [*self._reopening(recorded), *self._goals.look(recorded, self._goal)]
        return told + list(self._gates_of_a_closed_one(recorded))

    def _recurring(self, first: date, last: date) -> Iterator[Claim]:
        for cadence in Cadence:
            for period in periods(cadence, first, last):
                for duty in self._rules.on(period.last, Trigger.MINE_AT_WORK):
                    if duty.every is cadence:
                        yield from self._of_period(duty, period)

    def _of_period(self, duty: Duty, period: Period) -> Iterator[Claim]:
        latest = max((known for since, known in self._facts if since <= period.last), key=lambda known: known.position)
        days = [day for day in period.days() if day >= self._rules.since and self._at_work(day)]
        required = len(days) >= duty.least_days
        claim = self.claims.get(obligation_id(duty.kind, self.subject, period.key))
        if claim is None:
            if required:
                done = self._done[duty.kind, period.key]
                yield self._new(duty, period.key, days[0], period.last, latest, done)
            return
        if required and claim.dropped:
            claim.required, claim.dropped = latest, None
        elif not required and claim.dropped is None:
            why = f"当期生产建设不足{duty.least_days}日"
            claim.dropped = Cause(latest.known_at, latest.position, why)
        yield claim

    def _reopening(self, recorded: RecordedEvent) -> Iterator[Claim]:
        """One who worked, stopped by their own choice and works again owes what comes before; by day of reopening."""
        wanted: dict[date, date] = {}
        for timeline in self._mine.timelines.values():
            for before, after in pairwise(timeline.periods):
                voluntary = before.value is MineStatus.STOPPED_VOLUNTARILY and before.starts < after.starts
                if voluntary and after.value in AT_WORK and after.starts >= self._rules.since:
                    wanted[after.starts] = before.starts
        for works_on, claims in self._reopenings.items():
            for claim in claims:
                if works_on in wanted and claim.dropped:
                    claim.required, claim.dropped = cause(recorded), None
                elif works_on not in wanted and claim.dropped is None:
                    claim.dropped = cause(recorded, "复工复产记录已更正")
                yield claim
        for works_on in sorted(set(wanted) - set(self._reopenings)):
            duties = self._rules.on(works_on, Trigger.MINE_REOPENING)
            self._reopenings[works_on] = [
                self._new(
                    duty, f"R{works_on}", wanted[works_on], works_on - DAY, cause(recorded),
                    [done for done in self._done[duty.kind, ""] if done.day >= wanted[works_on]],
                )
                for duty in duties
            ]  # fmt: skip
            yield from self._reopenings[works_on]

    def _term(
        self, of: UUID, trigger: Trigger, period: str, opens_on: date, due_on: date, recorded: RecordedEvent
    ) -> list[Claim]:
        """A deadline of its own begins: of an application to resume, which whoever supervises accepts, or of a gate."""
        made = []
        for duty in self._rules.on(opens_on, trigger):
            number, own = 1, period
            while obligation_id(duty.kind, self.subject, own) in self.claims:
                number += 1
                own = f"{period}/{number}"
            made.append(self._new(duty, own, opens_on, due_on, cause(recorded), []))
        self._terms[of] = made
        return made

    def _gates_of_a_closed_one(self, recorded: RecordedEvent) -> Iterator[Claim]:
        """A mine that is closed needs no approval whose day had not come, until its closure falls (ours)."""
        whole = self._mine.timelines.get(WHOLE_MINE)
        last = whole.last if whole else None
        closed_on = last.starts if last is not None and last.value is MineStatus.CLOSED else date.max
        gates = (claim for claims in self._terms.values() for claim in claims)
        for claim in gates:
            if claim.duty.trigger is not Trigger.APPROVAL_GATE:
                continue
            if claim.due_on >= closed_on and claim.dropped is None and not claim.done:
                claim.dropped = cause(recorded, "煤矿已关闭")
            elif claim.due_on < closed_on and claim.dropped is not None:
                claim.required, claim.dropped = cause(recorded), None
            yield claim

    def _term_met(self, of: UUID, recorded: RecordedEvent) -> Iterator[Claim]:
        for claim in self._terms[of]:
            rule = evidence_of(claim.duty, recorded)
            if rule is not None:
                claim.fulfilments.append(fulfilment(claim.duty, rule, recorded))
                yield claim

    def _term_ended(self, of: UUID, why: str, recorded: RecordedEvent) -> Iterator[Claim]:
        """What was not met when its ground fell is not owed any more."""
        for claim in self._terms[of]:
            if not any(done.undone is None for done in claim.fulfilments):
                claim.dropped = cause(recorded, why)
                yield claim

    def _term_unmet(self, of: UUID, why: str, recorded: RecordedEvent) -> Iterator[Claim]:
        """What met a term proved to be none."""
        for claim in self._terms[of]:
            for done in [done for done in claim.fulfilments if done.undone is None]:
                done.undone = cause(recorded, why)
            yield claim

    def _term_again(self, of: UUID, recorded: RecordedEvent) -> Iterator[Claim]:
        for claim in [claim for claim in self._terms[of] if claim.dropped is not None]:
            claim.required, claim.dropped = cause(recorded), None
            yield claim

    def _shown(self, recorded: RecordedEvent) -> Iterator[Claim]:
        for duty in self._rules.duties:
            rule = evidence_of(duty, recorded)
            if rule is None:
                continue
            done = fulfilment(duty, rule, recorded)
            self._shown_by[entry_id(recorded.event)] = recorded.position
            if duty.every is None:
                yield from self._shown_before_reopening(duty, done)
                continue
            about = date.fromisoformat(recorded.envelope.data[rule.period]) if rule.period else done.day
            period = period_of(duty.every, about)
            if duty.in_force(period.last) and done.day >= period.first:
                self._done[duty.kind, period.key].append(done)
                claim = self.claims.get(obligation_id(duty.kind, self.subject, period.key))
                yield from [claim] if claim else []

    def _withdrawn(self, event: MineRecordWithdrawn, recorded: RecordedEvent) -> Iterator[Claim]:
        """What a record met that proved to be none is owed again."""
        position, undone = self._shown_by.pop(event.record, None), cause(recorded, event.why)
        for done in [done for known in self._done.values() for done in known if done.position == position]:
            done.undone = undone
        for claim in self.claims.values():
            met = [done for done in claim.fulfilments if done.position == position]
            for done in met:
                done.undone = undone
            yield from [claim] if met else []

    def _shown_before_reopening(self, duty: Duty, done: Fulfilment) -> Iterator[Claim]:
        if not duty.in_force(done.day):
            return
        self._done[duty.kind, ""].append(done)
        for claims in self._reopenings.values():
            for claim in claims:
                if claim.duty.kind == duty.kind and claim.opens_on <= done.day:
                    claim.fulfilments.append(done)
                    yield claim

    def _goal(self, duty: Duty, since: date, recorded: RecordedEvent) -> Claim:
        assert duty.due_on is not None
        return self._new(duty, str(duty.due_on.year), since, duty.due_on, cause(recorded), [])

    def _new(
        self, duty: Duty, period: str, opens_on: date, due_on: date, required: Cause, done: list[Fulfilment]
    ) -> Claim:
        supervised, department = self._mine.supervisors.last, self._mine.department or NOBODY
        return self.keep(
            Claim(
                duty=duty,
                subject=self.subject,
                period=period,
                division=self._mine.division or "",
                department=department,
                owner=department if duty.owner.kind is OwnerKind.DEPARTMENT else self.enterprise,
                post=duty.owner.post,
                opens_on=opens_on,
                due_on=due_on,
                required=required,
                mine=self.subject,
                given_on=supervised.starts if supervised else None,
                fulfilments=done,
            )
        )

    def _at_work(self, day: date) -> bool:
        """Whether any part works on a day; none does while the whole mine is stopped or closed."""
        holding = {part: timeline.on(day) for part, timeline in self._mine.timelines.items()}
        whole = holding.get(WHOLE_MINE)
        if whole is not None and (whole.value.stopped or whole.value is MineStatus.CLOSED):
            return False
        return any(period is not None and period.value in AT_WORK for period in holding.values())
