"""A data folder that was copied while the ledger stood still is the ledger, wherever it starts."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.server.test_supervisor import ask, at_rest, free_port, running

pytestmark = pytest.mark.slow
KNOWN = "{ mines(first: 50) { nodes { id name } } events(last: 1) { nodes { position type recordedAt } } }"


def test_a_copy_of_the_folder_starts_elsewhere_and_knows_the_same(tmp_path: Path) -> None:
    first, copy, port = tmp_path / "first", tmp_path / "恢复 后", free_port()
    with running(first, port):
        position = at_rest(first)
        known = ask(first, port, KNOWN)
    shutil.copytree(first, copy)
    shutil.rmtree(first)
    again = free_port()
    with running(copy, again):
        assert at_rest(copy) == position
        assert ask(copy, again, KNOWN) == known


def test_a_copy_without_its_vault_key_does_not_start(tmp_path: Path) -> None:
    data, port = tmp_path / "data", free_port()
    with running(data, port):
        at_rest(data)
    (data / "secrets" / "vault.key").unlink()
    with pytest.raises(AssertionError, match=r"vault\.key"), running(data, free_port()):
        pass
