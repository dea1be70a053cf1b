"""The shipped rule files: in order, dated without gap or overlap, and known by a digest that layout does not move."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from ledger.cli import rules_labels, rules_page
from ledger.cli.main import app
from ledger.rules.catalogue import FILES, KINDS, shipped
from ledger.rules.checking import examine
from ledger.rules.hazard_standards import HazardStandard
from ledger.rules.rule_set import RuleSet, in_force, read, versions
from ledger.values.verified import Verified

RULES = Path(__file__).parents[2] / "src/ledger/rules"
DAYS = st.dates(date(2015, 1, 1), date(2027, 12, 31))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The rule files, copied to where they can be edited."""
    return Path(copytree(RULES, tmp_path / "rules", ignore=lambda _, names: [n for n in names if ".yaml" not in n]))


def edit(folder: Path, name: str, **changes: Any) -> None:
    """Change a file as a hand would."""
    path = folder / f"{name}.yaml"
    path.write_text(yaml.safe_dump(yaml.safe_load(path.read_text("utf-8")) | changes, allow_unicode=True), "utf-8")


def codes(folder: Path) -> set[tuple[str, str]]:
    return {(finding.file, finding.code) for finding in examine(folder).findings}


def test_the_shipped_files_are_in_order() -> None:
    found = examine()
    assert found.findings == []
    assert found.sets == shipped()
    assert {path.stem for path in RULES.glob("*.yaml")} == FILES.keys()


@pytest.mark.parametrize("rules", shipped().values(), ids=lambda rules: rules.id)
def test_every_rule_says_its_article_its_source_and_how_it_is_known(rules: RuleSet) -> None:
    texts = list(rules.texts())
    assert texts or rules.id == "ORDER-85-2015"
    for text in texts:
        assert text.article.strip()
        assert text.source.strip()
        assert text.zh.strip()
        assert isinstance(text.verified, Verified)


@given(DAYS)
def test_every_day_has_exactly_the_standard_it_should(day: date) -> None:
    expected = None
    for begins, id in ((date(2015, 12, 3), "ORDER-85-2015"), (date(2021, 1, 1), "ORDER-4-2020")):
        expected = id if day >= begins else expected
    expected = "ORDER-21-2026" if day >= date(2026, 7, 1) else expected
    found = in_force(HazardStandard, day)
    assert (found.id if found else None) == expected


@given(DAYS, st.sampled_from([cls for cls in KINDS.values() if cls.exclusive]))
def test_of_an_exclusive_kind_one_set_at_most_is_in_force_on_any_day(day: date, cls: type[RuleSet]) -> None:
    assert len([rules for rules in versions(cls) if rules.in_force(day)]) <= 1


def test_a_standard_ends_on_its_last_day_and_the_next_begins_on_the_day_after() -> None:
    for before, after in zip(versions(HazardStandard), versions(HazardStandard)[1:], strict=False):
        assert before.valid_to is not None
        assert in_force(HazardStandard, before.valid_to) == before
        assert in_force(HazardStandard, before.valid_to + timedelta(days=1)) == after


@settings(max_examples=40, deadline=None)
@given(st.randoms(use_true_random=False), st.sampled_from(sorted(FILES)))
def test_a_digest_is_of_the_content_and_not_of_its_layout(random: Any, name: str) -> None:
    def shuffled(value: Any) -> Any:
        if isinstance(value, dict):
            entries = [(key, shuffled(of)) for key, of in value.items()]
            random.shuffle(entries)
            return dict(entries)
        return [shuffled(of) for of in value] if isinstance(value, list) else value

    cls = FILES[name]
    again = cls.model_validate(shuffled(yaml.safe_load((RULES / f"{name}.yaml").read_bytes())))
    assert again.digest == shipped()[name].digest


def test_the_digests_of_all_sets_differ_and_any_change_of_content_changes_one(folder: Path) -> None:
    digests = [rules.digest for rules in shipped().values()]
    assert len(set(digests)) == len(digests)
    edit(folder, "credit_scale", base=99)
    assert read(FILES["credit_scale"], folder, "credit_scale").digest not in digests


def test_two_versions_that_overlap_or_leave_a_gap_are_found(folder: Path) -> None:
    edit(folder, "hazard_standard_order_4", valid_to=date(2026, 7, 3))
    assert codes(folder) == {("hazard_standard_order_21", "PERIODS_OVERLAP")}
    edit(folder, "hazard_standard_order_4", valid_to=date(2026, 6, 28))
    assert codes(folder) == {("hazard_standard_order_21", "PERIODS_GAP")}
    edit(folder, "hazard_standard_order_4", valid_to=None)
    assert codes(folder) == {("hazard_standard_order_21", "PERIODS_OVERLAP")}


def test_a_reference_to_an_item_that_is_not_there_is_found(folder: Path) -> None:
    wrong = {"verified": "ours", "criteria": [{"standard": "ORDER-21-2026", "article": 9, "item": 4}]}
    statutes = [{"source": "无此法", "article": "§1", "matter": "NO_SUCH_MATTER"}]
    one = {"code": "V01", "article": "x", "zh": "x", "mapping": wrong | {"statutes": statutes}}
    edit(folder, "violation_categories_2020", categories=[one])
    messages = [finding.message for finding in examine(folder).findings]
    assert [m for m in messages if "ORDER-21-2026 §9(4)" in m]
    assert [m for m in messages if "NO_SUCH_MATTER" in m]


def test_a_file_that_is_missing_unreadable_doubled_or_of_no_kind_is_found(folder: Path) -> None:
    (folder / "goals_2022.yaml").unlink()
    (folder / "size_classes.yaml").write_text("id: [", "utf-8")
    (folder / "something_else.yaml").write_text("{}", "utf-8")
    edit(folder, "headcount_limits_2019", id="HEADCOUNT-2023", unknown_key=1)
    edit(folder, "listing_regime_49_2017", id="ORDER_11_2023", valid_to=date(2016, 1, 1))
    assert codes(folder) == {
        ("goals_2022", "FILE_MISSING"),
        ("size_classes", "FILE_INVALID"),
        ("something_else", "FILE_OF_NO_KIND"),
        ("headcount_limits_2019", "FILE_INVALID"),
        ("listing_regime_49_2017", "ID_TWICE"),
        ("listing_regime_11_2023", "ID_TWICE"),
        ("listing_regime_49_2017", "ENDS_BEFORE_IT_STARTS"),
        ("listing_regime_11_2023", "PERIODS_GAP"),
    }


def test_a_code_that_stands_twice_is_found(folder: Path) -> None:
    ground = {"code": "49-3-1", "article": "§3", "zh": "x"}
    edit(folder, "listing_regime_49_2017", grounds=[ground, ground])
    assert codes(folder) == {("listing_regime_49_2017", "CODE_TWICE")}


def test_a_rule_whose_days_lie_outside_those_of_its_file_is_found(folder: Path) -> None:
    edit(folder, "procedure_clocks", valid_from=date(2005, 9, 3))
    assert codes(folder) == {("procedure_clocks", "RULE_OUTSIDE_ITS_SET")}


def test_rules_check_says_by_its_status_whether_all_is_in_order(folder: Path) -> None:
    run = CliRunner().invoke
    fine = run(app, ["rules", "check"])
    assert fine.exit_code == 0
    assert "0 findings" in fine.stdout
    edit(folder, "hazard_standard_order_4", valid_to=date(2026, 6, 28))
    bad = run(app, ["rules", "check", "--folder", str(folder)])
    assert bad.exit_code == 1
    assert "PERIODS_GAP" in bad.stderr
    told = run(app, ["rules", "check", "--folder", str(folder), "--json"])
    assert told.exit_code == 1
    assert [finding["code"] for finding in json.loads(told.stdout)["findings"]] == ["PERIODS_GAP"]


def test_the_committed_page_says_what_the_rule_files_say() -> None:
    assert (RULES.parents[2] / "docs/rules.md").read_text("utf-8") == rules_page.printed()


def test_rules_show_tells_what_is_in_force_on_a_day_with_article_and_how_known() -> None:
    run = CliRunner().invoke
    told = json.loads(run(app, ["rules", "show", "--on", "2026-06-30", "--json"]).stdout)
    sets = {rules["id"]: rules for rules in told["ruleSets"]}
    assert "ORDER-4-2020" in sets
    assert "ORDER-21-2026" not in sets
    assert sets["ORDER-4-2020"]["rules"][-1]["verified"] == "memory"
    assert sets["ORDER-4-2020"]["rules"][0]["article"] == "§4(1)"
    shown = run(app, ["rules", "show", "--on", "2026-07-01", "--kind", "hazard_standard"])
    assert shown.exit_code == 0
    assert "ORDER-21-2026" in shown.stdout
    assert "ORDER-4-2020" not in shown.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--on", "2026-07-01", "--kind", "nothing"], "没有该类规则"),
        (["--on", "yesterday"], "不是有效日期"),
        (["--on", "2026-02-29"], "不是有效日期"),
    ],
)
def test_a_day_or_a_kind_that_is_none_is_told_in_both_languages(arguments: list[str], said: str) -> None:
    refused = CliRunner().invoke(app, ["rules", "show", *arguments], env={"COLUMNS": "500"})
    assert refused.exit_code == 2
    assert said in refused.output


def test_of_rules_with_days_of_their_own_only_those_of_the_day_are_shown() -> None:
    for day, expected in (("2024-04-30", "RESUMPTION_ACCEPTANCE-446"), ("2024-05-01", "RESUMPTION_ACCEPTANCE-774")):
        told = json.loads(CliRunner().invoke(app, ["rules", "show", "--on", day, "--json"]).stdout)
        codes = {rule["code"] for rules in told["ruleSets"] for rule in rules["rules"]}
        assert {code for code in codes if code.startswith("RESUMPTION_ACCEPTANCE")} == {expected}


def test_of_a_law_not_a_word_is_cut_off_where_the_window_is_narrow() -> None:
    shown = CliRunner().invoke(app, ["rules", "show", "--on", "2026-07-01", "--kind", "hazard_standard"])
    assert "…" not in shown.stdout
    last = list(in_force_on(date(2026, 7, 1)).texts())[-1].zh
    cells = [line.split("│")[-2].strip() for line in shown.stdout.splitlines() if line.count("│") == 5]
    assert last in "".join(cells)


def in_force_on(day: date) -> HazardStandard:
    found = in_force(HazardStandard, day)
    assert found is not None
    return found


def test_a_day_before_all_rules_and_a_day_to_come_are_remarked_upon() -> None:
    run = CliRunner().invoke
    assert "没有已收录的有效规则" in run(app, ["rules", "show", "--on", "1990-01-01"]).stdout
    assert "没有已收录的有效规则" in run(app, ["rules", "show", "--on", "2199-01-01", "--kind", "goals"]).stdout
    assert "尚未到来" in run(app, ["rules", "show", "--on", "2199-01-01", "--kind", "size_classes"]).stdout
    assert "尚未到来" not in run(app, ["rules", "show", "--on", "2026-07-01", "--kind", "size_classes"]).stdout


def test_what_is_shown_has_a_chinese_word_for_every_kind_and_every_value() -> None:
    assert rules_labels.KINDS.keys() == KINDS.keys()
    names = {name for rules in shipped().values() for text in rules.texts() for name in text.values}
    assert rules_labels.VALUES.keys() == names
    assert rules_labels.VERIFIED.keys() == set(Verified)


def test_showing_says_what_could_not_be_read_and_a_folder_that_is_none_is_refused(folder: Path) -> None:
    (folder / "size_classes.yaml").write_text("id: [", "utf-8")
    run = CliRunner().invoke
    shown = run(app, ["rules", "show", "--on", "2026-07-01", "--folder", str(folder)])
    assert shown.exit_code == 1
    assert "FILE_INVALID" in shown.stderr
    for command in (["check"], ["show", "--on", "2026-07-01"]):
        refused = run(app, ["rules", *command, "--folder", str(folder / "nowhere"), "--json"])
        assert refused.exit_code == 1
        assert "不是目录" in json.loads(refused.stdout)["error"]["messageZh"]
