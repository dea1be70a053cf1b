"""`/attachments`: files come in as a stream and go out to whoever may see what they are attached to; never a 500."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from math import ceil
from urllib.parse import quote
from uuid import uuid4

import structlog
from pydantic import TypeAdapter, ValidationError
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse

from ledger.commands import rights
from ledger.commands.access import RecordProtectedRead, RecordRefusedAttempt
from ledger.commands.attachment import RecordUpload
from ledger.commands.bus import Order
from ledger.commands.command import Command
from ledger.domain.stored_file import StoredFile, stored_file_id
from ledger.graphql.allowance import Spent
from ledger.graphql.attachment_queries import sees
from ledger.graphql.context import Context, Services
from ledger.rights.right import Right
from ledger.sealed.file_store import FileStore, Incoming
from ledger.server import asking
from ledger.server.identity import Identity
from ledger.server.preconditions import has_it_already, part_is_of_the_same
from ledger.server.ranges import Range, RangeRefused, asked_range
from ledger.server.refusals import RequestRefused
from ledger.values.actor import Role
from ledger.values.errors import LedgerError, NotFound, NotPermitted, Unavailable
from ledger.values.files import FORMATS, Digest, FileName, ending, is_called

BLOCK = 1024 * 1024
MAX_DRAINED = 64 * 1024 * 1024
COST = 500
"""What an upload or a download takes off its caller's budget."""

FROM_RECORD = Right.of(Role.REVIEWER, Role.INVESTIGATOR, Role.AUDITOR)
"""Who still sees a file whose attachment was withdrawn."""

_NO_CLAIM = frozenset({"", "application/octet-stream", "application/x-www-form-urlencoded"})
"""Media types that say nothing of the content; the last is what clients send who were told nothing."""

_OF_304 = ("etag", "cache-control", "x-request-id")

_NAME: TypeAdapter[str] = TypeAdapter(FileName)
_DIGEST: TypeAdapter[str] = TypeAdapter(Digest)

log = structlog.get_logger(__name__)


class Attachments:
    """The two routes, over where files are kept; `limit` is the greatest size in bytes."""

    def __init__(self, files: FileStore, identity: Identity, services: Callable[[], Services], limit: int) -> None:
        self._files, self._identity, self._services, self._limit = files, identity, services, limit

    async def upload(self, request: Request) -> Response:
        """Take a file in: the body is its content, `name` in the query its name."""
        return await self._answered(request, self._take_in)

    async def download(self, request: Request) -> Response:
        """Give a file out by its digest."""
        return await self._answered(request, self._give_out)

    async def _answered(
        self, request: Request, answer: Callable[[Request, Context, str], Awaitable[Response]]
    ) -> Response:
        id = asking.request_id()
        try:
            principal = await asking.somebody(request, self._identity)
            services = self._services()
            header = request.headers.get(asking.INSTANT_HEADER.decode())
            moment = asking.instant(header, simulated=services.identity.simulated)
            context = Context(services, principal, moment, cost=COST)
            context.spend()
            return await answer(request, context, id)
        except RequestRefused as refused:
            return asking.refusal(id, refused.status, refused.code, str(refused))
        except RangeRefused as refused:
            headers = {"content-range": f"bytes */{refused.size}"}
            return asking.refusal(id, 416, "RANGE_INVALID", str(refused), **headers)
        except Spent as spent:
            text = f"Too much was asked for in too short a time; again in {ceil(spent.seconds)} s."
            return asking.refusal(id, 429, "RATE_LIMITED", text, **{"retry-after": str(ceil(spent.seconds))})
        except LedgerError as error:
            return asking.ledger_refusal(id, error)
        except ClientDisconnect:
            return asking.refusal(id, 400, "BODY_BROKEN_OFF", "The body broke off; nothing of it is kept.")
        except OSError:
            log.exception("files cannot be kept or read", request=id)
            return asking.refusal(id, 503, "FILES_UNAVAILABLE", "Files cannot be kept or read now.")
        except Exception:
            log.exception("request failed", request=id)
            return asking.refusal(id, 503, "INTERNAL", "Something went wrong here; it is logged under the request id.")

    async def _take_in(self, request: Request, context: Context, id: str) -> Response:
        await _allowed(context, rights.ATTACHER, "upload")
        name = _named(request)
        with self._files.incoming() as incoming:
            await self._stream(request, incoming)
            await asyncio.to_thread(incoming.finish)
            if not await asyncio.to_thread(incoming.is_what_it_says, name):
                raise _not_what_it_says(name)
            await self._keep(incoming, FORMATS[ending(name)], context)
            body = {"digest": incoming.digest, "size": incoming.size, "mediaType": FORMATS[ending(name)], "name": name}
        # Whether somebody else had handed in the same before is not told.
        return asking.answer(id, 201, body, location=f"/attachments/{incoming.digest}")

    async def _stream(self, request: Request, incoming: Incoming) -> None:
        """Write the body as it comes, a block at a time; what is too large is let pass by, so that who sends hears."""
        block, size = bytearray(), 0
        async for chunk in request.stream():
            size += len(chunk)
            if size > self._limit + MAX_DRAINED:
                break
            if size > self._limit:
                continue
            block += chunk
            if len(block) >= BLOCK:
                await asyncio.to_thread(incoming.write, bytes(block))
                block.clear()
        if size > self._limit:
            raise RequestRefused(413, "FILE_TOO_LARGE", f"A file has at most {self._limit} bytes.")
        if size == 0:
            raise RequestRefused(400, "FILE_EMPTY", "The body is the content of the file; it was empty.")
        await asyncio.to_thread(incoming.write, bytes(block))

    async def _keep(self, incoming: Incoming, media_type: str, context: Context) -> None:
        """Place the content and put it on record; one that is kept already is not kept twice."""
        object = await asyncio.to_thread(incoming.place)
        try:
            await _record(
                RecordUpload(
                    division=context.principal.division,
                    digest=incoming.digest,
                    size=incoming.size,
                    media_type=media_type,
                    object=object,
                ),
                context,
            )
        except Unavailable:
            # It may be on record or not: the cleaning tells, later.
            raise
        except LedgerError:
            await asyncio.to_thread(self._files.remove, object)
            raise
        if (await _stored(context.services, incoming.digest)).object != object:
            await asyncio.to_thread(self._files.remove, object)

    async def _give_out(self, request: Request, context: Context, id: str) -> Response:
        digest = _digest(request)
        file = await _stored(context.services, digest)
        name = await _name_for(context, file)
        if file.object is None or name is None:
            raise _no_file()
        if Role.INVESTIGATOR in context.principal.roles:
            await _record(_read_by(context, digest), context)
        told, headers = request.headers, _headers(name, file.media_type, digest, id)
        if has_it_already(told.get("if-none-match"), headers["etag"]):
            return Response(status_code=304, headers={kept: headers[kept] for kept in _OF_304})
        whole = not part_is_of_the_same(told.get("if-range"), headers["etag"])
        part = None if whole else asked_range(told.get("range"), file.size)
        headers |= part.headers if part else {"content-length": str(file.size)}
        body = self._body(file.object, part or Range(0, file.size - 1, file.size))
        first = await anext(body, None)
        if first is None:
            raise _no_file()
        return StreamingResponse(_from(first, body), 206 if part else 200, headers)

    async def _body(self, object: str, part: Range) -> AsyncIterator[bytes]:
        offset = part.first
        while offset <= part.last:
            length = min(BLOCK, part.last + 1 - offset)
            try:
                block = await asyncio.to_thread(self._files.read, object, offset, length)
            except FileNotFoundError:
                return
            if not block:
                return
            yield block
            offset += len(block)


async def _from(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for block in rest:
        yield block


async def _stored(services: Services, digest: str) -> StoredFile:
    id = stored_file_id(digest)
    return StoredFile.replay(id, [recorded.event for recorded in await services.store.read_stream(id)])


async def _name_for(context: Context, file: StoredFile) -> str | None:
    """The name under which the caller may have the file; None when they may not, or there is none."""
    await context.settle()
    from_record = bool(context.principal.roles & FROM_RECORD.roles)
    for use in file.uses.values():
        if use.withdrawn and not from_record:
            continue
        if await sees(context, use.thing_type, use.thing):
            return use.name
    if context.principal.id in file.uploaders:
        return file.digest + next(end for end, media_type in FORMATS.items() if media_type == file.media_type)
    return None


def _headers(name: str, media_type: str, digest: str, id: str) -> dict[str, str]:
    plain = "".join(c if (c.isascii() and c.isalnum()) or c in "-_." else "_" for c in name)
    return {
        # Of a text it is not said how it is encoded: it may be UTF-8 or GB 18030.
        "content-type": media_type,
        "content-disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}",
        "x-content-type-options": "nosniff",
        "content-security-policy": "default-src 'none'; sandbox",
        "cache-control": "private, no-store",
        "accept-ranges": "bytes",
        "etag": f'"{digest}"',
        "x-request-id": id,
    }


async def _allowed(context: Context, right: Right, operation: str) -> None:
    """Let the caller, or refuse and put the attempt on record."""
    try:
        context.principal.require(right, operation)
    except NotPermitted as refused:
        attempt = RecordRefusedAttempt(division=context.principal.division, operation=operation, code=refused.code)
        await _record(attempt, context)
        raise


async def _record(command: Command, context: Context) -> None:
    order = Order(command, context.principal, uuid4(), instant=context.instant, repeatable=False)
    await context.services.bus.execute(order)


def _read_by(context: Context, digest: str) -> RecordProtectedRead:
    principal = context.principal
    return RecordProtectedRead(
        division=principal.division,
        operations=["attachment"],
        subjects=[digest],
        authorisation=principal.authorisation,
    )


def _named(request: Request) -> str:
    """The name of the file that comes; `RequestRefused` for none, and for a format that is not kept."""
    if request.headers.get("content-type", "").lower().startswith("multipart/"):
        text = "The body is the content of the file itself, its name stands in ?name=; forms are not taken."
        raise RequestRefused(415, "MULTIPART_NOT_TAKEN", text)
    try:
        name = _NAME.validate_python(request.query_params.get("name", ""))
    except ValidationError as error:
        text = "Give the file's name in ?name=: 1 to 200 characters, without folders."
        raise RequestRefused(400, "FILE_NAME_INVALID", text) from error
    if ending(name) not in FORMATS:
        text = f"Files that are kept end in one of: {' '.join(FORMATS)}."
        raise RequestRefused(415, "FILE_TYPE_NOT_ALLOWED", text)
    said = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if said not in _NO_CLAIM and not is_called(said, FORMATS[ending(name)]):
        raise _not_what_it_says(name)
    return name


def _digest(request: Request) -> str:
    try:
        return _DIGEST.validate_python(request.path_params["digest"])
    except ValidationError as error:
        raise _no_file() from error


def _not_what_it_says(name: str) -> RequestRefused:
    return RequestRefused(415, "FILE_NOT_WHAT_IT_SAYS", f"The content is not what the name says: {ending(name)}.")


def _no_file() -> NotFound:
    return NotFound("FILE_NOT_FOUND", "There is no such file.", "没有该文件。", path=("digest",))
