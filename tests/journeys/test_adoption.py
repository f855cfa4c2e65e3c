"""People of the TypeScript Poppy sign in with their old passwords and go on."""

import re

import pytest

from tests.schema import predecessor
from tests.server import Person, Server

DATASET = f"/datasets/{predecessor.uid('d1')}"
SESSION = f"/sessions/{predecessor.uid('s1')}"


@pytest.fixture
def server(postgres, tmp_path):
    """A server over a database that the predecessor wrote; its files are elsewhere."""
    url = postgres.url("adopted")
    predecessor.make(url)
    uploads = tmp_path / "uploads" / "d1"
    uploads.mkdir(parents=True)
    server = Server(
        tmp_path / "data", url, POPPY_LEGACY_FILES=str(tmp_path / "uploads")
    )
    with server:
        yield server


@pytest.fixture
def anna(server):
    person = Person(server, "anna@example.com")
    assert "/login" not in person.log_in("anna's password").url
    return person


def test_what_was_there_is_there(anna):
    assert "Sales" in anna.get("/").text
    page = anna.get(DATASET).text
    assert "region" in page
    assert "cannot be reached" in page
    assert "Upload it again" in page


def test_an_old_conversation_shows_its_answer_drawn(anna):
    page = anna.get(SESSION).text
    assert "total by region?" in page
    assert "North leads." in page
    assert "Sell north." in page
    assert re.search(r"<td[^>]*>\s*north\s*</td>", page)
    (address,) = set(re.findall(r'data-chart="([^"]+)"', page))
    chart = anna.get(address).json()
    assert {"north", "south"} <= set(str(chart["data"]["values"]).split("'"))


def test_a_question_about_a_file_that_is_gone_says_so(anna):
    page = anna.post(f"{SESSION}/messages", content="total amount").text
    assert "The file of version 1 cannot be reached. Upload it again" in page


def test_a_file_in_the_old_folder_is_asked_as_if_it_were_ours(anna, server):
    (server.data_dir.parent / "uploads/d1/sales.csv").write_bytes(predecessor.CSV)
    assert "cannot be reached" not in anna.get(DATASET).text
    page = anna.post(f"{SESSION}/messages", content="total amount by region").text
    assert "12.5" in page
    assert "south" in page


def test_a_new_upload_becomes_the_next_version(anna, tmp_path):
    path = tmp_path / "sales.csv"
    path.write_bytes(predecessor.CSV)
    with path.open("rb") as file:
        answer = anna.post(f"{DATASET}/versions", files={"file": (path.name, file)})
    assert answer.ok, answer.text
    assert "version 2" in anna.get(DATASET).text
