"""What is due about risks, warnings and equipment: reviews, answers, inspections, each an obligation of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from uuid import UUID

from ledger.domain import equipment_events as q
from ledger.domain import risk_events as r
from ledger.domain import warning_events as w
from ledger.domain.risk import Risk
from ledger.eventstore.envelope import RecordedEvent
from ledger.processes.duty_deadlines import Owing, Track
from ledger.processes.duty_steps import Claim
from ledger.processes.duty_watch import Watch
from ledger.rules.duties import Duties, Trigger
from ledger.values.times import local_day


class RiskWatch(Watch):
    """One risk under control: whoever answers for its measures owes the next review by the day that was set for it."""

    types = (
        "RiskIdentified",
        "RiskGraded",
        "RiskLowered",
        "RiskControlled",
        "RiskReviewed",
        "RiskEliminated",
        "RiskReopened",
        "RiskPublished",
        "RiskPublicationEnded",
        "RiskNotified",
    )

    def __init__(self, subject: UUID, rules: Duties) -> None:
        super().__init__(subject, rules)
        self._risk = Risk(subject)
        self._track = Track(self, rules, Trigger.RISK_CONTROLLED)
        self._control = Track(self, rules, Trigger.RISK_GRADED)
        self._publication = Track(self, rules, Trigger.MAJOR_RISK_CONTROLLED)
        self._notification = Track(self, rules, Trigger.RISK_MAJOR)
        self._department, self._identified_on = "", date.max

    def fold(self, recorded: RecordedEvent) -> Iterable[Claim]:
        """Take in a fact about the risk."""
        event = recorded.event
        self._risk.when(event)
        if isinstance(event, r.RiskIdentified):
            self._department, self._identified_on = event.department, local_day(recorded.recorded_at)
        return [*self._reviews(recorded), *self._steps(recorded)]

    def _reviews(self, recorded: RecordedEvent) -> list[Claim]:
        """The next review, by the day that the last one set."""
        event = recorded.event
        told = self._track.shown(recorded) if isinstance(event, r.RiskReviewed) else []
        due_on, control = self._risk.review_due, self._risk.control
        if any(claim.due_on == due_on for claim in self._track.running):
            return told
        if isinstance(event, r.RiskReviewed):
            self._track.release()
        told += self._track.ends(recorded, "风险已重新评估、消除或者重新落实管控措施")
        if due_on is not None and control is not None:
            owing = Owing(
                control.responsible_unit, due_on, self._department, control.division, control.responsible_person,
                control.mine, given_on=self._identified_on,
            )  # fmt: skip
            told += self._track.opens(recorded, owing)
        return told

    def _steps(self, recorded: RecordedEvent) -> Iterator[Claim]:
        """What a grade calls for once: measures; of a major one its notice, and telling the government."""
        risk = self._risk
        stands = risk.grade is not None and risk.status is not r.RiskStatus.ELIMINATED
        major, controlled = stands and risk.grade is r.RiskGrade.MAJOR, risk.control is not None
        yield from self._step(self._control, recorded, called_for=stands, done=controlled, owner=None)
        yield from self._step(
            self._publication, recorded, called_for=major and controlled, done=risk.notice is not None, owner=None
        )
        told = risk.notified_on is not None
        yield from self._step(self._notification, recorded, called_for=major, done=told, owner=self._department)

    def _step(
        self, track: Track, recorded: RecordedEvent, *, called_for: bool, done: bool, owner: str | None
    ) -> Iterator[Claim]:
        yield from track.met(recorded)
        if called_for and not done and not track.running:
            given_on = self._identified_on if owner else None
            department, division = self._department, self._risk.division or ""
            owing = Owing(owner, None, department, division, mine=self._risk.mine, given_on=given_on)
            yield from track.opens(recorded, owing)
        elif done:
            track.release()
        elif not called_for:
            yield from track.ends(recorded, "风险等级已降低、已消除或者待重新管控")


class WarningWatch(Watch):
    """One warning with a moment to answer by: each addressee owes an answer; lifted before it, none does."""

    types = (
        "WarningIssued",
        "WarningAddressed",
        "WarningAddresseeWithdrawn",
        "WarningAnswerMoved",
        "WarningActedOn",
        "WarningLifted",
        "WarningSuperseded",
        "WarningReinstated",
    )

    def __init__(self, subject: UUID, rules: Duties) -> None:
        super().__init__(subject, rules)
        self._mines = Track(self, rules, Trigger.WARNING_TO_MINE)
        self._departments = Track(self, rules, Trigger.WARNING_TO_DEPARTMENT)
        self._issued: w.WarningIssued | None = None
        self._answer_by: datetime | None = None
        self._addressed: dict[UUID, w.WarningAddressed] = {}
        self._answered: set[str] = set()

    def fold(self, recorded: RecordedEvent) -> Iterable[Claim]:
        """Take in a fact about the warning."""
        tracks = (self._mines, self._departments)
        match event := recorded.event:
            case w.WarningIssued():
                self._issued, self._answer_by = event, event.answer_by
            case w.WarningAddressed():
                self._addressed[event.addressee.id] = event
                return self._opens(event, recorded)
            case w.WarningAddresseeWithdrawn():
                self._addressed.pop(event.addressee.id, None)
                return self._ends(recorded, "预警已撤回", event.addressee.name)
            case w.WarningAnswerMoved():
                return self._moved(event, recorded)
            case w.WarningActedOn():
                self._answered.add(event.addressee.name)
                return [claim for track in tracks for claim in track.met(recorded, event.addressee.name)]
            case w.WarningLifted() | w.WarningSuperseded():
                if self._answer_by is not None and recorded.recorded_at < self._answer_by:
                    return [claim for track in tracks for claim in track.rests(recorded, "预警已解除或者被替代")]
            case w.WarningReinstated():
                return [claim for track in tracks for claim in track.goes_on(recorded)]
        return ()

    def _moved(self, event: w.WarningAnswerMoved, recorded: RecordedEvent) -> list[Claim]:
        """Who has not answered owes it by the new moment; what was missed by the old one stays missed."""
        passed = self._answer_by is not None and recorded.recorded_at >= self._answer_by
        self._answer_by, told = event.answer_by, list[Claim]()
        for addressed in self._addressed.values():
            name = addressed.addressee.name
            if name not in self._answered:
                told += [] if passed else self._ends(recorded, "反馈时限已调整", name)
                told += self._opens(addressed, recorded)
        return told

    def _ends(self, recorded: RecordedEvent, why: str, name: str) -> list[Claim]:
        return [
            claim
            for track in (self._mines, self._departments)
            for claim in track.ends(recorded, why, lambda claim: claim.owner == name)
        ]

    def _opens(self, event: w.WarningAddressed, recorded: RecordedEvent) -> list[Claim]:
        issued, to = self._issued, event.addressee
        if issued is None or self._answer_by is None:
            return []
        department = to.name if to.mine is None else issued.department
        owing = Owing(
            to.name, local_day(self._answer_by), department, event.division, mine=to.mine, label=to.name,
            due_at=self._answer_by,
        )  # fmt: skip
        return (self._mines if to.mine else self._departments).opens(recorded, owing)


class EquipmentWatch(Watch):
    """One piece of equipment: the mine that has it owes the next inspection by the day that the last one named."""

    types = (
        "EquipmentMade",
        "EquipmentTransferred",
        "EquipmentInspected",
        "EquipmentScrapped",
        "EquipmentScrappingReversed",
        "EquipmentLost",
        "EquipmentFound",
    )

    def __init__(self, subject: UUID, rules: Duties) -> None:
        super().__init__(subject, rules)
        self._track = Track(self, rules, Trigger.EQUIPMENT_INSPECTED)
        self._department, self._inspected_on, self._gone = "", date.min, False

    def fold(self, recorded: RecordedEvent) -> Iterable[Claim]:
        """Take in a fact about the equipment."""
        track = self._track
        match event := recorded.event:
            case q.EquipmentMade():
                self._department = event.department
            case q.EquipmentTransferred():
                self._department = event.department
                ended = track.ends(recorded, "设备已调拨至其他煤矿")
                return [*ended, *(again for claim in ended for again in self._opens(recorded, event, claim.due_on))]
            case q.EquipmentInspected():
                return self._inspected(event, recorded)
            case q.EquipmentScrapped() | q.EquipmentLost():
                self._gone = True
                return track.rests(recorded, "设备已报废或者丢失")
            case q.EquipmentScrappingReversed() | q.EquipmentFound():
                self._gone = False
                return track.goes_on(recorded)
        return ()

    def _inspected(self, event: q.EquipmentInspected, recorded: RecordedEvent) -> list[Claim]:
        """It meets what ran; the latest one by its day says when the next is due."""
        told = self._track.shown(recorded)
        if event.inspected_on < self._inspected_on:
            return told
        self._inspected_on = event.inspected_on
        self._track.release()
        return told + self._opens(recorded, event, event.next_due)

    def _opens(
        self, recorded: RecordedEvent, event: q.EquipmentInspected | q.EquipmentTransferred, due_on: date | None
    ) -> list[Claim]:
        if due_on is None or self._gone:
            return []
        owing = Owing(None, due_on, self._department, event.division, mine=event.mine)
        return self._track.opens(recorded, owing)
