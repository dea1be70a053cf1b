"""Where the contents of attachments are kept: objects by digest, behind any file system that fsspec knows."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Any
from uuid import uuid4

from fsspec.core import url_to_fs
from fsspec.implementations.local import LocalFileSystem

from ledger.sealed.file_formats import is_what_it_says


class Incoming:
    """A content on its way in: written as it comes, hashed as it is written, nothing of it kept unless placed."""

    def __init__(self, store: FileStore) -> None:
        self._store = store
        self.upload = uuid4().hex
        self.path = store.path(f"incoming/{self.upload}")
        self.size = 0
        self._hash = sha256()

    @property
    def digest(self) -> str:
        """SHA-256 of what has come so far."""
        return self._hash.hexdigest()

    def __enter__(self) -> Incoming:
        self._store.make_folder(self.path)
        self._file = self._store.system.open(self.path, "wb")
        return self

    def write(self, block: bytes) -> None:
        """Take the next part."""
        self._file.write(block)
        self._hash.update(block)
        self.size += len(block)

    def finish(self) -> None:
        """All has come: let it be on the disk."""
        self._file.flush()
        if self._store.local:
            os.fsync(self._file.fileno())
        self._file.close()

    def is_what_it_says(self, name: str) -> bool:
        """Whether the content is of the format that a name says."""
        with self._store.system.open(self.path, "rb") as file:

            def read(offset: int, length: int) -> bytes:
                file.seek(min(offset, self.size))
                return bytes(file.read(length))

            return is_what_it_says(name, self.size, read)

    def place(self) -> str:
        """Move it to where it is kept, all at once; the name of the object, which belongs to this upload alone."""
        object = f"kept/{self.digest[:2]}/{self.digest}.{self.upload}"
        target = self._store.path(object)
        self._store.make_folder(target)
        self._store.system.mv(self.path, target)
        if self._store.local:
            _sync_folder(Path(target).parent)
        return object

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        self._store.remove(f"incoming/{self.upload}")


class FileStore:
    """A folder of objects, by digest and by the upload that brought them; `url` is any that fsspec knows.

    Two uploads never write the same object: what is removed is never what somebody has just brought. All of it blocks.
    """

    def __init__(self, url: str) -> None:
        self.system: Any
        self.system, self._root = url_to_fs(url)
        self.local = isinstance(self.system, LocalFileSystem)

    def path(self, object: str) -> str:
        """Where an object is in its file system."""
        return f"{self._root.rstrip('/')}/{object}"

    def make_folder(self, path: str) -> None:
        """Let the folder of a path be there; on this machine nobody but its owner enters where all of them are."""
        if self.local:
            Path(self._root).mkdir(mode=0o700, parents=True, exist_ok=True)
        self.system.makedirs(path.rpartition("/")[0], exist_ok=True)

    def incoming(self) -> Incoming:
        """Take a new content in."""
        return Incoming(self)

    def read(self, object: str, offset: int, length: int) -> bytes:
        """So many bytes of an object from an offset on; `FileNotFoundError` when it is gone."""
        with self.system.open(self.path(object), "rb") as file:
            file.seek(offset)
            return bytes(file.read(length))

    def remove(self, object: str) -> None:
        """Remove an object, if it is there."""
        try:
            self.system.rm_file(self.path(object))
        except FileNotFoundError:
            return

    def older_than(self, moment: datetime) -> Iterator[str]:
        """The objects, on their way in or kept, that were written before a moment."""
        self.system.invalidate_cache()
        for folder in ("incoming", "kept"):
            found = self.system.find(self.path(folder), detail=True) if self.system.exists(self.path(folder)) else {}
            for path, entry in found.items():
                if _written(entry) < moment:
                    yield f"{folder}/{path.removeprefix(self.path(folder)).lstrip('/')}"


def _written(entry: dict[str, Any]) -> datetime:
    """When an object was written, by what its file system says of it; where it says nothing, never long ago."""
    value = next((entry[name] for name in ("mtime", "LastModified", "created") if entry.get(name)), None)
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    return datetime.max.replace(tzinfo=UTC) if value is None else datetime.fromtimestamp(float(value), UTC)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
