"""Traps of the libraries beneath that no other test is about."""

from __future__ import annotations

import pytest

from ledger.graphql import documents as kept
from ledger.graphql.documents import Documents
from ledger.graphql.schema import schema
from tests.graphql.conftest import Api

DOCUMENT = {"query": "{ ledger { simulated } }"}


def test_a_document_is_validated_once_and_a_flood_of_others_turns_it_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MAX_CHARACTERS_KEPT", 5_000)
    documents = Documents(schema())
    first = documents.prepared(DOCUMENT["query"])
    assert documents.prepared(DOCUMENT["query"]) is first
    for number in range(20):
        documents.prepared(f"{{ a{number}: __typename }}")
    assert documents.prepared(DOCUMENT["query"]) is not first


def test_there_is_one_schema_in_a_process() -> None:
    assert schema() is schema()


@pytest.mark.parametrize(
    "accepted",
    [
        "text/event-stream",
        "application/json, text/event-stream",
        "application/graphql-response+json, text/event-stream",
    ],
)
async def test_who_would_take_a_stream_as_well_is_answered_as_everybody_else(api: Api, accepted: str) -> None:
    answer = await api.http.post("/graphql", json=DOCUMENT, headers={"accept": accepted})
    assert answer.json()["data"] == {"ledger": {"simulated": True}}
    assert "json" in answer.headers["content-type"]


async def test_there_is_no_way_in_by_websockets(api: Api) -> None:
    upgrade = {"connection": "Upgrade", "upgrade": "websocket", "sec-websocket-protocol": "graphql-ws"}
    answer = await api.http.get("/graphql", params=DOCUMENT, headers=upgrade)
    assert (answer.status_code, "upgrade" in answer.headers) == (200, False)


async def test_a_document_of_several_operations_runs_the_one_that_is_named_and_none_without_a_name(api: Api) -> None:
    query = "query A { ledger { simulated } } query B { ledger { division } }"
    for body, code in (({}, "OPERATION_AMBIGUOUS"), ({"operationName": "C"}, "OPERATION_UNKNOWN")):
        answer = await api.http.post("/graphql", json={"query": query, **body})
        assert answer.json()["errors"][0]["extensions"]["code"] == code
    answer = await api.http.post("/graphql", json={"query": query, "operationName": "B"})
    assert answer.json()["data"] == {"ledger": {"division": "230599"}}
