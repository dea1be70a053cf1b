"""GraphQL over HTTP: one endpoint, strict about what it takes, never a 500."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any, NamedTuple

import orjson
import structlog
from graphql import GraphQLError, OperationType
from graphql.utilities import get_operation_ast
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.types import Receive, Scope, Send

from ledger.graphql.allowance import Spent
from ledger.graphql.answering import answered
from ledger.graphql.context import Context, Services
from ledger.graphql.documents import Documents
from ledger.graphql.limits import DocumentRefused
from ledger.graphql.scalars import MAX_POSITION
from ledger.rights.right import Principal
from ledger.server import page
from ledger.server.asking import INSTANT_HEADER, instant, principal_of, request_id
from ledger.server.http_protocol import MAX_URL, URL_TOO_LONG
from ledger.server.identity import PUBLIC, Identity
from ledger.server.refusals import RequestRefused, extensions
from ledger.values.errors import LedgerError

MAX_BODY, MAX_JSON_DEPTH, MAX_VALUES = 1024 * 1024, 40, 20_000
MAX_DRAINED = 64 * 1024 * 1024
RESPONSE_JSON = "application/graphql-response+json"
FAULT = "Something went wrong here; it is logged under the request id."

log = structlog.get_logger(__name__)


JSON = b"application/json; charset=utf-8"
ALWAYS = [(b"cache-control", b"no-store"), (b"vary", b"accept")]


class Answer(NamedTuple):
    """What goes back."""

    status: int
    headers: list[tuple[bytes, bytes]]
    content: bytes

    async def send(self, send: Send) -> None:
        """Send it."""
        await send({"type": "http.response.start", "status": self.status, "headers": self.headers})
        await send({"type": "http.response.body", "body": self.content})


@dataclass(frozen=True)
class Reply:
    """How one request is answered: by the media type that it accepts (GraphQL over HTTP)."""

    request_id: str
    accepts_response_json: bool

    @property
    def status_of_invalid(self) -> int:
        """The status of a document that is not run: the older media type has no other than 200."""
        return 400 if self.accepts_response_json else 200

    def refusal(self, status: int, code: str, message: str, *more: tuple[bytes, bytes]) -> Answer:
        """An answer that is nothing but one error."""
        error = {"message": message, "extensions": {**extensions(code), "requestId": self.request_id}}
        return self.response(status, {"errors": [error]}, *more)

    def response(self, status: int, body: Mapping[str, Any], *more: tuple[bytes, bytes]) -> Answer:
        """An answer with this body."""
        try:
            content = orjson.dumps(body)
        except orjson.JSONEncodeError:
            content = json.dumps(body, ensure_ascii=True).encode()
        headers = [
            (b"content-type", RESPONSE_JSON.encode() if self.accepts_response_json else JSON),
            (b"content-length", b"%d" % len(content)),
            (b"x-request-id", self.request_id.encode()),
            *ALWAYS,
            *more,
        ]
        if status == 401:
            headers.append((b"www-authenticate", b"Bearer"))
        return Answer(status, headers, content)


@dataclass(frozen=True)
class Asked:
    """What a request asks for: a document, or the id of one that is registered."""

    query: str | None
    document: str | None
    variables: dict[str, Any]
    operation: str | None
    min_position: int | None


class GraphQLEndpoint:
    """The ASGI application at `/graphql`; `services` are there while the server runs."""

    def __init__(self, services: Callable[[], Services], documents: Documents, identity: Identity) -> None:
        self._services = services
        self._documents = documents
        self._identity = identity

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, whatever it is."""
        headers = Headers(scope["headers"])
        if scope["method"] == "GET" and "text/html" in headers.text(b"accept"):
            await HTMLResponse(page.text(), headers=page.headers())(scope, receive, send)
            return
        answer = await self._answer(scope, headers, receive)
        await answer.send(send)

    async def _answer(self, scope: Scope, headers: Headers, receive: Receive) -> Answer:
        reply = Reply(request_id(), RESPONSE_JSON in headers.text(b"accept"))
        try:
            principal = await principal_of(headers.get(b"authorization"), self._identity)
            services = self._services()
            moment = instant(headers.get(INSTANT_HEADER), simulated=services.identity.simulated)
            by_get = scope["method"] == "GET"
            context = Context(services, principal, moment, _caller(scope, principal), by_get)
            asked = await _asked(scope, headers, receive)
            context.min_position = asked.min_position
            return await _execute(asked, context, self._documents, reply)
        except RequestRefused as refused:
            return reply.refusal(refused.status, refused.code, str(refused))
        except Spent as spent:
            seconds = ceil(spent.seconds)
            text = f"Too much was asked for in too short a time; again in {seconds} s."
            return reply.refusal(429, "RATE_LIMITED", text, (b"retry-after", b"%d" % seconds))
        except DocumentRefused as refused_document:
            return reply.refusal(reply.status_of_invalid, refused_document.code, str(refused_document))
        except Exception:
            log.exception("request failed", request=reply.request_id)
            return reply.refusal(200, "INTERNAL", FAULT)


class Headers:
    """The headers of a request; of one that is sent twice the first counts."""

    def __init__(self, raw: list[tuple[bytes, bytes]]) -> None:
        self._known = dict(raw[::-1])

    def get(self, name: bytes) -> str | None:
        """A header's value, None where there is none."""
        value = self._known.get(name)
        return None if value is None else value.decode("latin-1")

    def text(self, name: bytes) -> str:
        """A header's value, empty where there is none."""
        return self.get(name) or ""


def _caller(scope: Scope, principal: Principal) -> str:
    """Whose budget it is: a person's, and of those who are nobody in particular that of where they ask from."""
    if principal.id != PUBLIC.id:
        return principal.id
    client = scope.get("client")
    return f"public {client[0] if client else ''}"


async def _asked(scope: Scope, headers: Headers, receive: Receive) -> Asked:
    if len(scope["path"]) + len(scope["query_string"]) > MAX_URL:
        raise URL_TOO_LONG
    if scope["method"] == "GET":
        return _checked(_from_url(Request(scope)))
    if headers.text(b"content-type").partition(";")[0].strip().lower() != "application/json":
        raise RequestRefused(415, "MEDIA_TYPE", "The body is application/json.")
    return _checked(_json(await _body(receive)))


async def _body(receive: Receive) -> bytes:
    body, size, more = bytearray(), 0, True
    while more and size <= MAX_DRAINED:
        message = await receive()
        chunk, more = message.get("body", b""), message.get("more_body", False)
        size += len(chunk)
        if size <= MAX_BODY:
            body += chunk
    if size > MAX_BODY:
        # What is too large is let pass by unread, up to a limit: who is cut off while sending does not hear why.
        raise RequestRefused(413, "BODY_TOO_LARGE", f"A body has at most {MAX_BODY} bytes.")
    return bytes(body)


def _from_url(request: Request) -> dict[str, Any]:
    parameters: dict[str, Any] = dict(request.query_params)
    for name in parameters.keys() & {"variables", "extensions"}:
        parameters[name] = _json(parameters[name].encode())
    return parameters


def _json(raw: bytes) -> Any:
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise RequestRefused(400, "BODY_NOT_JSON", f"The body is not JSON: {error}.") from error
    # What opens fewer lists and objects than that is no deeper, and every value but the first has a comma before it.
    if raw.count(b"{") + raw.count(b"[") > MAX_JSON_DEPTH or raw.count(b",") > MAX_VALUES:
        depth, values = _extent(value)
        if depth > MAX_JSON_DEPTH:
            raise RequestRefused(400, "JSON_TOO_DEEP", f"JSON is nested at most {MAX_JSON_DEPTH} levels deep.")
        if values > MAX_VALUES:
            raise RequestRefused(400, "TOO_MANY_VALUES", f"JSON holds at most {MAX_VALUES} values.")
    return value


def _extent(value: Any) -> tuple[int, int]:
    """How deep JSON is nested, and how many values it holds."""
    level, depth, values = [value], 0, 0
    while level:
        depth, values = depth + 1, values + len(level)
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer if isinstance(outer, list) else ())
        ]
    return depth, values


def _checked(value: Any) -> Asked:
    if not isinstance(value, dict):
        raise RequestRefused(400, "NOT_A_REQUEST", "The body is an object with a query.")
    query, variables, operation = value.get("query"), value.get("variables"), value.get("operationName")
    document = value.get("documentId")
    if not isinstance(query, str) and not (query is None and isinstance(document, str)):
        raise RequestRefused(400, "QUERY_MISSING", "The request has a query, which is text.")
    maps = variables, value.get("extensions")
    if not all(isinstance(one, dict | None) for one in maps) or not isinstance(operation, str | None):
        raise RequestRefused(400, "NOT_A_REQUEST", "variables and extensions are objects, operationName is text.")
    minimum = (value.get("extensions") or {}).get("minPosition")
    if minimum is not None and (type(minimum) is not int or not 0 <= minimum <= MAX_POSITION):
        raise RequestRefused(400, "MIN_POSITION", "extensions.minPosition is a position.")
    return Asked(query, document, variables or {}, operation, minimum)


async def _execute(asked: Asked, context: Context, documents: Documents, reply: Reply) -> Answer:
    prepared = documents.prepared(documents.named(asked.document or "") if asked.query is None else asked.query)
    chosen = get_operation_ast(prepared.document, asked.operation)
    if chosen is None:
        code = "OPERATION_AMBIGUOUS" if prepared.operations and asked.operation is None else "OPERATION_UNKNOWN"
        raise DocumentRefused(code, "Name one of the document's operations.")
    if context.by_get and chosen.operation is not OperationType.QUERY:
        raise RequestRefused(405, "GET_IS_FOR_QUERIES", "Only queries are answered to GET.")
    if prepared.errors:
        return reply.response(reply.status_of_invalid, {"errors": _all_formatted(prepared.errors, reply)})
    result = await answered(prepared, chosen, asked.variables, context)
    body: dict[str, Any] = {}
    if result.errors:
        body["errors"] = _all_formatted(result.errors, reply)
    invalid = result.data is None and all(error.path is None for error in result.errors or [])
    if not invalid:
        body["data"] = result.data
    if result.extensions:
        body["extensions"] = result.extensions
    return reply.response(reply.status_of_invalid if invalid else 200, body)


_VARIABLE = re.compile(r"Variable '\$(\w+)' has invalid value(?: at ([^:]*))?:")


def _variable_path(message: str) -> tuple[str, ...] | None:
    """The part of a variable that is not of its type, which graphql-core names in its message alone."""
    found = _VARIABLE.match(message)
    return ("variables", found[1], *re.findall(r"\w+", found[2] or "")) if found else None


def _all_formatted(errors: Iterable[GraphQLError], reply: Reply) -> list[dict[str, Any]]:
    return [_formatted(error, reply.request_id) for error in errors]


def _formatted(error: GraphQLError, request_id: str) -> dict[str, Any]:
    formatted: dict[str, Any] = dict(error.formatted)
    original = error.original_error
    known: dict[str, Any] = {"requestId": request_id}
    if isinstance(original, LedgerError):
        known |= {
            "code": original.code,
            "kind": original.kind,
            "messageZh": original.message_zh,
            "argumentPath": [str(step) for step in original.path],
            "rule": original.rule,
        }
        formatted["message"] = original.message
    elif original is None or error.path is None:
        # Without a path it came before any resolver: the document, or a value that is not of its type.
        known |= extensions("INVALID_REQUEST", _variable_path(error.message))
    else:
        log.error("resolver failed", request=request_id, exc_info=original)
        formatted["message"] = FAULT
        known |= extensions("INTERNAL")
    formatted["extensions"] = known
    return formatted
