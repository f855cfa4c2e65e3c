"""The same way with JavaScript switched off: plain forms, and tables for charts."""

import re


def test_everything_works_with_javascript_off(visit, tips):
    window = visit(java_script_enabled=False)
    page = window.page
    window.register()
    page.locator("#file").set_input_files(tips)
    page.get_by_role("button", name="Upload").click()
    page.wait_for_url(re.compile(r"/datasets/[0-9a-f-]{36}$"))
    assert "244 rows" in page.inner_text("main")

    page.get_by_role("button", name="Ask", exact=True).click()
    page.get_by_label("Your question").fill("average tip by day")
    page.locator("#ask button").click()
    page.wait_for_url(re.compile(r"#message-"))

    rows = page.locator(".result-rows tbody tr")
    assert rows.count() == 4
    assert not page.locator("[data-chart]").is_visible()
    window.keep("9-without-javascript")

    page.get_by_text("How this was computed").click()
    assert page.get_by_text("SELECT").first.is_visible()

    page.get_by_text("More", exact=True).click()
    page.get_by_role("link", name="Rename").click()
    page.get_by_label("Title").fill("Tips by day")
    page.get_by_role("button", name="Save").click()
    assert page.inner_text("h1") == "Tips by day"

    page.get_by_label(re.compile("Account of")).click()
    page.get_by_role("button", name="Dark").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"

    page.get_by_label(re.compile("Account of")).click()
    page.get_by_role("button", name="Sign out").click()
    assert page.url.endswith("/login")


def test_a_mistake_is_shown_beside_its_field(visit):
    window = visit(java_script_enabled=False)
    window.open("/register")
    window.page.locator("#email").fill("anna@example.com")
    window.page.get_by_role("button", name="Create workspace").click()
    field = window.page.locator(".field", has=window.page.locator("#name"))
    assert field.get_by_role("alert").inner_text() == "Type your name."
    assert window.page.locator("#email").input_value() == "anna@example.com"
