"""The page to try queries in: one file of the package, which needs nothing from anywhere else and may fetch nothing."""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files


@cache
def text() -> str:
    """The page."""
    return files("ledger.server").joinpath("page.html").read_text("utf-8")


@cache
def headers() -> dict[str, str]:
    """What a browser may do with it: run the script that stands in it and no other, and ask this server alone."""
    policy = {
        "default-src": "'none'",
        "script-src": _hash("script"),
        "style-src": _hash("style"),
        "connect-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }
    return {
        "content-security-policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
    }


def _hash(element: str) -> str:
    """The source expression that allows the one element of this name."""
    [inside] = re.findall(rf"<{element}>(.*?)</{element}>", text(), re.DOTALL)
    return f"'sha256-{b64encode(sha256(inside.encode()).digest()).decode()}'"
