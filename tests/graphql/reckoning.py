"""What was owed in the fictional district from May 2020 to August 2024, reckoned apart from the ledger.

An oracle: from what happened there (dates written down here by hand) and the words of the notice alone. It knows no
rule file, no watch and no calendar of the ledger; a 旬 is the first, second or last ten days or so of a month.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

BUREAU, OFFICE, COMPANY = "虚构区煤管局", "虚构区领导小组办公室", "虚构煤业公司"
PUBLICITY, REFORM, LABOUR, EMERGENCY = "虚构宣传部", "虚构区发改局", "虚构区人社局", "虚构区应急局"
ENVIRONMENT, FINANCE, POLICE = "虚构区生态环境局", "虚构区财政局", "虚构公安分局"
LAND, GROUP = "市自然资源局虚构区分局", "虚构区党委理论学习中心组"
REDCEDAR, GINKGO, SPRUCE = "赤柏煤矿", "银杏煤矿", "云杉煤矿"
MET, LATE, MISSED, SHOWN, NOT = "MET", "MET_LATE", "MISSED", "SHOWN_IN_TIME", "NOT_APPLICABLE"
ISSUED, END = date(2020, 9, 16), date(2022, 12, 31)


class Owed(NamedTuple):
    """One duty of one period: owed from a day on, to the day on which it was met or given up, where it ever was."""

    duty: str
    owner: str
    due: date
    opens: date
    ended: date | None
    outcome: str
    mine: str | None = None

    def open_on(self, day: date) -> bool:
        """Whether it was open on a day."""
        return self.opens <= day and (self.ended is None or self.ended >= day)


def owed() -> list[Owed]:
    """All of it."""
    parts = (_redcedar, _ginkgo, _upgrade, _study, _briefings, _names, _reports, _tasks, _parts, _lists)
    return [one for part in parts for one in part()]


def _d(text: str) -> date:
    return date.fromisoformat(text)


def _done(duty: str, owner: str, due: str, opens: str, on: str | None, mine: str | None = None) -> Owed:
    """Met by its day, late or never, as the days say."""
    ended = None if on is None else _d(on)
    outcome = MISSED if ended is None else MET if ended <= _d(due) else LATE
    return Owed(duty, owner, _d(due), _d(opens), ended, outcome, mine)


def _dropped(duty: str, owner: str, due: str, opens: str, on: str, mine: str | None = None) -> Owed:
    return Owed(duty, owner, _d(due), _d(opens), _d(on), NOT, mine)


def _redcedar() -> Iterator[Owed]:
    """Worked from May 2020 until it was closed on 30 April 2021, but for 8 to 25 February over the new year."""
    work = [(date(2020, 5, 1), date(2021, 2, 7)), (date(2021, 2, 26), date(2021, 4, 29))]
    months, ten_days = {date(2020, 8, 26)}, {date(2020, 7, 16), date(2021, 1, 26)}
    yield from _periods(REDCEDAR, work, (26, months), ((6, 16, 26), ten_days), {date(2020, 11, 26)})
    for due, opens, on in (
        ("2020-06-30", "2020-05-01", "2020-06-29"),
        ("2020-09-30", "2020-07-01", "2020-10-09"),
        ("2020-12-31", "2020-10-01", "2020-12-30"),
        ("2021-03-31", "2021-01-01", "2021-03-30"),
    ):
        yield _done("QUARTERLY_REPORT", COMPANY, due, opens, on, REDCEDAR)
    yield _dropped("QUARTERLY_REPORT", COMPANY, "2021-06-30", "2021-04-01", "2021-04-30", REDCEDAR)
    for goal in ("GRADE_TWO", "DOUBLE_CONTROL"):
        yield _dropped(goal, COMPANY, "2022-12-31", "2020-05-01", "2021-04-30", REDCEDAR)
    yield _done("REOPENING_INSPECTION", COMPANY, "2021-02-25", "2021-02-08", "2021-02-22", REDCEDAR)
    yield _done("REOPENING_COMMITMENT", COMPANY, "2021-02-25", "2021-02-08", "2021-02-23", REDCEDAR)
    yield _dropped("RECTIFICATION", COMPANY, "2020-10-10", "2020-09-22", "2020-10-08", REDCEDAR)
    yield _done("RECTIFICATION", COMPANY, "2020-10-20", "2020-10-08", "2020-10-19", REDCEDAR)
    yield _done("ORDER_COMPLIANCE", COMPANY, "2020-10-30", "2020-10-13", "2020-11-05", REDCEDAR)


def _ginkgo() -> Iterator[Owed]:
    """Worked from September 2022 to 26 December, and was closed in March."""
    work = [(date(2022, 9, 1), date(2022, 12, 26))]
    yield from _periods(GINKGO, work, (20, set()), ((4, 14, 24), {date(2022, 11, 14)}), set())
    yield _done("QUARTERLY_REPORT", COMPANY, "2022-09-30", "2022-09-01", "2022-09-29", GINKGO)
    yield _done("QUARTERLY_REPORT", COMPANY, "2022-12-31", "2022-10-01", "2022-12-26", GINKGO)
    yield Owed("GRADE_TWO", COMPANY, END, date(2022, 9, 1), date(2022, 12, 22), SHOWN, GINKGO)
    yield _done("DOUBLE_CONTROL", COMPANY, "2022-12-31", "2022-09-01", "2023-02-15", GINKGO)


def _periods(
    mine: str,
    work: list[tuple[date, date]],
    monthly: tuple[int, set[date]],
    ten_day: tuple[tuple[int, int, int], set[date]],
    entered_late: set[date],
) -> Iterator[Owed]:
    """Months with ten days of work or more and 旬 with five, each inspected on its day of the month or left out."""
    worked = {first + timedelta(n) for first, last in work for n in range((last - first).days + 1)}
    months = sorted({day.replace(day=1) for day in worked})
    for month in months:
        last = (month + timedelta(31)).replace(day=1) - timedelta(1)
        thirds = [(1, 10), (11, 20), (21, last.day)]
        periods = [("MONTHLY_INSPECTION", 10, 1, last.day, monthly[0])]
        periods += [("TEN_DAY_INSPECTION", 5, *third, day) for third, day in zip(thirds, ten_day[0], strict=True)]
        for duty, least, first, to, inspected in periods:
            days = sorted(day for day in worked if day.replace(day=1) == month and first <= day.day <= to)
            if len(days) < least:
                continue
            on = month.replace(day=inspected)
            due = month.replace(day=to)
            if on in (monthly if duty == "MONTHLY_INSPECTION" else ten_day)[1]:
                yield Owed(duty, COMPANY, due, days[0], None, MISSED, mine)
            else:
                late = duty == "MONTHLY_INSPECTION" and on in entered_late
                yield Owed(duty, COMPANY, due, days[0], on, SHOWN if late else MET, mine)


def _upgrade() -> Iterator[Owed]:
    """The six approvals of a mine that is upgraded: one came a week late, the others with a project of 2025."""
    for due, on in (
        ("2020-07-30", "2025-03-02"), ("2020-10-15", "2020-10-22"), ("2020-10-15", "2025-04-11"),
        ("2020-11-30", "2025-05-01"), ("2020-12-31", "2025-05-21"), ("2020-12-31", "2025-06-10"),
    ):  # fmt: skip
        yield _done("APPROVAL_GATE", COMPANY, due, "2020-09-16", on, SPRUCE)


def _study() -> Iterator[Owed]:
    """Twice a year; in 2022 only once."""
    for year, first, days in (
        (2020, "2020-05-01", ("2020-10-22", "2020-12-17")),
        (2021, "2021-01-01", ("2021-05-20", "2021-11-18")),
        (2022, "2022-01-01", ("2022-06-16", None)),
    ):
        for on in days:
            yield _done("STUDY", GROUP, f"{year}-12-31", first, on)


TASKS = (
    "二(一)1", "二(一)2", "二(一)3", "二(二)1", "二(二)2", "二(二)3", "二(三甲)1", "二(三甲)2",
    "二(三甲)3", "二(三乙)1", "二(三乙)2", "二(四)1", "二(四)2", "二(四)3", "二(四)4", "二(四)5",
    "二(四)6", "二(五)1", "二(五)2", "二(六)1", "二(六)2", "二(六)3", "二(六)4", "二(六)5",
    "二(六)6", "二(六)7", "二(七)1", "二(七)2", "二(七)3", "二(七)4", "二(七)5", "二(八)1",
    "二(八)2", "二(八)3", "二(八)4",
)  # fmt: skip
"""The notice's 35, in its order: the bureau answers for each, alone, with others, or for all of them."""

NAMED = ("二(三乙)1", "二(六)1", "二(六)2", "二(六)5")
"""Where it says neither 等 nor 各有关部门."""


def _briefings() -> Iterator[Owed]:
    """Each quarter of 2021 and 2022, as the district itself decided; the last of 2021 was left out."""
    for year, heard in (
        (2021, ("2021-03-16", "2021-06-22", "2021-09-14", None)),
        (2022, ("2022-03-15", "2022-06-21", "2022-09-20", "2022-12-13")),
    ):
        for quarter, on in enumerate(heard):
            due = ("03-31", "06-30", "09-30", "12-31")[quarter]
            yield _done("BRIEFING", "虚构区党委政府", f"{year}-{due}", f"{year}-{3 * quarter + 1:02}-01", on)


def _names() -> Iterator[Owed]:
    """The office says whom 等 and 各有关部门 means: by 14 October, of three tasks on the 20th, of one never."""
    for task in TASKS:
        if task not in NAMED:
            later: dict[str, str | None] = dict.fromkeys(("二(二)3", "二(四)2", "二(六)4"), "2020-10-20")
            on = (later | {"二(八)4": None}).get(task, "2020-10-14")
            yield _done("OPEN_DEPARTMENTS", OFFICE, "2020-10-16", "2020-09-16", on)
    yield _done("OPEN_DEPARTMENTS", OFFICE, "2020-10-16", "2020-09-16", "2020-10-12")


REPORTERS = (REFORM, LABOUR, EMERGENCY, ENVIRONMENT, POLICE, BUREAU)


def _reports() -> Iterator[Owed]:
    """Who reports is said on 20 October 2020; then each owes three summaries, an evaluation and the two lists."""
    for due in ("2020-12-10", "2021-12-10", "2022-12-10", "2022-12-10", "2020-12-31"):
        yield _done("REPORT", OFFICE, due, "2020-09-16", "2020-10-20")
    for n, body in enumerate(REPORTERS):
        for year in (2020, 2021, 2022):
            on = "2021-12-15" if (year, body) == (2021, REFORM) else f"{year}-12-{5 + n:02}"
            yield _done("REPORT", body, f"{year}-12-10", "2020-10-20", on)
        final: str | None = {LABOUR: "2022-12-12", EMERGENCY: None, ENVIRONMENT: None}.get(body, f"2022-12-{5 + n:02}")
        yield _done("REPORT", body, "2022-12-10", "2020-10-20", final)
        lists = None if body == ENVIRONMENT else f"2020-12-{21 + n}"
        yield _done("REPORT", body, "2020-12-31", "2020-10-20", lists)


def _tasks() -> Iterator[Owed]:
    """Deliveries: by the end of 2022, of the approvals by that of 2020; a principal delivers for all."""
    never = {"二(三甲)2", "二(六)2", "二(七)4", "二(八)4"}
    for n, task in enumerate(TASKS):
        due = "2020-12-31" if task == "二(三甲)2" else "2022-12-31"
        if task == "二(二)1":
            for body in (BUREAU, LAND):
                yield _dropped("TASK_DELIVERY", body, due, "2020-09-16", "2021-04-20")
        elif task == "二(七)3":
            yield _dropped("TASK_DELIVERY", BUREAU, due, "2020-09-16", "2021-08-02")
        elif task == "二(六)4":
            yield _dropped("TASK_DELIVERY", BUREAU, due, "2020-09-16", "2022-12-23")
            yield _done("TASK_DELIVERY", BUREAU, "2023-03-31", "2022-12-23", None)
        else:
            on = {"二(六)1": "2021-03-10", "二(六)5": "2023-01-12"}.get(task, f"2022-12-{12 + n % 14}")
            yield _done("TASK_DELIVERY", BUREAU, due, "2020-09-16", None if task in never else on)
    for body, due, handed_in in (
        (REFORM, "2020-12-31", "2020-12-28"), (LAND, "2020-12-31", "2021-01-12"), (ENVIRONMENT, "2020-12-31", None),
        (PUBLICITY, "2022-12-31", "2022-12-15"), (LABOUR, "2022-12-31", "2022-12-19"),
        (LAND, "2022-12-31", "2022-12-20"), (REFORM, "2022-12-31", "2022-12-21"), (POLICE, "2022-12-31", "2022-12-22"),
        (EMERGENCY, "2022-12-31", "2022-12-27"), (LAND, "2022-12-31", "2022-12-28"), (FINANCE, "2022-12-31", None),
        (EMERGENCY, "2022-12-31", "2023-01-09"), (LAND, "2022-12-31", "2023-01-16"),
    ):  # fmt: skip
        yield _done("TASK_DELIVERY", body, due, "2020-09-16", handed_in)
    yield Owed("TASK_DELIVERY", POLICE, END, ISSUED, date(2022, 12, 30), SHOWN)
    yield _done("TASK_DELIVERY", BUREAU, "2021-09-30", "2021-03-09", None)


def _parts() -> Iterator[Owed]:
    """Parts of tasks: six approvals, each the one department's that gives it, and what each year asks for."""
    for body, due, on in (
        (LAND, "2020-07-30", "2020-09-25"), (REFORM, "2020-10-15", "2020-10-14"), (LAND, "2020-10-15", "2020-11-03"),
        (BUREAU, "2020-11-30", None), (ENVIRONMENT, "2020-12-31", None), (BUREAU, "2020-12-31", None),
    ):  # fmt: skip
        yield _done("TASK_MILESTONE", body, due, "2020-09-16", on)
    for year in (2021, 2022):
        yield _done("TASK_MILESTONE", BUREAU, f"{year}-06-30", "2020-09-16", f"{year}-06-28")
    for plan in ("工作要点", "生产计划", "执法计划"):
        for year, on in ((2020, "2020-09-28"), (2021, "2021-06-28"), (2022, "2022-06-28")):
            made = None if (plan, year) == ("生产计划", 2021) else on
            yield _done("TASK_MILESTONE", BUREAU, f"{year}-12-31", "2020-09-16", made)


def _lists() -> Iterator[Owed]:
    """The two lists: one item a week late, one whose limit was moved, one forgotten."""
    yield _done("LIST_ITEM", COMPANY, "2020-12-31", "2020-10-12", "2021-01-08")
    yield _dropped("LIST_ITEM", COMPANY, "2021-06-30", "2020-10-12", "2021-05-20")
    yield _done("LIST_ITEM", COMPANY, "2021-12-31", "2021-05-20", None)
    yield _done("LIST_ITEM", BUREAU, "2021-03-31", "2020-10-12", None)
