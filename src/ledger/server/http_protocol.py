"""HTTP as it comes over the wire: bounded before anything of ours sees it, refused in the shape of GraphQL's errors."""

from __future__ import annotations

from asyncio import TimerHandle
from contextlib import suppress
from http import HTTPStatus
from itertools import chain
from typing import Any

import httptools
import orjson
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from ledger.server.asking import request_id
from ledger.server.refusals import RequestRefused, extensions

MAX_URL, MAX_HEAD, MAX_HEADERS, MAX_CONNECTIONS = 16 * 1024, 32 * 1024, 100, 500
HEAD_SECONDS, BYTES_PER_SECOND = 20.0, 16 * 1024
"""How long a request may take to come: so long, and a second more for so many bytes that have come."""

MALFORMED = RequestRefused(400, "HTTP_MALFORMED", "This is no HTTP/1.1 request.")
URL_TOO_LONG = RequestRefused(414, "URL_TOO_LONG", f"A URL has at most {MAX_URL} characters.")
HEAD_TOO_LARGE = RequestRefused(
    431, "HEADERS_TOO_LARGE", f"The headers have at most {MAX_HEAD} bytes and are at most {MAX_HEADERS}."
)
TOO_SLOW = RequestRefused(408, "REQUEST_TOO_SLOW", f"A request has {HEAD_SECONDS:.0f} s to come, a large one longer.")
CROWDED = RequestRefused(503, "TOO_MANY_CONNECTIONS", f"The server keeps at most {MAX_CONNECTIONS} connections.")


class HttpProtocol(HttpToolsProtocol):
    """uvicorn's protocol, against those who send without end, too slowly, or what is no HTTP.

    A connection that says nothing is let go as one that does not come to an end. What is refused here has no answer
    of the application's: the connection ends with it.
    """

    head_seconds = HEAD_SECONDS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._in_head, self._large, self._received = True, False, 0
        self._why = MALFORMED
        self._began = 0.0
        self._patience: TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Take a connection, unless there are too many; from now on something has to come."""
        super().connection_made(transport)
        if len(self.connections) > MAX_CONNECTIONS:
            self._refuse(CROWDED)
            return
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        self._wait_no_more()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what has come, as far as it is HTTP within all limits."""
        if self.transport.is_closing():
            return
        self._unset_keepalive_if_required()
        self._large = self._received + len(data) > MAX_HEAD
        try:
            # An upgrade that is offered is not taken: the request is answered as it is.
            with suppress(httptools.HttpParserUpgrade):
                self.parser.feed_data(data)
        except httptools.HttpParserError:
            self._refuse(self._why)
            return
        self._received += len(data)
        if self._in_head and self._received > MAX_URL + MAX_HEAD:
            self._refuse(HEAD_TOO_LARGE)
        elif self._waiting:
            if self._patience is None:
                self._wait()
        elif self._patience is not None:
            self._wait_no_more()

    def on_message_begin(self) -> None:
        """Begin to count anew."""
        self._in_head, self._received = True, 0
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        """Take the URL; one that is too long is refused whole, and never cut off."""
        super().on_url(url)
        if len(self.url) > MAX_URL:
            self._stop(URL_TOO_LONG)

    def on_headers_complete(self) -> None:
        """Begin to answer, where the headers are few and short: of what came as one small piece they are."""
        if len(self.headers) > MAX_HEADERS or (self._large and sum(map(len, chain(*self.headers))) > MAX_HEAD):
            self._stop(HEAD_TOO_LARGE)
        self._in_head = False
        super().on_headers_complete()

    @property
    def _waiting(self) -> bool:
        """Whether a request has begun to come, and has not come to its end."""
        return self._in_head or (self.cycle is not None and self.cycle.more_body and not self.cycle.response_complete)

    def _stop(self, why: RequestRefused) -> None:
        """Let the parser stop: it gives up on whatever its callbacks raise."""
        self._why = why
        raise why

    def _wait(self) -> None:
        self._began = self.loop.time()
        self._patience = self.loop.call_later(self.head_seconds, self._look)

    def _wait_no_more(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None

    def _look(self) -> None:
        """Whether what has come is still on time; a body that we do not take in is not late."""
        late = self._began + self.head_seconds + self._received / BYTES_PER_SECOND - self.loop.time()
        if late > 0 or self.flow.read_paused:
            self._patience = self.loop.call_later(max(late, self.head_seconds), self._look)
        else:
            self._refuse(TOO_SLOW)

    def _refuse(self, why: RequestRefused) -> None:
        """Say why, unless an answer has begun, and end the connection."""
        self._wait_no_more()
        if self.cycle is None or not self.cycle.response_started or self.cycle.response_complete:
            self.transport.write(_answer(why))
        self.transport.close()


def _answer(why: RequestRefused) -> bytes:
    told = {"message": str(why), "extensions": {**extensions(why.code), "requestId": request_id()}}
    content = orjson.dumps({"errors": [told]})
    head = (
        f"HTTP/1.1 {why.status} {HTTPStatus(why.status).phrase}\r\ncontent-type: application/json; charset=utf-8\r\n"
        f"content-length: {len(content)}\r\ncache-control: no-store\r\nconnection: close\r\n\r\n"
    )
    return head.encode() + content
