"""Files come in and go out over HTTP; what is wrong is refused with a code, and nothing of it is kept."""

from __future__ import annotations

import io
import zipfile
from collections.abc import AsyncIterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx
import pytest

from ledger.rights.right import Principal
from ledger.sealed.file_store import FileStore
from ledger.server.orphans import Orphans
from ledger.values.actor import Role
from tests.conftest import Database
from tests.graphql.conftest import Api, served
from tests.house import HEAD, OFFICER, REVIEWER, SECOND_OFFICER, credit_code, person

PDF = b"%PDF-1.7\n" + "整改通知".encode() * 50 + b"\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(60)
MINE = {"code": "230599000001", "name": "向阳煤矿", "enterprise": "向阳煤业", "division": "230599", "capacity": "60"}
INVESTIGATOR = person("investigator-1", Role.INVESTIGATOR, authorisation="授权1号")


@pytest.fixture
async def api(database: Database, folder: Path) -> AsyncIterator[Api]:
    async with served(database, folder) as api:
        yield api


async def upload(
    api: Api,
    content: Any = PDF,
    name: str | None = "通知书.pdf",
    by: Principal | None = OFFICER,
    *,
    headers: dict[str, str] | None = None,
) -> httpx.Response:
    given = api.bearer(by) | ({"ledger-instant": api.instant} if api.instant else {}) | (headers or {})
    query = {} if name is None else {"name": name}
    return await api.http.post("/attachments", params=query, content=content, headers=given)


async def download(api: Api, digest: str, by: Principal | None = OFFICER, **headers: str) -> httpx.Response:
    given = api.bearer(by) | ({"ledger-instant": api.instant} if api.instant else {}) | headers
    return await api.http.get(f"/attachments/{digest}", headers=given)


async def a_hazard(api: Api) -> str:
    assert (await api.do("registerMine", MINE | {"creditCode": credit_code(1)}, HEAD))["errors"] == []
    await settled(api)
    mine = (await api.ask('{ mine(code: "230599000001") { id } }'))["mine"]["id"]
    given = {"mine": mine, "description": "传感器被遮挡", "location": "回风巷", "source": "SUPERVISION"}
    return str((await api.do("reportHazard", given, shows="hazard { id }"))["hazard"]["id"])


async def attach(api: Api, thing: str, digest: str, by: Principal = OFFICER, **changes: Any) -> dict[str, Any]:
    given = {"thing": thing, "digest": digest, "name": "通知书.pdf", "kind": "DOCUMENT"} | changes
    return await api.do("addAttachment", given, by, "attachment { id name kindLabel digest size mediaType }")


async def settled(api: Api) -> None:
    """The views have come as far as the record."""
    services = api.server.serving()
    assert await services.projector.wait_for((await services.store.head()).position, 20.0)


def objects(api: Api) -> list[str]:
    root = Path(api.server.settings.attachments)
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


def orphans(api: Api, keep_hours: int = 0) -> Orphans:
    services = api.server.serving()
    return Orphans(api.server.files, services.store, services.bus, keep_hours, simulated=True)


def error_of(answer: httpx.Response) -> dict[str, Any]:
    [error] = answer.json()["errors"]
    assert error["message"]
    assert error["extensions"]["messageZh"]
    assert error["extensions"]["requestId"] == answer.headers["x-request-id"]
    return {"status": answer.status_code, "code": error["extensions"]["code"]}


async def test_a_file_comes_in_is_attached_and_goes_out_again(api: Api) -> None:
    hazard = await a_hazard(api)
    answer = await upload(api)
    digest = sha256(PDF).hexdigest()
    assert (answer.status_code, answer.headers["location"]) == (201, f"/attachments/{digest}")
    assert answer.json() == {
        "digest": digest, "size": len(PDF), "mediaType": "application/pdf", "name": "通知书.pdf",
    }  # fmt: skip
    added = await attach(api, hazard, digest)
    assert added["errors"] == []
    assert added["attachment"] | {"id": ""} == {
        "id": "", "name": "通知书.pdf", "kindLabel": "文书", "digest": digest, "size": len(PDF),
        "mediaType": "application/pdf",
    }  # fmt: skip
    file = await download(api, digest, SECOND_OFFICER)
    assert (file.status_code, file.content) == (200, PDF)
    assert file.headers["x-content-type-options"] == "nosniff"
    assert file.headers["content-disposition"].startswith('attachment; filename="___.pdf"; filename*=UTF-8')
    query = "query($of: ID!) { attachments(of: $of) { nodes { name kind addedBy withdrawn } totalCount } }"
    listed = await api.ask(query, {"of": hazard}, SECOND_OFFICER)
    node = {"name": "通知书.pdf", "kind": "DOCUMENT", "addedBy": "officer-1", "withdrawn": False}
    assert listed["attachments"] == {"nodes": [node], "totalCount": 1}


async def test_the_same_content_twice_is_one_object(api: Api) -> None:
    first, second = await upload(api), await upload(api, by=SECOND_OFFICER)
    assert first.json() == second.json()
    assert [path.split("/")[0] for path in objects(api)] == ["kept"]
    hazard = await a_hazard(api)
    for by in (OFFICER, SECOND_OFFICER):
        assert (await attach(api, hazard, first.json()["digest"], by))["errors"] == []


async def test_before_it_is_attached_only_the_uploader_sees_a_file(api: Api) -> None:
    digest = (await upload(api)).json()["digest"]
    assert (await download(api, digest)).content == PDF
    for stranger in (SECOND_OFFICER, HEAD, INVESTIGATOR):
        assert error_of(await download(api, digest, stranger)) == {"status": 404, "code": "FILE_NOT_FOUND"}


async def test_a_file_is_seen_by_whoever_may_see_its_thing_and_by_nobody_else(api: Api) -> None:
    hazard = await a_hazard(api)
    digest = (await upload(api)).json()["digest"]
    await attach(api, hazard, digest)
    elsewhere = person("officer-9", Role.OFFICER, division="110101")
    rival = person("miner-9", Role.ENTERPRISE, department="别家煤业")
    query = "query($of: ID!) { attachments(of: $of) { totalCount } }"
    for stranger in (elsewhere, rival):
        assert error_of(await download(api, digest, stranger))["status"] == 404
        assert (await api.ask(query, {"of": hazard}, stranger))["attachments"]["totalCount"] == 0
        assert [e["code"] for e in (await attach(api, hazard, digest, stranger))["errors"]] == ["HAZARD_NOT_FOUND"]
    assert error_of(await download(api, digest, None)) == {"status": 401, "code": "UNAUTHENTICATED"}


async def test_knowing_a_digest_is_not_having_the_file(api: Api) -> None:
    hazard = await a_hazard(api)
    digest = (await upload(api)).json()["digest"]
    for unknown, by in ((digest, SECOND_OFFICER), ("0" * 64, OFFICER)):
        [error] = (await attach(api, hazard, unknown, by))["errors"]
        assert (error["code"], error["path"]) == ("FILE_NOT_UPLOADED", ["input", "digest"])


async def test_a_withdrawn_file_is_left_to_reviewers_and_can_be_restored(api: Api) -> None:
    hazard = await a_hazard(api)
    digest = (await upload(api)).json()["digest"]
    attachment = (await attach(api, hazard, digest))["attachment"]["id"]
    given = {"attachment": attachment, "why": "附错了"}
    [refused] = (await api.do("withdrawAttachment", given, person("o", Role.OFFICER, department="应急局")))["errors"]
    assert refused["code"] == "NOT_THEIR_ATTACHMENT"
    withdrawn = await api.do("withdrawAttachment", given, OFFICER, "attachment { withdrawn withdrawnWhy }")
    assert withdrawn["attachment"] == {"withdrawn": True, "withdrawnWhy": "附错了"}
    assert (await download(api, digest, SECOND_OFFICER)).status_code == 404
    assert (await download(api, digest, REVIEWER)).content == PDF
    assert await orphans(api).clean() == []
    assert (await api.do("restoreAttachment", given, OFFICER))["errors"] == []
    assert (await download(api, digest, SECOND_OFFICER)).content == PDF


async def test_what_an_investigator_takes_out_is_on_record_before(api: Api) -> None:
    await a_hazard(api)
    digest = (await upload(api, by=INVESTIGATOR)).json()["digest"]
    assert (await download(api, digest, INVESTIGATOR)).content == PDF
    auditor = person("auditor-1", Role.AUDITOR)
    await settled(api)
    log = await api.ask("{ accessLog { nodes { operations subjects } } }", by=auditor)
    assert log["accessLog"]["nodes"] == [{"operations": ["attachment"], "subjects": [digest]}]
    assert error_of(await upload(api, by=auditor)) == {"status": 403, "code": "NOT_PERMITTED"}
    await settled(api)
    refused = await api.ask("{ accessLog { nodes { operations refused } } }", by=auditor)
    assert refused["accessLog"]["nodes"][0] == {"operations": ["upload"], "refused": "NOT_PERMITTED"}


def zipped(*names: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return packed.getvalue()


def compound(stream: str) -> bytes:
    """The least of an OLE compound file: a header, and a directory in its first sector."""
    head = bytearray(512)
    head[:8] = bytes.fromhex("d0cf11e0a1b11ae1")
    head[30:32], head[48:52] = (9).to_bytes(2, "little"), (0).to_bytes(4, "little")
    root, entry = "Root Entry".encode("utf-16-le"), stream.encode("utf-16-le")
    return bytes(head) + root.ljust(128, b"\0") + entry.ljust(128, b"\0") + bytes(256)


GOOD = {
    "现场照片.PNG": PNG,
    "照片.jpeg": b"\xff\xd8\xff\xe1\x00\x10Exif\x00\x00" + bytes(40) + b"\xff\xd9",
    "扫描件.tif": b"II*\x00\x08\0\0\0" + bytes(50),
    "手机照片.heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(50),
    "执法记录仪.mp4": b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41" + bytes(50),
    "录音.mp3": b"ID3\x03\0\0\0\0\0\x21" + bytes(50),
    "录音.wav": b"RIFF\x24\0\0\0WAVEfmt " + bytes(50),
    "方案.docx": zipped("[Content_Types].xml", "_rels/.rels", "word/document.xml"),
    "台账.xlsx": zipped("[Content_Types].xml", "xl/workbook.xml"),
    "公文.ofd": zipped("OFD.xml", "Doc_0/Document.xml"),
    "旧文书.doc": compound("WordDocument"),
    "旧台账.xls": compound("Workbook"),
    "瓦斯数据.csv": "时间,CH4\n1,0.8\n".encode("gb18030"),
    "说明.txt": ("BM 说明" * 40_000).encode(),
}


async def test_files_that_are_what_they_say_are_kept(api: Api) -> None:
    for name, content in GOOD.items():
        answer = await upload(api, content, name)
        assert (answer.status_code, answer.json().get("name")) == (201, name)


BAD = {
    "a picture called a document": (PNG, "通知.pdf", 415, "FILE_NOT_WHAT_IT_SAYS"),
    "a program called a picture": (b"MZ\x90\0" + bytes(200), "照片.jpg", 415, "FILE_NOT_WHAT_IT_SAYS"),
    "a page called a picture": (b"<!DOCTYPE html><script>1</script>", "照片.png", 415, "FILE_NOT_WHAT_IT_SAYS"),
    "an archive called a letter": (zipped("a.exe"), "来函.docx", 415, "FILE_NOT_WHAT_IT_SAYS"),
    "a table called a letter": (zipped("xl/workbook.xml"), "来函.docx", 415, "FILE_NOT_WHAT_IT_SAYS"),
    "an installer called a letter": (compound("Installer"), "来函.doc", 415, "FILE_NOT_WHAT_IT_SAYS"),
    "a broken compound file": (bytes.fromhex("d0cf11e0a1b11ae1"), "来函.doc", 415, "FILE_NOT_WHAT_IT_SAYS"),
    "bytes called text": (b"a\0b", "说明.txt", 415, "FILE_NOT_WHAT_IT_SAYS"),
    "no text at all": (b"\xff\xff\xff", "说明.txt", 415, "FILE_NOT_WHAT_IT_SAYS"),
    "noise": (bytes(range(200, 256)), "照片.jpg", 415, "FILE_NOT_WHAT_IT_SAYS"),
    "a program": (b"MZ", "setup.exe", 415, "FILE_TYPE_NOT_ALLOWED"),
    "an archive": (zipped("a.txt"), "全部.zip", 415, "FILE_TYPE_NOT_ALLOWED"),
    "no ending": (PDF, "通知书", 415, "FILE_TYPE_NOT_ALLOWED"),
    "no name": (PDF, None, 400, "FILE_NAME_INVALID"),
    "a name that leads away": (PDF, "../../etc/通知.pdf", 400, "FILE_NAME_INVALID"),
    "a name of another system": (PDF, "C:\\通知.pdf", 400, "FILE_NAME_INVALID"),
    "a name that reads backwards": (PDF, "通知\u202egpj.pdf", 400, "FILE_NAME_INVALID"),
    "a name with a line end": (PDF, "通知\n.pdf", 400, "FILE_NAME_INVALID"),
    "a name too long": (PDF, "长" * 300 + ".pdf", 400, "FILE_NAME_INVALID"),
    "nothing": (b"", "通知.pdf", 400, "FILE_EMPTY"),
}


async def test_what_is_wrong_is_refused_and_nothing_is_kept(api: Api) -> None:
    for what, (content, name, status, code) in BAD.items():
        assert error_of(await upload(api, content, name)) == {"status": status, "code": code}, what
    assert objects(api) == []


async def test_names_are_composed_and_claims_of_the_sender_are_held_against_them(api: Api) -> None:
    assert (await upload(api, name="e\u0301tude.pdf")).json()["name"] == "\u00e9tude.pdf"
    claims = {"application/octet-stream": 201, "application/pdf; charset=x": 201, "text/html": 415}
    for claim, status in claims.items():
        assert (await upload(api, headers={"content-type": claim})).status_code == status
    form = await api.http.post("/attachments", files={"file": ("a.pdf", PDF)}, headers=api.bearer(OFFICER))
    assert error_of(form)["code"] == "MULTIPART_NOT_TAKEN"


async def test_a_file_too_large_is_refused_however_it_is_sent(database: Database, folder: Path) -> None:
    async with served(database, folder) as api:
        api.server.attachments._limit = 1024
        for content in (PDF + bytes(2000), chunks([PDF, bytes(2000)])):
            assert error_of(await upload(api, content)) == {"status": 413, "code": "FILE_TOO_LARGE"}
        assert objects(api) == []


async def chunks(parts: list[bytes]) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


async def test_nothing_is_kept_when_the_sender_breaks_off(api: Api) -> None:
    sent: list[dict[str, Any]] = [{"type": "http.request", "body": PDF, "more_body": True}, {"type": "http.disconnect"}]
    status, body = await raw(api, sent)
    assert status == 400
    assert b"BODY_BROKEN_OFF" in body
    assert objects(api) == []


async def raw(api: Api, sent: list[dict[str, Any]]) -> tuple[int, bytes]:
    """One request of these messages, as a server would hand them on."""
    headers = [(name.encode(), value.encode()) for name, value in api.bearer(OFFICER).items()]
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "scheme": "http",
        "path": "/attachments", "raw_path": b"/attachments", "query_string": b"name=a.pdf", "root_path": "",
        "headers": [(b"host", b"localhost"), *headers], "client": ("127.0.0.1", 1), "server": ("localhost", 80),
    }  # fmt: skip
    answered: list[Any] = []

    async def receive() -> dict[str, Any]:
        return sent.pop(0)

    async def send(message: Any) -> None:
        answered.append(message)

    await api.app(scope, receive, send)
    return answered[0]["status"], answered[1]["body"]


async def test_tokens_and_digests_that_are_none_are_refused(api: Api) -> None:
    assert error_of(await upload(api, by=None)) == {"status": 401, "code": "UNAUTHENTICATED"}
    broken = await upload(api, headers={"authorization": "Bearer x"})
    assert error_of(broken) == {"status": 401, "code": "UNAUTHENTICATED"}
    assert error_of(await upload(api, headers={"ledger-instant": "gestern"}))["code"] == "INSTANT_INVALID"
    for digest in ("0" * 64, "x", "..%2F..%2Fsecrets%2Fvault.key", "A" * 64, "%00"):
        assert error_of(await download(api, digest)) == {"status": 404, "code": "FILE_NOT_FOUND"}


async def test_a_part_of_a_file_is_given_by_its_bytes(api: Api) -> None:
    digest = (await upload(api)).json()["digest"]
    last = len(PDF) - 1
    for asked, part in (("bytes=0-3", PDF[:4]), (f"bytes={last}-", PDF[-1:]), ("bytes=-6", PDF[-6:])):
        answer = await download(api, digest, range=asked)
        assert (answer.status_code, answer.content) == (206, part)
    for whole in ("bytes=0-1,3-4", "lines=1-2", "bytes=-", "bytes=9-2"):
        assert (await download(api, digest, range=whole)).content == PDF
    beyond = await download(api, digest, range=f"bytes={last + 1}-")
    assert error_of(beyond) == {"status": 416, "code": "RANGE_INVALID"}


async def test_what_a_client_has_already_is_not_sent_again_and_parts_of_two_contents_are_not_mixed(api: Api) -> None:
    digest = (await upload(api)).json()["digest"]
    tag = (await download(api, digest)).headers["etag"]
    assert tag == f'"{digest}"'

    async def asked(headers: dict[str, str], by: Principal = OFFICER) -> httpx.Response:
        return await api.http.get(f"/attachments/{digest}", headers=api.bearer(by) | headers)

    for known in (tag, f'"other", W/{tag}', "*"):
        answer = await asked({"if-none-match": known, "range": "bytes=0-3"})
        assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", tag)
    assert (await asked({"if-none-match": '"other"'})).content == PDF
    assert (await asked({"if-range": tag, "range": "bytes=0-3"})).content == PDF[:4]
    for other in ('"other"', f"W/{tag}", "Mon, 06 Jul 2026 02:00:00 GMT"):
        answer = await asked({"if-range": other, "range": "bytes=9999999-"})
        assert (answer.status_code, answer.content) == (200, PDF)
    assert error_of(await asked({"if-none-match": tag}, SECOND_OFFICER)) == {"status": 404, "code": "FILE_NOT_FOUND"}


async def test_of_a_text_it_is_not_said_how_it_is_encoded(api: Api) -> None:
    digest = (await upload(api, "隐患,地点\n".encode("gb18030"), "隐患.csv")).json()["digest"]
    assert (await download(api, digest)).headers["content-type"] == "text/csv"


@pytest.mark.parametrize("said", ["application/vnd.ms-excel", "text/csv; charset=gbk", "text/plain", "application/csv"])
async def test_a_format_is_taken_by_the_names_that_senders_have_for_it(api: Api, said: str) -> None:
    answer = await upload(api, "隐患,地点\n".encode(), "隐患.csv", headers={"content-type": said})
    assert (answer.status_code, answer.json()["mediaType"]) == (201, "text/csv")
    wrong = await upload(api, headers={"content-type": said})
    assert error_of(wrong) == {"status": 415, "code": "FILE_NOT_WHAT_IT_SAYS"}


async def test_a_disk_that_fails_is_told_and_never_a_500(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    digest = (await upload(api)).json()["digest"]

    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(FileStore, "make_folder", fails)
    monkeypatch.setattr(FileStore, "read", fails)
    assert error_of(await upload(api, PNG, "a.png")) == {"status": 503, "code": "FILES_UNAVAILABLE"}
    assert error_of(await download(api, digest)) == {"status": 503, "code": "FILES_UNAVAILABLE"}
