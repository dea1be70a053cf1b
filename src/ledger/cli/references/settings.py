"""The settings, from their declarations."""

from __future__ import annotations

from pydantic import SecretStr

from ledger.server.settings import DATABASE_URL, PREFIX, Settings, written


def page() -> str:
    """A row a setting."""
    lines = [
        "# Settings 设置",
        "",
        "From the environment. `ledger doctor` shows them, secrets masked. `ledger up` sets the connection strings.",
        "",
        "| variable | default | what it is |",
        "| --- | --- | --- |",
    ]
    for name, field in Settings.model_fields.items():
        default = "" if isinstance(field.default, SecretStr) else written(field.default)
        shown = f"`{default}`" if default else "none"
        lines.append(f"| `{PREFIX}{name.upper()}` | {shown} | {field.description} |")
    text = "How a superuser connects to a PostgreSQL of one's own, 15 or newer; for `up`, `migrate` (自备数据库)."
    lines.append(f"| `{DATABASE_URL}` | none | {text} |")
    return "\n".join(lines) + "\n"
