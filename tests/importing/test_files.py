"""Files that are what they say, and files that are not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ledger.importing.encodings import encoding_of
from ledger.importing.kinds import opened
from ledger.importing.mine_register import ATTRIBUTION, COLUMNS, NAME, OWNER_UNKNOWN
from ledger.importing.rows import FileRefused, Row, Unreadable
from ledger.importing.source import MAX_LINE
from ledger.values.errors import InvalidInput

HAZARDS = (
    "煤矿,隐患描述,隐患地点,隐患来源,发现日期,备注\n230599000001,皮带机头防护栏缺失,主运输巷,监管检查,2026-07-01,无\n"
)


def write(folder: Path, text: str, *, encoding: str = "utf-8", name: str = "文件.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def refusal(path: Path, kind: str, encoding: str | None = None) -> FileRefused:
    with pytest.raises(FileRefused) as refused:
        list(opened(path, kind, encoding).rows)
    assert refused.value.message
    assert refused.value.message_zh
    return refused.value


@pytest.mark.parametrize(
    ("encoding", "found"), [("utf-8", "utf-8-sig"), ("utf-8-sig", "utf-8-sig"), ("gb18030", "gb18030")]
)
def test_the_encoding_of_a_file_is_found_out(folder: Path, encoding: str, found: str) -> None:
    assert encoding_of(write(folder, HAZARDS, encoding=encoding)) == found


def test_one_broken_letter_does_not_make_another_encoding_of_a_file(folder: Path) -> None:
    path = folder / "broken.csv"
    path.write_bytes("名称\n青松\n".encode() + b"\xff\xfe\n")
    assert refusal(path, "RegisterMine").code == "ENCODING_BROKEN"
    assert "Line 3" in refusal(path, "RegisterMine").message


def test_a_file_is_held_to_the_encoding_it_is_told_to_have(folder: Path) -> None:
    path = write(folder, HAZARDS, encoding="gb18030")
    assert refusal(path, "ReportHazard", "utf-8").code == "ENCODING_BROKEN"
    assert refusal(path, "ReportHazard", "latin-1").code == "ENCODING_UNKNOWN"


@pytest.mark.parametrize("content", ["名称".encode("utf-16"), b"PK\x03\x04\0\0workbook"])
def test_a_workbook_and_utf16_are_told_apart_from_text(folder: Path, content: bytes) -> None:
    path = folder / "book.csv"
    path.write_bytes(content)
    assert refusal(path, NAME).code == "NOT_TEXT"


def test_an_empty_file_a_missing_one_and_an_unknown_kind_are_refused(folder: Path) -> None:
    assert refusal(write(folder, ""), NAME).code == "FILE_EMPTY"
    assert refusal(folder / "none.csv", NAME).code == "FILE_UNREADABLE"
    assert refusal(write(folder, HAZARDS), "Hazards").code == "KIND_UNKNOWN"


def test_a_table_without_the_columns_it_needs_is_refused_by_their_names(folder: Path) -> None:
    refused = refusal(write(folder, "名称,备注\n青松,无\n"), "ReportHazard")
    assert refused.code == "COLUMNS_MISSING"
    assert "mine / 煤矿" in refused.message
    assert refusal(write(folder, HAZARDS), NAME).code == "COLUMNS_MISSING"
    assert refusal(write(folder, "mine,mine\n"), "ReportHazard").code == "COLUMN_TWICE"


def test_a_table_is_read_by_its_heading_in_either_language(folder: Path) -> None:
    found = opened(write(folder, HAZARDS, encoding="gb18030"), "ReportHazard")
    [row] = found.rows
    assert isinstance(row, Row)
    assert row.line == 2
    assert row.given["source"] == "SUPERVISION"
    assert row.given["mine"] == "230599000001"
    assert found.ignored == ("备注",)
    english = HAZARDS.replace("煤矿,隐患描述,隐患地点,隐患来源,发现日期", "mine,description,location,source,foundOn")
    [same] = opened(write(folder, english), "ReportHazard").rows
    assert isinstance(same, Row)
    assert same.given == row.given
    assert same.command_id == row.command_id


def test_lists_and_yes_and_no_in_cells_are_understood(folder: Path) -> None:
    text = "code,name,enterprise,division,capacity,灾害类型,仅名录\n230599000001,甲,乙,230599,60,高瓦斯、水害,是\n"
    [row] = opened(write(folder, text), "RegisterMine").rows
    assert isinstance(row, Row)
    assert row.given["disasterTypes"] == ["高瓦斯", "水害"]
    assert row.given["registerOnly"] is True


def test_broken_rows_of_a_table_are_named_by_their_line_and_the_others_are_read(folder: Path) -> None:
    text = HAZARDS + '230599000001,"引号"外,a,b,c,d\n' + "a,b,c,d,e,f,g,h\n\n" + HAZARDS.splitlines()[1] + "\n"
    rows = list(opened(write(folder, text), "ReportHazard").rows)
    assert [(row.line, type(row)) for row in rows] == [(2, Row), (3, Unreadable), (4, Unreadable), (6, Row)]
    assert {row.error.code for row in rows if isinstance(row, Unreadable)} == {"ROW_BROKEN"}


def test_a_file_that_does_not_begin_with_json_is_no_file_of_json_lines(folder: Path) -> None:
    assert refusal(write(folder, HAZARDS), "commands").code == "NOT_JSON_LINES"
    assert "Line 2" in refusal(write(folder, "\n[1]\n"), "commands").message


def test_a_broken_line_is_named_by_its_number_and_the_others_are_read(folder: Path) -> None:
    good = json.dumps({"command": "RegisterMine", "input": {}})
    wrong = json.dumps({"command": "RegisterMine", "input": {}, "comandId": "x"})
    naive = json.dumps({"command": "RegisterMine", "input": {}, "instant": "2026-07-01T00:00:00"})
    rows = list(opened(write(folder, "\n".join([good, '{"command":', wrong, naive, good])), "commands").rows)
    wrongs = [(row.line, row.error.code) for row in rows if isinstance(row, Unreadable)]
    assert wrongs == [(2, "LINE_NOT_JSON"), (3, "EXTRA_FORBIDDEN"), (4, "TIMEZONE_AWARE")]
    assert [row.line for row in rows if isinstance(row, Row)] == [1, 5]


def test_rows_of_equal_content_are_one_command_unless_a_key_tells_them_apart(folder: Path) -> None:
    lines = [
        {"command": "RegisterMine", "input": {"a": 1, "b": 2}},
        {"command": "RegisterMine", "input": {"b": 2, "a": 1}},
    ]
    keyed = [lines[0] | {"key": "1"}, lines[0] | {"key": "2"}]
    rows = list(opened(write(folder, "\n".join(map(json.dumps, lines + keyed))), "commands").rows)
    ids = [row.command_id for row in rows if isinstance(row, Row)]
    assert ids[0] == ids[1]
    assert len(set(ids)) == 3


def test_an_endless_line_is_refused_before_it_fills_the_memory(folder: Path) -> None:
    assert refusal(write(folder, "x" * 2_000_000), "commands").code == "LINE_TOO_LONG"


@pytest.mark.parametrize("end", ["", "\n"])
def test_a_row_too_long_is_refused_by_its_line_and_those_around_it_are_read(folder: Path, end: str) -> None:
    long = "x" * 3_000_000
    table = HAZARDS + f"230599000001,{long},a,b,c,d\n" + HAZARDS.splitlines()[1] + "\n"
    rows = list(opened(write(folder, table + long + end), "ReportHazard").rows)
    assert [(row.line, type(row)) for row in rows] == [(2, Row), (3, Unreadable), (4, Row), (5, Unreadable)]
    good = json.dumps({"command": "RegisterMine", "input": {}})
    lines = list(opened(write(folder, "\n".join([good, long, good, long]) + end, name="a.jsonl"), "commands").rows)
    assert [(row.line, type(row)) for row in lines] == [(1, Row), (2, Unreadable), (3, Row), (4, Unreadable)]
    wrong = [row.error for row in [*rows, *lines] if isinstance(row, Unreadable)]
    assert {error.code for error in wrong} == {"LINE_TOO_LONG"}
    assert all(isinstance(error, InvalidInput) and not isinstance(error, FileRefused) for error in wrong)


def test_a_line_of_exactly_the_greatest_length_is_a_line(folder: Path) -> None:
    heading, row = "煤矿,隐患描述,隐患地点,隐患来源,发现日期\n", "230599000001,{},主运输巷,监管检查,2026-07-01\n"
    fill = MAX_LINE - len(row.format("").encode())
    path = write(folder, heading + row.format("x" * fill) + row.format("短"))
    rows = list(opened(path, "ReportHazard").rows)
    # The table itself takes no cell as long as that; what counts here is that the next row is read.
    assert [row.line for row in rows] == [2, 3]


def test_a_quotation_mark_that_is_never_closed_is_told_with_the_lines_that_it_takes_along(folder: Path) -> None:
    line = HAZARDS.splitlines()[1] + "\n"
    rows = list(opened(write(folder, HAZARDS + '230599000001,"开口\n' + line * 3), "ReportHazard").rows)
    [broken] = [row for row in rows if isinstance(row, Unreadable)]
    assert (broken.line, broken.error.code) == (3, "ROW_BROKEN")
    assert "3–6" in broken.error.message
    assert "第 3–6 行" in broken.error.message_zh


def register(folder: Path, *rows: dict[str, str]) -> list[Row | Unreadable]:
    text = ",".join(f'"{name}"' for name in COLUMNS) + "\n"
    for row in rows:
        text += ",".join(f'"{row.get(name, "")}"' for name in COLUMNS) + "\n"
    return list(opened(write(folder, text), NAME).rows)


def test_a_row_of_the_register_becomes_a_register_entry_and_nothing_more(folder: Path) -> None:
    given = {"GEM Mine ID": "M9999", "Mine Name": "A Mine", "Mine Name (Non-ENG)": "虚构矿", "Owners": "-"}
    place = {"State, Province": "Heilongjiang", "Prefecture, District": "Shuangyashan", "Capacity (Mtpa)": "0.9"}
    [row] = register(folder, given | place)
    assert isinstance(row, Row)
    assert row.command == "RegisterMine"
    assert row.given == {
        "code": "GEM000000000000M9999",
        "name": "虚构矿",
        "enterprise": OWNER_UNKNOWN,
        "division": "230500",
        "capacity": "90",
        "registerOnly": True,
        "source": ATTRIBUTION,
    }


def test_a_row_of_the_register_without_capacity_place_or_id_is_refused_by_name(folder: Path) -> None:
    whole = {"GEM Mine ID": "M1", "State, Province": "Shanxi", "Capacity (Mtpa)": "3"}
    rows = register(
        folder, whole | {"Capacity (Mtpa)": "*"}, whole | {"State, Province": "Atlantis"}, whole | {"GEM Mine ID": ""}
    )
    codes = [row.error.code for row in rows if isinstance(row, Unreadable)]
    assert codes == ["CAPACITY_UNKNOWN", "DIVISION_UNKNOWN", "ID_MISSING"]
