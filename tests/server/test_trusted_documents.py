"""A server that runs registered documents alone, and one that tells nothing of its schema."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest

from ledger.graphql.documents import Documents
from ledger.graphql.limits import DocumentRefused
from ledger.graphql.schema import schema
from ledger.server.settings import SettingsRefused
from ledger.server.trusted_documents import trusted_in
from tests.conftest import Database
from tests.graphql.conftest import served

DOCUMENT = "{ ledger { simulated } }"
ID = sha256(DOCUMENT.encode()).hexdigest()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "documents.json"
    path.write_text(json.dumps({ID: DOCUMENT}))
    return path


async def test_registered_documents_are_run_by_id_or_word_for_word_and_no_others(
    database: Database, file: Path, tmp_path: Path
) -> None:
    async with served(database, tmp_path, trusted_documents=file) as api:
        for asked in ({"documentId": ID}, {"documentId": f"sha256:{ID}"}, {"query": DOCUMENT}):
            answer = (await api.http.post("/graphql", json=asked)).json()
            assert answer["data"] == {"ledger": {"simulated": True}}, asked
        by_get = await api.http.get("/graphql", params={"documentId": ID})
        assert by_get.json()["data"] == {"ledger": {"simulated": True}}
        refused = {
            "DOCUMENT_NOT_TRUSTED": {"query": "{ ledger { position } }"},
            "DOCUMENT_UNKNOWN": {"documentId": "0" * 64},
            "QUERY_MISSING": {"documentId": 7},
        }
        for code, body in refused.items():
            answer = (await api.http.post("/graphql", json=body)).json()
            assert answer["errors"][0]["extensions"]["code"] == code


def test_without_a_register_there_is_nothing_to_be_named() -> None:
    with pytest.raises(DocumentRefused) as refused:
        Documents(schema()).named(ID)
    assert refused.value.code == "DOCUMENT_UNKNOWN"


@pytest.mark.parametrize("content", ["", "[]", '{"a": 1}', json.dumps({"0" * 64: DOCUMENT})])
def test_a_file_that_is_no_register_is_refused_when_the_server_starts(tmp_path: Path, content: str) -> None:
    path = tmp_path / "documents.json"
    path.write_text(content)
    with pytest.raises(SettingsRefused, match=r"no list of trusted documents|not the SHA-256"):
        trusted_in(path)
    with pytest.raises(SettingsRefused, match="no list"):
        trusted_in(tmp_path / "nowhere.json")


def test_a_server_without_introspection_tells_nothing_of_its_schema_not_even_by_its_errors() -> None:
    documents = Documents(schema(), introspection=False)
    for text in (
        "{ a: __schema { types { name } } }",
        '{ ...F } fragment F on Query { __type(name: "Mine") { name } }',
    ):
        with pytest.raises(DocumentRefused) as refused:
            documents.prepared(text)
        assert refused.value.code == "INTROSPECTION_OFF"
    assert documents.prepared("{ __typename mines { nodes { __typename } } }").errors == []
    [silent] = documents.prepared("{ hazardss { nodes { id } } }").errors
    [telling] = Documents(schema()).prepared("{ hazardss { nodes { id } } }").errors
    assert ("Did you mean" in silent.message, "Did you mean" in telling.message) == (False, True)
