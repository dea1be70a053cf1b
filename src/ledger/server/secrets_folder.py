"""Secrets of a data folder: made once, readable by their owner alone."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def secret(folder: Path, name: str, size: int) -> bytes:
    """The secret `name` of `size` bytes; made when it is not there."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / name
    if not path.exists():
        write_private(path, secrets.token_bytes(size))
    return path.read_bytes()


def write_private(path: Path, content: bytes) -> None:
    """Write a file of mode 0600, whole or not at all."""
    making = path.with_name(f"{path.name}.new")
    descriptor = os.open(making, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    making.replace(path)
