"""Structured logs on standard error; a traceback shows the lines and never the values in them."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable

import orjson
import structlog


def configure() -> None:
    """One JSON object a line."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(serializer=_line),
        ],
        logger_factory=structlog.BytesLoggerFactory(sys.stderr.buffer),
        cache_logger_on_first_use=True,
    )


def _line(event: object, default: Callable[[object], object]) -> bytes:
    try:
        return orjson.dumps(event, default=default)
    except orjson.JSONEncodeError:
        # Half a character, say, that a caller sent: told in escapes, and never a reason to fail.
        return json.dumps(event, default=default).encode()
