"""Files as answers."""

from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from flask import Response, send_file

BYTES = "application/octet-stream"


def attached(
    content: Path | BinaryIO | bytes, name: str, media_type: str = BYTES
) -> Response:
    """Return a file to keep under a name; nothing of it is shown by the browser."""
    return send_file(
        BytesIO(content) if isinstance(content, bytes) else content,
        mimetype=media_type,
        as_attachment=True,
        download_name=name,
        max_age=0,
    )
