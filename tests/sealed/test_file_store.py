"""Where files are kept on this machine."""

from __future__ import annotations

from pathlib import Path

from ledger.sealed.file_store import FileStore


def test_nobody_but_its_owner_enters_the_folder_of_files(tmp_path: Path) -> None:
    store = FileStore(str(tmp_path / "data" / "attachments"))
    with store.incoming() as incoming:
        incoming.write(b"x")
    assert (tmp_path / "data" / "attachments").stat().st_mode & 0o777 == 0o700
