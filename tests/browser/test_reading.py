"""A stored file is read again from its page, with JavaScript and without it."""

import re

import pytest

LIST = "Prices of 2024\nname;price;day\n" + "".join(
    f"n{i};{i},50;{1 + i % 28}.03.2024\n" for i in range(200)
)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_decision_is_changed_and_the_new_version_says_so(visit, tmp_path, scripts):
    path = tmp_path / "prices.csv"
    path.write_text(LIST)
    window = visit(java_script_enabled=scripts)
    page = window.page
    window.register()
    page.locator("#file").set_input_files(path)
    if not scripts:
        page.get_by_role("button", name="Upload").click()
    page.wait_for_url(re.compile(r"/datasets/[0-9a-f-]{36}$"))
    assert "semicolon, header in line 2, decimal comma" in page.inner_text("main")

    page.get_by_role("link", name="change").click()
    assert page.get_by_label("Lines above the header").input_value() == "1"
    page.get_by_label("Type of price").select_option("text")
    window.keep(f"10-reading-{'with' if scripts else 'without'}-scripts")
    page.get_by_role("button", name="Read the file again").click()
    page.wait_for_url(re.compile(r"/datasets/[0-9a-f-]{36}$"))
    assert "version 2 of 2" in page.inner_text("main")
    assert "Version 2 is in: read again: price as text." in page.inner_text("#toasts")

    page.get_by_role("link", name="Versions").click()
    page.get_by_role("link", name="Compare").first.click()
    assert "price: decimal → text" in page.inner_text("main")
    assert window.complaints == []
