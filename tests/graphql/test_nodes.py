"""Anything by its id, alone or several at once."""

from __future__ import annotations

from tests.graphql.conftest import Api


async def test_several_things_by_their_ids_are_one_statement_a_type(district: Api, statements: list[str]) -> None:
    found = await district.ask(
        "{ mines(first: 3) { nodes { id name } } hazards(first: 3) { nodes { id description } } }"
    )
    mines, hazards = found["mines"]["nodes"], found["hazards"]["nodes"]
    ids = [hazards[0]["id"], mines[1]["id"], hazards[2]["id"], hazards[0]["id"], mines[0]["id"], mines[1]["id"]]
    query = """query($ids: [ID!]!) { nodes(ids: $ids) {
        ... on Mine { name } ... on Hazard { description mine { code } history { type } } } }"""
    statements.clear()
    nodes = (await district.ask(query, {"ids": ids}))["nodes"]
    assert len(statements) == 3, statements
    assert [node.get("description", node.get("name")) for node in nodes] == [
        hazards[0]["description"], mines[1]["name"], hazards[2]["description"], hazards[0]["description"],
        mines[0]["name"], mines[1]["name"],
    ]  # fmt: skip
    assert nodes[0] == nodes[3]
    assert nodes[0]["history"]
