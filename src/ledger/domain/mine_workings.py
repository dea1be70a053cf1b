"""Panels and faces of a mine: opened, stopped, restarted, closed; more at once than allowed is a fact, and flagged."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from ledger.domain import mine_working_events as w
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
        left = [face for face, found in self.faces.items() if found.panel == panel.id]
        if left:
            refuse(
                "PANEL_HAS_FACES",
                f"Faces are open in {name}: {', '.join(left)}.",
                f"{name} 内仍有工作面：{'、'.join(left)}。",
                rule=OURS,
                path=("name",),
            )
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
