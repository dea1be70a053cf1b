"""At every start the rule files are held against what was adopted; at the first they are adopted, on record."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE, STDOUT
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from pathlib import Path
from shutil import copytree, ignore_patterns
from typing import Any
from uuid import UUID, uuid4

import pytest
import yaml
from typer.testing import CliRunner

import ledger
from ledger.cli.main import app
from ledger.commands.credit import RateMine
from ledger.commands.hazard import GradeHazard, ReportHazard
from ledger.commands.rule_set import AdoptRuleSet, WithdrawRuleSet
from ledger.domain.hazard_events import HazardLevel, HazardSource
from ledger.domain.rule_set_adoption import RuleSetAdopted
from ledger.processes.rule_adoption import BEGINNING, RuleFilesRefused, adopt_or_refuse
from ledger.rules.catalogue import shipped
from ledger.rules.checking import examine
from ledger.rules.rule_set import RuleSet
from ledger.values.actor import Role
from ledger.values.errors import GuardRefused, Unavailable
from tests.conftest import Database, template
from tests.house import HEAD, House, open_house

SCALE = "CREDIT-SCALE-OURS-1"


@pytest.fixture(scope="session")
def simulated_template(cluster: str) -> str:
    """A ledger that was never started."""
    return template(cluster, f"template_new_{uuid4().hex[:8]}", simulated=True).name


@pytest.fixture(scope="session")
def real_template(cluster: str) -> str:
    return template(cluster, f"template_new_real_{uuid4().hex[:8]}", simulated=False).name


@pytest.fixture
async def house(database: Database) -> AsyncIterator[House]:
    async with open_house(database) as house:
        yield house


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """The rule files, copied to where they can be edited."""
    source = Path(ledger.__file__).parent / "rules"
    return Path(copytree(source, tmp_path / "rules", ignore=ignore_patterns("*.py", "__pycache__")))


def edit(rules: Path, name: str, **changes: Any) -> None:
    """Change a file as a hand would."""
    path = rules / f"{name}.yaml"
    path.write_text(yaml.safe_dump(yaml.safe_load(path.read_text("utf-8")) | changes, allow_unicode=True), "utf-8")


async def start(house: House, files: Mapping[str, RuleSet] | None = None) -> None:
    await adopt_or_refuse(house.store, house.bus, simulated=house.database.simulated, files=files)


async def a_hazard(house: House) -> UUID:
    found = {"description": "产量超核定", "location": "井口", "source": HazardSource.SUPERVISION}
    return (await house.do(ReportHazard(mine=await house.mine(), **found))).subject


async def test_a_fresh_ledger_adopts_what_it_came_with_by_an_act_of_its_own(house: House) -> None:
    recorded = await house.store.read_all(types=["RuleSetAdopted"])
    adopted = [r.event for r in recorded if isinstance(r.event, RuleSetAdopted)]
    assert {event.rule_set: event.digest for event in adopted} == {r.id: r.digest for r in shipped().values()}
    assert {event.shipped for event in adopted} == {True}
    assert {event.actor.role for event in adopted} == {Role.SYSTEM}
    assert {r.recorded_at for r in recorded} == {BEGINNING}
    by_id = {event.rule_set: event for event in adopted}
    assert len(by_id["ORDER-21-2026"].rules) == 123


async def test_a_real_ledger_adopts_at_the_moment_it_is_first_started(real_database: Database) -> None:
    async with open_house(real_database) as house:
        recorded = await house.store.read_all(types=["RuleSetAdopted"])
        assert len(recorded) == len(shipped())
        assert min(r.recorded_at for r in recorded) > BEGINNING


async def test_a_second_start_changes_nothing(house: House) -> None:
    before = await house.store.head()
    await start(house)
    assert await house.store.head() == before


async def test_a_ledger_that_knew_no_adoption_adopts_at_its_next_start(database: Database) -> None:
    async with open_house(database) as house:
        assert (await house.store.head()).position == len(shipped())


async def test_a_file_edited_by_hand_is_refused_with_both_digests(house: House, rules: Path) -> None:
    edit(rules, "credit_scale", base=99)
    found = examine(rules).sets
    with pytest.raises(RuleFilesRefused) as refused:
        await start(house, found)
    for said in ("credit_scale.yaml", SCALE, shipped()["credit_scale"].digest, found["credit_scale"].digest, "不符"):
        assert said in str(refused.value)
    assert str(refused.value).count("\n") == 0, "one line for one file"


async def test_a_file_laid_out_anew_is_the_same_file(house: House, rules: Path) -> None:
    edit(rules, "credit_scale")
    assert "#" not in (rules / "credit_scale.yaml").read_text("utf-8")
    await start(house, examine(rules).sets)


async def test_a_file_taken_away_is_refused(house: House, rules: Path) -> None:
    (rules / "credit_scale.yaml").unlink()
    with pytest.raises(RuleFilesRefused, match=SCALE):
        await start(house, examine(rules).sets)


async def test_a_rule_set_is_withdrawn_before_its_file_is_replaced_or_taken_away(house: House, rules: Path) -> None:
    await house.do(WithdrawRuleSet(rule_set=SCALE, why="省厅办法已印发"), HEAD)
    edit(rules, "credit_scale", base=99)
    await start(house, examine(rules).sets)
    (rules / "credit_scale.yaml").unlink()
    await start(house, examine(rules).sets)
    await house.do(AdoptRuleSet(rule_set=SCALE, digest=shipped()["credit_scale"].digest), HEAD)
    await start(house, shipped())
    with pytest.raises(RuleFilesRefused, match=SCALE):
        await start(house, examine(rules).sets)


async def test_nothing_is_decided_by_a_rule_set_that_is_not_adopted(house: House) -> None:
    hazard = await a_hazard(house)
    grade = GradeHazard(hazard=hazard, level=HazardLevel.MAJOR, article=4, item=1)
    await house.do(WithdrawRuleSet(rule_set="ORDER-21-2026", why="核对"), HEAD)
    with pytest.raises(GuardRefused, match="RULE_SET_NOT_ADOPTED") as refused:
        await house.do(grade)
    assert "ORDER-21-2026" in refused.value.message
    assert "ORDER-21-2026" in refused.value.message_zh
    await house.do(AdoptRuleSet(rule_set="ORDER-21-2026", digest=shipped()["hazard_standard_order_21"].digest), HEAD)
    executed = await house.do(grade)
    [graded] = [r for r in await house.store.read_stream(hazard) if r.position == executed.position]
    basis = graded.envelope.basis
    assert basis is not None
    assert (basis.rule_set, basis.article) == ("ORDER-21-2026", "§4(1)")
    assert basis.digest == shipped()["hazard_standard_order_21"].digest


async def test_what_the_ledger_does_by_itself_waits_for_its_rule_set(house: House) -> None:
    mine = await house.mine()
    await house.do(WithdrawRuleSet(rule_set=SCALE, why="换表"), HEAD)
    by = replace(HEAD, id="process:credit-scoring", roles=frozenset({Role.SYSTEM}))
    with pytest.raises(Unavailable, match="RULE_SET_NOT_ADOPTED"):
        await house.do(RateMine(mine=mine), by)
    with pytest.raises(GuardRefused, match="RULE_SET_NOT_ADOPTED"):
        await house.do(RateMine(mine=mine), HEAD)


def environment(database: Database, folder: Path, packages: Path) -> dict[str, str]:
    return os.environ | {
        "PYTHONPATH": str(packages),
        "LEDGER_DATA": str(folder),
        "LEDGER_PORT": "1",
        "LEDGER_APP_DSN": database.app_dsn,
        "LEDGER_PROJECTOR_DSN": database.projector_dsn,
        "LEDGER_READER_DSN": database.reader_dsn,
    }


def test_checking_files_against_a_ledger_names_the_one_that_is_not_what_was_adopted(
    database: Database, folder: Path, rules: Path
) -> None:
    async def started() -> None:
        async with open_house(database):
            pass

    asyncio.run(started())
    edit(rules, "credit_scale", base=99)
    arguments = ["rules", "check", "--folder", str(rules), "--data", str(folder), "--json"]
    told = CliRunner().invoke(app, arguments, env=environment(database, folder, folder))
    assert told.exit_code == 1, told.output
    [finding] = json.loads(told.stdout)["findings"]
    assert (finding["file"], finding["code"]) == ("credit_scale", "NOT_AS_ADOPTED")
    assert SCALE in finding["message"]
    assert SCALE in finding["message_zh"]


@pytest.mark.slow
async def test_a_server_whose_package_was_edited_does_not_start(house: House, database: Database, folder: Path) -> None:
    packages = folder / "packages"
    copytree(Path(ledger.__file__).parent, packages / "ledger", ignore=ignore_patterns("__pycache__"))
    path = packages / "ledger/rules/credit_scale.yaml"
    path.write_text(path.read_text("utf-8").replace("points: -25", "points: -1"), "utf-8")
    arguments = [sys.executable, "-m", "ledger.cli.main", "serve"]
    serving = await asyncio.create_subprocess_exec(
        *arguments, env=environment(database, folder, packages), cwd=folder, stdout=PIPE, stderr=STDOUT
    )
    told, _ = await asyncio.wait_for(serving.communicate(), 60)
    assert serving.returncode != 0
    for said in ("credit_scale.yaml is not what was adopted", shipped()["credit_scale"].digest, "规则文件"):
        assert said in told.decode()
