"""From bytes on disk to a committed version: Parquet, profile, one commit."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from analysis.reading import read_table
from database import transaction
from errors import Unavailable
from services import indexing, runtime
from services.describing import describe
from services.places import TABLE
from services.progress import Follower
from stores import dataset_store
from stores.records import UserRecord, VersionRecord

# What takes part in the commit of a version: when it raises, nothing is kept.
First = Callable[[], object]
Also = Callable[[VersionRecord], None]


@dataclass(frozen=True)
class Received:
    """A file that is there whole: where, its size in bytes, SHA-256, spoken name."""

    path: Path
    size: int
    digest: str
    name: str


def keep(
    actor: UserRecord,
    dataset_id: str,
    received: Received,
    folder: Path,
    options: dict | None,
    progress: Follower,
    note: str | None = None,
    first: First | None = None,
    also: Also | None = None,
) -> VersionRecord:
    """Read a file that has arrived and make it the newest version of a dataset.

    `folder` is a workspace, where what is derived from the file comes into being.
    The files are stored before one commit runs `first`, writes version, profile and
    audit line, and runs `also`; when that fails, the files go again. Raises
    ParseError or ValidationError.
    """
    read = read_table(received.path, received.name, folder / TABLE, options, progress)
    profile, columns, details = describe(read, progress)
    progress("keeping", 0, None)
    version_id = str(uuid.uuid4())
    prefix = f"{actor.tenant_id}/{dataset_id}/{version_id}"
    with _stored(prefix, (received.path, read.parquet)), transaction():
        if first:
            first()
        version = dataset_store.add_version(
            dataset_id,
            actor.tenant_id,
            version_id=version_id,
            file_path=f"{prefix}/{received.path.name}",
            file_size=received.size,
            file_hash=received.digest,
            file_name=received.name,
            rows=profile.rows,
            columns=len(profile.columns),
            profile_columns=columns,
            profile_details=details,
            actor_user_id=actor.id,
            note=note,
        )
        if also:
            also(version)
    indexing.prepare(version, profile)
    return version


@contextmanager
def _stored(prefix: str, parts: tuple[Path, ...]) -> Iterator[None]:
    """Store files for a block; they go again when it fails.

    A connection that broke leaves open whether the commit came through. Files of a
    version that is there must stay; a sweep takes them if it is not.
    """
    stored = False
    try:
        for part in parts:
            runtime.files().put(f"{prefix}/{part.name}", part)
        stored = True
        yield
    except BaseException as error:
        if not (stored and isinstance(error, Unavailable)):
            runtime.files().delete_prefix(prefix)
        raise
