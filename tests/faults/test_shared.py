"""Two servers on two folders, one database and one bucket."""

import shutil

from tests.faults.conftest import Client, check
from tests.server import Server


def test_two_machines_with_one_database_and_one_bucket_are_one_poppy(
    postgres, bucket, tmp_path
):
    url = postgres.url("shared")
    first = Server(tmp_path / "one", url, POPPY_STORAGE_URL=bucket)
    second = Server(tmp_path / "two", url, POPPY_STORAGE_URL=bucket)
    with first, second:
        alice = Client(first).register()
        also_alice = Client(second).signed_in_as(alice)
        dataset_id = alice.make_dataset()
        assert alice.upload(dataset_id).status_code == 201

        told = also_alice.say(also_alice.make_session(dataset_id), "total amount")
        assert "12.5" in told.json()["assistantMessage"]["content"]

        assert also_alice.post("auth/logout").status_code == 200
        assert alice.get("auth/me").status_code == 401
        assert check(second) == ""
        shutil.rmtree(tmp_path / "two/cache")
        assert check(second) == ""
    assert "POPPY_STORAGE_URL" not in first.log.read_text()


def test_a_shared_database_with_an_unshared_folder_is_warned_about(postgres, tmp_path):
    with Server(tmp_path / "data", postgres.url("warned")) as server:
        assert "Set POPPY_STORAGE_URL to share them." in server.log.read_text()
