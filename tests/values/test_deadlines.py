"""Deadlines and working days, across New Year, 旬 ends, make-up Saturdays, the leap day and midnight in Shanghai."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from chinese_calendar import holidays
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.values.calendar import Cadence, is_working_day, period_of, periods, working_day_from
from ledger.values.deadline import Deadline, Extension, Suspension, Term, Unit, days_late
from ledger.values.errors import InvalidInput
from ledger.values.times import SHANGHAI, end_of_day, local_day

days = st.dates(date(2020, 1, 1), date(2025, 6, 30))
units = st.sampled_from([u for u in Unit if u is not Unit.HOUR])


def at(day: str, clock: str = "10:00") -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=SHANGHAI)


def last_day(amount: int, unit: Unit, start: str, *suspensions: Suspension, rolls_over: bool = False) -> str:
    return str(Deadline(Term(amount, unit, rolls_over), at(start), suspensions).last_day)


@pytest.mark.parametrize(
    ("start", "amount", "unit", "last"),
    [
        ("2020-12-31", 1, Unit.DAY, "2021-01-01"),
        ("2020-12-31", 1, Unit.WORKING_DAY, "2021-01-04"),
        ("2021-02-05", 3, Unit.WORKING_DAY, "2021-02-09"),  # 7 February 2021 is a Sunday, and worked
        ("2024-02-09", 1, Unit.WORKING_DAY, "2024-02-18"),  # Spring Festival, then a Sunday that is worked
        ("2026-10-09", 1, Unit.WORKING_DAY, "2026-10-10"),  # a Saturday that is worked
        ("2022-12-09", 1, Unit.WORKING_DAY, "2022-12-12"),  # 10 December 2022 is a Saturday, and free
        ("2024-01-31", 1, Unit.MONTH, "2024-02-29"),
        ("2023-01-31", 1, Unit.MONTH, "2023-02-28"),
        ("2024-02-29", 1, Unit.YEAR, "2025-02-28"),
        ("2024-02-28", 1, Unit.DAY, "2024-02-29"),
        ("2026-07-06", 1, Unit.TEN_DAY_PERIOD, "2026-07-20"),
        ("2026-07-10", 1, Unit.TEN_DAY_PERIOD, "2026-07-20"),
        ("2026-07-11", 1, Unit.TEN_DAY_PERIOD, "2026-07-31"),
        ("2024-02-20", 1, Unit.TEN_DAY_PERIOD, "2024-02-29"),
        ("2025-12-25", 1, Unit.TEN_DAY_PERIOD, "2026-01-10"),
        ("2021-07-16", 90, Unit.DAY, "2021-10-14"),
    ],
)
def test_the_day_of_the_start_is_not_counted(start: str, amount: int, unit: Unit, last: str) -> None:
    assert last_day(amount, unit, start) == last


def test_the_day_of_the_start_is_the_one_in_shanghai() -> None:
    before, after = datetime(2026, 7, 6, 15, 59, tzinfo=UTC), datetime(2026, 7, 6, 16, 0, tzinfo=UTC)
    term = Term(1, Unit.DAY)
    assert Deadline(term, before).last_day == date(2026, 7, 7)
    assert Deadline(term, after).last_day == date(2026, 7, 8)


def test_a_last_day_that_is_free_gives_way_only_where_the_rule_says_so() -> None:
    assert last_day(1, Unit.DAY, "2022-12-09") == "2022-12-10"
    assert last_day(1, Unit.DAY, "2022-12-09", rolls_over=True) == "2022-12-12"
    assert last_day(15, Unit.DAY, "2020-09-16", rolls_over=True) == "2020-10-09"  # 1 October to the 8th are free


def test_hours_run_on_through_the_night_and_stand_still_under_suspension() -> None:
    day = Deadline(Term(24, Unit.HOUR), at("2026-07-06", "22:30"))
    assert day.expires == at("2026-07-07", "22:30")
    held = day.suspended(Suspension(date(2026, 7, 7), date(2026, 7, 8)))
    assert held.expires == at("2026-07-09", "22:30")
    assert day.suspended(Suspension(date(2026, 7, 8), date(2026, 7, 9))).expires == day.expires
    assert day.suspended(Suspension(date(2026, 7, 7))).expires is None


def test_several_suspensions_do_not_count_and_one_without_an_end_leaves_it_open() -> None:
    first, second = Suspension(date(2026, 7, 8), date(2026, 7, 9)), Suspension(date(2026, 7, 9), date(2026, 7, 12))
    assert last_day(5, Unit.DAY, "2026-07-06") == "2026-07-11"
    assert last_day(5, Unit.DAY, "2026-07-06", first, second) == "2026-07-16"
    assert last_day(1, Unit.MONTH, "2026-07-06", first, second) == "2026-08-11"
    assert last_day(5, Unit.DAY, "2026-07-06", Suspension(date(2026, 7, 8))) == "None"
    assert last_day(5, Unit.DAY, "2026-07-06", Suspension(date(2026, 7, 12))) == "2026-07-11"


def test_an_extension_goes_on_from_the_last_day_and_names_its_approver() -> None:
    granted = Extension(Term(30, Unit.DAY), "局长", date(2026, 9, 30))
    deadline = Deadline(Term(60, Unit.DAY), at("2026-08-01")).extended(granted)
    assert deadline.last_day == date(2026, 10, 30)
    assert deadline.extensions[0].approver == "局长"


def test_a_cut_off_hour_ends_the_last_day_early() -> None:
    deadline = Deadline(Term(1, Unit.DAY, cutoff=time(17, 0)), at("2026-07-06"))
    assert deadline.expires == at("2026-07-07", "17:00")
    assert deadline.last_day == date(2026, 7, 7)


def test_a_year_without_a_published_table_is_told_and_not_guessed() -> None:
    with pytest.raises(InvalidInput) as told:
        is_working_day(date(2031, 3, 3))
    assert told.value.code == "HOLIDAYS_NOT_PUBLISHED"
    with pytest.raises(InvalidInput):
        _ = Deadline(Term(5, Unit.WORKING_DAY), at("2030-12-31")).expires
    assert last_day(5, Unit.DAY, "2030-12-31") == "2031-01-05"


@pytest.mark.parametrize("year", [1999, 2003, max(holidays).year + 1, 2100])
def test_working_days_of_years_before_and_after_the_tables_are_refused_by_the_year(year: int) -> None:
    with pytest.raises(InvalidInput, match="HOLIDAYS_NOT_PUBLISHED") as told:
        is_working_day(date(year, 6, 15))
    assert str(year) in told.value.message
    assert str(year) in told.value.message_zh


def test_working_days_over_the_last_new_year_that_is_known_are_not_guessed() -> None:
    end = date(max(holidays).year, 12, 30)
    with pytest.raises(InvalidInput, match="HOLIDAYS_NOT_PUBLISHED"):
        _ = Deadline(Term(5, Unit.WORKING_DAY), datetime.combine(end, time(9), SHANGHAI)).last_day
    assert last_day(5, Unit.DAY, str(end)) == str(end + timedelta(days=5))


def test_terms_and_starts_that_make_no_sense_are_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Term(0, Unit.DAY)
    with pytest.raises(ValueError, match="time zone"):
        Deadline(Term(1, Unit.DAY), at("2026-07-06").replace(tzinfo=None))


@pytest.mark.parametrize(
    ("cadence", "day", "key", "last"),
    [
        (Cadence.TEN_DAY_PERIOD, "2026-07-10", "2026-07-T1", "2026-07-10"),
        (Cadence.TEN_DAY_PERIOD, "2026-07-11", "2026-07-T2", "2026-07-20"),
        (Cadence.TEN_DAY_PERIOD, "2024-02-29", "2024-02-T3", "2024-02-29"),
        (Cadence.TEN_DAY_PERIOD, "2026-07-31", "2026-07-T3", "2026-07-31"),
        (Cadence.MONTH, "2024-02-10", "2024-02", "2024-02-29"),
        (Cadence.QUARTER, "2026-05-31", "2026-Q2", "2026-06-30"),
        (Cadence.YEAR, "2022-12-10", "2022", "2022-12-31"),
    ],
)
def test_periods_have_names_and_ends(cadence: Cadence, day: str, key: str, last: str) -> None:
    period = period_of(cadence, date.fromisoformat(day))
    assert (period.key, str(period.last)) == (key, last)


def test_a_period_has_its_last_day_and_a_span_the_period_that_begins_on_its_last() -> None:
    july = period_of(Cadence.MONTH, date(2026, 7, 15))
    assert [str(day) for day in july.days()][::30] == ["2026-07-01", "2026-07-31"]
    assert [p.key for p in periods(Cadence.MONTH, date(2026, 7, 15), date(2026, 8, 1))] == ["2026-07", "2026-08"]
    assert [p.key for p in periods(Cadence.MONTH, date(2026, 7, 15), date(2026, 7, 15))] == ["2026-07"]
    assert list(periods(Cadence.MONTH, date(2026, 7, 15), date(2026, 7, 14))) == []


def test_a_year_has_36_ten_day_periods_12_months_and_4_quarters() -> None:
    numbers = [len(list(periods(c, date(2024, 1, 1), date(2024, 12, 31)))) for c in Cadence]
    assert numbers == [36, 12, 4, 1]
    assert list(periods(Cadence.MONTH, date(2024, 2, 1), date(2024, 1, 1))) == []


@settings(deadline=None)
@given(cadence=st.sampled_from(Cadence), day=st.dates(date(1950, 1, 1), date(2190, 1, 1)))
def test_periods_follow_one_another_without_gap_and_hold_their_days(cadence: Cadence, day: date) -> None:
    period = period_of(cadence, day)
    assert period.first <= day <= period.last
    assert period.following.first == period.last + timedelta(days=1)
    assert period_of(cadence, period.first) == period == period_of(cadence, period.last)


@settings(deadline=None)
@given(start=days, amount=st.integers(1, 60), unit=units, hour=st.integers(0, 23))
def test_more_time_is_never_an_earlier_end_and_the_start_day_never_the_last(
    start: date, amount: int, unit: Unit, hour: int
) -> None:
    started = datetime.combine(start, time(hour), SHANGHAI)
    deadline = Deadline(Term(amount, unit), started)
    longer = Deadline(Term(amount + 1, unit), started)
    assert deadline.last_day is not None
    assert longer.last_day is not None
    assert start < deadline.last_day <= longer.last_day
    assert deadline.expires == end_of_day(deadline.last_day)
    if unit is Unit.WORKING_DAY:
        assert is_working_day(deadline.last_day)


@settings(deadline=None)
@given(
    start=days,
    amount=st.integers(1, 40),
    unit=st.sampled_from([Unit.DAY, Unit.MONTH, Unit.TEN_DAY_PERIOD, Unit.YEAR]),
    breaks=st.lists(st.tuples(st.integers(1, 30), st.integers(0, 10)), max_size=3),
)
def test_every_suspended_day_before_the_end_moves_it_by_one(
    start: date, amount: int, unit: Unit, breaks: list[tuple[int, int]]
) -> None:
    held = [Suspension(start + timedelta(a), start + timedelta(a + length)) for a, length in breaks]
    plain = Deadline(Term(amount, unit), datetime.combine(start, time(9), SHANGHAI))
    end = plain.suspended(*held).last_day
    assert plain.last_day is not None
    assert end is not None
    lost = sum(any(s.covers(start + timedelta(n)) for s in held) for n in range(1, (end - start).days + 1))
    assert end == plain.last_day + timedelta(days=lost)
    assert not any(s.covers(end) for s in held)


@settings(deadline=None)
@given(day=days)
def test_the_next_working_day_is_one_and_days_late_count_from_the_last_day(day: date) -> None:
    working = working_day_from(day)
    assert is_working_day(working)
    assert days_late(day, working) == (working - day).days
    assert days_late(working, day) == 0
    assert local_day(end_of_day(day) - timedelta(microseconds=1)) == day
