"""A whole ledger for tests: store, bus, processes and views over one database, with people to act in it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid4, uuid5

import psycopg
from stdnum.cn import uscc

from ledger.commands.bus import CommandBus, Executed, Order
from ledger.commands.command import Command
from ledger.commands.mine import AssignSupervisorBody, RegisterMine
from ledger.eventstore.store import EventStore
from ledger.processes.credit_scoring import CreditScoring
from ledger.processes.duty_clock import DutyClock
from ledger.processes.exit_proposals import ExitProposals
from ledger.processes.kept_state import KeptState
from ledger.processes.plan_adjustments import PlanAdjustments
from ledger.processes.rule_adoption import adopt_or_refuse
from ledger.processes.runner import ProcessRunner
from ledger.processes.succession import Succession
from ledger.projections.catalogue import VIEWS
from ledger.projections.live import Live
from ledger.projections.projector import Projector
from ledger.projections.view import View
from ledger.rights.right import Principal
from ledger.sealed.vault import Vault
from ledger.values.actor import Role
from tests.conftest import DIVISION, VAULT_KEY, Database

BUREAU = "区煤管局"
START = datetime(2026, 7, 6, 1, 0, tzinfo=UTC)


def person(name: str, *roles: Role, department: str = BUREAU, division: str = DIVISION, **scope: Any) -> Principal:
    return Principal(name, name, department, division, frozenset(roles), **scope)


OFFICER = person("officer-1", Role.OFFICER, post="执法一队队员")
SECOND_OFFICER = person("officer-2", Role.OFFICER, post="执法二队队员")
HEAD = person("head-1", Role.HEAD, post="局长")
OFFICE = person("office-1", Role.COORDINATING_OFFICE, department="领导小组办公室", post="办公室干事")
FIRST_MINE = uuid5(uuid5(NAMESPACE_OID, "1"), "Mine:")
MINER = person("miner-1", Role.ENTERPRISE, department="向阳煤业", post="安全副矿长", mines=frozenset({FIRST_MINE}))
SECOND_MINER = person("miner-2", Role.ENTERPRISE, department="向阳煤业", post="矿长", mines=frozenset({FIRST_MINE}))
REVIEWER = person("reviewer-1", Role.REVIEWER, post="法制审核员")


def credit_code(serial: int) -> str:
    """A synthetic credit code with a right checksum."""
    body = f"91230599MA{serial:07d}"
    return body + str(uscc.calc_check_digit(body))


@dataclass
class House:
    """Everything behind the API; its clock goes on by a minute with every command unless told otherwise.

    With `ids` its commands make the same things in every ledger.
    """

    database: Database
    store: EventStore
    bus: CommandBus
    now: datetime = START
    serial: int = 0
    ids: Iterator[int] | None = None
    _made: dict[str, UUID] = field(default_factory=dict)

    async def do(self, command: Command, by: Principal = OFFICER, **order: Any) -> Executed:
        self.now += timedelta(minutes=1)
        order.setdefault("command_id", uuid4() if self.ids is None else UUID(int=next(self.ids)))
        return await self.bus.execute(Order(command, by, instant=self.now, **order))

    def on(self, day: str) -> House:
        """The same house on a later day, nine in the morning in Shanghai."""
        self.now = datetime.fromisoformat(f"{day}T01:00:00+00:00")
        return self

    async def mine(self, **changes: Any) -> UUID:
        """A registered mine with its supervisor body."""
        self.serial += 1
        entry = {
            "code": f"2305990000{self.serial:02d}",
            "name": f"向阳{self.serial}号煤矿",
            "enterprise": "向阳煤业",
            "credit_code": credit_code(self.serial),
            "division": DIVISION,
            "capacity": "60",
            "standardisation": 2,
        }
        executed = await self.do(
            RegisterMine.model_validate(entry | changes), HEAD, command_id=uuid5(NAMESPACE_OID, str(self.serial))
        )
        await self.do(
            AssignSupervisorBody(mine=executed.subject, body=BUREAU, effective_on=self.now.date()),
            person("head-0", Role.HEAD, division=changes.get("division", DIVISION)),
        )
        return executed.subject

    async def run_processes(self) -> None:
        """Let the ledger's own processes react to everything recorded so far, and to what they add."""
        runner = ProcessRunner(self.database.app_dsn, self.store, self.bus, [], simulated=True)
        for process in (CreditScoring(self.store), PlanAdjustments(self.store)):
            for recorded in await self.store.read_all(limit=10_000, types=process.types):
                await runner.handle(process, recorded)

    def kept_state(self) -> KeptState:
        """What processes keep, after every event anew."""
        return KeptState(self.store, Vault(VAULT_KEY), every=1)

    async def run_clock(self, *, kept: bool = True) -> None:
        """Let a duty clock that has just been started do all that is due by the moment of the last event.

        It goes on from what the one before it has kept, unless this is left out.
        """
        runner = ProcessRunner(self.database.app_dsn, self.store, self.bus, [], simulated=True)
        state = self.kept_state()
        await runner.keep_up(DutyClock(kept=state if kept else None))
        assert state.unwritable is None

    async def run_succession(self) -> None:
        """The same for what goes to whoever succeeds a body."""
        runner = ProcessRunner(self.database.app_dsn, self.store, self.bus, [], simulated=True)
        await runner.keep_up(Succession())

    async def run_exit_proposals(self) -> None:
        """The same for what a missed gate leads to."""
        runner = ProcessRunner(self.database.app_dsn, self.store, self.bus, [], simulated=True)
        await runner.keep_up(ExitProposals())

    async def project(self, *only: View, batch: int = 500) -> None:
        """Bring all views up to the head, or those named."""
        views = list(only) or list(VIEWS.values())
        projector = Projector(self.database.projector_dsn, views, batch=batch)
        async with await psycopg.AsyncConnection.connect(self.database.projector_dsn, autocommit=True) as connection:
            await projector.build_missing(connection)
            while await projector.advance(connection):
                pass

    async def project_live(self, *, batch: int = 500) -> int:
        """Bring all views up to the head the short way alone; the number of batches."""
        live = await Live.connect(self.database.projector_dsn, list(VIEWS.values()), batch, self.store.recent)
        try:
            batches = 0
            while True:
                taken = await live.take(look=True)
                assert taken is not None, "a batch wants to go the careful way"
                if not taken.moved:
                    return batches
                batches += 1
        finally:
            await live.close()

    async def rows(self, query: str, *parameters: object) -> list[dict[str, Any]]:
        """What a reader of the views sees."""
        async with await psycopg.AsyncConnection.connect(self.database.reader_dsn) as connection:
            cursor = connection.cursor(row_factory=psycopg.rows.dict_row)
            await cursor.execute(query.encode(), parameters)
            return await cursor.fetchall()


@asynccontextmanager
async def open_house(database: Database) -> AsyncIterator[House]:
    async with EventStore(database.app_dsn) as store:
        bus = CommandBus(store, Vault(VAULT_KEY), simulated=database.simulated)
        await adopt_or_refuse(store, bus, simulated=database.simulated)
        yield House(database, store, bus)
