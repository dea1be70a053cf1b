"""Settings, from the environment (`LEDGER_*`)."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What a server needs; secrets are never printed.

    Attachments are kept below `attachments_url`, any that fsspec knows; in the data folder when it is empty. One has at
    most `attachment_max_mb` MiB, and is waited for `attachment_keep_hours` to be attached to something.
    """

    model_config = SettingsConfigDict(env_prefix="LEDGER_")

    data: Path = Path(".ledger")
    port: int = 8000
    app_dsn: SecretStr = SecretStr("")
    projector_dsn: SecretStr = SecretStr("")
    reader_dsn: SecretStr = SecretStr("")
    oidc_issuer: str = ""
    oidc_audience: str = "ledger"
    rate_capacity: float = 200_000
    rate_per_second: float = 10_000
    attachments_url: str = ""
    attachment_max_mb: int = Field(200, ge=1, le=10_000)
    attachment_keep_hours: int = Field(24, ge=1)

    @property
    def attachments(self) -> str:
        """Where attachments are kept."""
        return self.attachments_url or str((self.data / "attachments").absolute())
