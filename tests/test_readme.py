"""Every command of the README is run, here or in `make`; every query of it is asked."""

from __future__ import annotations

import re
from pathlib import Path

from graphql import parse, validate

from ledger.cli.main import app
from ledger.demo.loader import QUERIES
from ledger.graphql.schema import schema

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def test_every_query_of_the_readme_and_of_the_demo_is_valid() -> None:
    queries = [*re.findall(r"```graphql\n(.*?)```", README, re.DOTALL), *QUERIES]
    assert len(queries) >= 5
    for query in queries:
        assert validate(schema()._schema, parse(query)) == []


def test_every_ledger_command_of_the_readme_exists() -> None:
    named = {match[1] for match in re.finditer(r"`ledger (\w+)", README)}
    known = {c.name or (c.callback.__name__ if c.callback else "") for c in app.registered_commands}
    known |= {group.name or "" for group in app.registered_groups}
    assert named <= known


def test_every_make_target_of_the_readme_exists() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in set(re.findall(r"`?make ([a-z-]+)", README)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)


def test_every_link_of_the_readme_leads_somewhere() -> None:
    for target in re.findall(r"\]\(([^)]+)\)", README):
        assert (ROOT / target).exists()
