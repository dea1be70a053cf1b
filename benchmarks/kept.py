"""The list of what was measured last: `benchmarks/results.json`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

Lines = list[dict[str, Any]]


def keep(into: Path, found: Lines) -> None:
    """Put what was found into the file, in place of lines of the same names."""
    known: Lines = json.loads(into.read_text("utf-8")) if into.exists() else []
    names = {line["name"] for line in found}
    lines = [line for line in known if line["name"] not in names] + found
    into.write_text(json.dumps(lines, indent=1, ensure_ascii=False) + "\n", "utf-8")
