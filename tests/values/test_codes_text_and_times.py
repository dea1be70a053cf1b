"""Codes, texts and moments in one spelling, whatever people typed; and what is none of them is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from ledger.values import codes, text
from ledger.values.actor import Actor, Role
from ledger.values.files import Digest, FileName, ending, is_called
from ledger.values.spellings import spellings
from ledger.values.times import FIRST_DAY, LAST_DAY, Day, GivenMoment, Moment, end_of_day, format_moment, when_it_was

CREDIT_CODE = "91230599MA00000012"
BEIJING = timezone(timedelta(hours=8))


def accepted(kind: Any, value: object) -> Any:
    return TypeAdapter(kind).validate_python(value)


def refused(kind: Any, value: object) -> str:
    with pytest.raises(ValidationError) as refusal:
        accepted(kind, value)
    [error] = refusal.value.errors()
    return error["type"]


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        (codes.CreditCode, "91350100m000100y43", "91350100M000100Y43"),
        (codes.CreditCode, " 9135 0100-M000100Y43 ", "91350100M000100Y43"),
        (codes.CreditCode, "９１３５０１００Ｍ０００１００Ｙ４３", "91350100M000100Y43"),
        (codes.MineCode, "２３０５９９ 000001", "230599000001"),
        (codes.MineCode, "23059900001", "23059900001"),
        (codes.MineCode, "2305a99b0000c1d00001", "2305A99B0000C1D00001"),
        (codes.IdentityNumber, " 23050519900101００1x ", "23050519900101001X"),
        (codes.SerialNumber, "ｊt - 004", "JT-004"),
        (codes.DivisionCode, "230505", "230505"),
        (codes.Capacity, "100000", Decimal(100_000)),
        (codes.Capacity, "0.001", Decimal("0.001")),
        (codes.Funds, "0", Decimal(0)),
        (codes.Funds, "12000.50", Decimal("12000.50")),
    ],
)
def test_a_code_is_kept_in_one_spelling(kind: Any, typed: str, kept: object) -> None:
    assert accepted(kind, typed) == kept


@pytest.mark.parametrize(
    ("kind", "typed", "why"),
    [
        (codes.CreditCode, "91350100M000100Y44", "credit_code"),
        (codes.CreditCode, "91350100M000100Y4", "credit_code"),
        (codes.MineCode, "2305990000", "mine_code"),
        (codes.MineCode, "2305990000011", "mine_code"),
        (codes.MineCode, "23059900000A", "mine_code"),
        (codes.MineCode, "2305A99B0000C1D0000", "mine_code"),
        (codes.MineCode, "2305A99B0000C1D000012", "mine_code"),
        (codes.DivisionCode, "23050", "string_pattern_mismatch"),
        (codes.DivisionCode, "2305050", "string_pattern_mismatch"),
        (codes.DivisionCode, "23050A", "string_pattern_mismatch"),
        (codes.DivisionCode, "230505\n", "string_pattern_mismatch"),
        (codes.Capacity, "0", "greater_than"),
        (codes.Capacity, "100000.001", "less_than_equal"),
        (codes.Capacity, "1.0001", "decimal_max_places"),
        (codes.Funds, "-0.01", "greater_than_equal"),
        (codes.Funds, "0.001", "decimal_max_places"),
    ],
)
def test_what_is_no_such_code_is_refused(kind: Any, typed: str, why: str) -> None:
    assert refused(kind, typed) == why


@pytest.mark.parametrize(
    ("typed", "spelled"),
    [
        ("虚构矿业公司", ("虚构矿业公司",)),
        (" 虚构矿业公司\u3000", ("虚构矿业公司",)),
        ("91350100M000100Y43", ("91350100M000100Y43",)),
        ("９１35 m", ("９１35 m", "9135M")),
        ("甲(乙)公司", ("甲(乙)公司", "甲（乙）公司")),
        ("甲（乙）公司", ("甲（乙）公司", "甲(乙)公司")),
        ("e\u0301", ("é", "É")),
    ],
)
def test_what_is_looked_up_is_found_however_it_was_typed(typed: str, spelled: tuple[str, ...]) -> None:
    assert spellings(typed) == spelled


@pytest.mark.parametrize(("kind", "most"), [(text.Name, 200), (text.Line, 500), (text.Prose, 4000)])
def test_a_text_is_as_long_as_it_may_be_and_no_longer(kind: Any, most: int) -> None:
    assert accepted(kind, "煤" * most) == "煤" * most
    assert refused(kind, "煤" * (most + 1)) == "string_too_long"
    assert refused(kind, "") == "string_too_short"
    assert refused(kind, " \n ") == "string_too_short"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  e\u0301cole ", "école"),
        ("第一行\n\t第二行", "第一行\n\t第二行"),
        ("名\u3000称", "名\u3000称"),
        ("\u0938\u094d\u200d\u0930", "\u0938\u094d\u200d\u0930"),
    ],
)
def test_a_text_is_composed_and_trimmed_and_otherwise_left_as_it_is(typed: str, kept: str) -> None:
    assert accepted(text.Prose, typed) == kept


@pytest.mark.parametrize(
    "typed", ["a\x00b", "a\rb", "a\x7fb", "\u202egnp.exe", "a\u2066b", "\u200b\u200d", "\u200b \u200b", "a\ud800b"]
)
def test_control_characters_turned_writing_and_invisible_text_are_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="text"):
        text.normalised(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("a.pdf", "a.pdf"), ("停产 决定书.PDF", "停产 决定书.PDF"), (" e\u0301.txt ", "é.txt"), ("..a", "..a")],
)
def test_a_file_name_is_a_label(typed: str, kept: str) -> None:
    assert accepted(FileName, typed) == kept


@pytest.mark.parametrize("typed", ["a/b.pdf", "a\\b.pdf", "..", ".", "a\nb", "a\tb", "a\u200fb.pdf", "../a.pdf"])
def test_a_file_name_that_leads_somewhere_or_misleads_is_refused(typed: str) -> None:
    assert refused(FileName, typed) in {"file_name", "control_characters"}


def test_the_ending_of_a_name_is_read_in_small_letters() -> None:
    assert [ending(name) for name in ("a.PDF", "a.tar.gz", "a", ".hidden")] == [".pdf", ".gz", "", ""]


def test_a_format_goes_by_its_own_name_and_by_those_that_senders_have_for_it() -> None:
    assert is_called("application/pdf", "application/pdf")
    assert is_called("application/vnd.ms-excel", "text/csv")
    assert not is_called("text/csv", "application/vnd.ms-excel")
    assert not is_called("image/png", "image/jpeg")


@pytest.mark.parametrize("typed", ["0" * 63, "0" * 65, "A" * 64, "g" * 64, "0" * 64 + "\n"])
def test_a_digest_has_64_hexadecimal_digits_in_small_letters(typed: str) -> None:
    assert accepted(Digest, "0123456789abcdef" * 4) == "0123456789abcdef" * 4
    assert refused(Digest, typed) == "string_pattern_mismatch"


def test_a_moment_is_held_in_utc_and_written_in_one_way() -> None:
    midnight = datetime(2026, 7, 6, tzinfo=BEIJING)
    assert format_moment(midnight) == "2026-07-05T16:00:00.000000Z"
    assert accepted(Moment, "2026-07-06T00:00:00+08:00").tzinfo == UTC
    assert TypeAdapter(Moment).dump_json(midnight) == b'"2026-07-05T16:00:00.000000Z"'
    with pytest.raises(ValueError, match="time zone"):
        format_moment(datetime.fromisoformat("2026-07-06T00:00:00"))
    assert refused(Moment, "2026-07-06T00:00:00") == "timezone_aware"


def test_a_moment_that_is_given_has_a_zone_and_lies_within_what_the_ledger_is_about() -> None:
    assert accepted(GivenMoment, "2026-07-06T08:00:00+08:00") == datetime(2026, 7, 6, tzinfo=UTC)
    assert refused(GivenMoment, "2026-07-06T08:00:00") == "moment_without_zone"
    for typed, why in (("1949-09-30", "moment_out_of_range"), ("2200-01-01", "moment_out_of_range")):
        assert refused(GivenMoment, f"{typed}T12:00:00Z") == why
    assert (date(1949, 10, 1), date(2199, 12, 31)) == (FIRST_DAY, LAST_DAY)
    for day in (FIRST_DAY, LAST_DAY):
        assert accepted(GivenMoment, f"{day}T12:00:00Z").date() == accepted(Day, str(day)) == day
    assert refused(Day, FIRST_DAY - timedelta(days=1)) == "greater_than_equal"
    assert refused(Day, LAST_DAY + timedelta(days=1)) == "less_than_equal"


def test_a_day_is_over_at_midnight_in_shanghai() -> None:
    assert end_of_day(date(2026, 12, 31)) == datetime(2026, 12, 31, 16, tzinfo=UTC)
    assert end_of_day(date(2026, 12, 31)).tzinfo == UTC


def test_what_is_entered_on_its_own_day_was_true_now_and_what_is_entered_later_when_its_day_began() -> None:
    now = datetime(2026, 7, 6, 17, tzinfo=UTC)  # the 7th in Shanghai
    assert when_it_was(date(2026, 7, 7), now) == when_it_was(date(2026, 7, 8), now) == now
    assert when_it_was(date(2026, 7, 6), now) == datetime(2026, 7, 5, 16, tzinfo=UTC)


def test_a_capacity_is_a_person_or_a_post_of_one_department() -> None:
    one = Actor(id="a", department="甲局", role=Role.OFFICER, post="队长")
    assert one.same_capacity(Actor(id="a", department="乙局", role=Role.HEAD))
    assert one.same_capacity(Actor(id="b", department="甲局", role=Role.HEAD, post="队长"))
    assert not one.same_capacity(Actor(id="b", department="乙局", role=Role.OFFICER, post="队长"))
    assert not one.same_capacity(Actor(id="b", department="甲局", role=Role.OFFICER, post="局长"))
    nobody = Actor(id="c", department="甲局", role=Role.OFFICER)
    assert not nobody.same_capacity(Actor(id="d", department="甲局", role=Role.OFFICER)), "no post is no capacity"
