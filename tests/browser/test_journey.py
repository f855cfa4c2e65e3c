"""The whole way in Chromium: register, upload, profile, ask, a chart that is drawn."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE

QUESTION = "average tip by day"


@pytest.fixture
def asked(visit, tips):
    """A page with a first answer on it, reached the way a newcomer reaches it."""
    window = visit()
    window.register()
    window.keep("1-empty")
    window.page.locator("#file").set_input_files(tips)
    window.page.wait_for_url(re.compile(r"/datasets/[0-9a-f-]{36}$"))
    window.keep("2-profile")
    window.page.get_by_role("button", name="Ask", exact=True).click()
    window.page.wait_for_url(re.compile(r"/sessions/[0-9a-f-]{36}"))
    window.keep("3-first-questions")
    box = window.page.get_by_label("Your question")
    box.fill(QUESTION)
    box.press("Enter")
    window.page.wait_for_selector("[data-drawn]")
    return window


def drawn_bars(page):
    """Return the boxes of the chart's bars as the browser laid them out."""
    return page.locator("[data-chart] svg .mark-rect path").evaluate_all(
        "bars => bars.map(bar => bar.getBoundingClientRect().toJSON())"
    )


def test_a_newcomer_gets_a_drawn_chart_without_leaving_the_page(asked):
    page = asked.page
    asked.keep("4-answer")
    bars = drawn_bars(page)
    assert len(bars) == 4
    assert all(bar["width"] > 5 and bar["height"] > 5 for bar in bars)
    assert page.get_by_text(QUESTION).first.is_visible()
    assert page.locator(".result-rows tbody tr").count() == 4
    assert page.locator("#artifacts li").count() == 1
    assert page.locator(".pending").count() == 0
    assert asked.complaints == []


def test_the_answer_is_there_after_a_reload_and_in_the_dark(asked):
    page = asked.page
    page.reload()
    page.wait_for_selector("[data-drawn]")
    assert len(drawn_bars(page)) == 4
    page.get_by_label(re.compile("Account of")).click()
    page.get_by_role("button", name="Dark").click()
    page.wait_for_selector("[data-theme=dark]")
    page.wait_for_selector("[data-drawn]")
    asked.keep("5-answer-dark")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == "rgb(16, 17, 18)"
    assert asked.complaints == []


def test_on_a_phone_nothing_is_wider_than_the_screen(asked):
    page = asked.page
    page.set_viewport_size(PHONE)
    page.reload()
    page.wait_for_selector("[data-drawn]")
    asked.keep("6-answer-phone")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    sessions = page.get_by_role("complementary", name="Sessions")
    assert not sessions.is_visible()
    page.get_by_role("button", name="Sessions").click()
    assert sessions.is_visible()
    page.keyboard.press("Escape")
    assert not sessions.is_visible()


def test_menus_open_and_close_by_keyboard(asked):
    page = asked.page
    account = page.get_by_label(re.compile("Account of"))
    account.focus()
    page.keyboard.press("Enter")
    sign_out = page.get_by_role("button", name="Sign out")
    assert sign_out.is_visible()
    page.keyboard.press("Escape")
    assert not sign_out.is_visible()
    assert account.evaluate("summary => summary === document.activeElement")


def test_a_suggestion_is_asked_with_one_press(asked):
    page = asked.page
    page.locator(".follow-ups button").first.click()
    expect(page.locator(".replied")).to_have_count(2)
    assert page.locator(".follow-ups").count() == 2
    assert page.locator(".follow-ups:visible").count() == 1
    assert asked.complaints == []


def test_another_chart_is_drawn_in_its_place_and_stays(asked):
    page = asked.page
    box = page.get_by_label("Your question")
    box.fill("total tip by day")
    box.press("Enter")
    page.get_by_role("button", name="Pie").click()
    pie = page.locator("[data-drawn] svg .mark-arc path")
    expect(pie).to_have_count(4)
    page.reload()
    expect(pie).to_have_count(4)
    assert asked.complaints == []


def test_deleting_asks_in_a_dialog(asked):
    page = asked.page
    page.get_by_text("More", exact=True).click()
    page.get_by_role("link", name="Delete").click()
    dialog = page.get_by_role("dialog")
    assert dialog.get_by_role("heading").inner_text().startswith("Delete")
    dialog.get_by_role("link", name="Keep it").click()
    assert not dialog.is_visible()
    page.get_by_text("More", exact=True).click()
    page.get_by_role("link", name="Delete").click()
    dialog.get_by_role("button", name="Delete the session").click()
    page.wait_for_url("**/sessions")
    assert "Choose a dataset" in page.inner_text("main")


def test_a_file_that_is_no_table_is_refused_beside_the_field(visit, tmp_path):
    window = visit()
    window.register()
    empty = tmp_path / "empty.csv"
    empty.touch()
    window.page.locator("#file").set_input_files(empty)
    help_text = window.page.locator("#file-help.error")
    help_text.wait_for()
    assert "empty" in help_text.inner_text()
    window.keep("7-refused")
