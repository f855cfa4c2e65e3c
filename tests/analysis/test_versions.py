"""Two versions of a table are compared by column, by row and by statistic."""

import pytest

from analysis.profile import build_profile
from analysis.table import Table
from analysis.versions import compare_versions
from analysis.versions.records import CellChange, Retyped, RowExample, StatisticChange
from errors import ValidationError
from tests.analysis.tables import stored

OLD = {
    "id": ("integer", [1, 2, 3, 4]),
    "name": ("text", ["ann", "bob", "cat", "dan"]),
    "price": ("decimal", [1.5, 2.5, 3.5, None]),
    "gone": ("text", ["x", "x", "y", "y"]),
}
NEW = {
    "name": ("text", ["bob", "cat", "dan", "eve"]),
    "price": ("decimal", [2.5, 9.5, 4.5, 5.5]),
    "id": ("integer", [2, 3, 4, 5]),
    "fresh": ("boolean", [True, True, False, None]),
}


def version(folder, columns):
    folder.mkdir(exist_ok=True)
    table = stored(folder, columns)
    return Table(table.parquet, build_profile(table))


@pytest.fixture
def compared(tmp_path):
    def compare(old, new, key=None):
        return compare_versions(
            version(tmp_path / "1", old), version(tmp_path / "2", new), key
        )

    return compare


def test_columns_are_matched_by_name(compared):
    found = compared(OLD, NEW)
    assert found.columns_added == ("fresh",)
    assert found.columns_removed == ("gone",)
    assert found.retyped == ()
    assert not found.same


def test_rows_are_matched_by_the_key_that_is_found(compared):
    rows = compared(OLD, NEW).rows
    assert rows.key == ("id",)
    assert (rows.added, rows.removed, rows.changed, rows.same) == (1, 1, 2, 1)
    assert rows.by_column == (("price", 2),)
    assert rows.examples == (
        RowExample("added", (5,)),
        RowExample("removed", (1,)),
        RowExample("changed", (3,), (CellChange("price", 3.5, 9.5),)),
        RowExample("changed", (4,), (CellChange("price", None, 4.5),)),
    )


def test_a_key_can_be_chosen(compared):
    rows = compared(OLD, NEW, ("name",)).rows
    assert (rows.key, rows.added, rows.removed, rows.changed) == (("name",), 1, 1, 2)


@pytest.mark.parametrize("key", [("gone",), ("nothing",)])
def test_a_key_must_be_in_both_versions(compared, key):
    with pytest.raises(ValidationError):
        compared(OLD, NEW, key)


def test_a_key_must_tell_rows_apart(compared):
    twice = {"id": ("integer", [1, 1])}
    with pytest.raises(ValidationError) as caught:
        compared(twice, twice, ("id",))
    assert "“id” do not tell the rows apart" in caught.value.message


def test_two_columns_together_can_be_the_key(compared):
    old = {
        "day": ("date", ["2024-01-01", "2024-01-01", "2024-01-02", "2024-01-02"]),
        "shop": ("text", ["a", "b", "a", "b"]),
        "sold": ("integer", [5, 5, 7, 7]),
    }
    rows = compared(old, old | {"sold": ("integer", [5, 6, 7, 7])}).rows
    assert rows.key == ("day", "shop")
    assert (rows.added, rows.removed, rows.changed, rows.same) == (0, 0, 1, 3)
    assert rows.examples[0].key == ("2024-01-01", "b")


def test_without_a_key_whole_rows_are_counted(compared):
    old = {"word": ("text", ["a", "a", "a", "b", None])}
    new = {"word": ("text", ["a", "a", "c", None])}
    rows = compared(old, new).rows
    assert (rows.key, rows.changed) == ((), None)
    assert (rows.added, rows.removed, rows.same) == (1, 2, 3)


def test_statistics_are_told_old_and_new(compared):
    found = compared(OLD, NEW).statistics
    assert StatisticChange("price", "mean", 2.5, 5.5) in found
    assert StatisticChange("price", "blanks", 1, 0) in found
    assert StatisticChange("id", "maximum", 4, 5) in found
    assert not any(change.column == "gone" for change in found)


def test_a_retyped_column_is_compared_by_its_text(compared):
    old = {"id": ("integer", [1, 2]), "code": ("integer", [5, 6])}
    new = {"id": ("integer", [1, 2]), "code": ("text", ["5", "x"])}
    found = compared(old, new)
    assert found.retyped == (Retyped("code", "integer", "text"),)
    assert found.rows.changed == 1


def test_whole_numbers_that_became_decimals_are_the_same(compared):
    old = {"id": ("integer", [1, 2]), "price": ("integer", [5, 6])}
    new = {"id": ("integer", [1, 2]), "price": ("decimal", [5.0, 6.5])}
    assert compared(old, new).rows.changed == 1


def test_equal_versions_are_the_same(compared):
    found = compared(OLD, OLD)
    assert found.same
    assert found.statistics == ()
    assert found.rows.same == 4


def test_versions_without_a_common_column_share_no_row(compared):
    rows = compared({"a": ("integer", [1, 2])}, {"b": ("integer", [1])}).rows
    assert (rows.added, rows.removed, rows.same) == (1, 2, 0)
