"""Department (部门): a body of government, or one that its work needs: its names, competences and successors."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from functools import singledispatchmethod
from typing import Any
from uuid import UUID, uuid5

from ledger.domain.aggregate import Aggregate
from ledger.domain.department_events import (
    BodyKind,
    CompetenceEnded,
    CompetenceGiven,
    DepartmentAliasAdded,
    DepartmentAliasRemoved,
    DepartmentDissolved,
    DepartmentRegistered,
    DepartmentRenamed,
    DepartmentRestored,
    DepartmentSucceeded,
    SuccessionAnnulled,
)
from ledger.domain.event import DomainEvent
from ledger.domain.guards import OURS, refuse
from ledger.values.actor import Actor


class Department(Aggregate):
    """One body. Its names are held as natural keys, so that each means one body of a division."""

    zh = "机构"

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.name = ""
        self.aliases: list[str] = []
        self.covers: list[str] = []
        self.established_on: date | None = None
        self.dissolved_on: date | None = None
        self.competences: dict[UUID, CompetenceGiven] = {}
        self.successions: dict[UUID, DepartmentSucceeded] = {}

    def register(
        self,
        *,
        division: str,
        name: str,
        kind: BodyKind,
        aliases: Sequence[str],
        superior: UUID | None,
        covers: Sequence[str],
        established_on: date,
        source: str | None,
        by: Actor,
        at: datetime,
    ) -> None:
        """Enter the body. `covers` are further divisions that know it under its names: it works across districts."""
        self.division = division
        others = [alias for alias in dict.fromkeys(aliases) if alias != name]
        self._happen(
            DepartmentRegistered,
            by,
            at,
            name=name,
            kind=kind,
            aliases=others,
            superior=superior,
            covers=[code for code in dict.fromkeys(covers) if code != division],
            established_on=established_on,
            source=source,
        )

    @property
    def names(self) -> list[str]:
        """All its names, the one in use first."""
        return [self.name, *self.aliases]

    @property
    def divisions(self) -> list[str]:
        """The divisions in which its names are known."""
        assert self.division is not None
        return [self.division, *self.covers]

    def rename(self, name: str, on: date, basis: str, *, by: Actor, at: datetime) -> None:
        """Give it another name from `on`; the former stays an alias, so that old papers still find it."""
        if name == self.name:
            _unchanged(("name",))
        self._happen(DepartmentRenamed, by, at, name=name, former_name=self.name, effective_on=on, basis=basis)

    def add_alias(self, alias: str, *, by: Actor, at: datetime) -> None:
        """Let another name mean this body (简称、异名)."""
        if alias in self.names:
            _unchanged(("alias",))
        self._happen(DepartmentAliasAdded, by, at, alias=alias)

    def remove_alias(self, alias: str, *, by: Actor, at: datetime) -> None:
        """Let a name no longer mean it; never the one in use."""
        if alias not in self.aliases:
            refuse(
                "ALIAS_UNKNOWN",
                f"{alias} is no alias of it.",
                f"{alias} 不是该单位的别名。",
                rule=OURS,
                path=("alias",),
            )
        self._happen(DepartmentAliasRemoved, by, at, alias=alias)

    def give_competence(self, matter: str, on: date, basis: str, *, confirmed: bool, by: Actor, at: datetime) -> None:
        """Make it competent for a matter from `on`; an inference that nobody has decided is not `confirmed`."""
        if any(given.matter == matter for given in self.competences.values()):
            _unchanged(("matter",))
        self._happen(
            CompetenceGiven,
            by,
            at,
            competence=uuid5(self.id, f"competence:{matter}:{self.version + 1}"),
            matter=matter,
            effective_on=on,
            basis=basis,
            confirmed=confirmed,
        )

    def end_competence(self, matter: str, on: date, why: str, *, by: Actor, at: datetime) -> None:
        """Take a matter from it; `on` is the first day without."""
        held = next((given for given in self.competences.values() if given.matter == matter), None)
        if held is None or on < held.effective_on:
            refuse(
                "COMPETENCE_NOT_RUNNING",
                f"It is not competent for {matter}, or became so later.",
                f"该单位没有“{matter}”职责，或其开始得更晚。",
                rule=OURS,
                path=("matter",),
            )
        self._happen(CompetenceEnded, by, at, competence=held.competence, matter=matter, effective_on=on, why=why)

    def pass_on(self, to: Department, matters: Sequence[str], on: date, basis: str, *, by: Actor, at: datetime) -> None:
        """Record that `to` took over these matters from `on` (职能划转); none named means all, and the body ends."""
        if to.id == self.id:
            refuse("SUCCEEDS_ITSELF", "No body succeeds itself.", "单位不能承接自身。", rule=OURS, path=("to",))
        self._must_stand(on)
        self._happen(
            DepartmentSucceeded,
            by,
            at,
            succession=uuid5(self.id, f"succession:{to.id}:{self.version + 1}"),
            name=self.name,
            to=to.id,
            to_name=to.name,
            matters=list(dict.fromkeys(matters)),
            effective_on=on,
            basis=basis,
        )

    def annul_succession(self, succession: UUID, why: str, *, by: Actor, at: datetime) -> None:
        """Undo a succession that was entered wrongly or fell; what it moved is back."""
        if succession not in self.successions:
            refuse(
                "SUCCESSION_UNKNOWN",
                "There is no such succession of it, or it was annulled already.",
                "该单位没有此项承接记录，或已被撤销。",
                rule=OURS,
                path=("succession",),
            )
        self._happen(SuccessionAnnulled, by, at, succession=succession, why=why)

    def dissolve(self, on: date, why: str, *, by: Actor, at: datetime) -> None:
        """Record that it was dissolved without a successor (撤销): what it owed is nobody's, which is a finding."""
        self._must_stand(on)
        self._happen(DepartmentDissolved, by, at, effective_on=on, why=why)

    def restore(self, why: str, *, by: Actor, at: datetime) -> None:
        """Undo a dissolution."""
        if self.dissolved_on is None or self.gave_up_everything is not None:
            refuse("DEPARTMENT_STANDS", "It was not dissolved.", "该单位未被撤销。", rule=OURS)
        self._happen(DepartmentRestored, by, at, why=why)

    @property
    def gave_up_everything(self) -> DepartmentSucceeded | None:
        """The succession by which it ended, if it ended so."""
        return next((s for s in self.successions.values() if not s.matters), None)

    def _must_stand(self, on: date) -> None:
        assert self.established_on is not None
        if self.dissolved_on is not None or on < self.established_on:
            refuse(
                "DEPARTMENT_NOT_STANDING",
                f"{self.name} has ended already, or did not stand yet on {on}.",
                f"{self.name} 已终止，或在 {on} 尚未设立。",
                rule=OURS,
                path=("effectiveOn",),
            )

    def _happen(self, event_class: type[DomainEvent], by: Actor, at: datetime, **data: Any) -> None:
        self.trigger(event_class, by=by, at=at, division=self.division, **data)

    @singledispatchmethod
    def when(self, event: DomainEvent) -> None:
        raise self.unknown(event)

    @when.register
    def _registered(self, event: DepartmentRegistered) -> None:
        self.division, self.name, self.established_on = event.division, event.name, event.established_on
        self.aliases, self.covers = list(event.aliases), event.covers

    @when.register
    def _renamed(self, event: DepartmentRenamed) -> None:
        self.aliases = [event.former_name, *(alias for alias in self.aliases if alias != event.name)]
        self.name = event.name

    @when.register
    def _alias_added(self, event: DepartmentAliasAdded) -> None:
        self.aliases = [*self.aliases, event.alias]

    @when.register
    def _alias_removed(self, event: DepartmentAliasRemoved) -> None:
        self.aliases = [alias for alias in self.aliases if alias != event.alias]

    @when.register
    def _competence_given(self, event: CompetenceGiven) -> None:
        self.competences[event.competence] = event

    @when.register
    def _competence_ended(self, event: CompetenceEnded) -> None:
        self.competences.pop(event.competence, None)

    @when.register
    def _succeeded(self, event: DepartmentSucceeded) -> None:
        self.successions[event.succession] = event
        if not event.matters:
            self.dissolved_on = event.effective_on

    @when.register
    def _annulled(self, event: SuccessionAnnulled) -> None:
        undone = self.successions.pop(event.succession)
        if not undone.matters:
            self.dissolved_on = None

    @when.register
    def _dissolved(self, event: DepartmentDissolved) -> None:
        self.dissolved_on = event.effective_on

    @when.register
    def _restored(self, event: DepartmentRestored) -> None:
        self.dissolved_on = None


def next_succession(
    successions: Iterable[DepartmentSucceeded], matter: str | None, since: date, on: date, used: Collection[UUID] = ()
) -> DepartmentSucceeded | None:
    """The first succession, from `since` up to and including `on`, by which a body gave up a matter.

    Without a matter only what moved everything counts. `used` are successions gone through already: two bodies that
    pass everything to each other on one day lead nowhere twice.
    """
    moved = [
        s
        for s in successions
        if since <= s.effective_on <= on and s.succession not in used and (not s.matters or matter in s.matters)
    ]
    return min(moved, key=lambda s: (s.effective_on, s.originator_version), default=None)


def _unchanged(path: tuple[str, ...]) -> None:
    refuse("ALREADY_SO", "It is so already.", "内容没有变化。", rule=OURS, path=path)
