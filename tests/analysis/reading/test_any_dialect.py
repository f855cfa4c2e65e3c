"""Any table of text that Python's csv module writes comes back cell for cell."""

import csv
import io
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.analysis.reading.reading import names_of, read, rows_of

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32")
LINE_ENDS = ("\n", "\r\n")
# Everything but what no table holds: control characters and halves of characters.
CHARACTERS = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff")
WORDS = st.sampled_from(
    (
        "north",
        "south",
        "Zoë",
        "Köln",
        "东京",
        "😀",
        "it's",
        "a,b",
        "c;d",
        "e|f",
        "two\nlines",
        'say "hi"',
        "a, b and c",
        "tab\there",
        "O'Neill; Ltd",
        "final.",
        "",
    )
)


def text_cells(alphabet) -> st.SearchStrategy[str]:
    # Outer blanks are formatting more often than content: the reader decides that.
    return st.text(alphabet, max_size=12).map(str.strip)


@st.composite
def tables(draw, cells, least_rows: int = 1):
    width = draw(st.integers(1, 6))
    rows = st.lists(cells, min_size=width, max_size=width).filter(any)
    return draw(st.lists(rows, min_size=least_rows, max_size=12))


@st.composite
def dialects(draw):
    escaping = draw(st.sampled_from(({"doublequote": True}, {"escapechar": "\\"})))
    if "escapechar" in escaping:
        escaping = {**escaping, "doublequote": False}
    return {
        "delimiter": draw(st.sampled_from(",;\t|^~")),
        "quotechar": draw(st.sampled_from("\"'")),
        "quoting": draw(st.sampled_from((csv.QUOTE_MINIMAL, csv.QUOTE_ALL))),
        "lineterminator": draw(st.sampled_from(LINE_ENDS)),
        **escaping,
    }


def written(rows, dialect, encoding: str) -> bytes:
    text = io.StringIO()
    csv.writer(text, **dialect).writerows(rows)
    return text.getvalue().encode(encoding)


def come_back(content: bytes, rows, header=None, **options) -> None:
    with tempfile.TemporaryDirectory() as folder:
        width = len(rows[0])
        types = {f"c{i}": "text" for i in range(width)}
        table = read(Path(folder), content, types=types, **options)
        assert rows_of(table) == [tuple(cell or None for cell in row) for row in rows]
        if header:
            assert names_of(table) == header


@settings(max_examples=60, deadline=None)
@given(tables(text_cells(CHARACTERS)), dialects(), st.sampled_from(ENCODINGS))
def test_a_table_whose_dialect_is_told_comes_back(rows, dialect, encoding):
    come_back(
        written(rows, dialect, encoding),
        rows,
        encoding=encoding,
        delimiter=dialect["delimiter"],
        quote=dialect["quotechar"],
        escape="doubled" if dialect["doublequote"] else "\\",
        header_rows=0,
        skip_rows=0,
    )


@settings(max_examples=60, deadline=None)
@given(
    tables(WORDS, least_rows=3).filter(lambda rows: len(rows[0]) > 1),
    st.sampled_from((",", ";", "\t", "|")),
    st.sampled_from((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)),
    st.sampled_from(LINE_ENDS),
    st.sampled_from(("utf-8", "utf-8-sig", "utf-16", "utf-32")),
)
def test_a_table_of_words_comes_back_with_nothing_told(
    rows, delimiter, quoting, line_end, encoding
):
    header = [f"name {chr(97 + i)}" for i in range(len(rows[0]))]
    dialect = {"delimiter": delimiter, "quoting": quoting, "lineterminator": line_end}
    content = written([header, *rows], dialect, encoding)
    come_back(content, rows, header)
