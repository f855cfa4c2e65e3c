"""Uploaded bytes under keys `tenant/dataset/version/name`, written once."""

import errno
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from errors import DISK_FULL, Conflict, NotFound, Unavailable, ValidationError

KEY = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*")
TEMPORARY = "tmp"
# Says which database the files belong to; it lies beside the tenants' folders.
OWNER = "owner"
PIECE = 1 << 20
NO_FILE = "The stored file is not there."
EXISTS = "There is already a file under this key."
NO_KEY = "This is not the key of a stored file."
READ_ONLY = "The data folder cannot be written to; nothing was saved."
SENTENCE_OF_ERRNO = {
    errno.ENOSPC: DISK_FULL,
    errno.EDQUOT: DISK_FULL,
    errno.EROFS: READ_ONLY,
    errno.EACCES: READ_ONLY,
    errno.EPERM: READ_ONLY,
}


@dataclass(frozen=True)
class StoredFile:
    """A stored file; `size` is in bytes, `modified` in UTC without a zone."""

    key: str
    size: int
    modified: datetime


class FileStore(Protocol):
    """What a place for files can do; local folder and bucket alike."""

    root: Path

    def put(self, key: str, source: Path) -> None:
        """Keep a file under a new key; durable on return, Conflict if it exists."""

    def path(self, key: str) -> Path:
        """Return a local, read-only file with the bytes; NotFound if there is none."""

    def exists(self, key: str) -> bool:
        """Say whether there is a file under the key."""

    def read(self, key: str) -> Iterator[bytes]:
        """Go through the bytes as they are stored; NotFound if there is none."""

    def keys(self, prefix: str = "") -> Iterator[str]:
        """Go through the keys below a folder."""

    def files(self, prefix: str = "") -> Iterator[StoredFile]:
        """Go through the files below a folder, in no order."""

    def touch(self, key: str) -> None:
        """Make a file count as new, for a sweep; NotFound if there is none."""

    def delete_prefix(self, prefix: str) -> int:
        """Delete a file, or a folder of files; return how many."""

    def owner(self) -> str | None:
        """Return which database last said that the files are its own."""

    def note_owner(self, owner: str) -> None:
        """Note which database the files belong to."""

    def sweep_cache(self, folders: set[str], *, delete: bool) -> int:
        """Count, and delete if told so, copies for reading outside of these folders."""

    def workspace(self) -> AbstractContextManager[Path]:
        """Lend an empty temporary folder; it is gone after the block."""

    def sweep_workspaces(self, before: datetime, *, delete: bool) -> int:
        """Count, and delete if told so, what killed processes left behind."""


class Workshop:
    """A folder on this machine; its `tmp/` holds what is being made."""

    def __init__(self, root: Path):
        self.root = root
        self.temporary = root / TEMPORARY

    @contextmanager
    def workspace(self) -> Iterator[Path]:
        """Lend an empty temporary folder on the same disk; it is gone afterwards.

        A disk that is full or read-only becomes Unavailable, in the block too.
        """
        with disk_errors():
            self.temporary.mkdir(parents=True, exist_ok=True)
            folder = Path(tempfile.mkdtemp(dir=self.temporary))
            try:
                yield folder
            finally:
                shutil.rmtree(folder, ignore_errors=True)

    def sweep_workspaces(self, before: datetime, *, delete: bool) -> int:
        """Count, and delete if told so, what killed processes left behind."""
        old = [
            folder for folder in self.temporary.glob("*") if modified(folder) < before
        ]
        if delete:
            for folder in old:
                shutil.rmtree(folder, ignore_errors=True)
        return len(old)


class LocalFiles(Workshop):
    """Files in a folder of this machine, under their keys."""

    def put(self, key: str, source: Path) -> None:
        """Keep a file under a new key; durable on return, Conflict if it exists."""
        target = self.root / checked_key(key)
        with disk_errors():
            make_folders(target.parent, self.root)
            if _same_disk(source, target.parent):
                _link(source, target)
                return
            with self.workspace() as folder:
                shutil.copyfile(source, folder / "copy")
                _link(folder / "copy", target)

    def path(self, key: str) -> Path:
        """Return the file; it is read-only. NotFound if there is none."""
        if not self.exists(key):
            raise NotFound(NO_FILE)
        return self.root / key

    def exists(self, key: str) -> bool:
        """Say whether there is a file under the key."""
        return is_key(key) and (self.root / key).is_file()

    def read(self, key: str) -> Iterator[bytes]:
        """Go through the bytes as they are stored; NotFound if there is none."""
        return read_file(self.path(key))

    def keys(self, prefix: str = "") -> Iterator[str]:
        """Go through the keys below a folder."""
        return (file.key for file in self.files(prefix))

    def files(self, prefix: str = "") -> Iterator[StoredFile]:
        """Go through the files below a folder, in no order."""
        for folder, subfolders, names in os.walk(self.root / checked_prefix(prefix)):
            if Path(folder) == self.root and TEMPORARY in subfolders:
                subfolders.remove(TEMPORARY)
            for name in names:
                path = Path(folder, name)
                key = path.relative_to(self.root).as_posix()
                if key != OWNER:
                    yield StoredFile(key, path.stat().st_size, modified(path))

    def owner(self) -> str | None:
        """Return which database last said that the files are its own."""
        return _text_of(self.root / OWNER)

    def note_owner(self, owner: str) -> None:
        """Note which database the files belong to."""
        with disk_errors(), self.workspace() as folder:
            (folder / OWNER).write_text(owner)
            os.replace(folder / OWNER, self.root / OWNER)

    def sweep_cache(self, folders: set[str], *, delete: bool) -> int:
        """Return 0: what is read here is the stored file itself."""
        return 0

    def touch(self, key: str) -> None:
        """Make a file count as new, for a sweep; NotFound if there is none."""
        with disk_errors():
            os.utime(self.path(key))

    def delete_prefix(self, prefix: str) -> int:
        """Delete a file, or a folder of files; return how many."""
        place = self.root / checked_prefix(prefix)
        if prefix == "":
            raise ValidationError("Name what to delete.")
        with disk_errors():
            if place.is_file():
                place.unlink()
                return 1
            count = sum(1 for _ in self.files(prefix))
            if place.is_dir():
                shutil.rmtree(place)
        return count


def _text_of(path: Path) -> str | None:
    try:
        return path.read_text()
    except FileNotFoundError:
        return None


def read_file(path: Path) -> Iterator[bytes]:
    """Go through the bytes of a file, a piece in memory at a time."""
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def modified(path: Path) -> datetime:
    """Return when the path was last changed, in UTC without a zone."""
    changed = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return changed.replace(tzinfo=None)


def is_key(key: str) -> bool:
    """Say whether the text can be a key: no `..`, no leading `/`, not in `tmp/`."""
    return bool(KEY.fullmatch(key)) and key.split("/")[0] != TEMPORARY


def checked_key(key: str) -> str:
    """Return the key; ValidationError where the text cannot be one."""
    if not is_key(key):
        raise ValidationError(NO_KEY)
    return key


def checked_prefix(prefix: str) -> str:
    """Return the folder of keys; ValidationError where the text cannot be one."""
    return prefix and checked_key(prefix.rstrip("/"))


def make_folders(folder: Path, root: Path) -> None:
    """Make a folder below the root, each new one synced into its parent."""
    if folder.is_dir():
        return
    if folder == root:
        folder.mkdir(parents=True, exist_ok=True)
        return
    make_folders(folder.parent, root)
    folder.mkdir(exist_ok=True)
    sync(folder.parent)


def sync(path: Path) -> None:
    """Wait until the file's bytes, or the folder's names, are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _link(source: Path, target: Path) -> None:
    # A link fails where a rename would replace, so a key is never written twice.
    sync(source)
    source.chmod(0o444)
    try:
        os.link(source, target)
    except FileExistsError as error:
        raise Conflict(EXISTS) from error
    sync(target.parent)


def _same_disk(one: Path, other: Path) -> bool:
    return one.stat().st_dev == other.stat().st_dev


@contextmanager
def disk_errors() -> Iterator[None]:
    """Turn a full or read-only disk into errors.Unavailable."""
    try:
        yield
    except OSError as error:
        sentence = SENTENCE_OF_ERRNO.get(error.errno or 0)
        if sentence is None:
            raise
        raise Unavailable(sentence) from error


def open_files(data_dir: Path, storage_url: str | None, cache_bytes: int) -> FileStore:
    """Return the file store of the settings: the bucket if one is named, or a folder.

    `root` of either is the folder in which files lie on this machine.
    """
    if storage_url is None:
        return LocalFiles(data_dir / "files")
    # Imported only when used: its package is optional.
    from stores.bucket_files import BucketFiles

    return BucketFiles(storage_url, data_dir / "cache", cache_bytes)


def storage_warning(database_url: str, storage_url: str | None) -> str | None:
    """Say what is missing for a second server; None when nothing is."""
    if storage_url is None and database_url.startswith("postgres"):
        return (
            "PostgreSQL is shared, but uploaded files are kept in this machine's data "
            "folder: a second server could not read them. Set POPPY_STORAGE_URL to "
            "share them."
        )
    return None
