"""Tasks stored before their events were widened are read as if nothing had changed."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from ledger.domain.task import Task
from ledger.domain.task_events import DutyMode, TaskStatus
from ledger.eventstore.envelope import RecordedEvent
from ledger.projections import folding
from ledger.projections.folding import TypedEvent
from ledger.projections.task_board import task_board

TASK = UUID("4f0d2f3e-0a3b-5a44-9a5b-6f4f5b0c1d2e")
ACTOR = {"department": "区煤管局", "id": "o", "onBehalfOf": None, "post": "科员", "role": "OFFICER"}
STORED: list[tuple[str, dict[str, Any]]] = [
    (
        "TaskIssued",
        {
            "deadline": "2020-07-30", "department": "领导小组办公室", "division": "230599", "reference": "T-二(三甲)2",
            "text": "六项审批四个时限", "title": "推进煤矿升级改造项目审批和建设",
        },
    ),
    ("TaskAssigned", {"departments": ["区煤管局", "区发改局"], "mode": "JOINT", "principal": None}),
    ("TaskDelivered", {"account": "已完成", "deliveredOn": "2020-10-15"}),
    ("TaskReturned", {"why": "缺批复"}),
    ("TaskDelivered", {"account": "已补齐", "deliveredOn": "2020-10-20"}),
    ("TaskApproved", {"approvedOn": "2020-10-21"}),
]  # fmt: skip
"""Events of schema version 1, as this ledger wrote them."""


def recorded(version: int, type_: str, data: dict[str, Any], schema_version: int = 1) -> RecordedEvent:
    envelope = {
        "actor": ACTOR, "basis": None, "causationId": None, "commandId": str(UUID(int=version)),
        "correlationId": str(UUID(int=version)), "data": data, "occurredAt": "2020-09-16T01:00:00.000000Z",
        "reason": None, "schemaVersion": schema_version, "stream": str(TASK), "type": type_, "version": version,
    }  # fmt: skip
    stored = json.dumps(envelope, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    return RecordedEvent(version, datetime(2020, 9, 16, 2, tzinfo=UTC), stored)


def stored_task() -> list[RecordedEvent]:
    return [recorded(n, type_, data) for n, (type_, data) in enumerate(STORED, 1)]


def test_a_task_of_the_first_schema_version_is_replayed_to_where_it_stood() -> None:
    events = [each.event for each in stored_task()]
    for length, status in enumerate(("ISSUED", "ASSIGNED", "DELIVERED", "ASSIGNED", "DELIVERED", "APPROVED"), 1):
        task = Task.replay(TASK, events[:length])
        assert task.status is TaskStatus(status), "one delivery was all, when nobody said otherwise"
    assert (task.mode, task.open_ended) == (DutyMode.JOINT, False)


def test_its_row_on_the_board_has_the_day_it_was_set_for_the_day_of_its_paper() -> None:
    typed = [TypedEvent(each.envelope.type, each) for each in stored_task()]
    versions = folding.fold(task_board, {}, folding.steps_of(task_board, typed)).added
    row = versions[-1].row
    assert (str(row["issued_on"]), row["overdue_at_creation"], row["status"]) == ("2020-09-16", True, "APPROVED")


def test_a_schema_version_that_never_was_is_an_error() -> None:
    with pytest.raises(ValueError, match="no reading of schema version 3"):
        _ = recorded(1, *STORED[0], schema_version=3).event
