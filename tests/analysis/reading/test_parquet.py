"""Parquet of anyone's making is copied by a child process, or refused in a sentence."""

import datetime
import struct
from decimal import Decimal

import duckdb
import pytest

from analysis.reading import read_table
from errors import ParseError
from tests.analysis.reading.reading import column_of, names_of, read, rows_of, types_of


def parquet(folder, query: str) -> bytes:
    path = folder / "made.parquet"
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet)")
    content = path.read_bytes()
    path.unlink()
    return content


@pytest.mark.parametrize(
    ("value", "kind", "stored"),
    [
        ("7::TINYINT", "integer", 7),
        ("18446744073709551615::UBIGINT", "decimal", Decimal("18446744073709551615")),
        ("1.25::DECIMAL(9,2)", "decimal", Decimal("1.25")),
        ("'nan'::DOUBLE", "decimal", None),
        ("true", "boolean", True),
        ("DATE '2024-02-29'", "date", datetime.date(2024, 2, 29)),
        ("'infinity'::DATE", "date", None),
        (
            "TIMESTAMP '2024-01-02 03:04:05.123456'",
            "datetime",
            datetime.datetime(2024, 1, 2, 3, 4, 5, 123456),
        ),
        (
            "TIMESTAMPTZ '2024-01-02 03:04:05+02'",
            "datetime",
            datetime.datetime(2024, 1, 2, 1, 4, 5),
        ),
        ("TIME '08:30:00'", "time", datetime.time(8, 30)),
        ("'007'", "text", "007"),
        ("[1, 2]", "text", "[1,2]"),
        ("{'a': 1}", "text", '{"a":1}'),
        ("'ab'::BLOB", "text", "ab"),
        ("'\\xFF'::BLOB", "text", "FF"),
        ("uuid '00000000-0000-0000-0000-000000000001'", "text", None),
    ],
)
def test_every_type_becomes_one_that_poppy_knows(tmp_path, value, kind, stored):
    content = parquet(tmp_path, f"SELECT 1 AS n, {value} AS v")
    table = read(tmp_path, content, name="x.parquet")
    assert (table.report.format, names_of(table)) == ("Parquet", ["n", "v"])
    assert types_of(table)[1] == kind
    if stored is not None:
        assert column_of(table, 1) == [stored]


def test_names_are_made_unique_and_the_first_rows_are_told(tmp_path):
    content = parquet(tmp_path, 'SELECT 1 AS a, 2 AS "b  c", NULL::INT AS " "')
    table = read(tmp_path, content, name="x.parquet")
    assert names_of(table) == ["a", "b c", "column 3"]
    assert table.first == (("1", "2", None),)


def test_a_parquet_file_in_a_zip_or_by_another_name_is_read(tmp_path):
    content = parquet(tmp_path, "SELECT range AS n FROM range(5)")
    table = read(tmp_path, content, name="table.csv")
    assert rows_of(table) == [(n,) for n in range(5)]


def damaged(content: bytes) -> dict[str, bytes]:
    length = struct.unpack("<I", content[-8:-4])[0]
    body, footer = content[: -8 - length], content[-8 - length : -8]
    return {
        "cut short": content[: len(content) // 2],
        "footer too long": content[:-8] + struct.pack("<I", 1 << 30) + b"PAR1",
        "footer too short": content[:-8] + struct.pack("<I", 5) + b"PAR1",
        "no footer": b"PAR1PAR1",
        "wrong footer": body + footer[::-1] + content[-8:],
        "nothing between": b"PAR1" + footer + content[-8:],
    }


@pytest.mark.parametrize("how", damaged(bytes(100)))
def test_a_damaged_file_is_refused_and_leaves_nothing(tmp_path, how):
    content = parquet(tmp_path, "SELECT range AS n, 'text ' || range FROM range(5000)")
    path = tmp_path / "x.parquet"
    path.write_bytes(damaged(content)[how])
    with pytest.raises(ParseError, match=r"damaged|memory"):
        read_table(path, "x.parquet", tmp_path / "table.parquet")
    assert [entry.name for entry in tmp_path.iterdir()] == ["x.parquet"]


def test_a_few_bytes_that_claim_billions_of_rows_are_refused(tmp_path):
    content = parquet(tmp_path, "SELECT 1 AS n FROM range(5000)")
    start = len(content) - 8 - struct.unpack("<I", content[-8:-4])[0]
    # Thrift: a 64-bit field, then twice the number in groups of seven bits.
    claimed = b"\x16" + bytes((n | 0x80) for n in (0, 0, 0, 0, 0)) + b"\x40"
    footer = content[start:-8].replace(b"\x16\x90\x4e", claimed, 1)
    assert footer != content[start:-8]
    content = content[:start] + footer + struct.pack("<I", len(footer)) + b"PAR1"
    with pytest.raises(ParseError, match="more than 500,000,000 rows"):
        read(tmp_path, content, name="x.parquet")


def test_an_encrypted_file_is_told_apart(tmp_path):
    with pytest.raises(ParseError, match="encrypted Parquet"):
        read(tmp_path, b"PARE" + bytes(100) + b"PARE", name="x.parquet")
