"""A clock that goes back."""

from tests.faults.conftest import Client
from tests.server import ROOT, Server


def test_messages_keep_their_order_when_the_clock_goes_back(tmp_path):
    with Server(tmp_path / "data") as server:
        alice = Client(server).register()
        dataset_id = alice.make_dataset()
        alice.upload(dataset_id)
        session_id = alice.make_session(dataset_id)
        alice.say(session_id, "total amount")
        before = alice.messages(session_id)
        server.stop()

        yesterday = str(ROOT / "tests/faults/yesterday")
        server.env["PYTHONPATH"] = yesterday
        server.start()
        alice.say(session_id, "average amount")
        after = alice.messages(session_id)

        assert after[:2] == before
        assert [each["role"] for each in after] == ["user", "assistant"] * 2
        assert after[2]["content"] == "average amount"
        assert after[2]["createdAt"] < before[0]["createdAt"]
