"""An ambiguous question in Chromium: chosen once, known from then on, removed again."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE

PRICES = "shop,unit_price,list_price\n" + "".join(
    f"{'abc'[n % 3]},{n}.5,{n * n}.25\n" for n in range(30)
)
QUESTION = "average price by shop"


def ask(page):
    """Ask the ambiguous question; return the reply to it."""
    replies = page.locator(".replied").count()
    page.get_by_label("Your question").fill(QUESTION)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator(".replied")).to_have_count(replies + 1)
    return page.locator(".replied").last


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_choice_is_remembered_until_it_is_removed(visit, tmp_path, scripts):
    path = tmp_path / "sales.csv"
    path.write_text(PRICES)
    window = visit(java_script_enabled=scripts)
    page = window.page
    window.register()
    page.locator("#file").set_input_files(path)
    if not scripts:
        page.get_by_role("button", name="Upload").click()
    page.wait_for_url(re.compile(r"/datasets/[0-9a-f-]{36}$"))
    page.get_by_role("button", name="Ask", exact=True).click()
    page.wait_for_url(re.compile(r"/sessions/[0-9a-f-]{36}"))
    conversation = page.url.split("#")[0]

    reply = ask(page)
    expect(reply).to_have_attribute("data-status", "clarify")
    reply.get_by_role("button", name="average list_price, by shop").click()
    expect(page.locator(".replied")).to_have_count(2)
    expect(page.locator(".replied").last).to_contain_text("you taught: price")

    reply = ask(page)
    expect(reply).to_have_attribute("data-status", "answered")
    window.keep(f"12-taught-{'with' if scripts else 'without'}-scripts")
    reply.get_by_role("link", name="you taught: price = list_price").first.click()
    page.wait_for_url("**/vocabulary")
    line = page.get_by_role("listitem").filter(has_text="price means list_price")
    expect(line).to_contain_text("in sales · taught by Anna Vogel")
    window.keep(f"13-vocabulary-{'with' if scripts else 'without'}-scripts")
    page.set_viewport_size(PHONE)
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width == PHONE["width"]

    page.get_by_role("button", name="Remove “price”").click()
    expect(page.locator("main")).to_contain_text("Nothing was taught yet.")
    page.goto(conversation)
    expect(ask(page)).to_have_attribute("data-status", "clarify")
    assert window.complaints == []
