"""How values are written for people: numbers, sizes, times."""

import math
from datetime import UTC, datetime
from decimal import Decimal

from markupsafe import Markup

from stores.service_records import UploadProgressRecord

BYTES = ("bytes", "KB", "MB", "GB", "TB")
PHASES = {"cancelled": "Cancelling", "keeping": "Keeping it safe"}
CURRENCIES = frozenset("$€£¥₹₩₽₺")


def number(value: int | float) -> str:
    """Return a number in full, with thousands separators: 1,204,332.25.

    Twelve significant digits: beyond them a float shows its own noise.
    """
    if isinstance(value, int):
        return f"{value:,}"
    return _without_exponent(float(value), 12)


def prose(value: int | float) -> str:
    """Return a number with at most four significant digits: 84.27, 1,204,000."""
    return _without_exponent(float(value), 4)


def cell(value: object, column: dict | None = None) -> str:
    """Return a cell in full; `column` is the result's column that it stands in.

    Measures get thousands separators; numbers that are names, or cells as they stand
    in the file, do not (2024), and a period is named at its grain (2024-03, 2024 Q1).
    """
    about = column or {"role": "measure"}
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        bare = about.get("role") != "measure" or _is_year(value, about)
        return number(value).replace(",", "") if bare else number(value)
    return _period(str(value), about.get("grain"))


def with_unit(written: str, unit: str | None) -> str:
    """Return a written number with its unit: $84.20, 12 kg, 31 %."""
    if not unit:
        return written
    if unit in CURRENCIES:
        return f"-{unit}{written[1:]}" if written[0] == "-" else f"{unit}{written}"
    return f"{written}\N{NO-BREAK SPACE}{unit}"


def plural(count: int, one: str, many: str | None = None) -> str:
    """Return the count with its noun: "1 row", "1,204 rows"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def percent(share: float) -> str:
    """Return a share of 1 as a percentage; never 0 % for something."""
    if 0 < share < 0.001:
        return "< 0.1 %"
    if 0.999 < share < 1:
        return "> 99.9 %"
    return f"{100 * share:.1f}".removesuffix(".0") + " %"


def size(count: int) -> str:
    """Return a number of bytes in the unit that reads best."""
    step = min(int(math.log(count, 1024)), len(BYTES) - 1) if count >= 1 else 0
    if step == 0:
        return plural(count, "byte")
    return f"{prose(round(count / 1024**step, 1))} {BYTES[step]}"


def under_way(upload: UploadProgressRecord) -> str:
    """Return how far an upload is: "Reading: 35 of 82 MB"."""
    if upload.phase == "reading" and upload.total:
        return f"Reading: {size(upload.done)} of {size(upload.total)}"
    if upload.phase == "rows" and upload.total:
        return f"Reading rows: {rounded(upload.done)} of about {rounded(upload.total)}"
    if upload.phase == "profiling" and upload.total:
        return f"Looking at every column: {upload.done:,} of {upload.total:,}"
    return PHASES.get(upload.phase, "Reading the table")


def rounded(count: int) -> str:
    """Return a number that is only judged, with three significant digits."""
    return f"{round(count, 3 - len(str(count))):,}" if count > 999 else str(count)


def sentence(text: str) -> str:
    """Return a phrase as a sentence: a capital first, a full stop last."""
    return f"{text[0].upper()}{text[1:]}." if text else ""


def ago(moment: datetime) -> Markup:
    """Return a naive UTC time as a <time> element: "2 h ago", "3 March 2025"."""
    return Markup('<time datetime="{}" title="{}">{}</time>').format(
        f"{moment.isoformat(timespec='seconds')}Z",
        f"{moment:%Y-%m-%d %H:%M} UTC",
        _in_words(moment),
    )


def initials(name: str) -> str:
    """Return one or two letters for an avatar."""
    words = name.replace("@", " ").replace(".", " ").split()
    return "".join(word[0] for word in words[:2]).upper() or "?"


def _is_year(value: int | float, column: dict) -> bool:
    named = "year" in column.get("name", "").lower().split()
    return named and value == int(value) and 1000 <= value < 3000


def _period(day: str, grain: str | None) -> str:
    if grain not in {"month", "quarter", "year"}:
        return day
    year, month = day[:4], day[5:7]
    if grain == "quarter" and month.isdigit():
        return f"{year} Q{(int(month) + 2) // 3}"
    return year if grain == "year" else f"{year}-{month}"


def _in_words(moment: datetime) -> str:
    now = datetime.now(UTC).replace(tzinfo=None)
    seconds = (now - moment).total_seconds()
    days = (now.date() - moment.date()).days
    if seconds < 60:
        return "just now"
    if seconds < 3600:
        return f"{seconds // 60:.0f} min ago"
    if days == 0:
        return f"{seconds // 3600:.0f} h ago"
    if days == 1:
        return "yesterday"
    if days < 7:
        return f"{days} days ago"
    return f"{moment.day} {moment:%B %Y}"


def _without_exponent(value: float, digits: int) -> str:
    if not math.isfinite(value):
        return "not a number" if math.isnan(value) else "infinite"
    rounded = f"{value:.{digits}g}"
    if value and not 1e-6 <= abs(value) < 1e15:
        return rounded
    text = f"{Decimal(rounded):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


FILTERS = {
    each.__name__: each
    for each in (
        number,
        prose,
        cell,
        with_unit,
        plural,
        percent,
        size,
        sentence,
        under_way,
        ago,
        initials,
    )
}
