"""Every command of the README is run, here or in `make`; every query of it is asked."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

import typer
from graphql import parse, validate
from typer.core import TyperGroup

from ledger.cli.main import app
from ledger.cli.references.errors import codes
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


def test_every_option_of_a_ledger_command_of_the_readme_is_one() -> None:
    commands = typer.main.get_command(app)
    for line in re.findall(r"`ledger ([^`]+)`", README):
        command, words = commands, line.split()
        while isinstance(command, TyperGroup) and words and words[0] in command.commands:
            command = command.commands[words.pop(0)]
        options = {name for parameter in command.params for name in parameter.opts}
        assert set(re.findall(r"--[a-z-]+", line)) <= options, line


def test_every_module_that_the_readme_runs_is_there() -> None:
    for module in re.findall(r"python -m ([\w.]+)", README):
        assert find_spec(module) is not None, module


def test_what_the_readme_shows_of_a_refusal_is_what_is_said_today() -> None:
    shown = re.findall(r'"code": "(\w+)", "messageZh": "([^"]+)"', README)
    assert shown
    for code, message in shown:
        assert message in {known.message_zh for known in codes() if known.code == code}, code


def test_every_make_target_of_the_readme_exists() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in set(re.findall(r"`?make ([a-z-]+)", README)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)


def test_every_link_of_the_readme_leads_somewhere() -> None:
    for target in re.findall(r"\]\(([^)]+)\)", README):
        assert (ROOT / target).exists()
