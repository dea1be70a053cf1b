"""The metrics, from their declarations."""

from __future__ import annotations

from ledger.server.metrics import DECLARED


def page() -> str:
    """A row a metric."""
    lines = [
        "# Metrics 监控指标",
        "",
        "At `/metrics`, as Prometheus reads them, on this machine only; `process_*` of the Python client beside them.",
        "`/readyz` says in JSON whether database, migrations, views and processes are in order (503 when not),",
        "`/healthz` whether the process answers. The log on standard error is one JSON object a line: a request that",
        "carried out commands, failed or took longer than a second stands there with its id, its commands and theirs.",
        "",
        "| metric | kind | labels | what it tells |",
        "| --- | --- | --- | --- |",
    ]
    for one in DECLARED:
        labels = ", ".join(f"`{label}`" for label in one.labels)
        lines.append(f"| `{one.name}` | {one.kind.__name__.lower()} | {labels} | {one.text} |")
    return "\n".join(lines) + "\n"
