"""What is due about double control systems, risk assessments, schemes to reduce, and projects on trial."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from ledger.domain import double_control_events as d
from ledger.domain import project_events as p
from ledger.domain import reduction_scheme_events as s
from ledger.domain.mine_event import MineEvent
from ledger.domain.risk_events import AssessmentKind
from ledger.eventstore.envelope import RecordedEvent
from ledger.processes.duty_deadlines import Owing, Track
from ledger.processes.duty_steps import Claim
from ledger.processes.duty_watch import Watch, cause, evidence_of, fulfilment
from ledger.rules.duties import Duties, Trigger


class DoubleControlWatch(Watch):
    """The system of one mine: as soon as anything of it is on record, an assessment is owed in each calendar year."""

    types = (
        "DoubleControlPartBuilt",
        "RiskAssessmentHeld",
        "RiskAssessmentWithdrawn",
    )

    def __init__(self, subject: UUID, rules: Duties) -> None:
        super().__init__(subject, rules)
        self._assessment = Track(self, rules, Trigger.ANNUAL_RISK_ASSESSMENT)
        self._years: set[int] = set()
        self._held: dict[UUID, int] = {}

    def fold(self, recorded: RecordedEvent) -> Iterable[Claim]:
        """Take in a fact about the system."""
        match event := recorded.event:
            case d.DoubleControlPartBuilt():
                return [] if self._years else self._assessed_in(event.built_on.year, recorded, event, event.department)
            case d.RiskAssessmentHeld() if event.assessment is AssessmentKind.ANNUAL:
                self._held[event.assessment_id] = recorded.position
                of_year = [claim for claim in self._assessment.made if claim.due_on.year == event.held_on.year]
                return _met(of_year, recorded) + self._assessed_in(
                    event.held_on.year + 1, recorded, event, event.department
                )
            case d.RiskAssessmentWithdrawn():
                return self._assessment_undone(event, recorded)
        return ()

    def _assessed_in(
        self,
        year: int,
        recorded: RecordedEvent,
        event: d.DoubleControlPartBuilt | d.RiskAssessmentHeld,
        department: str,
    ) -> list[Claim]:
        """One of a year is owed once, whatever it follows from."""
        if year in self._years:
            return []
        self._years.add(year)
        return self._assessment.opens(recorded, _owed(event, date(year, 12, 31), department))

    def _assessment_undone(self, event: d.RiskAssessmentWithdrawn, recorded: RecordedEvent) -> list[Claim]:
        position, told = self._held.get(event.assessment_id), []
        for claim in self._assessment.made:
            for done in claim.fulfilments:
                if done.position == position and done.undone is None:
                    done.undone = cause(recorded, event.why)
                    told.append(claim)
        return told


class SchemeWatch(Watch):
    """One scheme to optimise and reduce: the mine owes that it is made, then that its goals are reached."""

    types = (
        "SchemeRequired",
        "SchemeAdopted",
        "SchemeClaimed",
        "SchemeClaimRejected",
        "SchemeReopened",
        "SchemeWithdrawn",
        "SchemeRestored",
    )

    def __init__(self, subject: UUID, rules: Duties) -> None:
        super().__init__(subject, rules)
        self._making = Track(self, rules, Trigger.SCHEME_REQUIRED)
        self._reaching = Track(self, rules, Trigger.SCHEME_ADOPTED)

    def fold(self, recorded: RecordedEvent) -> Iterable[Claim]:
        """Take in a fact about the scheme."""
        tracks = (self._making, self._reaching)
        match event := recorded.event:
            case s.SchemeRequired():
                return self._making.opens(recorded, _owed(event, event.due_on, event.department))
            case s.SchemeAdopted():
                told = self._making.met(recorded)
                self._making.release()
                told += self._reaching.ends(recorded, "方案已重新制定")
                return told + self._reaching.opens(recorded, _owed(event, event.due_on, event.department))
            case s.SchemeClaimed():
                return self._reaching.met(recorded)
            case s.SchemeClaimRejected():
                return self._reaching.undone(recorded, event.finding)
            case s.SchemeReopened():
                return self._reaching.undone(recorded, event.why)
            case s.SchemeWithdrawn():
                return [claim for track in tracks for claim in track.rests(recorded, event.why)]
            case s.SchemeRestored():
                return [claim for track in tracks for claim in track.goes_on(recorded)]
        return ()


class ProjectWatch(Watch):
    """One project: its acceptance is owed before its trial run ends, and that what deviates is put right by its day."""

    types = (
        "ProjectApplied",
        "TrialRunBegun",
        "TrialRunExtended",
        "ProjectAccepted",
        "ProjectAcceptanceRefused",
        "ProjectAcceptanceRevoked",
        "DesignDeviationFound",
        "DesignDeviationRemedied",
        "ProjectCancelled",
        "ProjectRestored",
    )

    def __init__(self, subject: UUID, rules: Duties) -> None:
        super().__init__(subject, rules)
        self._trial = Track(self, rules, Trigger.TRIAL_RUN)
        self._deviations = Track(self, rules, Trigger.DESIGN_DEVIATION)
        self._of: dict[UUID, list[Claim]] = {}
        self._department = ""

    def fold(self, recorded: RecordedEvent) -> Iterable[Claim]:
        """Take in a fact about the project."""
        tracks = (self._trial, self._deviations)
        match event := recorded.event:
            case p.ProjectApplied():
                self._department = event.department
            case p.TrialRunBegun() | p.TrialRunExtended():
                told = self._trial.ends(recorded, "试运转已延期", lambda claim: not claim.fulfilments)
                return told + self._trial.opens(recorded, _owed(event, event.ends_on, self._department))
            case p.ProjectAccepted() | p.ProjectAcceptanceRefused():
                return self._trial.met(recorded)
            case p.ProjectAcceptanceRevoked():
                return self._trial.undone(recorded, event.why)
            case p.DesignDeviationFound() if event.due_on is not None:
                opened = self._deviations.opens(recorded, _owed(event, event.due_on, self._department))
                self._of[event.deviation] = opened
                return opened
            case p.DesignDeviationRemedied():
                return _met(self._of.get(event.deviation, []), recorded)
            case p.ProjectCancelled():
                return [claim for track in tracks for claim in track.rests(recorded, event.why)]
            case p.ProjectRestored():
                return [claim for track in tracks for claim in track.goes_on(recorded)]
        return ()


def _met(claims: list[Claim], recorded: RecordedEvent) -> list[Claim]:
    """An event meets some claims, where it is what their duty asks for."""
    for claim in claims:
        rule = evidence_of(claim.duty, recorded)
        if rule is not None:
            claim.fulfilments.append(fulfilment(claim.duty, rule, recorded))
    return claims


def _owed(
    event: MineEvent,
    due_on: date,
    department: str,
) -> Owing:
    """By the enterprise of the mine."""
    return Owing(None, due_on, department, event.division, mine=event.mine)
