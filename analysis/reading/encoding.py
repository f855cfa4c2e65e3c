"""Which character encoding a file is in, and its text as UTF-8."""

import codecs
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from analysis.reading.scripts import legacy_encoding
from errors import ParseError

SAMPLE_BYTES = 1 << 16
SUSPICIOUS_BYTES = 200_000
CHUNK_BYTES = 1 << 20
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Undecoded bytes, and control characters but those that do occur in tables:
# separators, tab and line ends.
_STRANGE = re.compile(r"[\x00\x03-\x08\x0e-\x1b\ufffd]")


@dataclass(frozen=True)
class Encoding:
    """A Python codec name, why it was chosen, and whether stray bytes are mended."""

    name: str
    evidence: str
    mended: bool = False

    @property
    def is_utf8(self) -> bool:
        """Whether the bytes can be read as UTF-8 as they are."""
        return self.name in ("utf-8", "utf-8-sig", "ascii") and not self.mended


def detect(sample: bytes, cut: bool = False) -> Encoding:
    """Return the encoding that the bytes speak for; `cut` when more would follow.

    Raises ParseError when they are no text at all.
    """
    for mark, name in _MARKS:
        if sample.startswith(mark):
            return Encoding(name, "the file begins with a byte order mark")
    wide = _utf16_without_mark(sample)
    if wide:
        return Encoding(wide, "every second byte is zero")
    if _decodes(sample, cut):
        return Encoding("utf-8", "every byte is valid UTF-8")
    if _mostly_utf8(sample):
        return Encoding("utf-8", "nearly every byte is valid UTF-8", mended=True)
    return Encoding(*legacy_encoding(sample))


def suspicious_bytes(source: Path) -> bytes:
    """Return up to 200 kB of the lines that hold bytes outside ASCII."""
    kept = bytearray()
    with source.open("rb") as file:
        # A line may be longer than there is memory.
        while len(kept) < SUSPICIOUS_BYTES and (line := file.readline(CHUNK_BYTES)):
            if not line.isascii():
                kept += line
    return bytes(kept[:SUSPICIOUS_BYTES])


def check_is_text(text: str) -> None:
    """Raise ParseError when the decoded sample is binary data in disguise."""
    strange = len(_STRANGE.findall(text[:SUSPICIOUS_BYTES]))
    if strange > 2 + len(text) // 200:
        raise ParseError(
            "The file holds binary data, not text. Export the table as CSV or Excel."
        )
    if not text.strip():
        raise ParseError("The file holds nothing but blanks. Choose one with rows.")


def decoded(data: bytes, encoding: Encoding) -> tuple[str, int]:
    """Return whole data as text, and how many stray bytes were mended.

    Raises ParseError when the data cannot begin like this in the encoding.
    """
    if not encoding.mended:
        with _decoding(encoding):
            return data.decode(encoding.name, errors="replace"), 0
    parts, mended = [], 0
    while data:
        try:
            parts.append(data.decode("utf-8"))
            break
        except UnicodeDecodeError as error:
            parts.append(data[: error.start].decode("utf-8"))
            parts.append(_single_byte(data[error.start : error.end]))
            mended += error.end - error.start
            data = data[error.end :]
    return "".join(parts), mended


def text_chunks(source: Path, encoding: Encoding) -> Iterator[tuple[str, int]]:
    """Yield the file's text in pieces, each with the number of its bytes.

    Raises ParseError when the file cannot begin like this in the encoding.
    """
    decoder = codecs.getincrementaldecoder(encoding.name)(errors="replace")
    with source.open("rb") as file, _decoding(encoding):
        while data := file.read(CHUNK_BYTES):
            if encoding.mended:
                data += file.readline(CHUNK_BYTES)
                yield decoded(data, encoding)[0], len(data)
            else:
                yield decoder.decode(data), len(data)
    rest = decoder.decode(b"", final=True)
    if rest:
        yield rest, 0


@contextmanager
def _decoding(encoding: Encoding) -> Iterator[None]:
    """Turn what even `errors="replace"` cannot decode into ParseError."""
    try:
        yield
    except UnicodeError as error:
        raise ParseError(
            f"The file cannot be read as {encoding.name}. Choose another encoding, or "
            "let Poppy recognise it."
        ) from error


def _single_byte(data: bytes) -> str:
    # Windows-1252 leaves five bytes undefined; Latin-1 defines them as controls.
    return data.decode("cp1252", errors="replace").replace("\ufffd", "?")


def _decodes(sample: bytes, cut: bool) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample, final=not cut)
    except UnicodeDecodeError:
        return False
    return True


def _utf16_without_mark(sample: bytes) -> str | None:
    pairs = len(sample) // 2
    if pairs < 2 or b"\0" not in sample:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.6 * pairs and even < 0.1 * pairs:
        return "utf-16-le"
    if even > 0.6 * pairs and odd < 0.1 * pairs:
        return "utf-16-be"
    return None


def _mostly_utf8(sample: bytes) -> bool:
    """Whether real multi-byte sequences clearly outnumber the bytes that fit none."""
    replaced = sample.decode("utf-8", errors="replace")
    stray = replaced.count("\ufffd")
    valid = sum(1 for c in replaced if c > "\x7f") - stray
    return valid > stray and not _single_lead_bytes(sample, stray)


def _single_lead_bytes(sample: bytes, stray: int) -> bool:
    return stray > len(sample) // 20
