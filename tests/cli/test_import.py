"""`ledger import`: killed in the middle it goes on where it was, exactly once."""

from __future__ import annotations

import json
import signal
import time
from pathlib import Path

import psycopg
import pytest
import typer
from typer.testing import CliRunner

from ledger.cli.main import app
from ledger.cli.options import refusing
from tests.cli.conftest import PATIENCE, Shell


def mines(folder: Path, count: int) -> Path:
    path = folder / "煤矿.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for n in range(count):
            given = {"code": f"{n:012d}", "name": f"虚构{n}号", "enterprise": "虚构煤业", "division": "230599"}
            file.write(json.dumps({"command": "RegisterMine", "input": given | {"capacity": "60"}}) + "\n")
    return path


def registered(shell: Shell) -> int:
    with psycopg.connect(shell.database.reader_dsn) as connection:
        row = connection.execute("SELECT count(*) FROM ledger.event WHERE type = 'MineRegistered'").fetchone()
    assert row is not None
    return int(row[0])


@pytest.mark.slow
def test_an_import_that_is_killed_goes_on_where_it_was_and_does_each_row_once(shell: Shell) -> None:
    rows = 1500
    file = mines(shell.data, rows)
    arguments = ("import", file, "--kind", "commands", "--as", "head")
    process = shell.begin(*arguments)
    until = time.monotonic() + PATIENCE
    while registered(shell) < 200 and time.monotonic() < until:
        assert process.poll() is None, process.communicate()
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=PATIENCE)
    done = registered(shell)
    assert 200 <= done < rows
    tally = shell.json(*arguments)
    assert (tally["rows"], tally["refused"]) == (rows, 0)
    assert tally["accepted"] + tally["repeated"] == rows
    assert tally["repeated"] >= done
    assert registered(shell) == rows
    again = shell.json(*arguments)
    assert (again["accepted"], again["repeated"]) == (0, rows)


def test_refused_rows_end_it_with_a_status_of_its_own_and_stand_in_a_report(shell: Shell) -> None:
    file = shell.data / "行.csv"
    heading = "煤矿编码,煤矿名称,煤矿企业,行政区划代码,设计生产能力,序号\n"
    file.write_bytes((heading + "230599000001,甲,乙,230599,60,1\n12,丙,丁,230599,60,2\n").encode("gb18030"))
    tally = shell.json("import", file, "--kind", "RegisterMine", "--as", "head", status=3)
    assert (tally["accepted"], tally["refused"], tally["encoding"]) == (1, 1, "gb18030")
    assert tally["ignoredColumns"] == ["序号"]
    report = Path(tally["report"])
    assert report == shell.data / "imports" / "行.csv.refused.csv"
    assert "3,MINE_CODE,input.code," in report.read_text("utf-8-sig")


def test_what_is_asked_for_without_a_right_stands_on_record_once(shell: Shell) -> None:
    shell.run("import", mines(shell.data, 5), "--kind", "commands", "--as", "auditor", status=3)
    with psycopg.connect(shell.database.reader_dsn) as connection:
        types = connection.execute("SELECT type FROM ledger.event WHERE type <> 'RuleSetAdopted'").fetchall()
    assert types == [("AttemptRefused",)]


def test_a_file_that_is_not_what_it_says_is_refused_as_a_whole(shell: Shell) -> None:
    file = mines(shell.data, 1)
    error = shell.json("import", file, "--kind", "gem-mines", "--as", "head", status=1)["error"]
    assert error["code"] == "COLUMNS_MISSING"
    assert error["messageZh"]


def test_it_acts_for_somebody_and_for_one_alone(shell: Shell) -> None:
    file = mines(shell.data, 1)
    shell.run("import", file, "--kind", "commands", status=2)
    shell.run("import", file, "--kind", "commands", "--as", "nobody", status=2)
    missing = shell.json("import", file, "--kind", "commands", "--token-file", shell.data / "none", status=1)["error"]
    assert "不存在" in missing["messageZh"]
    token = shell.data / "token"
    token.write_text("not.a.token")
    error = shell.json("import", file, "--kind", "commands", "--token-file", token, status=1)["error"]
    assert error["code"] == "UNAUTHENTICATED"


def on(folder: Path, *arguments: str | Path) -> dict[str, str]:
    """What a command that needs a ledger says on a data folder that has none."""
    done = CliRunner().invoke(app, [*map(str, arguments), "--data", str(folder), "--json"])
    assert done.exit_code == 1, done.output
    error: dict[str, str] = json.loads(done.stdout)["error"]
    assert any("\u4e00" <= letter <= "\u9fff" for letter in error["messageZh"])
    return error


def test_a_folder_without_a_ledger_is_refused_in_both_languages_and_left_as_it_was(folder: Path) -> None:
    file = mines(folder, 1)
    for wrong in (folder / "nowhere", folder, file):
        before = sorted(folder.rglob("*"))
        for arguments in (("import", file, "--kind", "commands", "--as", "head"), ("orphans",), ("rules", "check")):
            assert on(wrong, *arguments)["code"] == "LEDGER_NOT_RUNNING"
        assert sorted(folder.rglob("*")) == before


def test_a_damaged_run_file_is_told_and_is_no_fault(folder: Path) -> None:
    for content in ("{", "[]", '{"host": "x"}', "\ufeff"):
        (folder / "run.json").write_text(content, "utf-8")
        assert on(folder, "orphans")["code"] == "RUN_FILE_BROKEN"


def test_a_report_that_cannot_be_written_is_told_before_anything_is_done(shell: Shell) -> None:
    arguments = ("import", mines(shell.data, 1), "--kind", "commands", "--as", "head", "--report", shell.data)
    error = shell.json(*arguments, status=1)["error"]
    assert (error["code"], "是目录" in error["messageZh"]) == ("FILE_SYSTEM", True)
    assert registered(shell) == 0


def test_a_database_of_another_version_is_told_with_what_to_do(shell: Shell) -> None:
    with psycopg.connect(shell.database.owner_dsn, autocommit=True) as connection:
        connection.execute("ALTER TABLE ledger.identity RENAME TO identity_of_tomorrow")
    error = shell.json("import", mines(shell.data, 1), "--kind", "commands", "--as", "head", status=1)["error"]
    assert error["code"] == "DATABASE_OF_ANOTHER_VERSION"
    assert "ledger migrate" in error["messageZh"]


def test_of_what_goes_wrong_in_many_tasks_at_once_the_first_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    missing = psycopg.errors.UndefinedFunction("function ledger.append_one does not exist\nHINT: none")
    with pytest.raises(typer.Exit), refusing(as_json=True):
        raise ExceptionGroup("tasks", [ExceptionGroup("more", [missing, ValueError()])])
    error = json.loads(capsys.readouterr().out)["error"]
    assert (error["code"], error["message"]) == (
        "DATABASE_OF_ANOTHER_VERSION", "function ledger.append_one does not exist",
    )  # fmt: skip
