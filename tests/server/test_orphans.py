"""Files that nobody attached go after a while; what an event names stays, whoever comes at the same moment."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.graphql.conftest import Api
from tests.house import SECOND_OFFICER
from tests.server.test_attachments import PDF, PNG, a_hazard, api, attach, download, orphans, upload

__all__ = ["api"]


async def test_orphans_are_cleaned_and_what_an_event_names_stays(api: Api) -> None:
    hazard = await a_hazard(api)
    kept, orphan = (await upload(api)).json()["digest"], (await upload(api, PNG, "a.png")).json()["digest"]
    await attach(api, hazard, kept)
    root = Path(api.server.settings.attachments)
    (root / "incoming" / "left-behind").write_bytes(b"half a file")
    (root / "kept" / "ab").mkdir(exist_ok=True)
    (root / "kept" / "ab" / f"{'ab' * 32}.never-recorded").write_bytes(b"x")
    assert await orphans(api, keep_hours=1).clean() == []
    removed = await orphans(api).clean()
    assert [path.split("/")[-1].partition(".")[0] for path in sorted(removed)] == [
        "left-behind",
        *sorted([orphan, "ab" * 32], key=lambda digest: digest[:2]),
    ]
    assert (await download(api, kept)).content == PDF
    assert (await download(api, orphan)).status_code == 404
    [error] = (await attach(api, hazard, orphan, name="a.png"))["errors"]
    assert error["code"] == "FILE_NOT_UPLOADED"
    assert (await upload(api, PNG, "a.png")).status_code == 201
    assert (await download(api, orphan)).content == PNG


async def test_cleaning_loses_against_whoever_attaches_at_the_same_moment(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    hazard = await a_hazard(api)
    digest = (await upload(api)).json()["digest"]
    cleaner = orphans(api)
    execute = cleaner._bus.execute

    async def after_attaching(order: Any) -> Any:
        # The cleaning has seen that nobody has the file; before it decides, somebody attaches it.
        monkeypatch.undo()
        assert (await attach(api, hazard, digest))["errors"] == []
        return await execute(order)

    monkeypatch.setattr(cleaner._bus, "execute", after_attaching)
    assert await cleaner.clean() == []
    assert (await download(api, digest, SECOND_OFFICER)).content == PDF


async def test_an_upload_at_the_moment_of_cleaning_keeps_its_own_object(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    hazard, digest = await a_hazard(api), (await upload(api)).json()["digest"]
    remove = api.server.files.remove
    cleaner = orphans(api)
    seen: list[str] = []

    def noted(object: str) -> None:
        seen.append(object)

    monkeypatch.setattr(api.server.files, "remove", noted)
    # It was given up on record and is not removed yet; the same content comes in again, and is attached.
    await cleaner.clean()
    monkeypatch.undo()
    assert (await upload(api)).status_code == 201
    assert (await attach(api, hazard, digest))["errors"] == []
    remove(seen[0])
    assert (await download(api, digest)).content == PDF
    assert await cleaner.clean() == []
