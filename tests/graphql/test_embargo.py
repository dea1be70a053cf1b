"""Live work is seen by those who carry it out, and by nobody else in any way there is to read or to guess it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid4, uuid5

import psycopg
import pytest
from graphql import get_named_type, is_leaf_type, is_required_argument

from ledger.demo.orders import paper
from ledger.domain.draw import METHOD, drawn
from ledger.domain.stored_file import stored_file_id
from ledger.graphql.carrying_out import MUTATIONS, Mutation, plain
from ledger.graphql.declared import DECLARED
from ledger.graphql.ids import global_id, parse_global_id
from ledger.graphql.reads import READS
from ledger.graphql.schema import schema
from ledger.projections.catalogue import VIEWS
from ledger.rights.right import Principal
from ledger.values.actor import Role
from ledger.values.references import Thing
from tests.graphql.conftest import Api, quiet
from tests.graphql.test_rights import some
from tests.house import HEAD, MINER, OFFICE, OFFICER, REVIEWER, SECOND_OFFICER, credit_code, person

INVESTIGATOR = person("investigator-1", Role.INVESTIGATOR, department="监委", authorisation="授权1号")
AUDITOR = person("auditor-1", Role.AUDITOR, department="审计局")
OTHER_OFFICER = person("officer-9", Role.OFFICER, department="应急局")
OTHER_HEAD = person("head-9", Role.HEAD, department="应急局")
NAMESAKE = person("officer-8", Role.OFFICER, division="230501")
"""An officer of a department of the same name in another division."""

KNOWING = {
    "officer": OFFICER,
    "colleague": SECOND_OFFICER,
    "head": HEAD,
    "investigator": INVESTIGATOR,
    "auditor": AUDITOR,
}
FOREIGN: dict[str, Principal | None] = {
    "miner": MINER,
    "office": OFFICE,
    "reviewer of the same bureau": REVIEWER,
    "officer of another department": OTHER_OFFICER,
    "head of another department": OTHER_HEAD,
    "administrator": person("admin-1", Role.ADMINISTRATOR),
    "namesake in another division": NAMESAKE,
    "public": None,
}
EACH, MAX_TOGETHER, MAX_WORDS = 20, 25, 330
DAYS: dict[str, Any] = {"startsOn": "2026-07-10", "endsOn": "2026-07-20"}


@dataclass
class Secret:
    """An inspection that was drawn, with all that can hang on one before it is carried out."""

    mine: str
    inspection: str
    attachment: str
    series: str
    digest: str
    marks: tuple[str, ...]
    """What gives it away wherever it stands in an answer."""

    @property
    def key(self) -> UUID:
        return parse_global_id(self.inspection)[1]


async def made(api: Api, mutation: str, shows: str, by: Principal = OFFICER, **given: Any) -> str:
    payload = await api.do(mutation, given, by, shows=f"{shows} {{ id }}")
    assert payload["errors"] == [], payload
    return str(payload[shows]["id"])


async def done(api: Api, mutation: str, by: Principal = OFFICER, **given: Any) -> int:
    payload = await api.do(mutation, given, by)
    assert payload["errors"] == [], payload
    return int(payload["position"])


async def an_officer(api: Api, name: str) -> str:
    who = await made(api, "registerPerson", "person", HEAD, division="230599", name=name)
    await done(
        api, "recordCertificate", HEAD, person=who, kind="LAW_ENFORCEMENT", number=f"证{name}", issuer="省政府",
        validFrom="2024-01-01", lastDay="2028-12-31",
    )  # fmt: skip
    return who


async def a_secret(api: Api) -> Secret:
    """A mine, three officers, and the inspection that was drawn of them."""
    mine = await made(
        api, "registerMine", "mine", HEAD, code="230599000001", name="向阳1号煤矿", enterprise="向阳煤业",
        creditCode=credit_code(1), division="230599", capacity="60", standardisation=2,
        commandId=str(uuid5(NAMESPACE_OID, "1")),
    )  # fmt: skip
    people = [await an_officer(api, name) for name in ("程远", "陆川", "白露")]
    series = await made(
        api, "openDocumentSeries", "documentSeries", division="230599", kind="NOTICE", year=2026, code="煤检"
    )
    inspection = await made(
        api, "planInspection", "inspection", division="230599", kind="RANDOM", purpose="夜查一采区通风", **DAYS
    )
    pool: dict[str, Any] = {"mines": [mine], "officers": people, "officersWanted": 2}
    await done(api, "fixDrawPool", inspection=inspection, **pool, seedSource="福彩双色球", seedKnownOn="2026-07-07")
    await done(api, "drawInspection", inspection=inspection, seed="03 08 15 22 27 31 + 09")
    content = paper("Synthetic plan of an inspection")
    await api.upload("检查方案.pdf", content, OFFICER)
    digest = sha256(content).hexdigest()
    attachment = await made(
        api, "addAttachment", "attachment", thing=inspection, digest=digest, name="检查方案.pdf", kind="DOCUMENT"
    )
    await done(api, "withdrawAttachment", attachment=attachment, why="附错文件")
    await done(api, "restoreAttachment", attachment=attachment, why="并未附错")
    await done(api, "takeDocumentNumber", series=series, thing=inspection, title="检查通知书")
    await quiet(api)
    keys = [parse_global_id(id)[1] for id in (inspection, attachment)]
    marks = (*map(str, keys), inspection, attachment, "夜查一采区通风", "检查方案", "检查通知书", "03 08 15")
    return Secret(mine, inspection, attachment, series, digest, marks)


def fields_of(type_name: str) -> dict[str, Any]:
    """The fields of an object type."""
    type_: Any = schema()._schema.type_map[type_name]
    return dict(type_.fields)


def leaves(type_name: str) -> str:
    """Everything that one thing of a type says by itself."""
    return " ".join(name for name, field in fields_of(type_name).items() if is_leaf_type(get_named_type(field.type)))


def page(name: str, item: str, given: str = "") -> str:
    """A field that is a list, with everything that its things say; `MOMENT` is where the moment goes."""
    return f"{name}(first: {EACH}{given} MOMENT) {{ totalCount nodes {{ {leaves(item)} }} }}"


def hanging(type_name: str) -> Iterator[str]:
    """All that hangs on a thing, each by itself: what is refused of one field says nothing of the next."""
    declared = DECLARED[type_name]
    for one in declared.ones.values():
        yield next(f"{name} {{ {leaves(one.type_name)} }}" for name, of in declared.ones.items() if of is one)
    for name, many in declared.manies.items():
        yield f"{name} {{ {leaves(many.type_name)} }}"
    for name in declared.lists:
        item = get_named_type(fields_of(type_name)[name].type).name.removesuffix("Connection")
        yield page(name, item).replace("MOMENT", "")


def lists(by: Principal | None) -> Iterator[str]:
    """Every list that needs no argument, and that somebody may ask for at all."""
    roles = by.roles if by else {Role.PUBLIC}
    for name, field in fields_of("Query").items():
        connection = get_named_type(field.type).name
        if not connection.endswith("Connection") or any(map(is_required_argument, field.args.values())):
            continue
        if roles & READS[name].right.roles:
            yield page(name, connection.removesuffix("Connection"))


def paths(secret: Secret, tells: list[tuple[str, str]], by: Principal | None) -> Iterator[str]:
    """Every way to read of it, as a root field."""
    yield from lists(by)
    yield f'inspection(id: "{secret.inspection}" MOMENT) {{ {leaves("Inspection")} }}'
    roles = by.roles if by else {Role.PUBLIC}
    for name, id in [("Mine", secret.mine), ("DocumentSeries", secret.series), *tells]:
        for field in (leaves(name), *hanging(name)):
            yield f'node(id: "{id}") {{ ... on {name} {{ {field} }} }}'
        if roles & DECLARED[name].right.roles:
            yield f'nodes(ids: ["{id}"] MOMENT) {{ id ... on {name} {{ {leaves(name)} }} }}'
    if roles & READS["inspections"].right.roles:
        yield page("inspections", "Inspection", ", status: DRAWN")
        yield page("inspections", "Inspection", f', mine: "{secret.mine}"')
    if roles & READS["attachments"].right.roles:
        yield page("attachments", "Attachment", f', of: "{secret.inspection}"')
        yield page("numberedDocuments", "DocumentNumber", f', series: "{secret.series}"')
    if roles & READS["events"].right.roles:
        file = global_id("Attachment", stored_file_id(secret.digest))
        for of in (secret.inspection, secret.attachment, secret.series, file):
            yield page("events", "Event", f', stream: "{of}"')
        yield page("events", "Event", f', mine: "{secret.mine}"')


def documents(asked: Iterable[str], moment: str) -> Iterator[str]:
    """As many of these root fields in a document as it may have."""
    parts: list[str] = []
    for n, field in enumerate(asked):
        part = f"a{n}: {field.replace('MOMENT', moment)}"
        if parts and (len(parts) == MAX_TOGETHER or len(" ".join([*parts, part]).split()) > MAX_WORDS):
            yield f"{{ {' '.join(parts)} }}"
            parts = []
        parts.append(part)
    yield f"{{ {' '.join(parts)} }}"


def tell(api: Api, secret: Secret) -> dict[str, list[UUID]]:
    """The keys of the rows that say anything of it, view by view, whoever asks."""
    found: dict[str, list[UUID]] = {}
    dsn = api.server.settings.reader_dsn.get_secret_value()
    marks = [f"%{mark}%" for mark in secret.marks]
    with psycopg.connect(dsn) as connection:
        for view in VIEWS.values():
            statement = f"SELECT DISTINCT {view.key} FROM views.{view.name} t WHERE t::text LIKE ANY(%s)"
            keys = [row[0] for row in connection.execute(statement.encode(), (marks,)).fetchall()]
            found |= {view.name: keys} if keys else {}
    return found


def what_tells(api: Api, secret: Secret) -> list[tuple[str, str]]:
    """The types and ids of all that tells of it."""
    schema()
    of_view = {declared.view.name: name for name, declared in DECLARED.items()}
    found = tell(api, secret).items()
    return [(of_view[view], global_id(of_view[view], key)) for view, keys in found for key in keys]


async def told(api: Api, secret: Secret, by: Principal | None, moment: str = "") -> set[str]:
    """The root fields that tell somebody of it."""
    open_to = set[str]()
    for document in documents(paths(secret, what_tells(api, secret), by), moment):
        answer = (await api.raw(document, by=by)).json()
        codes = {error["extensions"]["code"] for error in answer.get("errors", ())}
        assert codes <= {"NOT_PERMITTED"}, (document, answer)
        assert answer.get("data") is not None, (document, answer)
        for key, value in answer["data"].items():
            said = json.dumps(value, ensure_ascii=False)
            if any(mark in said for mark in secret.marks) or any(map(counts_more, pages(value))):
                [root] = re.findall(rf"\b{key}: (\w+)", document)[:1]
                open_to.add(root)
    return open_to


def pages(value: Any) -> Iterator[dict[str, Any]]:
    """Every page in an answer."""
    if isinstance(value, dict):
        if "totalCount" in value:
            yield value
        for inner in value.values():
            yield from pages(inner)


def counts_more(page: dict[str, Any]) -> bool:
    """Whether it counts what it does not show."""
    return bool(len(page["nodes"]) < min(page["totalCount"], EACH))


@pytest.fixture
async def secret(api: Api) -> Secret:
    return await a_secret(api)


def test_nothing_leads_to_it_from_what_is_not_kept_with_it() -> None:
    schema()
    for declared in DECLARED.values():
        for field, relation in declared.ones.items():
            kept = relation.of in declared.view.of_embargoed
            assert kept or not DECLARED[relation.type_name].view.embargo, f"{declared.name}.{field}"


async def test_every_view_that_tells_of_it_declares_so(api: Api, secret: Secret) -> None:
    telling = tell(api, secret)
    assert {"inspections", "inspection_draws", "attachments", "document_numbers", "journal"} <= telling.keys()
    for name in telling:
        assert VIEWS[name].embargo or VIEWS[name].of_embargoed, f"{name} tells of live work and does not declare it"


@pytest.mark.parametrize("who", FOREIGN)
async def test_it_is_closed_to_everybody_else_by_every_way_to_read(api: Api, secret: Secret, who: str) -> None:
    by = FOREIGN[who]
    assert await told(api, secret, by) == set()
    if by is not None:
        position = (await api.ask("{ ledger { position } }", by=HEAD))["ledger"]["position"]
        assert await told(api, secret, by, f"asOf: {{position: {position - 2}}}") == set()
    file = await api.http.get(f"/attachments/{secret.digest}", headers=api.bearer(by))
    assert file.status_code in {401, 403, 404}


@pytest.mark.parametrize("who", KNOWING)
async def test_it_is_open_to_those_who_know_of_it(api: Api, secret: Secret, who: str) -> None:
    ways = {"inspections", "inspection", "node", "nodes", "attachments", "numberedDocuments", "events"}
    assert await told(api, secret, KNOWING[who]) == ways


def guessed(id: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every mutation that takes the id of an inspection or of any thing, given this id."""
    for name, mutation in MUTATIONS.items():
        for field in mutation.fields:
            thing = plain(mutation.command.model_fields[field.name].annotation) is Thing
            if thing or field.refers_to == "Inspection":
                yield name, given_for(mutation) | {field.camel: id}


def given_for(mutation: Mutation) -> dict[str, Any]:
    """What a mutation has to be given, of the right kinds and in no particular sense."""
    root: Any = schema()._schema.mutation_type
    inputs = get_named_type(root.fields[mutation.name].args["input"].type).fields
    needed = [field for field in mutation.fields if mutation.command.model_fields[field.name].is_required()]
    given = {field.camel: some(inputs[field.camel].type) for field in needed}
    for field in needed:
        if field.refers_to:
            id = global_id(field.refers_to, UUID(int=1))
            given[field.camel] = [id] if isinstance(given[field.camel], list) else id
    return given


async def test_a_guessed_id_is_refused_as_one_that_does_not_exist(api: Api, secret: Secret) -> None:
    nothing = str(global_id("Inspection", uuid4()))
    asked = 0
    for (name, given), (_, other) in zip(guessed(secret.inspection), guessed(nothing), strict=True):
        for by in (OTHER_OFFICER, OTHER_HEAD):
            told, told_of_nothing = [(await api.do(name, each, by))["errors"] for each in (given, other)]
            assert told, name
            uuids = [str(parse_global_id(id)[1]) for id in (secret.inspection, nothing)]
            assert json.dumps(told).replace(uuids[0], uuids[1]) == json.dumps(told_of_nothing), name
            asked += "INSPECTION_NOT_FOUND" in {error["code"] for error in told}
    assert asked >= 20
    for by in (OTHER_OFFICER, OTHER_HEAD):
        [error] = (await api.do("withdrawAttachment", {"attachment": secret.attachment, "why": "w"}, by))["errors"]
        assert error["code"] == "ATTACHMENT_NOT_FOUND"


async def test_what_was_secret_is_history_once_it_is_not_and_hidden_again_when_it_is(api: Api, secret: Secret) -> None:
    """The embargo goes by the present, whatever moment is asked for."""
    query = "query($i: ID!, $p: Position!) { inspection(id: $i, asOf: {position: $p}) { status purpose } }"

    async def seen(position: int, by: Principal) -> Any:
        found = (await api.ask(query, {"i": secret.inspection, "p": position}, by))["inspection"]
        return found and found["status"]

    before = (await api.ask("{ ledger { position } }", by=HEAD))["ledger"]["position"]
    assert await seen(before, OTHER_OFFICER) is None
    cancelled = await done(api, "cancelInspection", HEAD, inspection=secret.inspection, why="改期")
    assert await seen(cancelled, OTHER_OFFICER) == "CANCELLED"
    assert await seen(before, OTHER_OFFICER) == "DRAWN"
    assert await seen(before, MINER) is not None
    again = await done(api, "reinstateInspection", HEAD, inspection=secret.inspection, why="仍按原计划")
    for position in (before, cancelled, again):
        assert await seen(position, OTHER_OFFICER) is None
        assert await seen(position, SECOND_OFFICER) is not None


async def test_the_draw_is_made_again_from_what_the_api_says_of_it(api: Api, secret: Secret) -> None:
    fields = "number seed minePool officerPool officersWanted mineDrawn officersDrawn method"
    found = await api.ask(f'{{ inspection(id: "{secret.inspection}") {{ mine {{ id }} drawList {{ {fields} }} }} }}')
    [draw] = found["inspection"]["drawList"]
    again = drawn(draw["seed"], draw["number"], map(UUID, draw["officerPool"]), draw["officersWanted"])
    assert (draw["method"], draw["officersDrawn"]) == (METHOD, [str(person) for person in again])
    assert draw["mineDrawn"] == draw["minePool"][0] == str(parse_global_id(found["inspection"]["mine"]["id"])[1])


async def test_once_carried_out_the_mine_sees_it_and_once_published_everybody_does(api: Api, secret: Secret) -> None:
    query = "{ inspections { nodes { status purpose defects officers { name } } totalCount } }"
    [draw] = (await api.ask(f'{{ inspection(id: "{secret.inspection}") {{ drawList {{ officersDrawn }} }} }}'))[
        "inspection"
    ]["drawList"]
    people = [global_id("Person", UUID(person)) for person in draw["officersDrawn"]]
    await done(
        api, "carryOutInspection", inspection=secret.inspection, places=["一采区"], officers=people, declared=people,
        leader=people[0], acknowledgement="SIGNED", carriedOutOn="2026-07-06",
    )  # fmt: skip
    [seen] = (await api.ask(query, by=MINER))["inspections"]["nodes"]
    # The day is outside its window, and that is the only thing that is wrong with it.
    assert (seen["status"], seen["defects"], len(seen["officers"])) == ("CARRIED_OUT", 1, 2)
    assert (await api.ask(query, by=None))["inspections"]["totalCount"] == 0
    await done(api, "publishInspection", HEAD, inspection=secret.inspection, medium="区政府网站")
    published = "{ inspections { nodes { status purpose mediumOfIt: medium history { id } } } }"
    [seen] = (await api.ask(published, by=None))["inspections"]["nodes"]
    assert seen == {"status": "PUBLISHED", "purpose": "夜查一采区通风", "mediumOfIt": "区政府网站", "history": []}
