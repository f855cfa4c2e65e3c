"""The predecessor's own checklist, against real server processes, on both databases."""

import re

import pytest
import requests

from tests.server import Person, Server
from tests.tables import public_table, rows_of


@pytest.fixture
def alice(server):
    return Person(server, "alice@example.com").register()


@pytest.fixture
def tips(tmp_path):
    return public_table("tips", tmp_path)


def test_login_works_and_outlives_a_restart(server, alice):
    server.restart()
    assert "alice@example.com" in alice.get("/datasets").text

    again = Person(server, "alice@example.com")
    assert again.log_in("wrong password").status_code == 401
    assert again.log_in().ok
    assert "Datasets" in again.get("/datasets").text


def test_logging_out_ends_the_session_everywhere(server, alice):
    stolen = requests.Session()
    stolen.cookies.update(alice.http.cookies)

    alice.post("/logout")

    answer = stolen.get(f"{server.url}/datasets", timeout=60)
    assert "/login" in answer.url


def test_an_uploaded_file_has_its_profile(alice, tips):
    dataset = alice.upload(tips)

    page = alice.get(f"/datasets/{dataset}").text

    for column in rows_of(tips)[0]:
        assert column in page
    assert "244" in page


def test_a_question_becomes_an_answer_with_an_artifact(alice, tips):
    session = alice.start_session(alice.upload(tips))

    page = alice.ask(session, "how many rows are there?")

    assert "244" in page
    assert re.search(rf"/sessions/{session}/answers/[0-9a-f-]{{36}}", page)


def test_everything_outlives_a_kill_and_a_restart(server, alice, tips):
    dataset = alice.upload(tips)
    session = alice.start_session(dataset)
    alice.ask(session, "average tip by day")
    before = alice.get(f"/sessions/{session}").text

    server.kill()
    server.start()

    assert "244" in alice.get(f"/datasets/{dataset}").text
    assert told(alice.get(f"/sessions/{session}").text) == told(before)
    assert "average tip by day" in before
    assert "244" in alice.ask(session, "how many rows are there?")


def test_two_processes_are_one_poppy(server, alice, tips, tmp_path):
    with second_process(server) as other:
        dataset = alice.upload(tips)
        alice.server = other
        session = alice.start_session(dataset)

        assert "244" in alice.ask(session, "how many rows are there?")

        alice.server = server
        assert "how many rows are there?" in alice.get(f"/sessions/{session}").text


def test_a_stranger_finds_nothing(server, alice, tips):
    dataset = alice.upload(tips)
    session = alice.start_session(dataset)
    charlie = Person(server, "charlie@example.com").register()

    for path in (f"/datasets/{dataset}", f"/sessions/{session}"):
        assert charlie.get(path).status_code == 404
    assert "tips" not in charlie.get("/datasets").text
    question = charlie.post(f"/sessions/{session}/messages", content="how many rows")
    assert question.status_code == 404


def test_a_second_upload_is_version_two_and_the_first_stays(alice, tips, tmp_path):
    dataset = alice.upload(tips)
    longer = tmp_path / "longer.csv"
    longer.write_text(tips.read_text() + "10.0,1.5,Female,No,Sun,Lunch,2\n")

    with longer.open("rb") as file:
        alice.post(f"/datasets/{dataset}/versions", files={"file": ("tips.csv", file)})

    page = alice.get(f"/datasets/{dataset}").text
    assert "245" in page and "version 2" in page.lower()
    session = alice.start_session(dataset)
    assert "245" in alice.ask(session, "how many rows are there?")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b"a,b,c\n", "no rows"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 64, "picture"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "PDF"),
    ],
)
def test_what_is_no_table_is_refused_in_words_and_leaves_nothing(
    server, alice, content, sentence
):
    answer = alice.post("/datasets", files={"file": ("refused.csv", content)})

    assert answer.status_code == 400
    assert sentence.lower() in answer.text.lower()
    assert "refused" not in alice.get("/datasets").text
    assert list((server.data_dir / "files").rglob("original*")) == []


def told(page: str) -> list[str]:
    """Return the words of a page between its tags, without what changes by time."""
    text = re.sub(r"<(script|style|time).*?</\1>|<[^>]+>", "\n", page, flags=re.S)
    return [line.strip() for line in text.splitlines() if line.strip()]


def second_process(server: Server) -> Server:
    """Return another process over the same database and data folder."""
    return Server(server.data_dir, server.env.get("DATABASE_URL"))
