"""Whoever comes to the wrong door is told where the right one is."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from ledger.server.app import create_app
from ledger.server.settings import Settings


@pytest.fixture
async def browser(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """One that asks a server which nothing stands behind."""
    transport = httpx.ASGITransport(create_app(Settings(data=tmp_path)))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        yield client


async def test_the_address_alone_leads_to_the_page(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/")
    assert (answer.status_code, answer.headers["location"]) == (307, "/graphql")


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/graphiql", 404, "PATH_UNKNOWN"),
        ("POST", "/GraphQL", 404, "PATH_UNKNOWN"),
        ("POST", "/", 405, "METHOD_NOT_ALLOWED"),
        ("PUT", "/graphql", 405, "METHOD_NOT_ALLOWED"),
        ("GET", "/attachments", 405, "METHOD_NOT_ALLOWED"),
        ("DELETE", "/attachments/1", 405, "METHOD_NOT_ALLOWED"),
    ],
)
async def test_a_wrong_path_or_method_is_told_with_a_code_in_both_languages(
    browser: httpx.AsyncClient, method: str, path: str, status: int, code: str
) -> None:
    answer = await browser.request(method, path)
    [error] = answer.json()["errors"]
    assert (answer.status_code, error["extensions"]["code"]) == (status, code)
    assert error["message"]
    assert error["extensions"]["messageZh"]
    assert error["extensions"]["requestId"] == answer.headers["x-request-id"]
    assert ("allow" in answer.headers) == (status == 405)
