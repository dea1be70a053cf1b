"""Every query of the guides is asked of the fictional district, and answers with something."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from ledger.demo.people import MINES, PEOPLE
from tests.graphql.conftest import Api

FOLDER = Path(__file__).parents[2] / "docs" / "guides"
GUIDES = ("approval-desk", "department", "front-end", "investigator", "mine")
BLOCK = re.compile(r"```graphql\n# as (\w+)\n(.*?)```(?:\s*```json\n(.*?)```)?", re.DOTALL)


def blocks(guide: str) -> list[tuple[str, str, str]]:
    found = BLOCK.findall((FOLDER / f"{guide}.md").read_text("utf-8"))
    return [(role, query, variables) for role, query, variables in found]


async def known(api: Api) -> dict[str, str]:
    """The things that the guides ask about, by the names of their variables."""
    head = PEOPLE["head"]
    mines = (await api.ask("{ mines(first: 50) { nodes { id name } } }", by=head))["mines"]["nodes"]
    mine = next(node["id"] for node in mines if node["name"] == MINES[0])
    query = "query($m: ID!) { hazards(mine: $m, first: 1, level: MAJOR) { nodes { id } } }"
    hazard = (await api.ask(query, {"m": mine}, head))["hazards"]["nodes"][0]["id"]
    return {"mine": mine, "hazard": hazard}


def filled(text: str, things: dict[str, str]) -> dict[str, Any]:
    for name, id in things.items():
        text = text.replace(f'"${name}"', f'"{id}"')
    given: dict[str, Any] = json.loads(text or "{}")
    return given


def test_there_is_a_guide_for_each_of_the_five_readers() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.md")) == list(GUIDES)
    for guide in GUIDES:
        text = (FOLDER / f"{guide}.md").read_text("utf-8")
        assert text.count("```graphql") == len(blocks(guide)) > 0


def test_every_link_of_the_guides_leads_somewhere() -> None:
    for guide in GUIDES:
        for target in re.findall(r"\]\(([^)]+)\)", (FOLDER / f"{guide}.md").read_text("utf-8")):
            assert (FOLDER / target).exists(), (guide, target)


@pytest.mark.parametrize("guide", GUIDES)
async def test_the_queries_of_a_guide_answer(district: Api, guide: str) -> None:
    things = await known(district)
    for role, query, text in blocks(guide):
        data = await district.ask(query, things | filled(text, things), PEOPLE[role])
        for name, value in data.items():
            assert value is not None, (query, name)
            if not query.startswith("mutation"):
                assert value.get("nodes", value.get("results", True)), (query, name)
