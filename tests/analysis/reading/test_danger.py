"""What could hurt the server is refused in a sentence, and leaves nothing behind."""

import gzip
import zipfile

import pytest

from analysis.reading import read_table
from errors import ParseError
from tests.analysis.reading.reading import names_of, read, rows_of
from tests.workbooks import workbook


def stored(folder, cells, extra=None):
    path = folder / "book.xlsx"
    path.write_bytes(workbook({"S": cells}, extra))
    return path


def refused(path, match):
    with pytest.raises(ParseError, match=match) as refusal:
        read_table(path, path.name, path.parent / "table.parquet")
    assert str(path.parent) not in refusal.value.message
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_a_small_workbook_is_read_in_a_child_process(tmp_path):
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>k</t></is></c></row>'
    path = stored(tmp_path, rows + '<row r="2"><c r="A2"><v>7</v></c></row>')
    table = read_table(path, "book.xlsx", tmp_path / "table.parquet")
    assert (names_of(table), rows_of(table)) == (["k"], [(7,)])


def test_a_sheet_that_spans_billions_of_cells_is_refused(tmp_path):
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    path = stored(tmp_path, '<row r="1"><c r="A1"><v>1</v></c></row>' + far)
    refused(path, "too much memory|damaged")


def test_a_workbook_that_unpacks_to_gigabytes_is_refused(tmp_path):
    path = stored(tmp_path, "", {"xl/media/big.bin": bytes(80 << 20)})
    refused(path, "suspiciously large")


def test_a_gzip_bomb_is_refused(tmp_path):
    path = tmp_path / "table.csv.gz"
    path.write_bytes(gzip.compress(b"1,2\n" * (16 << 20)))
    refused(path, "suspiciously large")


def test_a_zip_bomb_is_refused(tmp_path):
    path = tmp_path / "table.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("table.csv", b"1,2\n" * (16 << 20))
    refused(path, "suspiciously large")


def test_a_link_in_a_zip_is_not_followed(tmp_path):
    path = tmp_path / "table.zip"
    link = zipfile.ZipInfo("table.csv")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    refused(path, "holds no CSV")


def test_a_path_in_a_zip_goes_nowhere(tmp_path):
    folder = tmp_path / "deep"
    folder.mkdir()
    path = folder / "table.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../../escaped.csv", "a,b\n1,2\n")
    table = read_table(path, "../../etc/table.zip", folder / "table.parquet")
    assert rows_of(table) == [(1, 2)]
    assert [entry.name for entry in tmp_path.iterdir()] == ["deep"]


def test_a_line_without_end_is_refused(tmp_path):
    path = tmp_path / "table.csv"
    path.write_bytes(b"x" * (66 << 20))
    refused(path, "longer than 64 MB")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b"\0" * 5000, "zero bytes"),
        (b" \n\t\n", "blanks"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"<!DOCTYPE html><p>x", "web page"),
        (b"PK\x03\x04broken", "damaged"),
        (b"\x1f\x8b\x08broken", "damaged"),
        (b"\xd0\xcf\x11\xe0broken", "damaged"),
        (b"PAR1broken", "damaged"),
        (b'[{"a": 1}, {"a":', "not valid JSON|cut off"),
        (bytes(range(256)) * 20, "binary"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(tmp_path, content, sentence):
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    refused(path, sentence)


def test_what_stops_the_progress_stops_the_reading(tmp_path):
    def cancelled(phase, done, total):
        raise KeyboardInterrupt

    path = tmp_path / "table.csv"
    path.write_text("a,b\n1,2\n3\n")
    with pytest.raises(KeyboardInterrupt):
        read_table(path, path.name, tmp_path / "out.parquet", progress=cancelled)
    assert [entry.name for entry in tmp_path.iterdir()] == ["table.csv"]


def test_the_name_of_a_file_does_not_decide_what_it_is(tmp_path):
    table = read(tmp_path, '[{"a": 1}, {"a": 2}]', name="table.xlsx")
    assert rows_of(table) == [(1,), (2,)]
