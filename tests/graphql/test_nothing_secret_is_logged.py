"""The log tells what was done and what went wrong, and nothing of tokens, numbers and contents."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
import structlog

from ledger.eventstore.readers import Reader
from ledger.server.logs import configure
from tests.graphql.conftest import Api
from tests.house import HEAD, REVIEWER

NUMBER, WRONG, CONTACT, SPOKEN = "230599198001010015", "230599-no-number-1", "0469-7712345", "矿长私下说的话"
REGISTER = "mutation($input: RegisterPersonInput!) { registerPerson(input: $input) { position errors { code } } }"
LOOK_UP = "query($n: String!) { personLookup(identityNumber: $n) { person { id } } }"


@pytest.fixture
def logged() -> Iterator[BytesIO]:
    """What a server writes, as it is configured."""
    configure()
    as_served, written = structlog.get_config()["processors"], BytesIO()
    structlog.configure(
        processors=as_served, logger_factory=structlog.BytesLoggerFactory(written), cache_logger_on_first_use=False
    )
    yield written
    structlog.reset_defaults()


async def test_nothing_of_a_token_a_number_or_what_is_said_stands_in_the_log(
    logged: BytesIO, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = api.bearer(HEAD)["authorization"].removeprefix("Bearer ")
    given = {"division": "230599", "name": "张三", "identityNumber": NUMBER, "contact": CONTACT, "reason": SPOKEN}
    assert (await api.ask(REGISTER, {"input": given}, HEAD))["registerPerson"]["errors"] == []
    assert (await api.ask(REGISTER, {"input": given | {"identityNumber": ""}}, HEAD))["registerPerson"]["errors"]
    await api.ask(LOOK_UP, {"n": NUMBER}, REVIEWER)
    await api.raw(LOOK_UP, {"n": WRONG * 9}, REVIEWER)
    await api.raw(LOOK_UP, {"n": [NUMBER]}, REVIEWER)
    forged = await api.http.post("/graphql", json={}, headers={"authorization": f"Bearer {token[:-4]}AAAA"})
    assert forged.status_code == 401

    async def failing(self: Reader, statement: str, parameters: Any = ()) -> Any:
        raise RuntimeError("the statement failed")

    monkeypatch.setattr(Reader, "rows", failing)
    assert await api.code(LOOK_UP, {"n": NUMBER}, REVIEWER) == "INTERNAL"
    text = logged.getvalue().decode()
    assert "RegisterPerson" in text
    assert "the statement failed" in text
    for secret in (NUMBER, WRONG, CONTACT, SPOKEN, "张三", *token.split(".")):
        assert secret not in text
