"""The client of a language model, against a server that misbehaves in every way."""

import socket
import time

import pytest

from config import Settings
from llm import ModelError, ModelOff, NullModel, open_model
from llm.breaker import Breaker
from llm.chat import ChatClient
from tests.model import fake
from tests.model.fake import fake_model


def client(address, seconds=5.0, key="secret", **options):
    return ChatClient(
        address, key, "tiny", seconds, Breaker(**options), first_pause=0.01
    )


def settings(tmp_path, **values):
    return Settings(database_url="", data_dir=tmp_path, secret_key="", **values)


def test_without_key_and_address_there_is_no_model(tmp_path):
    model = open_model(settings(tmp_path))

    assert isinstance(model, NullModel) and not model.enabled
    with pytest.raises(ModelOff):
        model.complete("s", "u", 10)


def test_a_key_alone_means_the_public_server(tmp_path):
    model = open_model(settings(tmp_path, llm_key="k"))

    assert model.enabled and model.name == "gpt-4o-mini"


def test_a_reply_comes_with_the_model_that_was_asked_and_its_tokens():
    with fake_model(fake.says("North leads.", prompt=7, written=3)) as server:
        reply = client(server.address).complete("be brief", "why?", 100)

    assert (reply.text, reply.model) == ("North leads.", "tiny")
    assert (reply.prompt_tokens, reply.completion_tokens) == (7, 3)
    asked = server.requests[0]
    assert asked["path"] == "/v1/chat/completions"
    assert asked["messages"][0] == {"role": "system", "content": "be brief"}
    assert asked["max_tokens"] == 100 and asked["temperature"] == 0
    assert server.headers[0]["Authorization"] == "Bearer secret"


def test_a_local_server_without_a_key_gets_none():
    with fake_model(fake.says("yes")) as server:
        client(server.address, key=None).complete("s", "u", 1)

    assert "Authorization" not in server.headers[0]


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_refusal_for_the_moment_is_tried_again(status):
    with fake_model(fake.refuses(status), fake.says("now")) as server:
        assert client(server.address).complete("s", "u", 1).text == "now"
        assert len(server.requests) == 2


def test_the_wait_that_a_server_asks_for_is_kept():
    with fake_model(fake.refuses(429, Retry_After="1"), fake.says("now")) as server:
        start = time.monotonic()
        client(server.address).complete("s", "u", 1)

    assert time.monotonic() - start >= 1


def test_a_wait_beyond_the_time_allowed_is_not_begun():
    with fake_model(fake.refuses(429, Retry_After="600")) as server:
        start = time.monotonic()
        with pytest.raises(ModelError, match="429") as caught:
            client(server.address).complete("s", "u", 1)

    assert time.monotonic() - start < 2
    assert not caught.value.billable


@pytest.mark.parametrize("status", [400, 401, 404])
def test_a_final_refusal_is_not_tried_again(status):
    with fake_model(fake.refuses(status)) as server:
        with pytest.raises(ModelError, match=str(status)):
            client(server.address).complete("s", "u", 1)
        assert len(server.requests) == 1


def test_after_three_refusals_it_gives_up():
    with fake_model(fake.refuses(503)) as server:
        with pytest.raises(ModelError, match="503"):
            client(server.address).complete("s", "u", 1)
        assert len(server.requests) == 3


def test_options_that_a_model_does_not_know_are_learned_once():
    replies = [
        fake.refuses(400, option="max_tokens"),
        fake.refuses(400, option="temperature"),
        fake.says("thought about it"),
    ]
    with fake_model(*replies) as server:
        model = client(server.address)
        model.complete("s", "u", 9)
        model.complete("s", "u", 9)

    assert len(server.requests) == 4
    assert server.requests[-1]["max_completion_tokens"] == 9
    assert not {"max_tokens", "temperature"} & set(server.requests[-1])


def test_a_server_that_complains_for_ever_is_not_obeyed_for_ever():
    with fake_model(fake.refuses(400, option="max_tokens")) as server:
        with pytest.raises(ModelError, match="400"):
            client(server.address).complete("s", "u", 1)
        assert len(server.requests) == 2


@pytest.mark.parametrize("behaviour", [fake.stays_silent(30), fake.drips])
def test_the_whole_call_is_bounded_in_time(behaviour):
    with fake_model(behaviour) as server:
        start = time.monotonic()
        with pytest.raises(ModelError, match="did not answer in 0.4") as caught:
            client(server.address, seconds=0.4).complete("s", "u", 1)

    assert time.monotonic() - start < 2
    assert caught.value.billable


@pytest.mark.parametrize(
    "behaviour",
    [
        fake.cuts,
        fake.floods,
        fake.sends(b"<html>502 Bad Gateway</html>"),
        fake.sends(b'{"choices": []}'),
        fake.sends(b'{"choices": [{"message": {"content": null}}]}'),
        fake.sends(b'{"choices": [{"message": {"content": [1]}}], "usage": 3}'),
        fake.sends(b"[]"),
        fake.sends(b""),
        fake.sends(b"\xff\xfe\x00"),
        fake.says("   "),
    ],
)
def test_a_reply_that_cannot_be_read_is_an_error_that_may_have_cost(behaviour):
    with fake_model(behaviour) as server:
        with pytest.raises(ModelError) as caught:
            client(server.address).complete("s", "u", 1)
        assert len(server.requests) == 1

    assert caught.value.billable


@pytest.mark.parametrize("counts", [{"prompt": -1}, {"written": 2**40}])
def test_token_counts_that_make_no_sense_are_left_out(counts):
    with fake_model(fake.says("ok", **counts)) as server:
        reply = client(server.address).complete("s", "u", 1)

    assert None in (reply.prompt_tokens, reply.completion_tokens)


def test_the_key_follows_no_redirect():
    with fake_model(fake.says("stolen")) as thief:
        away = fake.refuses(307, Location=f"{thief.address}/chat/completions")
        with fake_model(away) as server, pytest.raises(ModelError, match="307"):
            client(server.address).complete("s", "u", 1)

    assert thief.requests == []


def test_a_server_that_is_not_there_is_an_error_in_words():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    with pytest.raises(ModelError, match="cannot be reached") as caught:
        client(f"http://127.0.0.1:{port}/v1").complete("s", "u", 1)

    assert not caught.value.billable


def test_a_connection_that_ends_without_a_word_is_tried_again():
    with fake_model(fake.hangs_up, fake.says("back")) as server:
        assert client(server.address).complete("s", "u", 1).text == "back"


def test_after_failures_in_a_row_the_server_is_left_alone():
    with fake_model(fake.refuses(401)) as server:
        model = client(server.address, failures=2)
        for _ in range(2):
            with pytest.raises(ModelError):
                model.complete("s", "u", 1)
        with pytest.raises(ModelOff, match="left alone"):
            model.complete("s", "u", 1)
        assert len(server.requests) == 2


def test_after_its_rest_one_call_tries_and_success_closes_the_circuit():
    now = [0.0]
    breaker = Breaker(failures=1, rest_seconds=60, clock=lambda: now[0])
    breaker.failed()

    assert not breaker.admits()
    now[0] = 61
    assert breaker.admits()
    assert not breaker.admits()
    breaker.succeeded()
    assert breaker.admits()
