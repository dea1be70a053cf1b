"""A batch of events folded into all views that it concerns, and the one statement that writes what comes of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from uuid import UUID

import orjson

from ledger.projections.control import SWITCH_LOCK
from ledger.projections.folding import Changes, TypedEvent, Version, concerns, fold, steps_of, types_of
from ledger.projections.remembering import Key, Remembered
from ledger.projections.view import Row, View

LIVE, LOADING = "live", "loading"


@dataclass(frozen=True)
class Table:
    """A table that is written to, of a generation of a view."""

    view: View
    generation: int
    name: str


LookUp = Callable[[Table, set[UUID]], Awaitable[Mapping[UUID, Row]]]


@dataclass(frozen=True)
class Folded:
    """What a batch does to each table, and the rows it leaves behind."""

    changes: Sequence[tuple[Table, Changes]]
    rows: Mapping[Key, Row]


async def folded(
    tables: Sequence[Table],
    events: Sequence[TypedEvent],
    remembered: Remembered,
    left: Mapping[Key, Row],
    look_up: LookUp,
) -> Folded:
    """`events` folded on the rows before them: those `left` by what is being written, else remembered, else looked up.

    Of a stream that begins here no view has a row yet; should one have, the statement fails, not the row.
    """
    changes: list[tuple[Table, Changes]] = []
    rows: dict[Key, Row] = {}
    types = types_of(events)
    for table in tables:
        view = table.view
        if not concerns(view, types):
            continue
        steps = steps_of(view, events)
        current: dict[UUID, Row] = {}
        if not view.constant:
            born = {r.event.originator_id for *_, r in steps if r.event.originator_version == 1}
            keys = {key for key, *_ in steps} - born
            current = remembered.among(view, keys)
            current.update({key: left[view.name, key] for key in keys if (view.name, key) in left})
            if missing := keys - current.keys():
                current.update(await look_up(table, missing))
        made = fold(view, current, steps)
        if made.added:
            changes.append((table, made))
            if not view.constant:
                rows.update({(view.name, version.key): version.row for version in made.added})
    return Folded(changes, rows)


def writing(
    state: str, tables: Sequence[Table], changes: Sequence[tuple[Table, Changes]], start: int, end: int
) -> tuple[bytes, list[object]]:
    """The statement that moves `tables` from `start` to `end` with all their changes, and its parameters.

    It answers with one row of one column: false when a table was not in this state at `start`, and nothing is written.
    While loading nothing is closed: that is done for all at once, when everything is there.
    """
    parameters: list[object] = [start, end]
    written = []
    for table, made in changes:
        closes = state != LOADING and bool(made.closed)
        written.append((table.view.key, table.name, closes))
        if closes:
            parameters.append(_json([{"key": key, "until": until} for key, until in made.closed.items()]))
        parameters.append(_json([_row(version) for version in made.added]))
    moved = tuple((table.view.name, table.generation) for table in tables)
    return _statement(state, moved, tuple(written)), parameters


@lru_cache(maxsize=256)
def _statement(state: str, moved: tuple[tuple[str, int], ...], written: tuple[tuple[str, str, bool], ...]) -> bytes:
    """Moves the position of `moved` and writes rows into `written`; nothing where these are not as expected.

    All that are live move together. A rebuild that switches holds its lock alone and is not waited for, as it may wait
    for tables that are held here. What closes is read before what is added, so that the index of open rows never sees
    two of a key.
    """
    names = ", ".join(f"('{view}', {generation})" for view, generation in moved)
    free, whole = "true", "true"
    if state == LIVE:
        free = f"pg_try_advisory_xact_lock_shared({SWITCH_LOCK})"
        whole = f"(SELECT count(*) FROM views.control WHERE state = '{LIVE}') = {len(moved)}"
    parts = [
        f"held AS (SELECT c.view, c.generation FROM (SELECT {free} AS free) switching, views.control c, "
        f"(VALUES {names}) m(view, generation) WHERE switching.free AND c.view = m.view "
        f"AND c.generation = m.generation AND c.state = '{state}' AND c.position = $1 FOR UPDATE OF c)",
        f"fits AS (SELECT (SELECT count(*) FROM held) = {len(moved)} AND {whole} AS fits)",
        "moved AS (UPDATE views.control c SET position = $2 FROM fits, held h "
        "WHERE fits.fits AND c.view = h.view AND c.generation = h.generation)",
    ]
    count = 2
    for n, (key, name, closes) in enumerate(written):
        after = ""
        if closes:
            count += 1
            parts.append(
                f"closed{n} AS (UPDATE views.{name} t SET until = c.until "
                f"FROM json_to_recordset(${count}::json) c(key uuid, until bigint), fits "
                f"WHERE fits.fits AND t.{key} = c.key AND t.until IS NULL RETURNING 1)"
            )
            after = f", (SELECT count(*) FROM closed{n}) after{n}"
        count += 1
        parts.append(
            f"added{n} AS (INSERT INTO views.{name} SELECT r.* "
            f"FROM json_populate_recordset(NULL::views.{name}, ${count}::json) r, fits{after} WHERE fits.fits)"
        )
    return f"WITH {', '.join(parts)} SELECT fits FROM fits".encode()


def _row(version: Version) -> Row:
    return {**version.row, "since": version.since, "until": version.until}


def _json(rows: list[Row]) -> str:
    return orjson.dumps(rows, default=_plain).decode()


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} is not a value of a view")
