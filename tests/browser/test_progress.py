"""An upload shows real progress, can be given up, and is refused early if too large."""

import re

import pytest
from playwright.sync_api import expect

from tests.server import Server

ROWS = 60_000


@pytest.fixture
def server(tmp_path):
    with Server(tmp_path / "data", POPPY_MAX_UPLOAD_MB="4") as running:
        yield running


@pytest.fixture
def roomy(server):
    """The server, with room for larger files."""
    server.stop()
    server.env["POPPY_MAX_UPLOAD_MB"] = "64"
    return server.start()


@pytest.fixture
def table(tmp_path):
    """A table of about 1.4 MB."""
    path = tmp_path / "big.csv"
    lines = "".join(f"{i},{i % 97},word number {i % 50}\n" for i in range(ROWS))
    path.write_text("id,value,words\n" + lines)
    return path


def slowed(window):
    """Make the window's connection as slow as a phone's: 300 KB a second."""
    session = window.page.context.new_cdp_session(window.page)
    speed = 300 * 1024
    session.send("Network.enable")
    session.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 5, "downloadThroughput": -1}
        | {"uploadThroughput": speed},
    )


def test_progress_is_told_in_words_and_ends_at_the_profile(visit, table):
    window = visit()
    window.register()
    slowed(window)
    window.page.locator("#file").set_input_files(table)
    words = window.page.locator("[data-progress] [role=status]")
    words.wait_for()
    window.keep("8-progress")
    first = words.inner_text()
    expect(words).not_to_have_text(first)
    window.page.wait_for_url("**/datasets/*-*")
    assert " of 1." in first
    assert "60,000 rows" in window.page.inner_text("main")
    assert window.complaints == []


@pytest.fixture
def long_table(tmp_path):
    """A table that takes some seconds to read, since it has to be repaired."""
    path = tmp_path / "long.csv"
    rows = (f"{i},{i % 97}.5,word {i % 50}{',x' * (i == 7)}\n" for i in range(600_000))
    path.write_text("id,value,words\n" + "".join(rows))
    return path


@pytest.fixture
def reading(visit, roomy, long_table):
    """A page whose file has arrived and whose rows are being read."""
    window = visit()
    window.register()
    window.page.locator("#file").set_input_files(long_table)
    words = window.page.locator("[data-progress] [role=status]")
    expect(words).to_contain_text("Reading rows:")
    return window


def test_after_the_bytes_rows_are_counted_and_a_reload_goes_on(reading):
    window, page = reading, reading.page
    window.keep("8-rows")
    page.reload()
    listed = page.locator("#running")
    expect(listed).to_contain_text(re.compile(r"Reading rows: [\d,]+ of about \d"))
    window.keep("8-rows-reloaded")
    expect(listed).to_have_count(0, timeout=90_000)
    expect(page.locator("main")).to_contain_text("599,999")
    assert window.complaints == []


def test_reading_can_be_given_up(reading):
    page = reading.page
    page.get_by_role("button", name="Cancel").click()
    page.get_by_text("You cancelled this upload.").wait_for()
    page.reload()
    assert "Nothing here yet" in page.inner_text("main")


def test_reading_can_be_given_up_after_a_reload(reading):
    page = reading.page
    page.reload()
    page.locator("#running").get_by_role("button", name="Cancel").click()
    expect(page.locator("#running")).to_have_count(0, timeout=30_000)
    assert "Nothing here yet" in page.inner_text("main")


def test_an_upload_can_be_given_up(visit, table):
    window = visit()
    window.register()
    slowed(window)
    window.page.locator("#file").set_input_files(table)
    window.page.get_by_role("button", name="Cancel").click()
    window.page.get_by_text("You cancelled this upload. Nothing was kept.").wait_for()
    window.open("/datasets")
    assert "Nothing here yet" in window.page.inner_text("main")


def test_a_file_that_is_too_large_is_not_even_sent(visit, tmp_path):
    path = tmp_path / "huge.csv"
    path.write_bytes(b"a,b\n" + b"1,2\n" * 1_200_000)
    window = visit()
    window.register()
    sent = []
    window.page.on("request", lambda request: sent.append(request.method))
    window.page.locator("#file").set_input_files(path)
    help_text = window.page.locator("#file-help.error")
    help_text.wait_for()
    assert "the limit is 4.0 MB" in help_text.inner_text()
    assert "POST" not in sent
