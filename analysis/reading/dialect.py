"""How the cells of a text are told apart: the best-fitting dialect of a sample."""

import re
from collections import Counter
from dataclasses import replace
from itertools import islice

from analysis.reading.options import Options
from analysis.reading.records import Dialect, Record, records, unwrapped, whole_lines

# Each delimiter with how readily it is believed: commas and tabs are made to
# separate, while spaces and colons also occur inside cells.
_DELIMITERS = {
    ",": 1.0,
    "\t": 1.0,
    ";": 1.0,
    "|": 0.98,
    "\x01": 1.0,
    "\x1f": 1.0,
    "\x1e": 0.95,
    "\x1c": 0.95,
    "^": 0.95,
    "~": 0.95,
    "¦": 0.95,
    "§": 0.95,
    "||": 1.0,
    "::": 0.9,
    "  ": 0.8,
    "#": 0.7,
    "!": 0.7,
    "*": 0.7,
    "&": 0.7,
    ":": 0.6,
    " ": 0.5,
}
_STRUCTURAL = frozenset(",;\t|\x01\x1f^~¦")
_SEP_LINE = re.compile(r'^"?sep=(.|\\t)"?\s*$', re.IGNORECASE)
MAX_SAMPLE_RECORDS = 80

_NUMBER = re.compile(
    r"[-+(]?\s?[$€£¥]?\s?(?:\d{1,3}(?:[,. '\u00a0]\d{3})+|\d+)?(?:[.,]\d+)?"
    r"(?:[eE][-+]?\d+)?\)?\s?[%$€£¥]?"
)
_MOMENT = re.compile(
    r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?"
    r"\s?(?:[AaPp][Mm]|Z|UTC|[-+]\d{2}:?\d{2})?)?|\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?"
)
_ADDRESS = re.compile(r"https?://\S+|[\w.+-]+@[\w-]+\.[\w.-]+")
_QUOTE_AT_MARK = re.compile(r"[,;|\t]\"|\"[,;|\t]")
_WORDS = re.compile(r"[\w .,'()/&%#:+-]+")


def separator_line(lines: list[str]) -> str | None:
    """Return the delimiter that a leading 'sep=;' line announces, if one does."""
    match = _SEP_LINE.match(lines[0]) if lines else None
    if not match:
        return None
    return "\t" if match[1] in ("\\t", "\t") else match[1]


def sniff(lines: list[str], options: Options) -> Dialect:
    """Return the dialect under which the sample looks most like a table."""
    announced = options.delimiter or separator_line(lines)
    if separator_line(lines):
        lines = lines[1:]
    if len(lines) > 2 * MAX_SAMPLE_RECORDS:
        lines = whole_lines("".join(lines[: 2 * MAX_SAMPLE_RECORDS]))
    wrapped = options.quote is None and _wrapped(lines)
    if wrapped:
        lines = [unwrapped(line) for line in lines]
    best, best_score = Dialect(delimiter=announced or ","), -1.0
    for dialect in _candidates(lines, announced, options):
        score = _score(lines, dialect)
        if score > best_score + 1e-9:
            best, best_score = dialect, score
    return replace(_with_space(best, lines), wrapped=wrapped)


def _wrapped(lines: list[str]) -> bool:
    """Whether every line is quoted as a whole, with the same cells inside."""
    bodies = [line.rstrip("\r\n") for line in lines if line.strip()]
    if len(bodies) < 2 or not all(_is_one_quoted(body) for body in bodies):
        return False
    inner = [unwrapped(body).rstrip("\n") for body in bodies]
    return any(
        len({len(row.cells) for row in records(inner, Dialect(d))} - {0}) == 1
        and next(records(inner, Dialect(d))).cells[1:]
        for d in ",;\t|"
    )


def _is_one_quoted(body: str) -> bool:
    """Whether the whole text is one quoted cell, quotes inside doubled."""
    quoted = len(body) > 2 and body[0] == body[-1] == '"'
    return quoted and '"' not in body[1:-1].replace('""', "")


def _candidates(
    lines: list[str], announced: str | None, options: Options
) -> list[Dialect]:
    text = "".join(lines)
    # A delimiter that does not occur stands for a table of one column.
    alone = next(d for d in _DELIMITERS if d not in text or d == "\x1c")
    delimiters = [*(d for d in _DELIMITERS if d in text), alone]
    quotes = _quotes(text) if options.quote is None else [options.quote]
    return [
        Dialect(delimiter, mark, escape, skip_space)
        for delimiter in ([announced] if announced else delimiters)
        for mark in quotes
        for escape in _escapes(text, delimiter, mark, options.escape)
        for skip_space in ((False, True) if f"{delimiter} {mark}" in text else (False,))
        if mark or not skip_space
    ]


def _escapes(text: str, delimiter: str, mark: str, chosen: str | None) -> list[str]:
    """Return the ways in which a quote, or a delimiter, may stand inside a cell."""
    doubled = mark or '"'
    if chosen:
        return ["\\" if chosen == "\\" else doubled]
    escaped = (mark and "\\" + mark in text) or "\\" + delimiter in text
    return [doubled, "\\"] if escaped else [doubled]


def _quotes(text: str) -> list[str]:
    if '"' in text:
        return ['"', ""] if "'" not in text else ['"', "'", ""]
    # Without a quote in the sample the usual one is kept: one may follow later.
    return ['"', "'"] if re.search(r"(?m)(^|[,;\t|])\s?'", text) else ['"']


def _score(lines: list[str], dialect: Dialect) -> float:
    """Return how table-like the sample is: regular widths x cells that make sense."""
    rows = list(islice(records(lines, dialect), MAX_SAMPLE_RECORDS))
    if not rows:
        return 0.0
    width, share = _modal_width(rows)
    sense = _sense(rows, width, dialect)
    order = sum(row.order for row in rows) / len(rows)
    if width == 1:
        return (0.9 if _is_list(rows) else 0.45) * sense * order**2
    belief = _DELIMITERS.get(dialect.delimiter, 0.8)
    if not dialect.quote:
        belief *= 0.95  # quotes are rarely meant as text
    if dialect.delimiter == "  " and share < 1:
        return 0.0  # a blank cell would shift all that follow it
    return share**2 * sense * order**2 * belief * (1 - 0.3 / width)


def _modal_width(rows: list[Record]) -> tuple[int, float]:
    """Return the most common width above one, unless nearly all rows have one cell."""
    widths = [len(row.cells) for row in rows]
    wide = Counter(w for w in widths if w > 1)
    if not wide:
        return 1, 1.0
    width, count = max(wide.items(), key=lambda item: (item[1], item[0]))
    # A few lines of preamble say nothing against the rows below them,
    lone = min(widths.count(1), max(2, len(rows) // 10)) if count > 2 else 0
    lone = max(lone, _lines_above(rows, width))
    # but a delimiter that fits these lines as well is the better one.
    share = (count + _cut_rows(widths, width)) / (len(rows) - lone)
    return width, share * (0.95 if lone else 1.0)


def _lines_above(rows: list[Record], width: int) -> int:
    """Return how many lines of text stand above a blank line and a regular table."""
    above = next(i for i, row in enumerate(rows) if len(row.cells) > 1)
    table = rows[above:]
    regular = sum(len(row.cells) == width for row in table)
    apart = above and rows[above].line > rows[above - 1].line + 1
    clear = width > 2 and regular > 2 and regular >= 0.9 * len(table)
    return above if apart and clear and regular * 10 >= len(rows) else 0


def _cut_rows(widths: list[int], width: int) -> float:
    """Return what rows count that lack their last cells, below a header that is whole.

    They speak half as much for the width as whole rows do.
    """
    if widths[0] != width or max(widths) > width:
        return 0.0
    return sum(1 < w < width for w in widths) / 2


def _is_list(rows: list[Record]) -> bool:
    """Whether each line is one number or date, below a name that says nothing else.

    The comma of "1,5" is no delimiter where the header has none.
    """
    cells = [row.cells[0].strip() for row in rows]
    name, values = cells[0], cells[1:]
    bare = not _is_value(name) and not any(mark in name for mark in _STRUCTURAL)
    return bare and len(values) > 1 and all(map(_is_value, values))


def _sense(rows: list[Record], width: int, dialect: Dialect) -> float:
    scores: list[float] = []
    columns = list(
        zip(*(r.cells for r in rows[:200] if len(r.cells) == width), strict=True)
    )
    for cells in columns[:60]:
        empty = not any(cell.strip() for cell in cells)
        scores += [0.5 if empty else _cell_sense(cell, dialect) for cell in cells]
    return sum(scores) / len(scores) if scores else 0.0


def _cell_sense(cell: str, dialect: Dialect) -> float:
    """Return 0..1: how well the text stands as one cell."""
    cell = cell.strip()
    if not cell:
        return 0.85
    if _is_value(cell):
        return 1.0
    if _ADDRESS.fullmatch(cell):
        return 1.0
    score = 0.9 if _WORDS.fullmatch(cell) else 0.8
    if dialect.quote != '"' and cell.startswith('"'):
        score -= 0.6
    if dialect.quote and cell.count(dialect.quote) % 2:
        score -= 0.4  # half of a quoted text
    if _QUOTE_AT_MARK.search(cell):
        score -= 0.5
    others = _STRUCTURAL - {dialect.delimiter}
    if any(mark in cell for mark in others) and not cell.count(" ") > 1:
        score -= 0.3
    return score


def _is_value(cell: str) -> bool:
    if not cell or len(cell) >= 40:
        return False
    return bool(_NUMBER.fullmatch(cell) or _MOMENT.fullmatch(cell))


def _with_space(dialect: Dialect, lines: list[str]) -> Dialect:
    """Skip the space after each delimiter where nearly every cell begins with one."""
    rows = list(islice(records(lines, dialect), MAX_SAMPLE_RECORDS))
    inner = [cell for row in rows for cell in row.cells[1:] if cell]
    spaced = sum(cell.startswith(" ") for cell in inner)
    if not inner or dialect.delimiter == " " or spaced < 0.9 * len(inner):
        return dialect
    return replace(dialect, skip_space=True)
