"""Panels and faces of a mine: opened, stopped, restarted, closed; more at once than allowed is a fact, and flagged."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from ledger.domain import mine_working_events as w
from ledger.domain.corrections import RULE as CORRECTION
from ledger.domain.guards import OURS, refuse
from ledger.domain.mine_file_state import Face, MineFileState, Panel
from ledger.domain.mine_status import Breach
from ledger.domain.mine_working_events import FaceKind, FaceMethod, Seams
from ledger.values.actor import Actor


class MineWorkings(MineFileState):
    """What is recorded of the workings of a mine, by the names that people have for them."""

    def open_panel(self, name: str, seams: Seams, on: date, *, by: Actor, at: datetime) -> None:
        """Record a new panel."""
        if name in self.panels:
            refuse(
                "PANEL_OPEN", f"{name} is open already.", f"{name} 已在开采。", rule=OURS, path=("name",)
            )  # fmt: skip
        panel = self.new_id("panel", name)
        self.happen(w.PanelOpened, by, at, panel=panel, name=name, seams=seams, opened_on=on)

    def close_panel(self, name: str, on: date, *, by: Actor, at: datetime) -> None:
        """Record that a panel was closed, its faces before it."""
        panel = self.panel(name)
        self._must_be_without_faces(name, panel)
        _not_before(on, panel.since, "closedOn")
        self.happen(w.PanelClosed, by, at, panel=panel.id, closed_on=on)

    def open_face(
        self,
        name: str,
        panel_name: str | None,
        kind: FaceKind,
        method: FaceMethod,
        on: date,
        breaches: Sequence[Breach],
        *,
        by: Actor,
        at: datetime,
    ) -> None:
        """Record a new face; `breaches` are the limits that it exceeds."""
        if name in self.faces:
            refuse("FACE_OPEN", f"{name} is open already.", f"{name} 已在作业。", rule=OURS, path=("name",))
        panel = self.panel(panel_name).id if panel_name else None
        self.happen(
            w.FaceOpened,
            by,
            at,
            face=self.new_id("face", name),
            name=name,
            panel=panel,
            panel_name=panel_name,
            kind=kind,
            method=method,
            opened_on=on,
        )
        self._flag_all(name, breaches, by, at)

    def stop_face(self, name: str, on: date, why: str, *, by: Actor, at: datetime) -> None:
        """Record that a face stopped for a time."""
        face = self._face_that_is(name, working=True)
        _not_before(on, face.since, "stoppedOn")
        self.happen(w.FaceStopped, by, at, face=face.id, stopped_on=on, why=why)

    def restart_face(self, name: str, on: date, breaches: Sequence[Breach], *, by: Actor, at: datetime) -> None:
        """Record that a face works again; `breaches` are the limits that it exceeds."""
        face = self._face_that_is(name, working=False)
        _not_before(on, face.since, "restartedOn")
        self.happen(w.FaceRestarted, by, at, face=face.id, restarted_on=on)
        self._flag_all(name, breaches, by, at)

    def close_face(self, name: str, on: date, why: str, *, by: Actor, at: datetime) -> None:
        """Record that a face was worked out or given up."""
        face = self.face(name)
        _not_before(on, face.since, "closedOn")
        self.happen(w.FaceClosed, by, at, face=face.id, closed_on=on, why=why)

    def correct_panel(
        self, name: str, seams: Seams, on: date, closed_on: date | None, why: str, *, by: Actor, at: datetime
    ) -> None:
        """Correct what was entered of a panel, open or closed; without `closed_on` it is open (again)."""
        known = self.panels.get(name) or self.closed_panels.get(name) or self.panel(name)
        if closed_on is not None:
            _not_before(closed_on, on, "closedOn")
            self._must_be_without_faces(name, known)
        if (known.seams, known.since, known.until) == (seams, on, closed_on):
            refuse("NOTHING_CORRECTED", "It is recorded so.", "与现有记录一致，无需更正。", rule=CORRECTION)
        told = {"name": name, "seams": seams, "opened_on": on, "closed_on": closed_on, "why": why}
        self.happen(w.PanelCorrected, by, at, panel=known.id, **told)

    def correct_face(
        self,
        name: str,
        panel_name: str | None,
        kind: FaceKind,
        method: FaceMethod,
        on: date,
        closed_on: date | None,
        why: str,
        breaches: Sequence[Breach],
        *,
        by: Actor,
        at: datetime,
    ) -> None:
        """Correct what was entered of a face; without `closed_on` it is open (again), in a panel that is open."""
        known = self.any_face(name)
        closed = self.closed_panels.get(panel_name or "") if closed_on is not None else None
        panel = (closed or self.panel(panel_name)).id if panel_name else None
        if closed_on is not None:
            _not_before(closed_on, on, "closedOn")
        told = known.panel, known.kind, known.method, known.since, known.until
        if told == (panel, kind, method, on, closed_on):
            refuse("NOTHING_CORRECTED", "It is recorded so.", "与现有记录一致，无需更正。", rule=CORRECTION)
        entry = {"panel": panel, "panel_name": panel_name, "kind": kind, "method": method, "why": why}
        self.happen(w.FaceCorrected, by, at, face=known.id, name=name, opened_on=on, closed_on=closed_on, **entry)
        self._flag_all(name, breaches, by, at)

    def any_face(self, name: str) -> Face:
        """The face of a name that is open, else the one closed last; `FACE_UNKNOWN` when there is none."""
        return self.faces.get(name) or self.closed_faces.get(name) or self.face(name)

    def _must_be_without_faces(self, name: str, panel: Panel) -> None:
        left = [face for face, found in self.faces.items() if found.panel == panel.id]
        if left:
            refuse(
                "PANEL_HAS_FACES",
                f"Faces are open in {name}: {', '.join(left)}.",
                f"{name} 内仍有工作面：{'、'.join(left)}。",
                rule=OURS,
                path=("name",),
            )

    def panel(self, name: str) -> Panel:
        """An open panel; `PANEL_UNKNOWN` when there is none of that name."""
        panel = self.panels.get(name)
        if panel is None:
            known = "、".join(self.panels) or "—"
            refuse(
                "PANEL_UNKNOWN",
                f"No panel {name} is open; there is {known}.",
                f"没有在采的采区 {name}；现有：{known}。",
                rule=OURS,
                path=("panel",),
            )
        return panel

    def face(self, name: str) -> Face:
        """A face that was not closed; `FACE_UNKNOWN` when there is none of that name."""
        face = self.faces.get(name)
        if face is None:
            known = "、".join(self.faces) or "—"
            refuse(
                "FACE_UNKNOWN",
                f"No face {name} is open; there is {known}.",
                f"没有工作面 {name}；现有：{known}。",
                rule=OURS,
                path=("name",),
            )
        return face

    def _face_that_is(self, name: str, *, working: bool) -> Face:
        face = self.face(name)
        if face.working is not working:
            refuse(
                "FACE_UNCHANGED",
                f"{name} {'has stopped' if working else 'works'} already.",
                f"{name} 已{'停止' if working else '恢复'}作业。",
                rule=OURS,
                path=("name",),
            )
        return face

    def _flag_all(self, name: str, breaches: Sequence[Breach], by: Actor, at: datetime) -> None:
        for breach in breaches:
            self.flag(by, at, breach.rule, f"{name} exceeds a limit: {breach.zh}", f"{name}：{breach.zh}。")


def _not_before(on: date, since: date, field: str) -> None:
    if on < since:
        refuse(
            "ENDS_BEFORE_IT_BEGAN",
            f"{on} is before {since}, when it began.",
            f"{on} 早于开始日期 {since}。",
            rule=OURS,
            path=(field,),
        )
