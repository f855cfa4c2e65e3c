"""A report is one file: complete, and as harmless as the words in it."""

import dataclasses
import json
import re
from html.parser import HTMLParser
from pathlib import Path

from analysis.export import Part, report_html, report_markdown
from analysis.plan import Plan
from tests.analysis.answers import AVERAGE, BY_REGION, answer

VENDOR = Path(__file__).resolve().parents[2] / "static/vendor"
HOSTILE = "</script><script>alert(1)</script>"
RESULT = answer(
    Plan(measures=(AVERAGE,), dimensions=(BY_REGION,)),
    [("north", 91.23456), (HOSTILE, None)],
    total_rows=900,
)
PART = Part(
    asked=f"average price? {HOSTILE}",
    title=HOSTILE,
    sentences=["north leads.", HOSTILE],
    result=RESULT,
    spec={"title": HOSTILE, "data": {"values": [{"f0": HOSTILE}]}},
    receipt=[("SQL", f"SELECT '{HOSTILE}' `x`")],
)


class Tags(HTMLParser):
    """Collects elements, and what would be fetched from elsewhere."""

    def __init__(self, page):
        super().__init__()
        self.found, self.addresses = [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.append(tag)
        self.addresses += [v for k, v in attrs if k in ("src", "href")]


def test_nothing_in_the_words_runs_and_nothing_is_fetched():
    page = report_html(HOSTILE, HOSTILE, [PART, PART], VENDOR)

    tags = Tags(page)
    assert tags.addresses == []
    assert tags.found.count("script") == 2 + 4
    assert "alert(1)</script>" not in page


def test_the_chart_is_inside_whole():
    page = report_html("Pricing", "", [PART], VENDOR)

    found = re.search(
        r'<script type="application/json" id="spec0">(.*?)</script>', page
    )
    assert json.loads(found[1]) == PART.spec


def test_the_chart_is_drawn_in_the_palette():
    page = report_html("Pricing", "", [PART], VENDOR)

    assert '"mark": {"color": "#0072B2"}' in page


def test_a_drawn_picture_needs_no_script():
    drawn = dataclasses.replace(PART, picture="<svg></svg>")

    page = report_html("Pricing", "", [drawn], VENDOR)

    assert "<svg></svg>" in page and "<script" not in page


def test_numbers_sentences_and_receipt_are_there():
    page = report_html("Pricing", "sales.csv", [PART], VENDOR)

    assert "91.23456" in page and "The first 2 of 900 rows." in page
    assert "north leads." in page and "Receipt" in page


def test_markdown_shows_the_words_as_they_stand():
    text = report_markdown("Pricing_2024", "*v1*", [PART])

    assert text.startswith("# Pricing\\_2024\n\n\\*v1\\*\n")
    assert "| north | 91.23456 |" in text
    words = text.partition("\n- SQL")[0]
    assert "<script" not in words.replace("\\<", "")
    assert "\n- SQL: `SELECT" in text
