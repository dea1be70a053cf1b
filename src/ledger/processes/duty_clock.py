"""The duty clock (职责时钟): opens obligations, and says by itself what became of them (台账原则 7).

What is due follows from the record alone, in one order: by moment, then by id. So it makes no difference when the clock
was down, or killed. It only suspects: an officer's finding stands, and the clock never undoes one.
"""

from __future__ import annotations

import gc
import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from ledger.domain.event import event_classes
from ledger.domain.obligation import Obligation
from ledger.domain.obligation_events import ObligationEvent, OwnerKind
from ledger.eventstore.envelope import RecordedEvent
from ledger.processes.bodies import Bodies, Turn
from ledger.processes.duty_liaison import LiaisonWatch
from ledger.processes.duty_lists import OFFICE, ListItemWatch, PassageWatch
from ledger.processes.duty_matters import HazardWatch, ReportWatch, TaskWatch
from ledger.processes.duty_mines import MineWatch
from ledger.processes.duty_orders import OrderWatch
from ledger.processes.duty_regular import RegularWatch
from ledger.processes.duty_safety import EquipmentWatch, RiskWatch, WarningWatch
from ledger.processes.duty_state import KeptDuties, Known
from ledger.processes.duty_steps import Answering, Claim, next_step
from ledger.processes.duty_study import StudyWatch
from ledger.processes.duty_watch import Watch
from ledger.processes.duty_works import DoubleControlWatch, ProjectWatch, SchemeWatch
from ledger.processes.kept_state import KeptState
from ledger.processes.process import Step, TimedProcess
from ledger.rules.duties import Duties, duties
from ledger.values.times import local_day

OWN = tuple(sorted(name for name, cls in event_classes().items() if issubclass(cls, ObligationEvent)))
WATCHES: tuple[type[Watch], ...] = (
    HazardWatch,
    OrderWatch,
    TaskWatch,
    ReportWatch,
    StudyWatch,
    LiaisonWatch,
    RegularWatch,
    ListItemWatch,
    PassageWatch,
    RiskWatch,
    WarningWatch,
    EquipmentWatch,
    DoubleControlWatch,
    SchemeWatch,
    ProjectWatch,
    MineWatch,
)
AT_HAND = 2_000
"""Of so many subjects it has at hand what it knows; of more, it lets all go as soon as that is kept."""

_BRING, _TURN, _BOUNDARY, _STEP = range(4)


_Awaited = Iterable[tuple[datetime, UUID]]


class DutyClock(TimedProcess):
    """The clock over all duties of the ledger."""

    name = "duty-clock"
    own_types = OWN
    types = tuple(
        sorted({*OWN, *Bodies.types, *(name for watch in WATCHES for name in watch.types), *duties().evidence_types()})
    )

    def __init__(self, rules: Duties | None = None, kept: KeptState | None = None, at_hand: int = AT_HAND) -> None:
        self._rules, self._at_hand = rules or duties(), at_hand
        self._kept = KeptDuties(self.name, self._rules, kept) if kept else None
        self.begin()

    def begin(self) -> None:
        """Know nothing, and stand before the first event."""
        self.position = 0
        self._bodies = Bodies()
        self._turns: dict[UUID, Turn] = {}
        self._watches: dict[UUID, Watch] = {}
        self._new: set[UUID] = set()
        self._claims: dict[UUID, Claim] = {}
        self._obligations: dict[UUID, Obligation] = {}
        self._settled: set[tuple[UUID, str]] = set()
        self._queue: list[tuple[datetime, int, UUID]] = []
        self._changed: set[UUID] = set()

    async def resume(self) -> None:
        """Go on from what was kept at an earlier time, where anything was; the rest is brought when it is needed."""
        begun = await self._kept.resume() if self._kept else None
        if begun is not None:
            self._stand(*begun)

    def _stand(self, position: int, bodies: Bodies, turns: Iterable[Turn], awaited: _Awaited) -> None:
        """Stand where that was kept, with nothing else at hand."""
        self.begin()
        self.position, self._bodies = position, bodies
        self._queue = [(moment, _BRING, subject) for moment, subject in awaited]
        heapq.heapify(self._queue)
        for turn in turns:
            self._await_turn(turn)

    async def keep(self, *, quiet: bool) -> None:
        """Keep what has changed, where it is time for it, and let go of what is kept where it has grown to too much."""
        full = self.knows() > self._at_hand
        if not self._kept or not self._kept.is_time(self.position, quiet=quiet, full=full):
            return
        moments: dict[UUID, datetime] = {}
        for moment, kind, id in self._queue:
            subject = self._claims[id].subject if kind == _STEP else id
            moments[subject] = min(moment, moments.get(subject, moment))
        turns = [turn for id, turn in self._turns.items() if id in moments]
        settled = defaultdict(list)
        for stream, key in self._settled:
            settled[stream].append(key)
        known = (self._known(self._watches[id], settled, moments.get(id)) for id in self._changed)
        await self._kept.save(self.position, self._bodies, turns, known)
        self._changed.clear()
        if full and self._kept.rely():
            awaited = [(moment, subject) for subject, moment in moments.items() if subject not in self._turns]
            self._stand(self.position, self._bodies, turns, awaited)
            gc.collect()  # A watch and its tracks know each other, and so would stay until somebody looks.

    async def forget(self) -> None:
        """Leave nothing of what was kept, and begin."""
        self.begin()
        if self._kept:
            await self._kept.forget()

    async def recall(self, recorded: RecordedEvent) -> None:
        """Take in an event of an obligation, the clock's own or an officer's."""
        event = recorded.event
        if self._kept and event.originator_id not in self._claims:
            await self._bring(await self._kept.subject_of(recorded))
        obligation = self._obligation(event.originator_id)
        if event.originator_version == obligation.version + 1:
            obligation.fold(event)
            self._look_at(obligation.id)

    async def fold(self, recorded: RecordedEvent) -> None:
        """Take in a fact."""
        event = recorded.event
        if isinstance(event, ObligationEvent):
            await self.recall(recorded)
            return
        if recorded.envelope.type in Bodies.types:
            self._await_turn(self._bodies.fold(recorded))
            return
        watch = await self._watch(recorded)
        if watch is not None:
            await self._claimed(watch.fold(recorded), local_day(recorded.recorded_at))
            self._await_boundary(watch)

    async def due(self, now: datetime) -> Step | None:
        """The first step whose moment has come."""
        while self._queue and self._queue[0][0] <= now:
            moment, kind, id = self._queue[0]
            if kind != _STEP:
                heapq.heappop(self._queue)
                await self._reach(kind, id, local_day(moment))
                continue
            step = self._next(id)
            if step is not None and step.moment <= moment:
                return step
            heapq.heappop(self._queue)
            if step is not None:
                heapq.heappush(self._queue, (step.moment, _STEP, id))
        return None

    def settle(self, step: Step) -> None:
        """Know that a step was carried out, or refused."""
        self._settled.add((step.stream, step.key))
        self._look_at(step.stream)

    def next_moment(self) -> datetime | None:
        """When the next step or the next period comes."""
        return self._queue[0][0] if self._queue else None

    def knows(self) -> int:
        """Of how many subjects it has at hand what it knows."""
        return len(self._watches)

    def version(self, stream: UUID) -> int:
        """How many events of an obligation are known."""
        return self._obligation(stream).version

    async def _watch(self, recorded: RecordedEvent) -> Watch | None:
        """Whom a fact is about; what meets a duty of a mine is told by the mine's id, whatever stream it is in."""
        event, kind = recorded.event, recorded.envelope.type
        watch = next((watch for watch in WATCHES if kind in watch.types), MineWatch)
        subject: UUID | None = event.originator_id
        if watch is ReportWatch:
            subject = getattr(event, "submission", None)
        elif watch is MineWatch:
            subject = getattr(event, "mine", None)
        if subject is None:
            return None
        begins = event.originator_version == 1 and subject == event.originator_id
        if not begins:
            await self._bring(subject)
        if subject not in self._watches:
            self._watches[subject] = watch(subject, self._rules)
            self._new.add(subject)
        self._changed.add(subject)
        return self._watches[subject]

    def _obligation(self, id: UUID) -> Obligation:
        return self._obligations.setdefault(id, Obligation(id))

    def _next(self, id: UUID) -> Step | None:
        claim = self._claims.get(id)
        return None if claim is None else next_step(claim, self._obligation(id), self._settled)

    async def _reach(self, kind: int, id: UUID, day: date) -> None:
        """A day comes on which a period begins, or from which another body answers."""
        if kind == _BRING:
            await self._bring(id)
        elif kind == _BOUNDARY:
            watch = self._watches[id]
            self._changed.add(id)
            await self._claimed(watch.reach(day), day)
            self._await_boundary(watch)
        else:
            for subject in await self._kept.subjects() if self._kept else ():
                await self._bring(subject)
            for claim in self._claims.values():
                self._answer(claim, day, self._turns[id])

    async def _claimed(self, claims: Iterable[Claim], day: date) -> None:
        for claim in claims:
            if claim.id not in self._claims:
                self._claims[claim.id] = claim
                await self._name_owner(claim)
                if self._kept and claim.subject not in self._new and (known := await self._kept.obligation(claim.id)):
                    self._obligations[claim.id] = known
                self._answer(claim, day, None)
            else:
                self._look_at(claim.id)

    async def _name_owner(self, claim: Claim) -> None:
        """What whoever runs the mine owes, its enterprise does; what the office does, the district's own office."""
        if claim.mine and not claim.owner:
            await self._bring(claim.mine)
            mine = self._watches.get(claim.mine)
            claim.owner = mine.enterprise if isinstance(mine, MineWatch) else ""
        elif claim.owner == OFFICE:
            claim.owner = claim.department = self._bodies.called(OFFICE, claim.division)

    async def _bring(self, subject: UUID | None) -> None:
        """Have at hand what was kept of a subject."""
        if self._kept is None or subject is None or subject in self._watches:
            return
        known = await self._kept.bring(subject)
        if known is None:
            return
        self._watches[subject] = known.watch
        self._claims |= {id: known.watch.claims[id] for id in known.claimed}
        self._obligations |= {obligation.id: obligation for obligation in known.obligations}
        self._settled |= known.settled
        for id in known.claimed:
            self._look_at(id)
        if known.watch.awaited is not None:
            heapq.heappush(self._queue, (known.watch.awaited, _BOUNDARY, subject))

    def _known(self, watch: Watch, settled: Mapping[UUID, list[str]], moment: datetime | None) -> Known:
        claimed = [id for id in watch.claims if id in self._claims]
        obligations = [self._obligations[id] for id in claimed if id in self._obligations]
        return Known(watch, claimed, obligations, {(id, key) for id in claimed for key in settled.get(id, ())}, moment)

    def _answer(self, claim: Claim, day: date, turn: Turn | None) -> None:
        """Settle who answers for an obligation on its first day, and on a day when that may have changed by a turn."""
        now, opens = self._answering(claim, max(day, claim.opens_on)), turn is None or turn.moment < claim.opens_at
        if turn is not None and turn.moment == claim.opens_at:
            # On a simulated ledger both may be learned at one instant, and it may be open already.
            opens = not self._obligation(claim.id).version
        if opens:
            claim.opens_with, claim.answering = self._answering(claim, claim.opens_on), None
        before = claim.answering or claim.opens_with
        if before is not None and not now.same_as(before):
            claim.answering = now if opens else replace(now, turn=turn)
        self._look_at(claim.id)

    def _answering(self, claim: Claim, day: date) -> Answering:
        since, owner, turns = claim.given_on or claim.opens_on, claim.owner, list[Turn | None]()
        department, turn = self._bodies.answering(claim.department, claim.division, since, day)
        turns.append(turn)
        if claim.duty.owner.kind is OwnerKind.DEPARTMENT:
            owner, turn = self._bodies.answering(owner, claim.division, since, day)
            turns.append(turn)
        latest = max((t for t in turns if t is not None), default=None)
        return Answering(owner, department, latest)

    def _look_at(self, id: UUID) -> None:
        if id in self._claims:
            self._changed.add(self._claims[id].subject)
        step = self._next(id)
        if step is not None:
            heapq.heappush(self._queue, (step.moment, _STEP, id))

    def _await_turn(self, turn: Turn | None) -> None:
        if turn is not None:
            id = UUID(int=turn.position)
            self._turns[id] = turn
            heapq.heappush(self._queue, (turn.moment, _TURN, id))

    def _await_boundary(self, watch: Watch) -> None:
        boundary = watch.next_boundary()
        if boundary is not None and boundary != watch.awaited:
            watch.awaited = boundary
            heapq.heappush(self._queue, (boundary, _BOUNDARY, watch.subject))
