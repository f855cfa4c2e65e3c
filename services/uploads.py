"""A file's way in: bytes to disk, to Parquet, to a profile, to one commit."""

import hashlib
import os
import uuid
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path, PurePath
from typing import BinaryIO

from columns import storable
from errors import ValidationError
from services import pins, places, runtime
from services.downloads import BYTES, Download
from services.keeping import Also, Received, keep
from services.permissions import require
from services.progress import followed
from services.restoring import original_file
from stores import dataset_store
from stores.file_store import disk_errors
from stores.records import DatasetRecord, UserRecord, VersionRecord

CHUNK = 1 << 20


def upload(
    actor: UserRecord,
    dataset_id: str,
    stream: BinaryIO,
    filename: str,
    options: dict | None = None,
    upload_id: str | None = None,
    also: Also | None = None,
) -> VersionRecord:
    """Make the stream's file the newest version of a dataset.

    Nothing is acknowledged before the one commit of version, profile and audit line;
    `also` takes part in it. `upload_id` is a fresh UUID under which services/progress
    follows the upload.
    Raises NotFound, Forbidden, ValidationError (no file, empty, too large) and
    ParseError; then nothing is left behind.
    """
    require(actor, "upload_dataset")
    dataset_store.get_dataset(dataset_id, actor.tenant_id)
    name = spoken_name(filename)
    with (
        _received(stream, name) as (folder, received),
        followed(actor, upload_id, dataset_id, name) as follower,
    ):
        version = keep(
            actor, dataset_id, received, folder, options, follower, also=also
        )
    pins.after_upload(version)
    return version


def create_and_upload(
    actor: UserRecord,
    stream: BinaryIO,
    filename: str,
    name: str | None = None,
    upload_id: str | None = None,
) -> tuple[DatasetRecord, VersionRecord]:
    """Make a dataset of a file in one step: one commit, so both are there or none."""
    require(actor, "upload_dataset")
    file_name = spoken_name(filename)
    title = name or PurePath(file_name).stem.replace("_", " ")
    dataset_id = str(uuid.uuid4())
    with (
        _received(stream, file_name) as (folder, received),
        followed(actor, upload_id, dataset_id, file_name) as follower,
    ):
        version = keep(
            actor,
            dataset_id,
            received,
            folder,
            None,
            follower,
            first=lambda: dataset_store.create_dataset(
                actor.tenant_id,
                title[:200],
                dataset_id=dataset_id,
                actor_user_id=actor.id,
            ),
        )
    return dataset_store.get_dataset(dataset_id, actor.tenant_id), version


@contextmanager
def _received(stream: BinaryIO, name: str) -> Iterator[tuple[Path, Received]]:
    """Lend a workspace with the file that the stream brought."""
    with runtime.files().workspace() as folder:
        yield folder, receive(stream, folder / f"original{suffix(name)}", name)


def original(actor: UserRecord, version_id: str) -> Download:
    """Return the file as it was uploaded, under the name it had."""
    version = dataset_store.get_dataset_version(version_id, actor.tenant_id)
    return Download(places.name_of(version), BYTES, original_file(version))


def spoken_name(filename: str) -> str:
    """Return the last part of a file's name; ValidationError where there is none."""
    name = PurePath((filename or "").replace("\\", "/")).name.strip()
    if not name:
        raise ValidationError("Choose a file to upload.", field="file")
    if storable(name) != name:
        raise ValidationError(
            "The file's name holds a character that cannot be stored. Rename it.",
            field="file",
        )
    return name[:255]


def suffix(name: str) -> str:
    """Return the file's suffix as a safe part of a storage key (or nothing)."""
    ending = PurePath(name).suffix.lower()
    return ending if ending[1:].isascii() and ending[1:].isalnum() else ""


def receiving() -> AbstractContextManager[None]:
    """Return a block in which a full or read-only disk is Unavailable, in words."""
    return disk_errors()


def receive(stream: BinaryIO, target: Path, name: str) -> Received:
    """Copy the stream to `target`, a chunk at a time, and hash it on the way."""
    limit = runtime.settings().max_upload_bytes
    digest = hashlib.sha256()
    size = 0
    with target.open("xb") as file:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > limit:
                raise too_large(limit)
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    if not size:
        raise ValidationError(
            "The file is empty. Choose one with a table in it.", field="file"
        )
    return Received(target, size, digest.hexdigest(), name)


def too_large(limit: int) -> ValidationError:
    """Return the error for a file above the limit (in bytes)."""
    return ValidationError(
        f"The file is larger than {limit / 1048576:,.0f} MB, the limit here. "
        "Split it, or ask who runs Poppy to raise POPPY_MAX_UPLOAD_MB.",
        code="FILE_TOO_LARGE",
        field="file",
    )
