"""Which body a name means, and which body answers on a day: for every command that names a department."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from uuid import UUID

from ledger.commands.work import Work
from ledger.domain.department import Department, next_succession
from ledger.domain.guards import OURS
from ledger.domain.reservation import KeyScheme, Reservation, reservation_id
from ledger.values.errors import InvalidInput

OPEN_ENDED = frozenset({"等", "各部门", "各有关部门", "有关部门", "相关部门", "等各有关部门", "等有关部门"})


def name_key(division: str, name: str) -> str:
    """The natural key of a name within a division: white space and full-width forms make no difference."""
    return f"{division}:{''.join(unicodedata.normalize('NFKC', name).split())}"


async def department_named(work: Work, name: str, division: str | None, *path: str) -> str:
    """The name in use of the body that `name` means in `division`, or in one above it.

    Where no body is registered there, the name stands as it was given. `InvalidInput` otherwise:
    `DEPARTMENTS_OPEN` for 等 and 各有关部门, which somebody has to resolve first (R-046, R-050), `DEPARTMENT_UNKNOWN`.
    """
    found = await find_department(work, name, division)
    if found is not None:
        return found.name
    if not await _any_registered(work, division):
        return name
    if name in OPEN_ENDED:
        raise InvalidInput(
            "DEPARTMENTS_OPEN",
            f"{name} names nobody in particular; the office decides which bodies are meant (resolveDepartments).",
            f"“{name}”未指明具体单位，须先由办公室明确责任单位。",
            path=path,
            rule="双四政发〔2020〕28号 二(一)3",
        )
    raise InvalidInput(
        "DEPARTMENT_UNKNOWN",
        f"No body of division {division} is called {name}.",
        f"行政区划 {division} 的机构名录中没有“{name}”。",
        path=path,
        rule=OURS,
    )


async def departments_named(work: Work, names: Iterable[str], division: str | None, *path: str) -> list[str]:
    """`department_named` for each of several."""
    return [await department_named(work, name, division, *path, str(n)) for n, name in enumerate(names)]


async def find_department(work: Work, name: str, division: str | None) -> Department | None:
    """The body that a name means in a division, or in one above it."""
    for code in and_above(division):
        holder = (await work.find(Reservation, reservation_id(KeyScheme.BODY_NAME, name_key(code, name)))).holder
        if holder is not None:
            found = await registered(work, holder)
            if work.covers(found):
                # What was decided rests on it: the append checks that it is still so.
                work.touched[found.id] = found
            return found
    return None


async def registered(work: Work, id: UUID) -> Department:
    """A body by its id, to be read: it may belong to a division above the caller's, who changes nothing of it."""
    known = work.touched.get(id) or await work.load_aggregate(Department, id)
    assert isinstance(known, Department)
    return known


async def answering(work: Work, department: Department, since: date, on: date, matter: str | None = None) -> Department:
    """The body that answers on a day for what `department` was given on `since`: itself, or who succeeded it."""
    used: list[UUID] = []
    while (moved := next_succession(department.successions.values(), matter, since, on, used)) is not None:
        used.append(moved.succession)
        since, department = moved.effective_on, await registered(work, moved.to)
    return department


def and_above(division: str | None) -> Iterator[str]:
    """A division and those above it: `230505`, `230500`, `230000`, and `000000`, the whole country."""
    code = division or ""
    for digits in range(len(code), -1, -2):
        padded = code[:digits].ljust(6, "0")
        if digits == len(code) or padded != code:
            yield padded


async def _any_registered(work: Work, division: str | None) -> bool:
    for code in and_above(division):
        if (await work.find(Reservation, reservation_id(KeyScheme.BODY_REGISTER, code))).holder is not None:
            return True
    return False
