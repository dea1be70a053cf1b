"""On whose behalf a server or a command acts: the verifier that the settings name, and the person of a token."""

from __future__ import annotations

from ledger.rights.right import Principal
from ledger.server.claims import Verifier
from ledger.server.identity import Identity
from ledger.server.openid import OpenIdProvider
from ledger.server.secrets_folder import secret
from ledger.server.settings import Settings, SettingsRefused
from ledger.server.tokens import DevelopmentIssuer


def development_issuer(settings: Settings) -> DevelopmentIssuer:
    """The issuer of the data folder; `RuntimeError` beside an identity provider, whose tokens alone are taken then."""
    if settings.oidc_issuer:
        raise RuntimeError(
            f"development tokens are not taken beside {settings.oidc_issuer} (已配置身份提供方，不接受开发令牌)"
        )
    return DevelopmentIssuer(secret(settings.data / "secrets", "tokens.key", 32))


def verifier(settings: Settings) -> Verifier:
    """The provider that the settings name; without one the development issuer, on loopback alone, and never both."""
    if settings.oidc_issuer:
        return OpenIdProvider(settings.oidc_issuer, settings.oidc_audience)
    if settings.hosts:
        raise SettingsRefused(
            "LEDGER_HOSTS names hosts beyond loopback, where development tokens are not taken: name a provider, "
            "LEDGER_OIDC_ISSUER.",
            "对外提供服务时不接受开发令牌，请配置 LEDGER_OIDC_ISSUER。",
        )
    return development_issuer(settings)


async def bearer(settings: Settings, token: str) -> Principal:
    """The person whom a token names; `TokenRefused` when it is not in order."""
    chosen = verifier(settings)
    try:
        return await Identity(chosen).principal(f"Bearer {token}")
    finally:
        if isinstance(chosen, OpenIdProvider):
            await chosen.close()
