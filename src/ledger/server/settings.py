"""Settings, from the environment (`LEDGER_*`)."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

PREFIX = "LEDGER_"
DATABASE_URL = f"{PREFIX}DATABASE_URL"
"""A superuser's connection string of a PostgreSQL of one's own; read by `ledger up` and `ledger migrate` alone."""


_SECRET_IN_URL = re.compile(r"(://)[^/@\s]*@")
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?", re.IGNORECASE)
_ORIGIN = re.compile(rf"https?://{_HOST.pattern}(:\d{{1,5}})?", re.IGNORECASE)


class SettingsRefused(RuntimeError):
    """A variable of the environment whose value is none of that setting, in both languages."""

    code = "SETTING_INVALID"

    def __init__(self, message: str, message_zh: str) -> None:
        super().__init__(f"{message} {message_zh}")
        self.message, self.message_zh = message, message_zh


def _parted(given: object) -> object:
    return tuple(part.strip() for part in given.split(",") if part.strip()) if isinstance(given, str) else given


def _each(pattern: re.Pattern[str], example: str) -> AfterValidator:
    def checked(given: tuple[str, ...]) -> tuple[str, ...]:
        odd = [one for one in given if not pattern.fullmatch(one)]
        if odd:
            raise ValueError(f"{odd[0]} is not written like {example}")
        return given

    return AfterValidator(checked)


Hosts = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_parted), _each(_HOST, "ledger.example")]
Origins = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_parted), _each(_ORIGIN, "https://desk.example:8443")]


class Settings(BaseSettings):
    """What a server needs; secrets are never printed. `SettingsRefused` for a value that is none."""

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
    hosts: Hosts = Field(
        (), description="Names besides loopback that requests may come for, from a proxy; commas between (对外主机名)."
    )
    origins: Origins = Field(
        (), description="Origins of front ends from which browsers may ask (CORS); commas between (前端来源)."
    )
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

    def __init__(self, **given: Any) -> None:
        try:
            super().__init__(**given)
        except ValidationError as invalid:
            told = [f"{PREFIX}{'.'.join(map(str, e['loc'])).upper()}: {e['msg']}." for e in invalid.errors()]
            raise SettingsRefused(" ".join(told), "设置的取值无效，见 docs/reference/settings.md。") from None

    @property
    def attachments(self) -> str:
        """Where attachments are kept."""
        return self.attachments_url or str((self.data / "attachments").absolute())


def unknown() -> list[str]:
    """Variables of the environment that look like settings and are none."""
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields} | {DATABASE_URL}
    return sorted(name for name in os.environ if name.startswith(PREFIX) and name not in known)


def written(value: object) -> str:
    """The value of a setting as it is written in the environment."""
    return ",".join(map(str, value)) if isinstance(value, tuple) else str(value)


def shown(settings: Settings) -> dict[str, str]:
    """The settings by the names of their variables, secrets masked."""
    values = {f"{PREFIX}{name.upper()}": written(getattr(settings, name)) for name in Settings.model_fields}
    return {name: _SECRET_IN_URL.sub(r"\1***@", value) for name, value in values.items()}
