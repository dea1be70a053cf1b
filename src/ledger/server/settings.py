"""Settings, from the environment (`LEDGER_*`)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "LEDGER_"
DATABASE_URL = f"{PREFIX}DATABASE_URL"
"""A superuser's connection string of a PostgreSQL of one's own; read by `ledger up` and `ledger migrate` alone."""


_SECRET_IN_URL = re.compile(r"(://)[^/@\s]*@")


class Settings(BaseSettings):
    """What a server needs; secrets are never printed."""

    model_config = SettingsConfigDict(env_prefix=PREFIX)

    data: Path = Field(Path(".ledger"), description="Data folder: keys, tokens, the embedded database (数据目录).")
    port: int = Field(8000, description="Port on 127.0.0.1 (端口).")
    app_dsn: SecretStr = Field(SecretStr(""), description="How the role `ledger_app` connects (应用角色的连接串).")
    projector_dsn: SecretStr = Field(
        SecretStr(""), description="How the role `ledger_projector` connects (投影角色的连接串)."
    )
    reader_dsn: SecretStr = Field(SecretStr(""), description="How the role `ledger_reader` connects (只读连接串).")
    project: Literal["inside", "separate"] = Field(
        "inside", description="`separate`: the views are kept by `ledger project`, the server follows (投影方式)."
    )
    oidc_issuer: str = Field("", description="Issuer of the OpenID Connect provider; none: development (身份提供方).")
    oidc_audience: str = Field("ledger", description="Audience that tokens are made for (令牌受众).")
    rate_capacity: float = Field(200_000, description="Budget of a caller, in cost (额度上限).")
    rate_per_second: float = Field(10_000, description="What is added to a budget in a second (每秒恢复额度).")
    introspection: bool = Field(True, description="Whether the schema tells of itself (是否允许接口自述).")
    trusted_documents: Path | None = Field(
        None, description="JSON file of documents by their SHA-256; given, no others are run (受信文档清单)."
    )
    attachments_url: str = Field(
        "", description="Where attachments are kept, any URL of fsspec; in the data folder (附件位置)."
    )
    attachment_max_mb: int = Field(200, ge=1, le=10_000, description="MiB of an attachment at most (附件上限).")
    attachment_keep_hours: int = Field(
        24, ge=1, description="Hours for which an attachment is waited for to be attached (未引用附件保留小时数)."
    )

    @property
    def attachments(self) -> str:
        """Where attachments are kept."""
        return self.attachments_url or str((self.data / "attachments").absolute())


def shown(settings: Settings) -> dict[str, str]:
    """The settings by the names of their variables, secrets masked."""
    values = {f"{PREFIX}{name.upper()}": str(getattr(settings, name)) for name in Settings.model_fields}
    return {name: _SECRET_IN_URL.sub(r"\1***@", value) for name, value in values.items()}
