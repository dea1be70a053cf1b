"""The loader of the demo: what a payload says of a deed."""

from __future__ import annotations

from datetime import datetime

import pytest

from ledger.demo.agenda import agenda
from ledger.demo.loader import DemoRefused, note, request

DEED = next(deed for deed in agenda() if deed.makes)


def test_what_a_deed_made_is_known_by_its_name() -> None:
    ids: dict[str, str] = {}
    assert note(DEED, {DEED.mutation: {DEED.shows: {"id": "made"}, "errors": []}}, ids)
    assert ids == {DEED.makes: "made"}


def test_where_the_views_are_behind_the_same_command_is_to_be_sent_again() -> None:
    ids: dict[str, str] = {}
    assert not note(DEED, {DEED.mutation: {DEED.shows: None, "errors": []}}, ids)
    assert ids == {}
    assert request(DEED, ids)[1]["commandId"] == request(DEED, ids)[1]["commandId"]


@pytest.mark.parametrize("clock", ["00:00:30", "09:05:00", "23:59:59"])
def test_nothing_is_done_after_the_moment_at_which_the_demo_is_loaded(clock: str) -> None:
    now = datetime.fromisoformat(f"2026-11-26T{clock}+08:00")
    deeds = agenda(now)
    assert deeds[-1].at <= now
    [last] = [d for d in deeds if d.mutation == "assignRectification" and d.input["hazard"] == "hazard-present"]
    assert last.input["deadline"] == "2026-12-10", "the last hazard is found today and has a fortnight"
    assert [deed.at for deed in deeds] == sorted(deed.at for deed in deeds)
    assert [deed.order for deed in deeds] == [deed.order for deed in agenda(now.replace(hour=23, minute=59))]


def test_a_deed_that_is_refused_ends_the_loading() -> None:
    with pytest.raises(DemoRefused):
        note(DEED, {DEED.mutation: {DEED.shows: None, "errors": [{"code": "NO"}]}}, {})
