"""`ledger orphans` beside no server."""

from __future__ import annotations

import os
import time

from tests.cli.conftest import Shell


def test_what_a_broken_upload_left_behind_goes_once_it_is_old(shell: Shell) -> None:
    incoming = shell.data / "attachments" / "incoming"
    incoming.mkdir(parents=True)
    for name, hours in (("old", 30), ("new", 1)):
        (incoming / name).write_bytes(b"half a file")
        written = time.time() - hours * 3600
        os.utime(incoming / name, (written, written))
    assert shell.json("orphans") == {"removed": ["incoming/old"]}
    assert "0 removed" in shell.run("orphans")
    assert [path.name for path in incoming.iterdir()] == ["new"]
