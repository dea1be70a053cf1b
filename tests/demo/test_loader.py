"""The loader of the demo: what a payload says of a deed."""

from __future__ import annotations

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


def test_a_deed_that_is_refused_ends_the_loading() -> None:
    with pytest.raises(DemoRefused):
        note(DEED, {DEED.mutation: {DEED.shows: None, "errors": [{"code": "NO"}]}}, {})
