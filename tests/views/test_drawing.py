"""Small drawings: bars within their box, top values with their share."""

from analysis.baseline.records import Bucket
from analysis.table import ColumnProfile, TableProfile
from views import drawing


def column(**changes):
    given = {"key": "c0", "name": "x", "type": "decimal", "role": "measure"}
    return ColumnProfile(
        **{**given, "unit": None, "blanks": 0, "distinct": 3} | changes
    )


def cards(profile):
    return drawing.find(profile, "", "file", True).cards


def test_bars_fill_the_box_and_keep_their_proportions():
    tall, half, none = drawing.bars(((0, 1, 100), (1, 2, 50), (2, 3, 0)))
    assert (tall.height, half.height, none.height) == (40, 20, 0)
    assert tall.y == 0
    assert half.y == 20
    assert none.x + none.width <= drawing.WIDTH


def test_one_row_among_a_million_can_still_be_seen():
    _, small = drawing.bars(((0, 1, 1_000_000), (1, 2, 1)))
    assert small.height == drawing.SMALLEST


def test_an_empty_histogram_draws_nothing():
    assert drawing.bars(()) == ()
    assert drawing.bars(((0, 1, 0),)) == ()


def test_measures_get_bars_and_categories_their_top_values():
    measure = column(histogram=((0, 1, 2), (1, 2, 1)))
    category = column(
        type="text", role="category", blanks=1, top=(("north", 3), ("south", 1))
    )
    first, second = cards(TableProfile(5, (measure, category)))
    assert len(first.bars) == 2
    assert first.top == ()
    assert [(each.label, each.share) for each in second.top] == [
        ("north", 0.6),
        ("south", 0.2),
    ]
    assert second.blank_share == 0.2


def test_values_that_never_repeat_are_no_top_values():
    (card,) = cards(TableProfile(2, (column(role="text", top=(("a", 1), ("b", 1))),)))
    assert card.top == ()


def test_a_table_without_rows_has_no_drawing():
    (card,) = cards(TableProfile(0, (column(),)))
    assert (card.blank_share, card.bars, card.top) == (0, (), ())


def test_columns_are_ordered_and_the_clear_pairs_are_kept():
    one = column(key="c0", name="b", blanks=1, distinct=2)
    other = column(key="c1", name="A", blanks=0, distinct=5)
    profile = TableProfile(
        9, (one, other), None, (("c0", "c1", -0.8), ("c0", "c1", 0.1))
    )
    for sort, names in {
        "file": "bA",
        "name": "Ab",
        "blank": "bA",
        "distinct": "Ab",
        "unknown": "bA",
    }.items():
        found = drawing.find(profile, "", sort, False)
        assert "".join(card.column.name for card in found.cards) == names
    assert found.pairs == [("c0", "c1", -0.8)]
    assert [c.column.name for c in drawing.find(profile, "a", "file", False).cards] == [
        "A"
    ]


def test_two_distributions_share_one_height():
    low = [Bucket("0 to 1", 1, 20.0)]
    high = [Bucket("0 to 1", 4, 80.0)]
    highest = drawing.highest_share(low, high)
    assert drawing.shares(high, highest)[0].height == drawing.HEIGHT
    assert drawing.shares(low, highest)[0].height == drawing.HEIGHT / 4
    assert drawing.shares([]) == ()
