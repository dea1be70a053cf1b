"""Loads the fictional district through the public mutations, each at its own moment."""

from __future__ import annotations

import json
import urllib.request
from datetime import UTC, datetime
from pathlib import Path
from time import sleep
from typing import Any
from urllib.parse import urlencode, urljoin

from rich.console import Console
from rich.progress import track

from ledger.demo.agenda import agenda
from ledger.demo.diary import Deed
from ledger.demo.people import demo_id
from ledger.server.secrets_folder import write_private

UNFINISHED = "demo.unfinished"
CLOCK = "duty-clock"
POLL_SECONDS, PATIENCE_SECONDS = 0.002, 60.0
QUERIES = (
    "{ hazards(first: 5, overdue: true) { totalCount nodes { description deadline mine { name } } } }",
    '{ hazards(asOf: {recordedAt: "2025-06-30T16:00:00Z"}, first: 5) { asOfPosition nodes { description status } } }',
    '{ blacklistLookup(subjects: ["虚构旧矿业公司"], effectiveOn: "2025-03-01") { results { subject listed } } }',
)


class DemoRefused(RuntimeError):
    """A mutation of the demo was refused: the demo and the ledger do not fit."""


class Client:
    """The public API over HTTP, as any front end sees it."""

    def __init__(self, address: str, tokens: dict[str, str]) -> None:
        self._address = address
        self._tokens = tokens
        self._position = 0
        self.ids: dict[str, str] = {}

    def ask(self, query: str, variables: dict[str, Any], role: str, at: datetime | None = None) -> dict[str, Any]:
        """The data of one request."""
        headers = {"content-type": "application/json", "authorization": f"Bearer {self._tokens[role]}"}
        if at is not None:
            headers["ledger-instant"] = at.isoformat()
        body = json.dumps({"query": query, "variables": variables}).encode()
        with urllib.request.urlopen(urllib.request.Request(self._address, body, headers), timeout=30) as response:
            answer: dict[str, Any] = json.load(response)
        if "errors" in answer:
            raise DemoRefused(json.dumps(answer["errors"], ensure_ascii=False))
        data: dict[str, Any] = answer["data"]
        return data

    def upload(self, name: str, content: bytes, role: str, at: datetime) -> None:
        """Hand a file in."""
        headers = {"authorization": f"Bearer {self._tokens[role]}", "ledger-instant": at.isoformat()}
        address = f"{urljoin(self._address, '/attachments')}?{urlencode({'name': name})}"
        with urllib.request.urlopen(urllib.request.Request(address, content, headers), timeout=30) as response:
            json.load(response)

    def let_the_clock_act(self) -> None:
        """Wait until the ledger has said by itself all that follows from what is on record, before a new day comes.

        What it says it says at the moment of the last event: left behind, it would know of a miss months late.
        """
        for _ in range(int(PATIENCE_SECONDS / POLL_SECONDS)):
            with urllib.request.urlopen(urljoin(self._address, "/healthz"), timeout=30) as response:
                if json.load(response)["processes"].get(CLOCK, 0) >= self._position:
                    return
            sleep(POLL_SECONDS)
        raise DemoRefused(f"the {CLOCK} does not come on; /readyz says why")

    def do(self, deed: Deed) -> None:
        """Carry out one deed; what it makes is known by its name from then on."""
        if deed.file is not None:
            self.upload(*deed.file, deed.role, deed.at)
        query, given = request(deed, self.ids)
        while True:
            data = self.ask(query, {"input": given}, deed.role, deed.at)
            if note(deed, data, self.ids):
                break
        self._position = data[deed.mutation]["position"]


def request(deed: Deed, ids: dict[str, str]) -> tuple[str, dict[str, Any]]:
    """The mutation of a deed and its input, in which names of what was made before are ids."""
    given = {name: _named(value, ids) for name, value in deed.input.items()}
    given["commandId"] = str(demo_id(f"{deed.order}:{deed.mutation}"))
    if deed.mutation == "registerMine":
        given["commandId"] = str(demo_id(f"mine:{deed.makes}"))
    kind = deed.mutation[0].upper() + deed.mutation[1:]
    wanted = f"{deed.shows} {{ id }} " if deed.makes else ""
    fields = f"{wanted}position errors {{ code message path }}"
    return f"mutation($input: {kind}Input!) {{ {deed.mutation}(input: $input) {{ {fields} }} }}", given


def _named(value: Any, ids: dict[str, str]) -> Any:
    """The value, with ids in place of names of what was made before."""
    if isinstance(value, list):
        return [_named(one, ids) for one in value]
    return ids.get(value, value) if isinstance(value, str) else value


def note(deed: Deed, data: dict[str, Any], ids: dict[str, str]) -> bool:
    """Note what a deed made, by its name; `DemoRefused` when it was not carried out.

    False when the views had not come to it in the time that a payload waits: the same command is to be sent again.
    """
    payload = data[deed.mutation]
    if payload["errors"]:
        raise DemoRefused(f"{deed.mutation} {deed.input}: {payload['errors']}")
    if not deed.makes:
        return True
    made = payload[deed.shows]
    if made is not None:
        ids[deed.makes] = made["id"]
    return made is not None


def load(address: str, tokens: dict[str, str], console: Console, folder: Path) -> None:
    """Load the demo into an empty ledger, or go on where its loading was broken off; any other is left as it is.

    What was carried out before has its command id, and is answered as it was. `folder` keeps the note that the
    loading has begun, at which moment, and is not finished.
    """
    client, unfinished = Client(address, tokens), folder / UNFINISHED
    if not unfinished.exists():
        if client.ask("{ mines(first: 1) { nodes { id } } }", {}, "auditor")["mines"]["nodes"]:
            return
        write_private(unfinished, datetime.now(UTC).isoformat(timespec="seconds").encode())
    began = datetime.fromisoformat(unfinished.read_text("ascii"))
    day = None
    for deed in track(agenda(began), description="loading the fictional district", console=console):
        if day not in {None, deed.at.date()}:
            client.let_the_clock_act()
        client.do(deed)
        day = deed.at.date()
    unfinished.unlink()
