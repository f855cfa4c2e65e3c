import pytest

from analysis.question.words import singular, words_of


def texts(question):
    return [word.text for word in words_of(question)]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("price of 2 flights?", ["price", "of", "2", "flights", "?"]),
        ("Ann's fare", ["Ann", "'s", "fare"]),
        ('is "New York" in?', ["is", "New York", "in", "?"]),
        ("it's 'Knee problem'", ["it", "'s", "Knee problem"]),
        ("room KLR209 and ACCT-211", ["room", "KLR209", "and", "ACCT-211"]),
        ("max_salary >= 12.5", ["max_salary", ">=", "12.5"]),
        ("SUM(price)", ["SUM", "(", "price", ")"]),
    ],
)
def test_words_are_kept_whole(question, expected):
    assert texts(question) == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [("1,234.50", 1234.5), ("$1,200", 1200), ("10k", 10_000), ("5%", 5), ("3rd", 3)],
)
def test_numbers_have_their_value(text, value):
    assert words_of(text)[0].value == value


def test_number_words_have_a_value_too():
    assert words_of("three flights")[0].value == 3


@pytest.mark.parametrize(
    ("plural", "one"),
    [("cities", "city"), ("prices", "price"), ("boxes", "box"), ("people", "person")]
    + [("bus", "bus"), ("status", "status"), ("classes", "class"), ("gas", "gas")],
)
def test_singulars(plural, one):
    assert singular(plural) == one


def test_any_text_is_cut_without_losing_letters():
    text = "Ærø — naïve “quote” 日本 … 50€ #1"
    kept = "".join(texts(text))
    assert all(letter in kept for letter in text if letter.isalnum())
