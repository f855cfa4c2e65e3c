"""What the services of this process work with: settings, database, file store."""

import logging
from contextlib import AbstractContextManager
from datetime import timedelta

from analysis import duck
from columns import utc_now
from config import Settings
from database import connected, database, open_database
from errors import Unavailable
from schema.history import fingerprint
from stores.file_store import FileStore, open_files, storage_warning

ABANDONED = timedelta(days=1)
_settings: Settings | None = None
_files: FileStore | None = None


def configure(settings: Settings) -> None:
    """Open the database and the file store that the settings name."""
    global _settings, _files
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    database.initialize(open_database(settings.database_url))
    _files = open_files(settings.data_dir, settings.storage_url, settings.cache_bytes)
    _settings = settings
    duck.use_sandbox(_files.root)
    # What killed processes left; a younger one may belong to one that is at work.
    _files.sweep_workspaces(utc_now() - ABANDONED, delete=True)
    warning = storage_warning(settings.database_url, settings.storage_url)
    if warning:
        logging.getLogger("poppy").warning(warning)


def claim_files() -> None:
    """Note in the file store that its files belong to this database (see sweep)."""
    try:
        with connected():
            mine = fingerprint(database.obj)
        if files().owner() != mine:
            files().note_owner(mine)
    except Unavailable as error:
        logging.getLogger("poppy").warning(error.message)


def settings() -> Settings:
    """Return the settings in force; `configure` must have run."""
    assert _settings is not None, "services.runtime.configure was not called"
    return _settings


def files() -> FileStore:
    """Return the file store in force; `configure` must have run."""
    assert _files is not None, "services.runtime.configure was not called"
    return _files


def connection() -> AbstractContextManager:
    """Lend a database connection to a block that outlives its request (a stream)."""
    return connected()
