"""Files that people take away."""

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

BYTES = "application/octet-stream"


@dataclass(frozen=True)
class Download:
    """A file for a person: its name, its media type, its bytes or what holds them."""

    name: str
    media_type: str
    content: bytes | BinaryIO | Path
