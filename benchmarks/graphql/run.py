"""Reads over HTTP: ours against PostGraphile 5, a bare route and Strawberry as it comes, on one PostgreSQL in one run.

    .venv/bin/python -m benchmarks.graphql.run [--seconds 5] [--rounds 3] [--into benchmarks/results.json]

One server process each, 16 connections, rights, scope and limits switched on in ours. PostGraphile and the node that
it needs come from npm; the load comes from wrk (a Debian package). Prints a JSON list of `{name, ours, peer, ratio,
target, ok}`: medians of the rounds, in requests a second; for p99 in milliseconds, where less is better.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from psycopg.conninfo import conninfo_to_dict

from benchmarks.fresh import fresh_ledger
from benchmarks.graphql.district import Size, fill, open_rows_for_the_peer
from benchmarks.graphql.questions import BARE_NOTE, NOTE, QUESTIONS, Question, report
from benchmarks.kept import keep
from ledger.demo.people import PEOPLE
from ledger.server.embedded import EmbeddedPostgres
from ledger.server.roles import APP, OWNER, PROJECTOR, READER
from ledger.server.secrets_folder import secret
from ledger.server.tokens import DevelopmentIssuer

CONNECTIONS = 16
TARGETS = {"q1": 1.2, "q2": 1.7, "q3": 3.0}
BARE_TARGET, AS_OF_TARGET = 0.85, 1.5
CREDIT_CODE = "91230599MA0000000P"
NPM = ("node@22", "postgraphile@5")


@dataclass(frozen=True)
class Measured:
    """One run of wrk."""

    rate: float
    p50: float
    p99: float
    failed: int
    bytes_each: float


@dataclass(frozen=True)
class Contender:
    """A server under load."""

    name: str
    address: str
    process: subprocess.Popen[bytes]

    def url(self, question: Question) -> str:
        """Where it is asked."""
        return f"{self.address}/{question.name}" if self.name == "bare" else f"{self.address}/graphql"

    @property
    def resident(self) -> int:
        """Resident memory in MB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0]) // 1024


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def serving(name: str, command: list[str], environment: dict[str, str], port: int) -> Iterator[Contender]:
    """A server as a child process, once it answers."""
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            command, env=os.environ | environment | {"LEDGER_PORT": str(port)}, stdout=log, stderr=log
        )
        try:
            until = time.monotonic() + 60
            while True:
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                if process.poll() is not None or time.monotonic() > until:
                    log.seek(0)
                    raise RuntimeError(f"{name} did not start: {log.read().decode()[-2000:]}")
                time.sleep(0.1)
            time.sleep(1)
            yield Contender(name, f"http://127.0.0.1:{port}", process)
        finally:
            process.terminate()
            process.wait(30)


def uvicorn(factory: str, port: int) -> list[str]:
    """The command that serves an application factory with the options of `ledger serve`."""
    options = [
        "--factory",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--log-level",
        "warning",
        "--no-access-log",
        "--no-proxy-headers",
    ]
    return [sys.executable, "-m", "uvicorn", factory, *options]


def postgraphile(folder: Path, dsn: str, port: int) -> list[str]:
    """The command that serves PostGraphile, installed into `folder`."""
    folder.mkdir()
    subprocess.run(["npm", "init", "-y"], cwd=folder, check=True, capture_output=True)
    subprocess.run(["npm", "install", "--no-audit", "--no-fund", *NPM], cwd=folder, check=True, capture_output=True)
    told = conninfo_to_dict(dsn)
    where = f"host={quote(str(told['host']), safe='')}&port={told['port']}"
    url = f"postgres://{told['user']}:{quote(str(told['password']))}@/{told['dbname']}?{where}"
    node, server = folder / "node_modules/.bin/node", folder / "node_modules/postgraphile/dist/cli-run.js"
    preset = "postgraphile/presets/v4"
    return [str(node), str(server), "-P", preset, "-c", url, "-s", "peer", "-n", "127.0.0.1", "-p", str(port)]


def load(url: str, text: str, token: str, seconds: float) -> Measured:
    """Send one body for some seconds."""
    script = str(Path(__file__).with_name("load.lua"))
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds:.0f}s", "--latency", "-s", script, url]
    with tempfile.NamedTemporaryFile("w", suffix=".json") as body:
        body.write(text)
        body.flush()
        environment = os.environ | {"BODY": body.name, "TOKEN": token}
        printed = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout
    told = json.loads(next(line for line in printed.splitlines() if line.startswith("RESULT"))[len("RESULT ") :])
    requests = max(told["requests"], 1)
    return Measured(
        rate=requests / told["micros"] * 1e6,
        p50=told["p50"] / 1000,
        p99=told["p99"] / 1000,
        failed=told["failed"],
        bytes_each=told["bytes"] / requests,
    )


def check(contender: Contender, question: Question, token: str) -> None:
    """The answer is one: no errors, and as many things as asked for."""
    request = urllib.request.Request(
        contender.url(question), question.body(contender.name).encode(), {"content-type": "application/json"}
    )
    if token:
        request.add_header("authorization", f"Bearer {token}")
    with urllib.request.urlopen(request) as response:
        answer = json.load(response)
    if "errors" in answer:
        raise RuntimeError(f"{contender.name} {question.name}: {answer['errors']}")
    count = json.dumps(answer).count('"foundOn"') + json.dumps(answer).count('"found_on"')
    if question.name != "q1" and count != question.bare["first"]:
        raise RuntimeError(f"{contender.name} {question.name}: {count} things")


Runs = dict[tuple[str, str], list[Measured]]


def measure(contenders: list[Contender], token: str, mine: str, seconds: float, rounds: int) -> Runs:
    """All contenders in turn, round after round; the first, short round is not counted."""
    runs: Runs = {}
    ours, bare, _, peer = contenders
    for n in range(rounds + 1):
        for question in QUESTIONS:
            for contender in contenders:
                own = "" if contender.name in {"postgraphile", "bare"} else token
                check(contender, question, own)
                asked = (contender.url(question), question.body(contender.name), own)
                _note(runs, contender.name, question.name, load(*asked, seconds if n else 1), n)
            past = load(ours.url(question), question.as_of, token, seconds if n else 1)
            _note(runs, "as of", question.name, past, n)
    # Last, so that all reads are of the history that `district` states, and not of what is reported here.
    for n in range(rounds + 1):
        _note(runs, "ours", "mutation", load(f"{ours.address}/graphql", report(mine), token, seconds if n else 1), n)
        _note(runs, peer.name, "mutation", load(f"{peer.address}/graphql", NOTE, "", seconds if n else 1), n)
        _note(runs, bare.name, "mutation", load(f"{bare.address}/note", BARE_NOTE, "", seconds if n else 1), n)
    return runs


def _note(runs: Runs, contender: str, question: str, measured: Measured, n: int) -> None:
    if n:
        runs.setdefault((contender, question), []).append(measured)
        print(f"{contender:14} {question:9} {measured}", file=sys.stderr)


def register_mine(ours: Contender, token: str) -> str:
    """A mine to report hazards of, through the public API; its id."""
    given = {
        "code": "230599900001", "name": "虚构基准煤矿", "enterprise": "虚构煤业", "creditCode": CREDIT_CODE,
        "division": "230599", "capacity": "60",
    }  # fmt: skip
    query = "mutation($input: RegisterMineInput!) { registerMine(input: $input) { mine { id } errors { code } } }"
    body = json.dumps({"query": query, "variables": {"input": given}}).encode()
    headers = {"content-type": "application/json", "authorization": f"Bearer {token}"}
    with urllib.request.urlopen(urllib.request.Request(f"{ours.address}/graphql", body, headers)) as response:
        payload = json.load(response)["data"]["registerMine"]
    if payload["errors"]:
        raise RuntimeError(str(payload["errors"]))
    return str(payload["mine"]["id"])


def results(runs: Runs) -> list[dict[str, object]]:
    """The list that is kept."""

    def median(contender: str, question: str, what: str) -> float:
        return float(statistics.median(getattr(run, what) for run in runs[contender, question]))

    found: list[dict[str, object]] = []
    for question, at_least in TARGETS.items():
        mine = median("ours", question, "rate")
        for peer, target in (("postgraphile", at_least), ("bare", BARE_TARGET), ("strawberry", 1.0)):
            theirs = median(peer, question, "rate")
            ratio = round(mine / theirs, 2)
            found.append(_line(f"{question} requests/s, against {peer}", mine, theirs, ratio, target, ratio >= target))
        mine, theirs = median("ours", question, "p99"), median("postgraphile", question, "p99")
        ratio = round(mine / theirs, 2)
        found.append(_line(f"{question} p99 ms, against postgraphile", mine, theirs, ratio, 1.0, ratio <= 1.0))
        now, past = median("ours", question, "rate"), median("as of", question, "rate")
        ratio = round(now / past, 2)
        found.append(
            _line(f"{question} as of, times as long as now", past, now, ratio, AS_OF_TARGET, ratio <= AS_OF_TARGET)
        )
    mine, theirs = median("ours", "mutation", "rate"), median("postgraphile", "mutation", "rate")
    ratio = round(mine / theirs, 2)
    found.append(_line("mutations/s, against postgraphile's plain insert", mine, theirs, ratio, 1.0, ratio >= 1.0))
    theirs = median("bare", "mutation", "rate")
    found.append(
        _line("mutations/s, against the bare route's plain insert", mine, theirs, round(mine / theirs, 2), None, None)
    )
    return found


def _line(
    name: str, ours: float, peer: float, ratio: float, target: float | None, ok: bool | None
) -> dict[str, object]:
    return {"name": name, "ours": round(ours, 2), "peer": round(peer, 2), "ratio": ratio, "target": target, "ok": ok}


def run(seconds: float, rounds: int) -> list[dict[str, object]]:
    """Set everything up, measure, and take it down again."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        postgres = stack.enter_context(EmbeddedPostgres(folder / "pg"))
        environment = filled(postgres, folder)
        issuer = DevelopmentIssuer(secret(folder / "secrets", "tokens.key", 32))
        token, head = (issuer.token(PEOPLE[role], datetime.now(UTC)) for role in ("officer", "head"))
        ports = {name: _free_port() for name in ("ours", "bare", "strawberry", "postgraphile")}
        commands = {
            "ours": [sys.executable, "-m", "ledger.cli.main", "serve"],
            "bare": uvicorn("benchmarks.graphql.bare:create", ports["bare"]),
            "strawberry": uvicorn("benchmarks.graphql.plain:create", ports["strawberry"]),
            "postgraphile": postgraphile(folder / "npm", postgres.dsn(database="bench"), ports["postgraphile"]),
        }
        contenders = [
            stack.enter_context(serving(name, command, environment, ports[name])) for name, command in commands.items()
        ]
        found = results(measure(contenders, token, register_mine(contenders[0], head), seconds, rounds))
        ours, peer = contenders[0].resident, contenders[-1].resident
        found.append(_line("server process under load, MB", ours, peer, round(ours / peer, 2), 250, ours < 250))
        return found


def filled(postgres: EmbeddedPostgres, folder: Path) -> dict[str, str]:
    """Fill a database with the district, and say how a server comes by it."""
    dsn = fresh_ledger(postgres, simulated=True)
    asyncio.run(fill(dsn[OWNER], dsn[PROJECTOR], Size()))
    open_rows_for_the_peer(postgres.dsn(database="bench"))
    return {
        "LEDGER_DATA": str(folder),
        "LEDGER_APP_DSN": dsn[APP],
        "LEDGER_PROJECTOR_DSN": dsn[PROJECTOR],
        "LEDGER_READER_DSN": dsn[READER],
        "BARE_DSN": postgres.dsn(database="bench"),
        # One caller asks here as fast as a city would: its budget is counted all the same.
        "LEDGER_RATE_CAPACITY": "1e9",
        "LEDGER_RATE_PER_SECOND": "1e8",
        "NODE_ENV": "production",
        "GRAPHILE_ENV": "production",
    }


def main() -> None:
    """Run and print; with `--into` keep the list."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seconds", type=float, default=5)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--into", type=Path, help="a file to keep the list in, in place of lines of the same names")
    given = arguments.parse_args()
    if shutil.which("wrk") is None or shutil.which("npm") is None:
        raise SystemExit("this benchmark needs wrk (Debian: apt-get install wrk) and npm")
    found = run(given.seconds, given.rounds)
    if given.into is not None:
        keep(given.into, found)
    print(json.dumps(found, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
