"""Very wide tables are read like all others."""

from tests.analysis.reading.reading import read, rows_of, types_of

KINDS = ("{0}.5", "word {0}", "2024-03-{1:02}", "C{0:04}", "yes")


def test_a_thousand_columns_of_every_kind_are_read(tmp_path):
    header = ",".join(f"column {i}" for i in range(1000))
    rows = [
        ",".join(KINDS[i % 5].format(r + i, 1 + r % 28) for i in range(1000))
        for r in range(700)
    ]
    table = read(tmp_path, header + "\n" + "\n".join(rows) + "\n")
    assert (table.rows, len(table.columns)) == (700, 1000)
    assert types_of(table)[:5] == ["decimal", "text", "date", "text", "text"]
    assert rows_of(table)[699][995:997] == (1694.5, "word 1695")
