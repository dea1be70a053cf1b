"""Every read path that is declared goes by an index: now, as the ledger stood, and within every kind of scope.

The paths are made of the declarations: every list, with each of its filters and orders, both ways and from a cursor
on; everything by its id and by what else it is asked for; everything that hangs on a thing. A new view is explained
as well without a test of its own.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from graphql import GraphQLArgument, GraphQLEnumType, GraphQLField, get_named_type, is_required_argument
from strawberry.utils.str_converters import to_camel_case

from ledger.demo.people import DIVISION, PEOPLE
from ledger.eventstore.readers import Reader
from ledger.graphql.declared import DECLARED
from ledger.graphql.grants import Grants
from ledger.graphql.ids import global_id
from ledger.graphql.reads import READS
from ledger.graphql.schema import schema
from ledger.projections.reading import READING
from ledger.rights.right import Principal
from ledger.values.actor import Role
from tests.conftest import Database, cloned
from tests.graphql.conftest import Api, served
from tests.graphql.much_of_everything import ROWS, THEN, VERSIONS, fill_everything, id_of

PAGE = 3
TOUCHED, TOUCHED_THEN = 60, 160
"""How many rows a step of a statement may touch that reads a page: of 2,000 in 4,000 versions."""
OWN, OWN_THEN = 130, 260
"""The same where a filter picks a few: the rows of the caller's division, along an index, and no more."""

OFFICER = PEOPLE["officer"]
CALLERS: dict[str, Principal | None] = {
    "in a division": OFFICER,
    "in departments": replace(OFFICER, id="narrow", departments=frozenset({"虚构局 0", "虚构局 5"})),
    "of an enterprise": replace(PEOPLE["enterprise"], mines=frozenset({UUID(id_of("mine_register", 20))})),
    "of the public": None,
}
PAGING = {"first", "after", "last", "before", "asOf"}
BY_LOOKING = ("Contains", "named")
"""Filters that look for part of a text go through the list: no index of PostgreSQL's own finds it."""

GRANTED = frozenset(UUID(id_of("mine_register", number)) for number in (21, 22, 23))
"""Mines of another division that are granted to whoever asks."""


@dataclass(frozen=True)
class Case:
    """One way to read: what is asked, by whom, and how many rows a step of it may touch now and as of a moment."""

    why: str
    root: str
    given: dict[str, str]
    shown: str
    by: Principal | None
    touched: int = TOUCHED
    touched_then: int = TOUCHED_THEN
    through: bool = False
    """Whether it goes through the whole list, which is nobody's in particular."""

    def asked(self, *, then: bool) -> str:
        """The document."""
        moment = {"asOf": f"{{position: {THEN}}}"} if then else {}
        arguments = ", ".join(f"{name}: {value}" for name, value in (self.given | moment).items())
        return f"{{ {self.root}{f'({arguments})' if arguments else ''} {{ {self.shown} }} }}"


def roots() -> dict[str, GraphQLField]:
    query = schema()._schema.query_type
    assert query is not None
    fields: dict[str, GraphQLField] = query.fields
    return fields


def caller_of(root: str) -> Principal | None:
    """Somebody who may ask it, as narrowly as may be."""
    roles = READS[root].right.roles
    return next(by for by in (OFFICER, *PEOPLE.values()) if by.roles & roles)


def values(type_name: str, name: str, argument: GraphQLArgument) -> list[str]:
    """What an argument is given, as a literal."""
    type_ = get_named_type(argument.type)
    if isinstance(type_, GraphQLEnumType):
        return list(type_.values) if name == "orderBy" else list(type_.values)[:1]
    view = DECLARED[type_name].view if type_name in DECLARED else None
    column = re.sub("(?<!^)([A-Z])", r"_\1", name).lower()
    of_type = {
        "stream": "Hazard",
        "of": "Order",
        "series": "DocumentSeries",
        "liaison": "LiaisonDuty",
        "id": type_name,
    }.get(name, name[0].upper() + name[1:])
    texts = {"department": "虚构局 0", "division": DIVISION}
    known = view is not None and column in view.column_names
    single: dict[str, Callable[[], str]] = {
        "ID": lambda: json.dumps(global_id(of_type, id_of(DECLARED[of_type].view.name, 20))),
        "String": lambda: json.dumps(texts.get(column, f"{column} 40" if known else f"{name} 40"), ensure_ascii=False),
        "Date": lambda: json.dumps("2026-01-15"),
        "Int": lambda: "2022" if "year" in name else "1",
        "Decimal": lambda: json.dumps("45"),
        "Position": lambda: "1000",
        "DateTime": lambda: json.dumps("2026-01-15T00:00:00Z"),
        "DayRange": lambda: '{first: "2026-01-01", last: "2026-01-31"}',
    }
    if type_.name == "Boolean":
        return ["true", "false"]
    given = single[type_.name]()
    return [f"[{given}]" if "[" in str(argument.type) else given]


def required(root: str, type_name: str) -> dict[str, str]:
    arguments = roots()[root].args.items()
    return {name: values(type_name, name, a)[0] for name, a in arguments if is_required_argument(a)}


def item_of(root: str) -> str:
    return get_named_type(roots()[root].type).name.removesuffix("Connection")


def fields_of(type_name: str) -> str:
    """Its id and what it names."""
    return " ".join(["__typename id", *(f"{name} {{ id }}" for name in DECLARED[type_name].ones)])


def is_list(root: str) -> bool:
    return get_named_type(roots()[root].type).name.endswith("Connection")


def of_a_department(item: str) -> bool:
    """Whether it hangs on a thing that is a department's own."""
    owners = (declared for declared in DECLARED.values() if declared.view.department)
    return any(relation.type_name == item for declared in owners for relation in declared.many.values())


def paths_of_list(root: str, field: GraphQLField, item: str) -> Iterator[Case]:
    """A list: for each kind of caller, in each order, from both ends, and by each of its filters."""
    view = DECLARED[item].view
    by, given = caller_of(root), required(root, item) | {"first": str(PAGE)}
    # What belongs to no division is shown to all of them: a list that may have it goes by its order alone.
    limits = (OWN, OWN_THEN) if view.division and view.nullable(view.division) else (TOUCHED, TOUCHED_THEN)
    shown = f"nodes {{ {fields_of(item)} }}"
    idle = set() if view.department or item == "Event" or of_a_department(item) else {"in departments"}
    idle |= set() if "mine" in view.column_names else {"of an enterprise"}
    for who, caller in CALLERS.items():
        if who not in idle and READS[root].right.roles & (caller.roles if caller else {Role.PUBLIC}):
            yield Case(f"by somebody {who}", root, given, shown, caller, *limits)
    yield Case("from the end", root, required(root, item) | {"last": str(PAGE)}, shown, by, *limits)
    yield Case("from a cursor on", root, given | {"after": "$AFTER"}, shown, by, *limits)
    orders = values(item, "orderBy", field.args["orderBy"]) if "orderBy" in field.args else []
    ways = ["true", "false"] if "descending" in field.args else []
    for order in orders:
        # Of what is published what has not begun is passed over: a fifth of what is made up, and it ends last.
        within = (ROWS // 5, ROWS // 5) if (item, order) == ("Listing", "VALID_TO") else limits
        for way in ways or ["true"]:
            ordered = {"orderBy": order} | ({"descending": way} if ways else {})
            yield Case(f"ordered by {ordered}", root, given | ordered, shown, by, *within)
    for way in ways:
        yield Case(f"descending: {way}", root, given | {"descending": way}, shown, by, *limits)
    for name, argument in field.args.items():
        if name in PAGING | {"orderBy", "descending"} or is_required_argument(argument) or name.endswith(BY_LOOKING):
            continue
        # A span is found by its own index, with all that holds on the day, whosesoever it is.
        spans = view.spans and get_named_type(argument.type).name == "Date"
        picks = (ROWS, ROWS) if spans else (OWN, OWN_THEN)
        for value in values(item, name, argument):
            yield Case(f"by {name}: {value}", root, given | {name: value}, shown, by, *picks)


def paths_of_lists() -> list[Case]:
    return [
        case for root, field in roots().items() if is_list(root) for case in paths_of_list(root, field, item_of(root))
    ]


def paths_through_lists() -> list[Case]:
    """Counting a list and looking for a part of a text in it: through what the caller may see of it, and no more."""
    cases = []
    for root, field in roots().items():
        if not is_list(root):
            continue
        item = item_of(root)
        view, by, given = DECLARED[item].view, caller_of(root), required(root, item)
        # Bodies, rules and lists are everybody's, and what may belong to no division is looked at whosesoever it is.
        everybodys = view.division is None or view.nullable(view.division) or item == "Listing"
        all_of_it = VERSIONS * (ROWS + OWN)
        limits = (all_of_it, all_of_it, True) if everybodys else (OWN, OWN_THEN)
        cases.append(Case("counted", root, given, "totalCount", by, *limits))
        for name, argument in field.args.items():
            if name.endswith(BY_LOOKING) and not is_required_argument(argument):
                wanted = given | {name: values(item, name, argument)[0], "first": str(PAGE)}
                cases.append(Case(f"by {name}", root, wanted, f"nodes {{ {fields_of(item)} }}", by, *limits))
    return cases


def paths_of_granted() -> list[Case]:
    """Lists of what is about mines, for somebody to whom mines of another division are granted."""
    # The rows of the caller's division beside those of the mines, along an index, and no more.
    lists, both = [(root, item_of(root)) for root in roots() if is_list(root)], (OWN, OWN_THEN)
    return [
        Case("with what was granted", root, required(root, item) | {"first": str(PAGE)}, "nodes { id }", OFFICER, *both)
        for root, item in lists
        if "mine" in DECLARED[item].view.column_names and caller_of(root) is OFFICER
    ]


def paths_of_things() -> list[Case]:
    """Everything by its id, with what it names and what hangs on it, and by whatever else it is asked for."""
    cases = []
    for name, declared in DECLARED.items():
        by = next(by for by in (OFFICER, *PEOPLE.values()) if by.roles & declared.right.roles)
        id = json.dumps(global_id(name, id_of(declared.view.name, 20)))
        hanging = [f"{field} {{ __typename id }}" for field in declared.manies]
        hanging += [f"{listed} {{ nodes {{ __typename id }} }}" for listed in declared.lists]
        shown = [fields_of(name), *hanging]
        cases += [Case(f"with {one}", "node", {"id": id}, f"... on {name} {{ {one} }}", by) for one in shown]
    for root, field in roots().items():
        item = item_of(root)
        if root in {"node", "nodes"} or is_list(root) or item not in DECLARED:
            continue
        given = required(root, item)
        optional = [(n, a) for n, a in field.args.items() if n not in PAGING and not is_required_argument(a)]
        ways = [given | {n: values(item, n, a)[0]} for n, a in optional] or [given]
        cases += [Case(f"by {sorted(way)}", root, way, fields_of(item), caller_of(root)) for way in ways]
    return cases


@pytest.fixture(scope="module")
def filled(cluster: str, simulated_template: str) -> Iterator[Database]:
    with contextmanager(cloned)(cluster, simulated_template, simulated=True) as database:
        asyncio.run(fill_everything(database))
        yield database


@pytest.fixture
async def large(filled: Database, tmp_path: Path) -> AsyncIterator[Api]:
    async with served(filled, tmp_path) as api:
        api.instant = "2026-07-01T02:00:00+00:00"
        yield api


def steps(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The steps of a plan; of several indexes that are held against each other the one that picks the fewest."""
    yield plan
    below = plan.get("Plans", [])
    if plan["Node Type"] == "BitmapAnd":
        below = [min(below, key=touched)]
    for step in below:
        yield from steps(step)


def touched(step: dict[str, Any]) -> float:
    return float(step["Actual Loops"] * (step["Actual Rows"] + step.get("Rows Removed by Filter", 0)))


def too_much(
    connection: psycopg.Connection[Any], statement: str, parameters: Any, limit: int, *, through: bool = False
) -> str | None:
    """The step of a statement that touches more than it may."""
    explained = connection.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}".encode(), parameters).fetchone()
    assert explained is not None
    for step in steps(explained[0][0]["Plan"]):
        if touched(step) > limit or (step["Node Type"] == "Seq Scan" and not through):
            return f"{step['Node Type']} touches {touched(step):.0f}: {step.get('Filter') or step.get('Index Cond')}"
    return None


async def found_wanting(api: Api, database: Database, monkeypatch: pytest.MonkeyPatch, cases: list[Case]) -> list[str]:
    """Ask all of them now and as of a moment, and explain every statement that was run."""
    ran: list[tuple[str, Any]] = []
    rows = Reader.rows

    async def noted(self: Reader, statement: str, parameters: Any = ()) -> Any:
        if "views." in statement:  # the ledger's own followers read the record meanwhile
            ran.append((statement, parameters))
        return await rows(self, statement, parameters)

    monkeypatch.setattr(Reader, "rows", noted)
    wanting = []
    with psycopg.connect(database.reader_dsn, options=READING) as connection:
        for case in cases:
            for then in (False, True):
                if then and (case.by is None or "asOf" not in roots()[case.root].args):
                    continue
                document = case.asked(then=then)
                if "$AFTER" in document:
                    first = case.asked(then=then).replace(", after: $AFTER", "")
                    page = await api.ask(re.sub(r"nodes \{.*\}", "pageInfo { endCursor } } }", first), by=case.by)
                    document = document.replace("$AFTER", json.dumps(page[case.root]["pageInfo"]["endCursor"]))
                ran.clear()
                answer = (await api.raw(document, by=case.by)).json()
                assert "errors" not in answer, (document, answer["errors"])
                limit = case.touched_then if then else case.touched
                for statement, parameters in ran:
                    if why := too_much(connection, statement, parameters, limit, through=case.through):
                        wanting.append(f"{case.root} {case.why}, {'then' if then else 'now'}: {why} in {statement}")
    return wanting


@pytest.mark.slow
async def test_every_list_goes_by_an_index_in_every_order_and_by_every_filter(
    large: Api, filled: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanting = await found_wanting(large, filled, monkeypatch, paths_of_lists())
    assert not wanting, "\n".join([f"{len(wanting)} paths", *wanting])


async def test_a_list_is_counted_and_looked_through_as_far_as_the_caller_may_see_it(
    large: Api, filled: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanting = await found_wanting(large, filled, monkeypatch, paths_through_lists())
    assert not wanting, "\n".join([f"{len(wanting)} paths", *wanting])


async def test_a_list_with_what_was_granted_besides_goes_by_an_index(
    large: Api, filled: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Grants, "known", lambda *_: GRANTED)
    wanting = await found_wanting(large, filled, monkeypatch, paths_of_granted())
    assert not wanting, "\n".join([f"{len(wanting)} paths", *wanting])


async def test_everything_by_its_id_and_what_hangs_on_it_goes_by_an_index(
    large: Api, filled: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanting = await found_wanting(large, filled, monkeypatch, paths_of_things())
    assert not wanting, "\n".join([f"{len(wanting)} paths", *wanting])


async def walked(api: Api, root: str, order: str, by: Principal | None, *, back: bool) -> list[str]:
    """The ids of a list, page by page, from one end to the other; back again it is turned round."""
    size, cursor, toward = ("last", "before", "startCursor") if back else ("first", "after", "endCursor")
    ids: list[str] = []
    at, more = "", True
    while more:
        document = f"{{ {root}({order}, {size}: 45{at}) {{ nodes {{ id }} pageInfo {{ {toward} hasNextPage"
        page = (await api.ask(f"{document} hasPreviousPage }} }} }}", by=by))[root]
        found = [node["id"] for node in page["nodes"]]
        ids = found + ids if back else ids + found
        at = f', {cursor}: "{page["pageInfo"][toward]}"'
        more = page["pageInfo"]["hasPreviousPage" if back else "hasNextPage"]
    return ids


@pytest.mark.slow
async def test_pages_from_either_end_in_every_order_are_the_whole_list_in_that_order(large: Api) -> None:
    chosen = [(root, field) for root, field in roots().items() if "orderBy" in field.args and not required(root, "")]
    assert len(chosen) > 50
    for root, field in chosen:
        for order in values(item_of(root), "orderBy", field.args["orderBy"]):
            column = to_camel_case(order.lower())
            for way in ("false", "true"):
                asked, by = f"orderBy: {order}, descending: {way}", caller_of(root)
                page = (await large.ask(f"{{ {root}({asked}, first: 500) {{ nodes {{ id {column} }} }} }}", by=by))[
                    root
                ]
                told = [node[column] for node in page["nodes"]]
                known = [value for value in told if value is not None]
                assert known == sorted(known, key=comparable, reverse=way == "true"), (root, asked)
                empty = [None] * (len(told) - len(known))
                assert told == (empty + known if way == "true" else known + empty), (root, asked)
                ids = [node["id"] for node in page["nodes"]]
                if len(ids) == 500:
                    continue
                for back in (False, True):
                    assert await walked(large, root, asked, by, back=back) == ids, (root, asked, back)


def comparable(value: Any) -> Any:
    """A value as the database compares it: figures as figures, words by their bytes."""
    try:
        return Decimal(value)
    except (ArithmeticError, TypeError, ValueError):
        return value.encode()
