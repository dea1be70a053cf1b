"""Why a row was refused: each kind of wrong value in each field of each command is told by its kind, in Chinese too."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from ledger.commands.catalogue import commands
from ledger.graphql.validation import CHINESE, as_invalid_input, in_chinese
from ledger.importing.fields import fields_of

WRONG: tuple[object, ...] = (
    *(None, "", " ", "x", "x" * 5000, "\0", "\ud800", "向阳\u202e矿", "2026-13-01", "2026-07-01T08:00:00"),
    *("-1", "1e999", "NaN", "9" * 60, 1.5, -1, 10**30, True, [], ["x"] * 5000, {}, {"unknown": 1}),
)
"""What people and programs put where something else belongs."""


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_kind_of_wrong_value_has_its_own_words_in_chinese(name: str) -> None:
    command = commands()[name]
    for field in fields_of(command):
        for value in WRONG:
            try:
                command.model_validate({field.name: value, "noSuchField": 1})
            except ValidationError as invalid:
                kinds = {error["type"] for error in invalid.errors(include_url=False)}
                assert kinds <= CHINESE.keys(), (field.name, value, kinds - CHINESE.keys())
                told = as_invalid_input(invalid)
                assert all("…" not in error.message_zh and "{" not in error.message_zh for error in told)


def test_a_limit_is_named_with_its_number() -> None:
    assert in_chinese("greater_than", {"gt": 0}) == "数值须大于 0。"
    assert in_chinese("decimal_max_places", {"decimal_places": 3}) == "小数位过多，最多 3 位。"
    assert in_chinese("greater_than", {}) == "数值须大于 …。"
    assert in_chinese("what nobody knows", {}) == "输入内容无效。"
