"""A public register of mines (煤矿名录): rows of the Global Coal Mine Tracker that become register entries.

Real mines come in as rows of a register and nothing else. The register has no mine codes of the authorities: its own
id, filled up with zeros to the 20 characters of an older code, stands for one (`M0163` is `GEM000000000000M0163`). Its
capacities are in million tonnes a year; 1 Mt is 100 万吨. A mine stands in it once more for each phase of its building:
the first row that can be registered is the mine, what follows under the same id is refused as such.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from importlib.resources import files

import yaml

from ledger.importing.rows import Row, Rows, Unreadable, command_id
from ledger.importing.source import Source
from ledger.importing.tables import BrokenRow, Cells, Table
from ledger.values.errors import InvalidInput

NAME = "gem-mines"
COMMAND = "RegisterMine"
ATTRIBUTION = "Global Energy Monitor, Global Coal Mine Tracker, April 2024, CC BY 4.0"
ID, CAPACITY, PROVINCE, PREFECTURE = "GEM Mine ID", "Capacity (Mtpa)", "State, Province", "Prefecture, District"
NAMES, OWNERS = ("Mine Name (Non-ENG)", "Mine Name"), ("Owners (Non-ENG)", "Owners")
COLUMNS = (ID, CAPACITY, PROVINCE, PREFECTURE, *NAMES, *OWNERS)
OWNER_UNKNOWN = "（名录未载）"
CODE_LENGTH = 20
MT_IN_10000_TONNES = 100


def read(source: Source) -> Rows:
    """The rows of the register; `FileRefused` when it is another table."""
    table = Table(source)
    table.require(COLUMNS)
    return _rows(table)


def register_code(id: str) -> str:
    """The code under which a row of the register is known here."""
    return f"GEM{id:0>{CODE_LENGTH - 3}}"


def _rows(table: Table) -> Rows:
    divisions = yaml.safe_load(files("ledger.importing").joinpath("divisions.yaml").read_text("utf-8"))
    for cells in table.rows():
        if isinstance(cells, BrokenRow):
            yield Unreadable(cells.line, cells.error)
            continue
        try:
            yield _row(cells, divisions)
        except InvalidInput as error:
            yield Unreadable(cells.line, error)


def _row(cells: Cells, divisions: dict[str, dict[str, str]]) -> Row:
    id = cells.values.get(ID)
    if id is None:
        raise InvalidInput("ID_MISSING", f"The row has no {ID}.", f"该行没有 {ID}。", path=(ID,))
    given = {
        "code": register_code(id),
        "name": _first(cells, NAMES) or id,
        "enterprise": _first(cells, OWNERS) or OWNER_UNKNOWN,
        "division": _division(cells, divisions),
        "capacity": _capacity(cells),
        "registerOnly": True,
        "source": ATTRIBUTION,
    }
    return Row(cells.line, COMMAND, given, command_id(NAME, id, COMMAND, given), keyed=True)


def _first(cells: Cells, columns: tuple[str, ...]) -> str | None:
    """The first of several columns that says something; the register writes `-` where it knows nothing."""
    return next((text for name in columns if (text := cells.values.get(name, "-")) != "-"), None)


def _division(cells: Cells, divisions: dict[str, dict[str, str]]) -> str:
    prefecture, province = cells.values.get(PREFECTURE, ""), cells.values.get(PROVINCE, "")
    code = divisions["prefectures"].get(f"{prefecture}, {province}") or divisions["provinces"].get(province)
    if code is None:
        raise InvalidInput(
            "DIVISION_UNKNOWN",
            f"{province or 'No province'} has no division code here.",
            f"没有 {province or '（空）'} 对应的行政区划代码。",
            path=(PROVINCE,),
            rule="GB/T 2260",
        )
    return code


def _capacity(cells: Cells) -> str:
    text = cells.values.get(CAPACITY, "")
    try:
        capacity = Decimal(text) * MT_IN_10000_TONNES
        if not capacity.is_finite() or capacity <= 0:
            raise InvalidOperation
    except InvalidOperation as error:
        raise InvalidInput(
            "CAPACITY_UNKNOWN",
            f"The register tells no capacity ({text or 'empty'}).",
            f"名录未载明生产能力（{text or '空'}）。",
            path=(CAPACITY,),
        ) from error
    return f"{capacity.normalize():f}"
