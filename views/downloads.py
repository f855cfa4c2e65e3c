"""Files as answers, for pages and programs alike."""

import os
from io import BytesIO

from flask import Response, send_file

from services.downloads import Download


def attached(download: Download) -> Response:
    """Return a file to keep under its name; nothing of it is shown by the browser."""
    content = download.content
    response = send_file(
        BytesIO(content) if isinstance(content, bytes) else content,
        mimetype=download.media_type,
        as_attachment=True,
        download_name=download.name,
        max_age=0,
    )
    if hasattr(content, "fileno"):  # Flask knows the lengths of the others
        response.content_length = os.fstat(content.fileno()).st_size
    return response
