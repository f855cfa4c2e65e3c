"""Receiving big files: straight to disk, never whole in memory."""

import tempfile
from typing import IO

import flask
from werkzeug.datastructures import FileStorage, ImmutableMultiDict
from werkzeug.exceptions import RequestEntityTooLarge

from errors import Unavailable, ValidationError
from services import runtime, uploads

FORM_BYTES = 256 * 1024


class Request(flask.Request):
    """A request whose files go to nameless files in the data folder.

    The system's own temporary folder is often memory; a nameless file cannot be left
    behind, whatever happens to the process.
    """

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        return tempfile.TemporaryFile("w+b", dir=runtime.settings().data_dir)


def accept_file(request: flask.Request) -> None:
    """Read a form whose file may be as large as the settings allow.

    Raises ValidationError for the field "file" when it is larger, and Unavailable
    when the disk is full.
    """
    limit = runtime.settings().max_upload_bytes
    request.max_content_length = limit + FORM_BYTES
    try:
        with uploads.receiving():
            _ = request.files
    except (RequestEntityTooLarge, Unavailable) as error:
        # What came is given up, so the page that says so finds an empty form.
        request.form = request.files = ImmutableMultiDict()
        if isinstance(error, Unavailable):
            raise
        raise uploads.too_large(limit) from error


def file_of(request: flask.Request) -> FileStorage:
    """Return the file of the form; ValidationError when none was chosen."""
    file = request.files.get("file")
    if file is None or not file.filename:
        raise ValidationError("Choose a file to upload.", field="file")
    return file
