"""The index of a version's words: made once, after its commit, kept beside its table.

No answer depends on when: a question that comes first makes the index itself.
"""

import functools
import logging
import threading
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
_log = logging.getLogger("poppy.indexing")
_making: WeakValueDictionary[str, "_Turn"] = WeakValueDictionary()


class _Turn:
    """Lets one thread at a time make the index of one version."""

    def __init__(self) -> None:
        self.lock = threading.Lock()


def prepare(version: VersionRecord, profile: TableProfile) -> None:
    """Make the index of a large table in the background, for its first question."""
    if profile.rows >= LARGE:
        worker.offer(functools.partial(_make_unasked, version, profile))


def index_of(version: VersionRecord, profile: TableProfile) -> Path | None:
    """Return the version's index, made now if need be; None where it cannot be."""
    files, folder = runtime.files(), folder_of(version)
    key = f"{folder}/{VALUES}"
    turn = _making.setdefault(key, _Turn())
    with turn.lock, suppress(NotFound):
        try:
            if not files.exists(key):
                _make(files.path(f"{folder}/{TABLE}"), profile, key)
            return files.path(key)
        except (Unavailable, QueryTimeout, EngineFailure) as error:
            _log.warning("no index of words for %s: %s", key, error.message)
    return None


def _make(parquet: Path, profile: TableProfile, key: str) -> None:
    files = runtime.files()
    with files.workspace() as folder, suppress(Conflict):
        build_values(parquet, profile, folder / VALUES)
        files.put(key, folder / VALUES)


def _make_unasked(version: VersionRecord, profile: TableProfile) -> None:
    """Make the index; it goes again where the version went meanwhile."""
    index_of(version, profile)
    with connected():
        try:
            dataset_store.get_dataset_version(version.id, version.tenant_id)
        except NotFound:
            runtime.files().delete_prefix(folder_of(version))
