"""The colours pass 4.5:1 for text and 3:1 for edges, in light and dark."""

import re
from pathlib import Path

import pytest

SHEET = Path(__file__).parents[2] / "static" / "css" / "tokens.css"
TEXT = [
    ("--ink", "--ground"),
    ("--ink", "--surface"),
    ("--ink", "--sunken"),
    ("--ink-soft", "--sunken"),
    ("--ink-muted", "--ground"),
    ("--ink-muted", "--surface"),
    ("--ink-muted", "--sunken"),
    ("--on-accent", "--accent"),
    ("--on-accent", "--accent-strong"),
    ("--good", "--good-soft"),
    ("--warn", "--warn-soft"),
    ("--bad", "--bad-soft"),
    ("--note", "--note-soft"),
    ("--bad", "--surface"),
    ("--bad", "--ground"),
    ("--ink", "--warn-soft"),
    ("--ink", "--bad-soft"),
    ("--gray-2", "--gray-9"),
]
EDGES = [
    ("--line-strong", "--surface"),
    ("--line-strong", "--ground"),
    ("--focus", "--surface"),
    ("--focus", "--ground"),
    ("--mark", "--surface"),
]


def colours(theme):
    """Return every custom property that is a colour, as it is in the theme."""
    found = dict(re.findall(r"(--[\w-]+): ([^;]+);", SHEET.read_text()))
    return {name: resolved(value, theme, found) for name, value in found.items()}


def resolved(value, theme, found):
    if value.startswith("var("):
        return resolved(found[value[4:-1]], theme, found)
    pair = re.fullmatch(r"light-dark\((#\w{6}), (#\w{6})\)", value)
    return pair.group(1 if theme == "light" else 2) if pair else value


def contrast(one, other):
    """Return the contrast ratio of two colours, as WCAG 2 defines it."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour):
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [
        p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("front", "back"), TEXT)
def test_text_can_be_read(theme, front, back):
    given = colours(theme)
    assert contrast(given[front], given[back]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("front", "back"), EDGES)
def test_edges_can_be_seen(theme, front, back):
    given = colours(theme)
    assert contrast(given[front], given[back]) >= 3
