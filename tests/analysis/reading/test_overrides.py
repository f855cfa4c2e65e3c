"""What a person says about a file holds against what the reader would recognise."""

import pytest

from errors import ParseError, ValidationError
from tests.analysis.reading.reading import decisions_of, names_of, read, rows_of

EITHER = "a;b,c\nx;1,2\ny;3,4\n"


@pytest.mark.parametrize(
    ("mark", "names"),
    [(";", ["a", "b,c"]), (",", ["a;b", "c"]), ("|", ["a;b,c"]), ("tab", ["a;b,c"])],
)
def test_the_delimiter_that_is_said_divides_the_cells(tmp_path, mark, names):
    table = read(tmp_path, EITHER, delimiter=mark)
    assert names_of(table) == names
    assert table.report.options == {"delimiter": "\t" if mark == "tab" else mark}


@pytest.mark.parametrize(
    ("encoding", "name"), [("cp1252", "Zoë"), ("cp1251", "Zoл"), ("cp437", "Zoδ")]
)
def test_the_encoding_that_is_said_spells_the_names(tmp_path, encoding, name):
    content = "name,n\nZoë,1\nBob,2\n".encode("cp1252")
    table = read(tmp_path, content, encoding=encoding)
    assert rows_of(table)[0] == (name, 1)
    assert decisions_of(table)["encoding"] == encoding


@pytest.mark.parametrize(
    ("header_rows", "names", "rows"),
    [
        (0, ["column 1", "column 2"], 4),
        (1, ["x", "y"], 3),
        (2, ["x a", "y b"], 2),
    ],
)
def test_the_header_has_the_lines_that_are_said(tmp_path, header_rows, names, rows):
    table = read(tmp_path, "x,y\na,b\nc,d\ne,f\n", header_rows=header_rows)
    assert (names_of(table), table.rows) == (names, rows)
    assert decisions_of(table)["header_rows"] == header_rows


def test_lines_above_the_header_are_left_out_as_said(tmp_path):
    table = read(tmp_path, "one,1\n\nname,n\nAnn,1\nBob,2\n", skip_rows=2)
    assert (names_of(table), table.rows) == (["name", "n"], 2)
    assert decisions_of(table)["skip_rows"] == 2
    with pytest.raises(ParseError, match="no rows left"):
        read(tmp_path, "a,b\n1,2\n", skip_rows=50)


@pytest.mark.parametrize(("quote", "first"), [("'", "a,b"), ("none", "'a")])
def test_the_quote_that_is_said_encloses_cells(tmp_path, quote, first):
    content = "k,v,w\n'a,b',1,2\n'c,d',3,4\n"
    table = read(tmp_path, content, quote=quote, header_rows=1)
    assert rows_of(table)[0][0] == first


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("encoding", "klingon"),
        ("delimiter", "much too long"),
        ("header_rows", "-1"),
        ("day_first", "perhaps"),
        ("decimal_mark", ";"),
        ("colour", "red"),
    ],
)
def test_what_cannot_be_is_refused_by_its_name(tmp_path, option, value):
    with pytest.raises(ValidationError) as refusal:
        read(tmp_path, EITHER, **{option: value})
    assert refusal.value.details["field"] == option
