"""Many at once: numbers without gaps, no message lost, no locked database."""

from concurrent.futures import ThreadPoolExecutor

from tests.faults.conftest import CSV, Client, check
from tests.server import Server

UPLOADS = 50
SENDERS = 20


def test_fifty_uploads_at_once_make_versions_one_to_fifty(alice, server):
    dataset_id = alice.make_dataset()
    with ThreadPoolExecutor(UPLOADS) as pool:
        answers = list(pool.map(lambda _: alice.upload(dataset_id), range(UPLOADS)))
    assert [answer.status_code for answer in answers] == [201] * UPLOADS
    numbers = sorted(answer.json()["version"]["version"] for answer in answers)
    assert numbers == list(range(1, UPLOADS + 1))
    assert check(server) == ""


def test_twenty_senders_lose_no_message_and_share_one_order(alice, server):
    dataset_id = alice.make_dataset()
    alice.upload(dataset_id)
    session_id = alice.make_session(dataset_id)
    questions = [f"total amount where amount > {number}" for number in range(SENDERS)]
    with ThreadPoolExecutor(SENDERS) as pool:
        answers = list(pool.map(lambda q: alice.say(session_id, q), questions))
    assert [answer.status_code for answer in answers] == [201] * SENDERS

    messages = alice.messages(session_id)

    asked = [each["content"] for each in messages if each["role"] == "user"]
    assert sorted(asked) == sorted(questions)
    assert len(messages) == 2 * SENDERS
    order = [each["id"] for each in messages]
    for answer in answers:
        told = answer.json()
        place = order.index(told["message"]["id"])
        assert place < order.index(told["assistantMessage"]["id"])
    assert [each["id"] for each in alice.messages(session_id)] == order
    assert check(server) == ""


def test_two_processes_share_one_database_under_load(alice, server):
    second = Server(server.data_dir, server.env.get("DATABASE_URL")).start()
    try:
        clients = [alice, Client(second).log_in()]
        dataset_id = alice.make_dataset()
        alice.upload(dataset_id)
        session_id = alice.make_session(dataset_id)

        def work(number: int) -> int:
            client = clients[number % 2]
            if number % 5 == 0:
                return client.upload(dataset_id, CSV).status_code
            if number % 5 == 1:
                return client.get("poppy/datasets").status_code
            return client.say(session_id, "how many rows").status_code

        with ThreadPoolExecutor(16) as pool:
            statuses = set(pool.map(work, range(120)))
        assert statuses == {200, 201}
        assert len(clients[1].messages(session_id)) == 2 * 72
        for each in (server, second):
            assert "database is locked" not in each.log.read_text()
    finally:
        second.stop()
    assert check(server) == ""


def test_what_one_process_uploads_the_other_can_ask(alice, server):
    second = Server(server.data_dir, server.env.get("DATABASE_URL")).start()
    try:
        other = Client(second).log_in()
        dataset_id = alice.make_dataset()
        alice.upload(dataset_id)
        told = other.say(other.make_session(dataset_id), "total amount").json()
        assert "12.5" in told["assistantMessage"]["content"]
        assert alice.post("auth/logout").status_code == 200
        assert alice.get("auth/me").status_code == 401
        assert other.get("auth/me").status_code == 200
    finally:
        second.stop()
