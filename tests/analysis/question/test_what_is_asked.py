"""Who, where and verbs: what a question asks for is in the answer, or none is given."""

import pytest

from analysis.engine import ask
from tests.analysis.question.asked import csv_table, told

HEAD = (
    "shop_id,shop,city,opened_year,monthly_sales_eur,rating,vendor_cd,opened_on,"
    "is_franchise,frequency_hz,kind\n"
)
CITIES, KINDS = ("Bern", "Basel", "Chur"), ("corner", "mall")


@pytest.fixture(scope="module")
def shops(tmp_path_factory):
    rows = "".join(
        f"{i},Shop {i},{CITIES[i % 3]},{1950 + i % 60},{(i * 37) % 500}.5,{i % 5},"
        f"{i % 7},2020-{1 + i % 12:02d}-10,{'yes' if i % 4 else 'no'},{i % 40}.5,"
        f"{KINDS[i % 2]}\n"
        for i in range(1, 90)
    )
    return csv_table(tmp_path_factory.mktemp("asked"), "shops", HEAD + rows)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("which city has the most corner shops", "kind = corner"),
        ("best selling city", "total monthly_sales_eur, by city"),
        ("show the frequency of the shops in Bern", "frequency_hz, where city = Bern"),
        ("kind counts", "number of rows, by kind"),
        ("names of franchise shops", "is_franchise = yes"),
        ("how many shops opened in 2020", "opened_on from 2020-01-01"),
        ("how many shops opened in 1960", "opened_year = 1960"),
    ],
)
def test_a_question_is_read_as_it_is_meant(shops, question, expected):
    assert expected in told(ask(question, shops), shops)


@pytest.mark.parametrize(
    "question",
    [
        "output by city",
        "which shops cost the most",
        "what did the shops cost, by city",
        "cities with more than 15 days",
        "number of shops above 5000 by city",
        "which shops sell sandwiches",
    ],
)
def test_what_has_no_place_is_not_dropped(shops, question):
    assert ask(question, shops).result is None


@pytest.mark.parametrize(
    ("question", "never"),
    [
        ("number of shops opened by vendors in Bern", "by vendor_cd"),
        ("how much did each city take", "number of rows"),
        ("what are the different lives that have shops", "all columns"),
        ("show the type of the shops and the count", "number of rows"),
        ("which kind is in both Bern and Basel", "Bern or Basel"),
        ("group with at least 2 shops", "shop_id"),
    ],
)
def test_no_word_is_bent_to_what_the_table_has(shops, question, never):
    answer = ask(question, shops)
    assert answer.result is None or never not in told(answer, shops)
