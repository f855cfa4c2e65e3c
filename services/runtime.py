"""What the services of this process work with: settings, database, file store."""

from analysis import duck
from config import Settings
from database import database, open_database
from stores.file_store import LocalFiles

_settings: Settings | None = None
_files: LocalFiles | None = None


def configure(settings: Settings) -> None:
    """Open the database and the file store that the settings name."""
    global _settings, _files
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    database.initialize(open_database(settings.database_url))
    _files = LocalFiles(settings.data_dir / "files")
    _settings = settings
    duck.use_sandbox(settings.data_dir / "files")


def settings() -> Settings:
    """Return the settings in force; `configure` must have run."""
    assert _settings is not None, "services.runtime.configure was not called"
    return _settings


def files() -> LocalFiles:
    """Return the file store in force; `configure` must have run."""
    assert _files is not None, "services.runtime.configure was not called"
    return _files
