"""A real ledger's clock is its own: nobody moves today, neither to write nor to look."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.conftest import Database
from tests.graphql.conftest import Api, served
from tests.house import OFFICER

YESTERDAY = "2025-03-01T00:00:00+00:00"
LOOKUP = '{ blacklistLookup(subjects: ["虚构旧矿业公司"]) { effectiveOn results { listed } } }'


@pytest.fixture
async def real(real_database: Database, tmp_path: Path) -> AsyncIterator[Api]:
    async with served(real_database, tmp_path) as api:
        api.instant = None
        yield api


async def test_without_a_token_nobody_looks_at_another_day_by_giving_the_moment(real: Api) -> None:
    real.instant = YESTERDAY
    for by in (None, OFFICER):
        assert await real.code(LOOKUP, by=by) == "INSTANT_ON_REAL_LEDGER"
    real.instant = None
    assert (await real.ask(LOOKUP, by=None))["blacklistLookup"]["results"] == [{"listed": False}]


async def test_an_upload_is_not_dated_by_its_sender(real: Api) -> None:
    headers = real.bearer(OFFICER) | {"ledger-instant": YESTERDAY}
    answer = await real.http.post("/attachments", params={"name": "x.txt"}, content=b"x", headers=headers)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["extensions"]["code"] == "INSTANT_ON_REAL_LEDGER"
