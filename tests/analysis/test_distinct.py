import pytest

from analysis import duck
from analysis.distinct import distinct_sql
from tests.analysis.tables import stored

COLUMNS = {
    "fruit": ("text", ["pear", None, "pear", "fig"]),
    "eaten": ("boolean", [True, False, None, None]),
    "empty": ("text", [None] * 4),
}
FRUIT = [("fig", 1), ("pear", 2), (None, 1)]
EATEN = [("false", 1), ("true", 1), (None, 2)]
EMPTY = [(None, 4)]


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (["c0", "c1", "c2"], [FRUIT, EATEN, EMPTY]),
        (["c2", "c0"], [EMPTY, FRUIT]),
        (["c1"], [EATEN]),
    ],
)
def test_each_column_has_its_own_values_with_their_rows(tmp_path, keys, expected):
    table = stored(tmp_path, COLUMNS)
    sql = f"SELECT * FROM ({distinct_sql(keys)}) ORDER BY place, v NULLS LAST"
    with duck.cursor(tmp_path) as cursor:
        rows = cursor.execute(sql, [str(table.parquet)]).fetchall()
    found = [[row[1:] for row in rows if row[0] == n] for n in range(len(keys))]
    assert found == expected
