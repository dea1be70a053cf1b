"""Settings, from the environment (`LEDGER_*`)."""

from __future__ import annotations

from pathlib import Path

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What a server needs; secrets are never printed."""

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
