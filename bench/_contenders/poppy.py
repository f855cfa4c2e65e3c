"""Poppy's own service, on SQLite: from the stored upload to the committed profile."""

import contextlib
import io
import os
import tempfile
import time
from pathlib import Path
from typing import BinaryIO

from timing import now, run

import migrate
from config import load_settings
from database import database
from services import runtime, uploads
from services.background import worker
from stores import auth_store, dataset_store


class Stream:
    """A file that remembers when its last byte was handed out."""

    def __init__(self, file: BinaryIO):
        self._file = file
        self.ended = now()

    def read(self, size: int) -> bytes:
        """Return the next bytes."""
        chunk = self._file.read(size)
        self.ended = now()
        return chunk


def upload(csv: Path, folder: Path) -> tuple[float, float]:
    """Upload the file as a new dataset; return when its bytes had arrived."""
    dataset = dataset_store.create_dataset(owner.tenant_id, csv.stem)
    with csv.open("rb") as file:
        stream = Stream(file)
        uploads.upload(owner, dataset.id, stream, csv.name)
    return stream.ended


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as data:
        os.environ["POPPY_DATA_DIR"] = data
        os.environ["SECRET_KEY"] = "bench"
        with contextlib.redirect_stdout(io.StringIO()):
            migrate.main([])
        runtime.configure(load_settings())
        with database.connection_context():
            owner = auth_store.register_owner("Bench", "b@example.com", "long password")
            run(upload)
        # The index of words follows the commit; nobody's clock runs any more.
        while not worker.is_idle():
            time.sleep(0.1)
