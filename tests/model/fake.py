"""A local server that speaks OpenAI's chat completions, and lies as it is told to."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Behaviour = Callable[["Handler", dict], None]


@dataclass
class FakeModel:
    """What the server will do next, and what it was asked."""

    address: str
    behaviours: list[Behaviour] = field(default_factory=list)
    requests: list[dict] = field(default_factory=list)
    headers: list[dict] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def will(self, *behaviours: Behaviour) -> None:
        """Queue behaviours; the last one is repeated."""
        self.behaviours[:] = behaviours

    def next(self) -> Behaviour:
        """Return what to do with this request."""
        with self.lock:
            if len(self.behaviours) > 1:
                return self.behaviours.pop(0)
            return self.behaviours[0]


class Handler(BaseHTTPRequestHandler):
    """One request; the behaviour writes the answer."""

    model: FakeModel

    def do_POST(self) -> None:
        """Keep what was asked and behave."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.model.requests.append({"path": self.path, **body})
        self.model.headers.append(dict(self.headers))
        self.model.next()(self, body)

    def answer(self, status: int, body: bytes, **headers: str) -> None:
        """Send a whole response."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, *_) -> None:
        """Clients that hang up are part of the game."""


@contextmanager
def fake_model(*behaviours: Behaviour) -> Iterator[FakeModel]:
    """Serve on a free loopback port until the block ends."""
    server = _Server(("127.0.0.1", 0), type("Bound", (Handler,), {}))
    model = FakeModel(f"http://127.0.0.1:{server.server_port}/v1", list(behaviours))
    server.RequestHandlerClass.model = model
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield model
    finally:
        model.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()


def completion(text: str, prompt: int = 50, written: int = 20) -> bytes:
    """Return the JSON of a completion with that text."""
    usage = {"prompt_tokens": prompt, "completion_tokens": written}
    choice = {"index": 0, "message": {"role": "assistant", "content": text}}
    return json.dumps({"model": "fake-1", "choices": [choice], "usage": usage}).encode()


def says(text: str, **counts: int) -> Behaviour:
    """Answer with a text."""
    return lambda handler, _: handler.answer(200, completion(text, **counts))


def writes(make: Callable[[dict], str]) -> Behaviour:
    """Answer with a text made from the user's message (parsed as JSON)."""

    def behave(handler: Handler, body: dict) -> None:
        asked = json.loads(body["messages"][-1]["content"])
        handler.answer(200, completion(make(asked)))

    return behave


def refuses(status: int, option: str | None = None, **headers: str) -> Behaviour:
    """Answer with an error, OpenAI's way."""
    error = {"error": {"message": "no", "param": option}}
    return lambda handler, _: handler.answer(
        status, json.dumps(error).encode(), **headers
    )


def sends(body: bytes) -> Behaviour:
    """Answer 200 with these bytes."""
    return lambda handler, _: handler.answer(200, body)


def stays_silent(seconds: float = 30) -> Behaviour:
    """Take the request and say nothing."""
    return lambda handler, _: handler.model.closing.wait(seconds) and None


def drips(handler: Handler, _: dict) -> None:
    """Keep the connection alive with a blank line now and then, for ever."""
    handler.send_response(200)
    handler.end_headers()
    while not handler.model.closing.wait(0.05):
        handler.wfile.write(b"\n")


def cuts(handler: Handler, _: dict) -> None:
    """Promise a whole reply and hang up in the middle of it."""
    body = completion("a long sentence that is never finished")
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body[: len(body) // 2])


def hangs_up(handler: Handler, _: dict) -> None:
    """Close the connection without a word."""
    handler.close_connection = True


def floods(handler: Handler, _: dict) -> None:
    """Send more than anybody wants to read."""
    handler.send_response(200)
    handler.end_headers()
    while not handler.model.closing.is_set():
        handler.wfile.write(b" " * 65536)
        time.sleep(0)
