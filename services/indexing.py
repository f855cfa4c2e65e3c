"""The index of a version's words: made once, after its commit, kept beside its table.

No answer depends on when: a question that comes first waits for it, or is told to.
"""

import functools
import logging
import threading
import time
from contextlib import suppress
from pathlib import Path
from weakref import WeakValueDictionary

from analysis.duck import EngineFailure, QueryTimeout
from analysis.table import TableProfile
from analysis.values import build_values
from database import connected
from errors import Conflict, NotFound, Unavailable
from services import runtime
from services.background import worker
from services.places import TABLE, VALUES, folder_of
from stores import dataset_store
from stores.records import VersionRecord

# The index of fewer rows is made faster than anybody notices.
LARGE = 100_000
WAIT_SECONDS = 20.0
LOOK_SECONDS = 0.1
_log = logging.getLogger("poppy.indexing")
_making: WeakValueDictionary[str, "_Turn"] = WeakValueDictionary()
_given_up: set[str] = set()


class _Turn:
    """Lets one thread at a time make the index of one version."""

    def __init__(self) -> None:
        self.lock = threading.Lock()


class StillIndexing(Unavailable):
    """The index of a very large table is not ready."""

    code = "STILL_INDEXING"


def prepare(version: VersionRecord, profile: TableProfile) -> None:
    """Make the index of a large table in the background, for its first question."""
    if profile.rows >= LARGE:
        worker.offer(functools.partial(_make_unasked, version, profile))


def index_of(version: VersionRecord, profile: TableProfile) -> Path | None:
    """Return the version's index, made now if need be; None where it cannot be made.

    Raises StillIndexing when a large table's is not ready in 20 seconds.
    """
    files, key = runtime.files(), _key(version)
    if not files.exists(key):
        if profile.rows < LARGE:
            _make(version, profile, wait=True)
        else:
            prepare(version, profile)
            _wait_for(key)
    return files.path(key) if files.exists(key) else None


def _wait_for(key: str) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while not runtime.files().exists(key) and key not in _given_up:
        if time.monotonic() > deadline:
            raise StillIndexing(
                "This table is so large that its words are still being indexed. "
                "Ask again in a minute."
            )
        time.sleep(LOOK_SECONDS)


def _make(version: VersionRecord, profile: TableProfile, *, wait: bool) -> None:
    """Make the index, unless another thread is at it and nobody waits for this one."""
    files, key = runtime.files(), _key(version)
    turn = _making.setdefault(key, _Turn())
    if not turn.lock.acquire(blocking=wait):
        return
    try:
        if not files.exists(key):
            parquet = files.path(f"{folder_of(version)}/{TABLE}")
            with files.workspace() as folder, suppress(Conflict):
                build_values(parquet, profile, folder / VALUES)
                files.put(key, folder / VALUES)
    except (NotFound, Unavailable, QueryTimeout, EngineFailure) as error:
        _given_up.add(key)
        _log.warning("no index of words for %s: %s", key, error.message)
    finally:
        turn.lock.release()


def _make_unasked(version: VersionRecord, profile: TableProfile) -> None:
    """Make the index; it goes again where the version went meanwhile."""
    _make(version, profile, wait=False)
    with connected():
        try:
            dataset_store.get_dataset_version(version.id, version.tenant_id)
        except NotFound:
            runtime.files().delete_prefix(folder_of(version))


def _key(version: VersionRecord) -> str:
    return f"{folder_of(version)}/{VALUES}"
