"""Every figure, article and wording that is said to be read in a text is held against that text, one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from ledger.rules.approval_gates import approval_gates
from ledger.rules.catalogue import shipped
from ledger.rules.deadlines import DeadlineRule, deadline_rules
from ledger.rules.duties import duties
from ledger.rules.face_limits import FaceLimits
from ledger.rules.goals import goals
from ledger.rules.hazard_standards import standard_in_force
from ledger.rules.mine_stops import MineStopRules
from ledger.rules.penalties import Fine, Penalties, Penalty
from ledger.rules.publication import Publication, PublicationRule
from ledger.rules.rule_set import load, versions
from ledger.rules.violation_categories import violation_categories
from ledger.values.verified import Verified
from tests.rules.statutes import FOLDER, HELD, NOTICE, Statute, held, in_digits, number, statute

if not FOLDER.is_dir():
    # The cases are made of the texts, so that without them there is nothing to collect.
    pytest.skip("the texts of the statutes are not beside this checkout", allow_module_level=True)

READ_ELSEWHERE = (
    "双四政发〔2020〕28号",
    "应急管理部令第21号",
    "国务院令第493号",
    "生产安全事故报告和调查处理条例",
    "国务院令第310号（2020-08-07修订）",
    "行政复议法（2017-09-01）",
    "行政复议法（2023-09-01）",
    "行政诉讼法（2017-06-27）",
    "环境影响评价法（2018-12-29）",
    "安全生产法",
)
"""Sources that were read and do not lie beside this checkout, or not under this name."""

LAW_OF_WORKING_DAYS = {2, 3, 5, 7}
"""行政处罚法 §85: these numbers of days are working days in that law."""


def test_what_is_marked_as_read_is_what_could_be_read() -> None:
    for rules in shipped().values():
        for text in rules.texts():
            if text.verified is Verified.TEXT:
                assert any(word in text.source for word in HELD) or text.source in READ_ELSEWHERE, (rules.id, text)


@pytest.mark.parametrize(
    ("numeral", "value"), [("二", 2), ("十", 10), ("十五", 15), ("九十", 90), ("一百八十", 180), ("二千", 2000)]
)
def test_chinese_numerals_are_read(numeral: str, value: int) -> None:
    assert number(numeral) == value


def penalties() -> Iterator[tuple[str, Statute, Penalty]]:
    for rules in versions(Penalties):
        text = held(rules.source)
        assert text is not None, rules.source
        for penalty in rules.penalties:
            yield f"{rules.id} {penalty.article} {penalty.code}", text, penalty


def written(fine: Fine) -> str:
    """A range as a statute writes it."""
    if fine.of_income:
        least, most = (f"{share * 100:f}".removesuffix(".00") + "%" for share in (fine.least, fine.most))
        return f"年收入{most}的罚款" if least == most else f"年收入{least}至{most}的罚款"
    unit = "倍" if fine.of_gain else "元"
    return f"{fine.least}{unit}以上{fine.most}{unit}以下" if fine.least else f"处{fine.most}元以下的罚款"


REFERRED = {
    "依照第五条第二款规定予以处罚": "§5第2款",
    "关闭的煤矿企业擅自恢复生产的，依照前款规定予以处罚": "§61第1款",
    "迟报的，依照前款规定处罚": "§110第1款",
}
"""Fines that an article takes from another place of the same statute."""

UNCORRECTED = re.compile(r"逾期未改正|拒不改正|拒不执行的")
ON_PERSONS = re.compile(r"人员|负责人")


@pytest.mark.parametrize(("text", "penalty"), [pytest.param(t, p, id=id) for id, t, p in penalties()])
def test_a_penalty_is_threatened_by_its_article_in_these_words_and_with_these_figures(
    text: Statute, penalty: Penalty
) -> None:
    passage = "".join(text.passages(penalty.article))
    for piece in re.split(r"[，；。、]", in_digits(penalty.zh)):
        assert in_order(piece, passage), piece
        assert set(re.findall(r"\d+(?:元|倍|%|日|年|个月)", piece)) <= set(
            re.findall(r"\d+(?:元|倍|%|日|年|个月)", passage)
        )
    elsewhere = next((place for words, place in REFERRED.items() if words in penalty.zh), None)
    fines = "".join(text.passages(elsewhere)) if elsewhere else passage
    for name in ("unit_fine", "unit_fine_if_not_corrected", "person_fine", "person_fine_if_not_corrected"):
        fine = getattr(penalty, name)
        if fine is not None:
            places = [m.start() for m in re.finditer(re.escape(written(fine)), fines)]
            assert any(_fits(name, fines[:place]) for place in places), (name, written(fine), fines)


def _fits(name: str, before: str) -> bool:
    """Whether what stands before a fine says whom it strikes, and whether only who did not correct what was wrong."""
    uncorrected = UNCORRECTED.search(before) is not None
    return uncorrected == name.endswith("if_not_corrected") and (
        name.startswith("unit") or ON_PERSONS.search(before) is not None
    )


def in_order(piece: str, passage: str) -> bool:
    """Whether all characters of a piece stand in a passage, in this order."""
    rest = iter(passage)
    return all(sign in rest for sign in piece if sign not in "“”《》")


def deadlines() -> list[tuple[Statute, DeadlineRule]]:
    found = [(held(rule.source), rule) for rule in deadline_rules()]
    return [(text, rule) for text, rule in found if text is not None]


@pytest.mark.parametrize(("text", "rule"), [pytest.param(t, r, id=r.id) for t, r in deadlines()])
def test_a_deadline_stands_in_its_article_with_this_number_and_this_unit(text: Statute, rule: DeadlineRule) -> None:
    passage = text.passages(rule.article)[0]
    assert said(rule.term.amount, rule.term.unit, "§85" in rule.article) in passage
    if rule.extension is not None:
        assert said(rule.extension.amount, rule.extension.unit, "§85" in rule.article) in passage
    _not_before(text, rule.valid_from)


def said(amount: int | None, unit: str | None, of_the_law_of_working_days: bool) -> str:
    """How a statute writes a length of time."""
    words = {"HOUR": "小时", "DAY": "日", "MONTH": "个月", "YEAR": "年", "WORKING_DAY": "个工作日"}
    if of_the_law_of_working_days and unit == "WORKING_DAY":
        assert amount in LAW_OF_WORKING_DAYS
        return f"{amount}日"
    return f"{amount}{words[str(unit)]}"


def _not_before(text: Statute, day: date) -> None:
    named = re.findall(r"\d+", text.in_force_from or "")
    if named:
        assert date(*map(int, named)) <= day


def test_the_penalty_law_names_the_days_that_are_working_days_and_its_first_day() -> None:
    law = statute("行政处罚法")
    assert "2日" in law.passages("§85")[0]
    assert {int(n) for n in re.findall(r"(\d+)日", law.passages("§85")[0])} == LAW_OF_WORKING_DAYS
    assert law.in_force_from == "2021年7月15日"
    assert {r.valid_from for r in deadline_rules() if r.source == "行政处罚法（2021-01-22）"} == {date(2021, 7, 15)}


def test_the_regulation_of_2024_begins_where_what_it_repeals_ends() -> None:
    regulation = statute("煤矿安全生产条例")
    [passage] = regulation.passages("§76")
    assert regulation.in_force_from == "2024年5月1日"
    assert "《煤矿安全监察条例》和《国务院关于预防煤矿生产安全事故的特别规定》同时废止" in passage
    dated = [
        *deadline_rules(),
        *duties().duties,
        *versions(Penalties),
        *versions(Publication),
        *versions(MineStopRules),
    ]
    old = [r for r in dated if "446" in r.source or "煤矿安全监察条例" in r.source]
    new = [r for r in dated if r.source.startswith("煤矿安全生产条例")]
    assert {r.valid_to for r in old} == {date(2024, 4, 30)}
    assert {r.valid_from for r in new} == {date(2024, 5, 1)}


def publications() -> Iterator[tuple[Statute, PublicationRule]]:
    for rules in versions(Publication):
        text = held(rules.source)
        if text is not None:
            yield from ((text, rule) for rule in rules.rules)


@pytest.mark.parametrize(("text", "rule"), [pytest.param(t, r, id=f"{r.article} {r.code}") for t, r in publications()])
def test_what_has_to_be_made_public_stands_in_its_article(text: Statute, rule: PublicationRule) -> None:
    passage = text.passages(rule.article)[0]
    if rule.amount is not None:
        assert said(rule.amount, rule.unit, "§85" in rule.article) in passage
    for piece in re.split(r"[，；。、]", in_digits(rule.zh)):
        assert in_order(piece, passage), piece


def test_publication_is_known_by_excerpt_only_where_no_text_was_read() -> None:
    known = {rules.id: rules.verified for rules in versions(Publication)}
    assert known.pop("PUBLICATION-THREE-SYSTEMS-2018") is Verified.EXCERPT
    assert set(known.values()) == {Verified.TEXT}


def test_the_categories_of_order_21_are_those_of_the_regulation_in_their_order() -> None:
    items = statute("煤矿安全生产条例").articles[36][0].items
    ours = [category.zh for category in standard_in_force(date(2026, 7, 1)).categories]
    assert [_plain(item) for item in items] == [_plain(zh) for zh in ours]


def _plain(heading: str) -> str:
    return heading.rstrip("；。").removesuffix("的").removeprefix("有")


def test_the_15_headings_of_the_order_of_2005_stand_behind_those_of_order_4_in_their_order() -> None:
    items = statute("国务院关于预防煤矿生产安全事故的特别规定").articles[8][1].items
    ours = [category.zh for category in standard_in_force(date(2026, 6, 30)).categories]
    assert len(items) == len(ours) == 15
    for item, zh in zip(items, ours, strict=True):
        assert sum(sign in item for sign in zh) / len(zh) > 0.7, (item, zh)


def test_the_statutes_that_a_category_is_paired_with_have_these_articles() -> None:
    for category in violation_categories().categories:
        for reference in category.mapping.statutes:
            text = held(reference.source) or (statute("安全生产法") if reference.source == "安全生产法" else None)
            if text is not None:
                assert all(text.passages(reference.article)), reference


def test_acceptance_and_stops_name_articles_that_say_so() -> None:
    for rules in versions(MineStopRules):
        text = held(rules.source)
        assert text is not None
        assert f"{rules.acceptance.days}日内组织验收完毕" in text.passages(rules.acceptance.article)[0]
        for rule in rules.unlawful:
            if rule.article.startswith("§"):
                assert re.search("恢复生产|从事生产|擅自进行煤矿生产|暂时停产", text.passages(rule.article)[0])


def notice() -> str:
    return NOTICE.read_text("utf-8")


def test_categories_faces_goals_and_gates_stand_in_the_notice_itself() -> None:
    text = notice()
    for n, category in enumerate(violation_categories().categories, 1):
        assert f"（{n}）{category.zh}" in text
    for limit in load(FaceLimits, FaceLimits.files[0]).limits:
        assert limit.zh.removesuffix("。") in text
    [sentence] = [line for line in text.splitlines() if line.startswith("到2022年")]
    for goal in goals().goals:
        assert in_order(goal.zh, sentence), goal.zh
        if goal.value is not None and goal.value != 100:
            assert f"{goal.value}{goal.unit}" in sentence.replace("％", "%")
    [gates] = [line for line in text.splitlines() if line.startswith("2.推进煤矿升级改造项目审批和建设")]
    for gate in approval_gates().gates:
        assert f"{gate.due_on.month}月{gate.due_on.day}日前" in gates
        assert in_order(gate.zh, gates)
        assert in_order(gate.consequence, gates)


def test_a_fine_is_written_as_statutes_write_it() -> None:
    assert written(Fine(least=Decimal(0), most=Decimal(50000))) == "处50000元以下的罚款"
    assert written(Fine(least=Decimal("0.60"), most=Decimal("1.00"), of_income=True)) == "年收入60%至100%的罚款"
