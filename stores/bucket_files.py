"""Uploaded bytes in an S3-compatible bucket, with a bounded cache for reading.

Endpoint and keys come by the usual AWS variables (AWS_ENDPOINT_URL, AWS_REGION,
AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY). Objects never change, so the cache never
has to ask whether it is still right, and may be deleted at any time.
"""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from errors import Conflict, NotFound, Unavailable, ValidationError
from stores.file_store import (
    EXISTS,
    NO_FILE,
    OWNER,
    StoredFile,
    Workshop,
    checked_key,
    checked_prefix,
    disk_errors,
    is_key,
)

try:
    import obstore
    from obstore.exceptions import AlreadyExistsError, BaseError
    from obstore.store import S3Store
except ImportError as error:
    raise ValidationError(
        "POPPY_STORAGE_URL needs one more package: pip install obstore",
        field="POPPY_STORAGE_URL",
    ) from error

# One request may carry this much; larger files go in parts, a few in memory at a time.
ONE_REQUEST = 64 * 1024 * 1024
PIECE = 4 * 1024 * 1024
# A file that was asked for a moment ago may be open, or about to be.
IN_USE_SECONDS = 600
NO_BUCKET = "The bucket of POPPY_STORAGE_URL is not there."
SILENT = "The file store does not answer; please try again in a moment."


class BucketFiles(Workshop):
    """Files in a bucket; `root` is the folder of the cache on this machine."""

    def __init__(self, url: str, root: Path, cache_bytes: int):
        super().__init__(root)
        self._store = _open(url)
        self._cache_bytes = cache_bytes

    def put(self, key: str, source: Path) -> None:
        """Keep a file under a new key; durable on return, Conflict if it exists."""
        with _bucket_errors():
            if source.stat().st_size <= ONE_REQUEST:
                obstore.put(self._store, checked_key(key), source, mode="create")
            else:
                # In parts S3 cannot refuse an existing key; the keys of versions are
                # random, so asking first is enough to notice a mistake of ours.
                self._refuse_existing(checked_key(key))
                obstore.put(self._store, key, source)
        with disk_errors(), self.workspace() as folder:
            shutil.copyfile(source, folder / "copy")
            self._admit(key, folder / "copy")

    def path(self, key: str) -> Path:
        """Return a read-only copy on this machine; NotFound if there is no file."""
        if not is_key(key):
            raise NotFound(NO_FILE)
        place = self.root / key
        try:
            os.utime(place)
        except FileNotFoundError:
            self._fetch(key)
        return place

    def exists(self, key: str) -> bool:
        """Say whether there is a file under the key."""
        return is_key(key) and ((self.root / key).is_file() or self._is_stored(key))

    def read(self, key: str) -> Iterator[bytes]:
        """Go through the bytes in the bucket, past the cache; NotFound if none."""
        if not self._is_stored(key):
            raise NotFound(NO_FILE)
        return self._pieces(key)

    def keys(self, prefix: str = "") -> Iterator[str]:
        """Go through the keys below a folder."""
        return (file.key for file in self.files(prefix))

    def files(self, prefix: str = "") -> Iterator[StoredFile]:
        """Go through the files below a folder, in no order."""
        with _bucket_errors():
            for page in obstore.list(self._store, checked_prefix(prefix)):
                for item in page:
                    changed = item["last_modified"].replace(tzinfo=None)
                    if item["path"] != OWNER:
                        yield StoredFile(item["path"], item["size"], changed)

    def owner(self) -> str | None:
        """Return which database last said that the files are its own."""
        if not self._is_stored(OWNER):
            return None
        return b"".join(self._pieces(OWNER)).decode()

    def note_owner(self, owner: str) -> None:
        """Note which database the files belong to."""
        with _bucket_errors():
            obstore.put(self._store, OWNER, owner.encode())

    def sweep_cache(self, folders: set[str], *, delete: bool) -> int:
        """Count, and delete if told so, copies for reading outside of these folders."""
        old = [
            path
            for path in self._cached()
            if path.parent.relative_to(self.root).as_posix() not in folders
        ]
        if delete:
            for path in old:
                path.unlink(missing_ok=True)
        return len(old)

    def touch(self, key: str) -> None:
        """Make a file count as new, for a sweep; NotFound if there is none."""
        # S3 has no call for it, and copies no object onto itself.
        with _bucket_errors():
            obstore.put(self._store, key, self.path(key))

    def delete_prefix(self, prefix: str) -> int:
        """Delete a file, or a folder of files; return how many."""
        if not prefix:
            raise ValidationError("Name what to delete.")
        keys = list(self.keys(prefix))
        if not keys and self._is_stored(prefix):
            keys = [prefix]
        with _bucket_errors():
            obstore.delete(self._store, keys)
        for key in keys:
            (self.root / key).unlink(missing_ok=True)
        return len(keys)

    def _is_stored(self, key: str) -> bool:
        if not is_key(key):
            return False
        try:
            with _bucket_errors():
                obstore.head(self._store, key)
        except NotFound:
            return False
        return True

    def _pieces(self, key: str) -> Iterator[bytes]:
        with _bucket_errors():
            yield from obstore.get(self._store, key).stream(PIECE)

    def _refuse_existing(self, key: str) -> None:
        if self._is_stored(key):
            raise Conflict(EXISTS)

    def _fetch(self, key: str) -> None:
        with disk_errors(), self.workspace() as folder:
            with (folder / "copy").open("wb") as file:
                file.writelines(self._pieces(key))
            self._admit(key, folder / "copy")

    def _admit(self, key: str, copy: Path) -> None:
        """Move a whole copy into the cache, and let go of what was used longest ago."""
        copy.chmod(0o444)
        place = self.root / key
        place.parent.mkdir(parents=True, exist_ok=True)
        os.replace(copy, place)
        self._trim()

    def _trim(self) -> None:
        cached = [(path.stat(), path) for path in self._cached()]
        excess = sum(facts.st_size for facts, _ in cached) - self._cache_bytes
        before = time.time() - IN_USE_SECONDS
        for facts, path in sorted(cached, key=lambda item: item[0].st_mtime):
            if excess <= 0 or facts.st_mtime > before:
                return
            path.unlink(missing_ok=True)
            excess -= facts.st_size

    def _cached(self) -> Iterator[Path]:
        for path in self.root.rglob("*"):
            if path.is_file() and not path.is_relative_to(self.temporary):
                yield path


def _open(url: str) -> S3Store:
    parts = urlsplit(url)
    if parts.scheme != "s3" or not parts.hostname:
        raise ValidationError(
            f"POPPY_STORAGE_URL is '{url}'; write s3://BUCKET/PREFIX.",
            field="POPPY_STORAGE_URL",
        )
    endpoint = os.environ.get("AWS_ENDPOINT_URL", "")
    return S3Store(
        parts.netloc,
        prefix=parts.path.strip("/") or None,
        client_options={
            "allow_http": endpoint.startswith("http://"),
            "connect_timeout": timedelta(seconds=5),
            "timeout": timedelta(minutes=10),
        },
        retry_config={"max_retries": 3, "retry_timeout": timedelta(seconds=20)},
    )


@contextmanager
def _bucket_errors() -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        if "NoSuchBucket" in str(error):
            raise Unavailable(NO_BUCKET) from error
        raise NotFound(NO_FILE) from error
    except AlreadyExistsError as error:
        raise Conflict(EXISTS) from error
    except BaseError as error:
        raise Unavailable(SILENT) from error
