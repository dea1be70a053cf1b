"""A new view needs its declaration and its fold: rights, scope, past, pages, plans and indexes come with it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.conftest import Database

ROOT = Path(__file__).parents[2]


def test_a_new_view_is_served_like_any_other_by_its_declaration_and_its_fold(
    database: Database, tmp_path: Path
) -> None:
    ways = (str(tmp_path), database.app_dsn, database.projector_dsn, database.reader_dsn)
    tried = [sys.executable, "-m", "tests.graphql.a_new_view", *ways]
    done = subprocess.run(tried, cwd=ROOT, capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
