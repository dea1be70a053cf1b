"""What comes over the wire and is no request of ours is refused with a code, and never waited for without end."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from ledger.server import http_protocol
from ledger.server.http_protocol import MAX_HEAD, MAX_HEADERS, MAX_URL, HttpProtocol

LOCAL = b"Host: 127.0.0.1\r\n"
POST = b"POST /graphql HTTP/1.1\r\n" + LOCAL
GOOD = POST + b"Content-Length: 2\r\n\r\n{}"
LAST = POST + b"Connection: close\r\nContent-Length: 2\r\n\r\n{}"


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers with the length of the body, once it is there."""
    size, more = 0, True
    while more:
        message = await receive()
        size, more = size + len(message.get("body", b"")), message.get("more_body", False)
    content = str(size).encode()
    headers = [(b"content-length", str(len(content)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": content})


class Hasty(HttpProtocol):
    """One that waits for nobody long."""

    head_seconds = 0.2


@asynccontextmanager
async def listening(protocol: type[HttpProtocol]) -> AsyncIterator[int]:
    config = uvicorn.Config(echo, http=protocol, ws="none", lifespan="off", log_level="critical")
    config.load()
    server = uvicorn.Server(config)
    loop = asyncio.get_running_loop()
    sockets = await loop.create_server(lambda: protocol(config, server.server_state, {}), "127.0.0.1", 0)
    async with sockets:
        yield sockets.sockets[0].getsockname()[1]


@pytest.fixture
async def port() -> AsyncIterator[int]:
    async with listening(HttpProtocol) as port:
        yield port


async def sent(port: int, *parts: bytes, ending: bool = False) -> bytes:
    """All that is answered to what is sent, until the connection is closed."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        for part in parts:
            writer.write(part)
        if ending:
            writer.write_eof()
        async with asyncio.timeout(30):
            return await reader.read()
    except ConnectionResetError:
        return b""
    finally:
        writer.close()


def told(answer: bytes) -> tuple[int, str]:
    """Status and code of the last answer."""
    head, _, content = answer.rpartition(b"\r\n\r\n")
    error: dict[str, Any] = json.loads(content)["errors"][0]["extensions"]
    assert error["requestId"]
    assert error["messageZh"]
    return int(head[head.rindex(b"HTTP/1.1 ") :].split()[1]), error["code"]


REFUSED = {
    "what is no HTTP": (b"\x16\x03\x01\x02\0\x01\0" * 9, 400, "HTTP_MALFORMED"),
    "a request line without an end": (b"GET\r\n\r\n", 400, "HTTP_MALFORMED"),
    "a version that there is not": (b"GET / HTTP/9.9\r\n\r\n", 400, "HTTP_MALFORMED"),
    "a method that there is not": (b"FOO / HTTP/1.1\r\n\r\n", 400, "HTTP_MALFORMED"),
    "a header whose name is none": (b"GET / HTTP/1.1\r\nBad Name: x\r\n\r\n", 400, "HTTP_MALFORMED"),
    "a header with a NUL": (b"GET / HTTP/1.1\r\nX: a\0b\r\n\r\n", 400, "HTTP_MALFORMED"),
    "two lengths": (POST + b"Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde", 400, "HTTP_MALFORMED"),
    "a length and chunks": (
        POST + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400, "HTTP_MALFORMED",
    ),
    "a length below nothing": (POST + b"Content-Length: -4\r\n\r\n", 400, "HTTP_MALFORMED"),
    "a chunk without a size": (POST + b"Transfer-Encoding: chunked\r\n\r\nZZ\r\n", 400, "HTTP_MALFORMED"),
    "a path that is no text": (b"GET /\xff\xfe HTTP/1.1\r\n\r\n", 400, "HTTP_MALFORMED"),
    "a URL past the limit": (b"GET /?" + b"a" * MAX_URL + b" HTTP/1.1\r\n\r\n", 414, "URL_TOO_LONG"),
    "a URL past what the parser takes": (b"GET /?" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n", 414, "URL_TOO_LONG"),
    "a header past the limit": (
        b"GET / HTTP/1.1\r\nX: " + b"a" * MAX_HEAD + b"\r\n\r\n", 431, "HEADERS_TOO_LARGE",
    ),
    "a header without an end": (b"GET / HTTP/1.1\r\nX: " + b"a" * 100_000, 431, "HEADERS_TOO_LARGE"),
    "more headers than there may be": (
        b"GET / HTTP/1.1\r\n" + b"X: a\r\n" * (MAX_HEADERS + 1) + b"\r\n", 431, "HEADERS_TOO_LARGE",
    ),
    "something behind a request": (GOOD + b"\0\x01 nonsense\r\n\r\n", 400, "HTTP_MALFORMED"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
async def test_what_is_no_request_within_the_limits_is_refused_with_a_code(port: int, what: str) -> None:
    raw, status, code = REFUSED[what]
    assert told(await sent(port, raw)) == (status, code)
    assert (await sent(port, GOOD.replace(LOCAL, LOCAL + b"Connection: close\r\n"))).endswith(b"\r\n\r\n2"), (
        "it goes on"
    )


async def test_requests_in_a_row_on_one_connection_are_each_answered(port: int) -> None:
    assert (await sent(port, GOOD + GOOD, LAST)).count(b"HTTP/1.1 200") == 3


async def test_an_upgrade_that_is_offered_is_not_taken_and_the_request_is_answered(port: int) -> None:
    for upgrade in (b"h2c", b"websocket"):
        offer = b"Connection: Upgrade, close\r\nUpgrade: " + upgrade + b"\r\n"
        assert b"200" in (await sent(port, b"GET / HTTP/1.1\r\n" + LOCAL + offer + b"\r\n", ending=True))[:20]


SLOW = {
    "nothing at all": b"",
    "half a request line": b"GET /gra",
    "half a head": b"GET /graphql HTTP/1.1\r\nHost: 127",
    "half a body": POST + b"Content-Length: 400\r\n\r\nabc",
    "half a chunk": POST + b"Transfer-Encoding: chunked\r\n\r\n5\r\nab",
}


@pytest.mark.parametrize("what", SLOW)
async def test_who_begins_and_does_not_come_to_an_end_is_let_go(what: str) -> None:
    async with listening(Hasty) as port:
        assert told(await sent(port, SLOW[what])) == (408, "REQUEST_TOO_SLOW")


async def test_a_large_body_that_keeps_coming_has_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_protocol, "BYTES_PER_SECOND", 1)
    async with listening(Hasty) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(POST + b"Connection: close\r\nContent-Length: 8\r\n\r\n1234567")
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(3 * Hasty.head_seconds):
                await reader.read(1)
        writer.write(b"8")
        assert (await reader.read()).endswith(b"\r\n\r\n8")
        writer.close()


async def test_what_is_sent_without_an_end_is_cut_off(port: int) -> None:
    assert len(await sent(port, b"GET / HTTP/1.1\r\nX: ", *[b"a" * 1_000_000] * 20)) < 1000


async def test_no_more_connections_are_kept_than_there_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_protocol, "MAX_CONNECTIONS", 2)
    async with listening(HttpProtocol) as port:
        others = [await asyncio.open_connection("127.0.0.1", port) for _ in range(2)]
        assert told(await sent(port)) == (503, "TOO_MANY_CONNECTIONS")
        for _, writer in others:
            writer.close()
